"""The words of a report, read back from what is drawn."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest

from evaluator.report import verify_text
from evaluator.report.verify_text import page_words, surroundings, unlike_surroundings, unlike_words


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


def _link(pdf: pikepdf.Pdf, key: str) -> tuple[int, int, pikepdf.Object]:
    """Return page, number and object of the first link with that entry."""
    for number, page in enumerate(pdf.pages, 1):
        for at, link in enumerate(page.obj.get("/Annots", []), 1):
            if key in link:
                return number, at, link
    raise AssertionError(key)


def _annotate(pdf: pikepdf.Pdf, **entries) -> None:
    page = pdf.pages[1].obj
    added = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Rect=[0, 0, 9, 9], **entries))
    page.Annots = pikepdf.Array([*page.get("/Annots", []), added])


def _unlike(content: bytes, edit) -> list[tuple[str, str, str]]:
    return list(unlike_surroundings(surroundings(_edited(content, edit)), surroundings(content)))


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"Subtype": pikepdf.Name.Stamp, "AP": pikepdf.Dictionary()}, "Stamp, drawn over the page"),
        ({"Subtype": pikepdf.Name.FreeText}, "FreeText"),
        ({"Subtype": pikepdf.Name.Link, "AP": pikepdf.Dictionary()}, "Link with /AP, drawn over the page"),
        ({"Subtype": pikepdf.Name.Link, "AA": pikepdf.Dictionary()}, "Link with /AA"),
        ({"Subtype": pikepdf.Name.Link, "A": pikepdf.Dictionary(Next=pikepdf.Dictionary())}, "Link with /Next"),
        ({"Subtype": pikepdf.Name.Link, "A": pikepdf.Dictionary(), "Dest": "x"}, "Link with /A beside /Dest"),
    ],
)
def test_an_annotation_that_is_no_plain_link_is_told_by_page_and_kind(albania_pdf, entries, told):
    found = _unlike(albania_pdf, lambda pdf: _annotate(pdf, **entries))
    assert found == [("page 2: annotation", told, "links alone, with nothing drawn")]


def test_a_link_that_leads_elsewhere_is_told_with_both_targets(albania_pdf):
    with pikepdf.open(io.BytesIO(albania_pdf)) as pdf:
        page, _, link = _link(pdf, "/A")
        address = str(link.A.URI)

    def edit(pdf: pikepdf.Pdf) -> None:
        _link(pdf, "/A")[2].A.URI = pikepdf.String("https://example.org/")

    ((where, found, expected),) = _unlike(albania_pdf, edit)
    assert where.startswith(f"page {page}: link ")
    assert (found, expected) == ("https://example.org/", address)


def test_a_link_that_runs_something_is_told(albania_pdf):
    def edit(pdf: pikepdf.Pdf) -> None:
        _link(pdf, "/A")[2].A = pikepdf.Dictionary(S=pikepdf.Name.Launch)

    ((_, found, _),) = _unlike(albania_pdf, edit)
    assert found == "/Launch"


def test_a_link_to_another_place_of_the_report_is_told(albania_pdf):
    def edit(pdf: pikepdf.Pdf) -> None:
        _link(pdf, "/Dest")[2].Dest = pikepdf.Array([pdf.pages[2].obj, pikepdf.Name.Fit])

    ((where, found, expected),) = _unlike(albania_pdf, edit)
    assert where.startswith("page 1: link ")
    assert found == "page 3"
    assert ", page " in expected


def test_a_named_place_that_was_moved_to_another_page_is_told(albania_pdf):
    def edit(pdf: pikepdf.Pdf) -> None:
        name = str(_link(pdf, "/Dest")[2].Dest)
        pairs = pdf.Root.Names.Dests.Names
        at = [str(entry) for entry in list(pairs)[::2]].index(name)
        pairs[2 * at + 1] = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    told = _unlike(albania_pdf, edit)
    assert told[0][0].startswith("page 1: link ")
    assert told[0][1].endswith(", page 1")


def test_a_link_that_was_added_or_taken_out_is_told(albania_pdf):
    def take_out(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj.Annots = pikepdf.Array()

    added = {"Subtype": pikepdf.Name.Link, "A": pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")}
    ((_, found, expected),) = _unlike(albania_pdf, lambda pdf: _annotate(pdf, **added))
    assert (found, expected) == ("https://example.org/", "none")
    ((where, found, _),) = _unlike(albania_pdf, take_out)
    assert (where, found) == ("page 1: link 1", "none")


def test_links_of_other_numbers_of_pages_are_compared_as_one_list(albania_pdf):
    assert _unlike(albania_pdf, lambda pdf: pdf.add_blank_page()) == []
    ((where, _, _),) = _unlike(albania_pdf, lambda pdf: pdf.pages.__delitem__(slice(10, None)))[-1:]
    assert where.startswith("link ")


def test_a_bookmark_that_leads_elsewhere_is_told(albania_pdf):
    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.Root.Outlines.First.Dest
        pdf.Root.Outlines.First.A = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")

    ((where, found, expected),) = _unlike(albania_pdf, edit)
    assert where == "bookmark 1"
    assert (found, expected) == ("Albania: https://example.org/", "Albania: page 1")


@pytest.mark.parametrize("entry", ["/AcroForm", "/OpenAction", "/AA", "/OCProperties", "/URI"])
def test_an_entry_of_the_catalogue_that_no_report_has_is_told(albania_pdf, entry):
    found = _unlike(albania_pdf, lambda pdf: _put(pdf.Root, entry, pikepdf.Dictionary()))
    assert found == [("catalogue", entry, "no such entry")]


def test_scripts_beside_the_files_inside_and_actions_of_a_page_are_told(albania_pdf):
    found = _unlike(albania_pdf, lambda pdf: _put(pdf.Root.Names, "/JavaScript", pikepdf.Dictionary()))
    assert found == [("catalogue", "/Names /JavaScript", "no such entry")]
    found = _unlike(albania_pdf, lambda pdf: _put(pdf.pages[2].obj, "/AA", pikepdf.Dictionary()))
    assert found == [("page 3: entry", "/AA", "no such entry")]


def test_a_page_as_ours_holds_nothing_foreign(albania_pdf, stress_pdf):
    for content in (albania_pdf, stress_pdf):
        assert not any(page.others for page in surroundings(content).pages)
        assert any(page.links for page in surroundings(content).pages)
        assert _unlike(content, lambda pdf: None) == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda pdf: _put(pdf.pages[0].obj, "/Annots", pikepdf.Array([7])),
        lambda pdf: _put(pdf.pages[0].obj, "/Annots", pikepdf.Array([pikepdf.Dictionary()])),
        lambda pdf: _put(pdf.Root.Names, "/Dests", pikepdf.Dictionary(Kids=pikepdf.Array())),
        lambda pdf: _put(pdf.Root.Outlines.First, "/Next", pikepdf.Array()),
        lambda pdf: _put(pdf.Root.Outlines.First, "/Dest", pikepdf.Dictionary()),
    ],
)
def test_what_lies_over_pages_in_another_form_cannot_be_read(albania_pdf, edit):
    with pytest.raises(ValueError, match=r"pages that cannot be read|named places in a tree"):
        surroundings(_edited(albania_pdf, edit))


def test_bookmarks_without_end_are_read_once(albania_pdf):
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Next = pdf.Root.Outlines.First

    assert len(surroundings(_edited(albania_pdf, edit)).bookmarks) == len(surroundings(albania_pdf).bookmarks)
