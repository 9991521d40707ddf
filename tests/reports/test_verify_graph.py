"""Two PDFs are compared entry by entry, each object once, with its place in words."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from evaluator.reports.verify import graph as verify_graph
from evaluator.reports.verify.drawing import Swap
from evaluator.reports.verify.graph import OutsideWalk, unlike_graphs
from evaluator.reports.verify.objects import read_graph

Edit = Callable[[Pdf], None]


def _pdf(edit: Edit = lambda pdf: None) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2):
            page = pdf.add_blank_page(page_size=(100, 100)).obj
            page.Contents = pdf.make_stream(b"0 0 9 9 re f")
            page.Annots = Array(
                [pdf.make_indirect(Dictionary(Subtype=Name.Link, Dest=String("end"), Rect=[0, 0, 9, 9]))]
            )
        last = Array([pdf.pages[1].obj, Name.XYZ, 0, 0, 0])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=[String("end"), last]))
        pdf.Root.Deep = Array([Array([pdf.make_indirect(Dictionary(Said=String("this")))])])
        pdf.docinfo["/Title"] = "A report"
        pdf.docinfo["/Creator"] = "nap-evaluator 1.0.0"
        edit(pdf)
        pdf.save(out, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def _unlike(
    edit: Edit,
    beside: OutsideWalk = OutsideWalk(),  # noqa: B008
    base: Edit = lambda pdf: None,
) -> list[tuple[str, str, str, str]]:
    return list(unlike_graphs(read_graph(_pdf(lambda pdf: (base(pdf), edit(pdf)))), read_graph(_pdf(base)), beside))


def test_the_same_file_has_no_difference():
    assert _unlike(lambda pdf: None) == []


def test_an_entry_that_was_changed_added_or_taken_out_is_told_with_its_place():
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Title"] = "Another"
        pdf.Root.OpenAction = Name.X
        del pdf.Root.Deep

    assert _unlike(change) == [
        ("document", "document information: /Title", "Another", "A report"),
        ("document", "catalogue: /Deep", "nothing", '[["3 0 R"]]'),
        ("document", "catalogue: /OpenAction", "/X", "nothing"),
    ]


def test_what_hangs_deep_in_lists_of_lists_is_compared():
    def change(pdf: Pdf) -> None:
        pdf.Root.Deep[0][0].Said = String("that")

    assert _unlike(change) == [("document", "catalogue: /Deep 1 1: /Said", "that", "this")]


def test_pages_are_told_by_number_and_links_by_page():
    def change(pdf: Pdf) -> None:
        pdf.pages[1].obj.Annots[0].Rect = Array([0, 0, 90, 9])
        pdf.Root.Names.Dests.Names[1][0] = pdf.pages[0].obj
        pdf.pages[1].obj.Contents.write(b"0 0 8 9 re f")

    assert _unlike(change) == [
        ("drawing", "page 2, operator 1", "a rectangle: 0 0 8 9 re", "a rectangle: 0 0 9 9 re"),
        ("document", "page 2: Link 1: place (/Rect)", "[0, 0, 90, 9]", "[0, 0, 9, 9]"),
        ("document", "catalogue: /Names: /Dests: u:end 1", "page 1", "page 2"),
    ]


def test_a_page_more_or_less_is_told_first():
    assert _unlike(lambda pdf: pdf.pages.__delitem__(1))[0] == ("document", "number of pages", "1", "2")


def test_versions_are_left_to_others_and_releases_may_stand_for_each_other():
    def change(pdf: Pdf) -> None:
        pdf.docinfo["/Creator"] = "nap-evaluator 0.9.0"
        pdf.Root.Metadata = pdf.make_stream(b"<x>nap-evaluator 0.9.0</x>", Type=Name.Metadata)

    def base(pdf: Pdf) -> None:
        pdf.Root.Metadata = pdf.make_stream(b"<x>nap-evaluator 1.0.0</x>", Type=Name.Metadata)

    swap = Swap("nap-evaluator 0.9.0", "nap-evaluator 1.0.0")
    assert _unlike(change, OutsideWalk(frozenset({"/Creator"}), (swap,)), base) == []
    told = _unlike(change, OutsideWalk(frozenset({"/Creator"})), base)
    assert [where for _, where, *_ in told] == ["catalogue: metadata (XMP) (/Metadata)"]


def test_programs_of_fonts_that_were_cut_by_another_are_left_out():
    def font(program: bytes) -> Edit:
        return lambda pdf: setattr(pdf.Root, "X", Dictionary(FontFile2=pdf.make_stream(program)))

    change, base = font(b"other"), font(b"one")
    ((part, where, *_),) = _unlike(change, base=base)
    assert (part, where) == ("document", "catalogue: /X: program of the font (/FontFile2)")
    assert _unlike(change, OutsideWalk(letters_agree=False), base) == []


def test_data_that_do_not_unpack_are_told_where_something_leads_to_them():
    def broken(pdf: Pdf) -> None:
        pdf.Root.X.write(b"rubbish", filter=Name.FlateDecode)

    ((part, where, found, expected),) = _unlike(broken, base=lambda pdf: setattr(pdf.Root, "X", pdf.make_stream(b"x")))
    assert (part, where) == ("document", "catalogue: /X")
    assert found.startswith("a stream that does not unpack")
    assert expected == "data packed as the toolkit packs them"


def test_objects_that_lead_back_to_themselves_are_read_once():
    def ring(pdf: Pdf) -> None:
        one, other = pdf.make_indirect(Dictionary()), pdf.make_indirect(Dictionary())
        one.Next, other.Next = other, one
        pdf.Root.Ring = one

    assert _unlike(lambda pdf: None, base=ring) == []


def test_a_comparison_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(verify_graph, "MOST_NODES", 5)
    with pytest.raises(ValueError, match="more than 5 entries"):
        _unlike(lambda pdf: None)
