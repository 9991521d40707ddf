"""The words of a report, read back from what is drawn."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from evaluator.report.verify_text import page_words, unlike_words


def _letters(words) -> str:
    return "".join(sorted("".join(words)))


def _pdf(drawn: bytes, xobject: bytes | None = None) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        table = pikepdf.Stream(pdf, b"2 beginbfchar\n<0001> <0041>\n<0002> <0020>\nendbfchar")
        font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=table))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        if xobject is not None:
            inner = pdf.make_indirect(pikepdf.Stream(pdf, xobject))
            inner.Subtype = pikepdf.Name.Form
            page.obj.Resources.XObject = pikepdf.Dictionary(X=inner)
        page.obj.Contents = pikepdf.Stream(pdf, drawn)
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["albania_pdf", "stress_pdf"])
def test_every_letter_that_another_reader_finds_is_read(name, request):
    content = request.getfixturevalue(name)
    ours = page_words(content)
    theirs = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content)]
    assert len(ours) == len(theirs)
    # Another reader drops hyphens at ends of lines and marks of direction: all but a few letters in a thousand.
    for mine, other in zip(ours, theirs, strict=True):
        left, right = "".join(mine), "".join(other.split())
        assert len(left) == pytest.approx(len(right), rel=0.02, abs=10)


def test_words_end_at_spaces_and_where_a_text_ends():
    drawn = b"/F 9 Tf BT <00010001> Tj [<0001> -20 <0002> <0001>] TJ ET BT <0001> Tj ET"
    assert page_words(_pdf(b"BT /F 9 Tf ET " + drawn)) == (("AAA", "A", "A"),)


def test_a_glyph_without_an_entry_is_not_left_out():
    assert page_words(_pdf(b"BT /F 9 Tf <00010009> Tj ET")) == (("A\N{REPLACEMENT CHARACTER}",),)


def test_drawings_inside_are_read_and_those_without_end_refused():
    assert page_words(_pdf(b"/X Do", b"BT /F 9 Tf <0001> Tj ET")) == (("A",),)
    with pytest.raises(ValueError, match="without end"):
        page_words(_pdf(b"/X Do", b"/X Do"))


@pytest.mark.parametrize("drawn", [b"BT /G 9 Tf <0001> Tj ET", b"/Y Do", b"Tf", b"Tj"])
def test_a_page_that_points_to_what_is_not_there_cannot_be_read(drawn):
    with pytest.raises(ValueError, match="pages that cannot be read"):
        page_words(_pdf(drawn))


def test_each_page_tells_where_it_first_differs():
    found = [["a", "b"], ["c", "d"], ["e"]]
    assert list(unlike_words(found, found)) == []
    assert list(unlike_words(found, [["a", "x"], ["c", "d"], ["e", "f"]])) == [
        ("page 1", "a b", "a x"),
        ("page 3", "e (end)", "e f"),
    ]


def test_other_numbers_of_pages_are_compared_as_one_text():
    assert list(unlike_words([["a"], ["b"]], [["a", "b"]])) == [("number of pages", "2", "1")]
    assert list(unlike_words([["a"]], [["a"], ["c"]]))[1] == ("whole text", "a (end)", "a c")
