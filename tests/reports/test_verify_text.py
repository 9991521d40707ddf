"""The words of a report, read back from what is drawn."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from evaluator.reports.verify import text as verify_text
from evaluator.reports.verify.text import page_words, unlike_words


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


def test_an_image_counts_as_a_word_whether_it_stands_in_the_page_or_beside_it():
    picture = b"BI /W 1 /H 1 /BPC 8 /CS /G ID \x00 EI"
    assert page_words(_pdf(b"BT /F 9 Tf <0001> Tj ET " + picture)) == (("A", "[image]"),)
    content = _edited(_pdf(b"/X Do", b""), lambda pdf: _put(pdf.pages[0].obj.Resources.XObject.X, "/Subtype", "/Image"))
    assert page_words(content) == (("[image]",),)


def test_drawings_that_double_inside_each_other_are_refused(monkeypatch):
    monkeypatch.setattr(verify_text, "MOST_INNER", 3)
    assert page_words(_pdf(b"/X Do /X Do /X Do", b"n")) == ((),)
    with pytest.raises(ValueError, match="more than 3 drawings"):
        page_words(_pdf(b"/X Do /X Do /X Do /X Do", b"n"))


def _edited(content: bytes, edit) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(out)
    return out.getvalue()


def _put(thing, key: str, value) -> None:
    thing[key] = pikepdf.Name(value) if isinstance(value, str) and value.startswith("/") else value


def _with_state(drawn: bytes) -> bytes:
    """Return a page with a second font, whose code 1 is B, and a state of drawing that chooses it."""

    def edit(pdf: pikepdf.Pdf) -> None:
        table = pikepdf.Stream(pdf, b"1 beginbfchar\n<0001> <0042>\nendbfchar")
        other = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, ToUnicode=table))
        resources = pdf.pages[0].obj.Resources
        resources.Font.G = other
        resources.ExtGState = pikepdf.Dictionary(S=pikepdf.Dictionary(Font=[other, 9]), E=pikepdf.Dictionary(ca=1))

    return _edited(_pdf(drawn), edit)


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (b"/F 9 Tf q /G 9 Tf Q BT <0001> Tj ET", ("A",)),
        (b"/F 9 Tf q /G 9 Tf BT <0001> Tj ET Q BT <0001> Tj ET", ("B", "A")),
        (b"/F 9 Tf /S gs BT <0001> Tj ET", ("B",)),
        (b"/F 9 Tf /E gs BT <0001> Tj ET", ("A",)),
        (b"/F 9 Tf q /S gs Q BT <0001> Tj ET", ("A",)),
        (b"/F 9 Tf Q BT <0001> Tj ET", ("A",)),
    ],
)
def test_the_font_is_the_one_that_a_viewer_would_use(drawn, words):
    assert page_words(_with_state(drawn)) == (words,)


def test_a_font_chosen_inside_a_drawing_ends_with_it():
    inner = b"/F 9 Tf BT <0001> Tj ET"
    drawn = b"BT <0001> Tj ET q /X Do BT <0001> Tj ET Q"
    lost = "\N{REPLACEMENT CHARACTER}"
    assert page_words(_pdf(drawn, inner)) == ((lost, "A", lost),)
