"""All objects of two PDFs are compared as tables in reading order, each with its place in words."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from evaluator.extensions.verify import object_table
from evaluator.extensions.verify.object_table import unlike_objects
from evaluator.extensions.verify.objects import read_graph
from evaluator.extensions.verify.pictures import marked_texts

Edit = Callable[[Pdf], None]


def _nothing(pdf: Pdf) -> None:
    pass


def _element(pdf: Pdf, kind: str, **entries: object) -> pikepdf.Object:
    return pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), Pg=pdf.pages[0].obj, **entries))


def _pdf(edit: Edit = _nothing) -> bytes:
    """Return two pages with a link each; on the first a heading, and a paragraph of two marks."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2):
            page = pdf.add_blank_page(page_size=(100, 100)).obj
            font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            page.Resources = Dictionary(Font=Dictionary(F=pdf.make_indirect(font)))
            page.Contents = pdf.make_stream(
                b"BT /F 9 Tf 9 60 Td /H1 <</MCID 0>> BDC (Albania) Tj EMC 0 -20 Td /P <</MCID 1>> BDC (not) Tj EMC"
                b" 0 -20 Td /P <</MCID 2>> BDC (graded) Tj EMC ET"
            )
            link = Dictionary(Subtype=Name.Link, Dest=String("end"), Rect=[0, 0, 9, 9])
            page.Annots = Array([pdf.make_indirect(link)])
        span = _element(pdf, "Span", K=Array([1]))
        children = [_element(pdf, "H1", K=Array([0])), _element(pdf, "P", K=Array([span, 2]))]
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array(children)))
        last = Array([pdf.pages[1].obj, Name.XYZ, 0, 0, 0])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=[String("end"), last]))
        pdf.Root.Deep = Array([Array([pdf.make_indirect(Dictionary(Said=String("this")))])])
        pdf.docinfo["/Title"] = "A report"
        edit(pdf)
        pdf.save(out, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def _unlike(edit: Edit, base: Edit = _nothing, *, set_otherwise: bool = False) -> list[tuple[str, str, str, str]]:
    found, made = _pdf(lambda pdf: (base(pdf), edit(pdf))), _pdf(base)
    texts = (marked_texts(found), marked_texts(made)) if set_otherwise else None
    differences = unlike_objects(read_graph(found), read_graph(made), texts)
    return [(d.part, d.where, d.found, d.expected) for d in differences]


@pytest.mark.parametrize("set_otherwise", [False, True])
def test_the_same_file_has_no_difference(set_otherwise):
    assert _unlike(_nothing, set_otherwise=set_otherwise) == []


def test_an_entry_that_was_changed_added_or_taken_out_is_told_with_its_place():
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "Another"
        pdf.Root.OpenAction = Dictionary(S=Name.URI, Next=Dictionary(S=Name.JavaScript))
        del pdf.Root.Deep

    assert sorted(_unlike(change)) == [
        ("document", "catalogue: /Deep", "nothing", "1 entries"),
        ("document", "catalogue: /OpenAction: /Next: /S", "/JavaScript", "nothing"),
        ("document", "catalogue: /OpenAction: /S", "/URI", "nothing"),
        ("document", "document information: /Title", "Another", "A report"),
    ]


def test_tags_come_first_and_are_told_by_role_number_and_page():
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "Another"
        pdf.Root.StructTreeRoot.K[1].Alt = String("grade A")
        pdf.Root.StructTreeRoot.K[0].S = Name.H2

    assert _unlike(change) == [
        ("tags", "H1 1 on page 1: /S", "/H2", "/H1"),
        ("document", "document information: /Title", "Another", "A report"),
        ("tags", "P 1 on page 1: alternative text (/Alt)", "grade A", "nothing"),
    ]


def test_below_a_list_of_another_length_nothing_more_is_told():
    def change(pdf: Pdf) -> None:
        del pdf.Root.StructTreeRoot.K[0]

    assert _unlike(change) == [("tags", "catalogue: /StructTreeRoot: /K", "1 P", "1 H1, 1 P")]


def test_pages_are_told_by_number_and_links_by_page():
    def change(pdf: Pdf) -> None:
        pdf.pages[1].obj.Annots[0].Rect = Array([0, 0, 90, 9])
        pdf.Root.Names.Dests.Names[1][0] = pdf.pages[0].obj
        pdf.pages[1].obj.Contents.write(b"0 0 8 9 re f")

    link, contents, place = _unlike(change)
    assert link == ("document", "page 2: Link 1: place (/Rect)", "[0, 0, 90, 9]", "[0, 0, 9, 9]")
    assert contents[:2] == ("drawing", "page 2: contents (/Contents)")
    assert contents[2].startswith("SHA-256 ")
    assert place == ("document", "catalogue: /Names: /Dests: u:end 1", "page 1", "page 2")


def test_a_font_is_told_by_its_name_a_file_by_its_own_and_words_in_their_letters():
    def base(pdf: Pdf) -> None:
        pdf.attachments["note.txt"] = b"one"
        pdf.Root.Words = Array([String("žrtva")])

    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.Font.F.Subtype = Name.TrueType
        pdf.attachments["note.txt"] = b"two"
        pdf.Root.Words = Array([String("жртва")])

    told = {where: found for _, where, found, _ in _unlike(change, base)}
    assert told["font Helvetica: /Subtype"] == "/TrueType"
    assert told["note.txt: content"].startswith("SHA-256 ")
    assert told["catalogue: /Words"] == '["u:жртва"]'


def test_a_page_more_or_less_is_told_first():
    assert _unlike(lambda pdf: pdf.pages.__delitem__(1))[0] == ("document", "number of pages", "1", "2")


def test_long_values_are_told_from_where_they_differ():
    text = "grade " * 60
    ((_, _, found, expected),) = _unlike(
        lambda pdf: pdf.docinfo.__setitem__("/Title", f"{text}A"),
        lambda pdf: pdf.docinfo.__setitem__("/Title", f"{text}D"),
    )
    assert (found[:3], found[-7:], expected[-7:]) == ("...", "grade A", "grade D")


def test_data_that_do_not_unpack_are_told_where_something_leads_to_them():
    def broken(pdf: Pdf) -> None:
        pdf.Root.X.write(b"rubbish", filter=Name.FlateDecode)

    ((part, where, found, _),) = _unlike(broken, lambda pdf: setattr(pdf.Root, "X", pdf.make_stream(b"x")))
    assert (part, where) == ("document", "catalogue: /X")
    assert found.startswith("a stream that does not unpack")


def test_objects_that_lead_back_to_themselves_are_read_once():
    def ring(pdf: Pdf) -> None:
        one, other = pdf.make_indirect(Dictionary()), pdf.make_indirect(Dictionary())
        one.Next, other.Next = other, one
        pdf.Root.Ring = one

    assert _unlike(_nothing, ring) == []


def test_a_table_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(object_table, "MOST_ENTRIES", 5)
    with pytest.raises(ValueError, match="more than 5 entries"):
        _unlike(_nothing)


def _set_otherwise(pdf: Pdf) -> None:
    """Part the paragraph into three lines, the last on a page of its own; join it with a hyphen; move the link."""
    page = pdf.pages[0].obj
    page.Contents.write(page.Contents.read_bytes().replace(b"(graded)", b"(gra-) Tj 0 -9 Td (ded)"))
    paragraph = pdf.Root.StructTreeRoot.K[1]
    paragraph.K = Array([_element(pdf, "Span", K=Array([_element(pdf, "Span", K=Array([1])), 2]))])
    page.Annots[0].Rect = Array([0, 0, 90, 9])
    page.Annots.append(pdf.make_indirect(Dictionary(Subtype=Name.Link, Dest=String("end"), Rect=[9, 9, 20, 20])))
    pdf.Root.Names.Dests.Names[1][3] = 50


def test_where_letters_are_set_otherwise_what_depends_on_lines_is_no_difference():
    assert {part for part, *_ in _unlike(_set_otherwise)} == {"drawing", "document", "tags"}
    assert _unlike(_set_otherwise, set_otherwise=True) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            lambda pdf: setattr(pdf.Root.StructTreeRoot.K[0], "Alt", String("grade A")),
            ("tags", "H1 1 on page 1: alternative text (/Alt)", "grade A", "nothing"),
        ),
        (
            lambda pdf: setattr(pdf.Root.StructTreeRoot.K[0], "K", Array([2])),
            ("tags", "H1 1 on page 1: text", "graded", "Albania"),
        ),
        (
            lambda pdf: setattr(pdf.pages[1].obj, "Rotate", 90),
            ("document", "page 2: turn of the page (/Rotate)", "90", "nothing"),
        ),
        (lambda pdf: pdf.pages.__delitem__(1), ("text", "number of pages", "1", "2")),
    ],
)
def test_where_letters_are_set_otherwise_roles_texts_and_pages_are_compared_still(change, told):
    assert told in _unlike(change, set_otherwise=True)


def test_where_letters_are_set_otherwise_each_kind_of_note_is_told_once_wherever_it_stands():
    def stamp(pdf: Pdf) -> None:
        for page in pdf.pages:
            page.obj.Annots.append(pdf.make_indirect(Dictionary(Subtype=Name.Stamp, Rect=[0, 0, 9, 9])))

    ((part, where, found, expected),) = _unlike(stamp, set_otherwise=True)
    assert (part, where, expected) == ("document", "Stamp on a page", "nothing")
    assert "/Stamp" in found
