"""A PDF is read as plain objects, within bounds."""

from __future__ import annotations

import io
from contextlib import nullcontext

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify import objects as verify_objects
from evaluator.extensions.verify.objects import (
    Graph,
    Stream,
    _sides_of_page,
    is_reference,
    read_graph,
    refuse_undrawable,
)


def _pdf() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(2):
            pdf.add_blank_page(page_size=(100, 100)).obj.Contents = pdf.make_stream(b"0 0 9 9 re f")
        pdf.docinfo["/Title"] = "A report"
        pdf.Root.Broken = pdf.make_stream(b"x")
        pdf.Root.Broken.write(b"rubbish", filter=Name.FlateDecode)
        pdf.save(out, fix_metadata_version=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


def test_every_object_is_read_once_with_what_it_leads_to():
    graph = read_graph(_pdf())
    first, second = (graph.at(page) for page in graph.pages)
    assert first["/MediaBox"] == second["/MediaBox"] == [0, 0, 100, 100]
    assert graph.at(first["/Contents"]).content == b"0 0 9 9 re f"
    assert graph.at(graph.trailer["/Info"])["/Title"] == "u:A report"
    assert graph.oddities == ()


def test_data_that_do_not_unpack_are_kept_with_what_is_wrong_with_them():
    graph = read_graph(_pdf())
    broken = graph.at(graph.at(graph.trailer["/Root"])["/Broken"])
    assert isinstance(broken, Stream)
    assert broken.content == b""
    assert broken.fault.startswith("a stream that does not unpack")


def test_all_streams_together_unpack_within_one_bound(monkeypatch):
    monkeypatch.setattr(verify_objects, "MOST_UNPACKED", 20)
    graph = read_graph(_pdf())
    contents = [graph.at(graph.at(page)["/Contents"]) for page in graph.pages]
    assert [bool(content.fault) for content in contents] == [False, True]


def test_texts_that_look_like_references_are_none():
    assert is_reference("12 0 R")
    assert not is_reference("u:12 0 R")
    assert not is_reference(12)


def test_references_that_lead_to_each_other_without_end_are_told():
    ring = Graph({"1 0 R": "2 0 R", "2 0 R": "1 0 R"}, (), {}, ())
    with pytest.raises(ValueError, match="without end"):
        ring.at("1 0 R")


def test_more_pages_than_any_report_has_are_refused(monkeypatch):
    monkeypatch.setattr(verify_objects, "MOST_PAGES", 1)
    with pytest.raises(ValueError, match="more than 1 pages"):
        read_graph(_pdf())


def test_what_is_no_pdf_cannot_be_read():
    with pytest.raises(ValueError, match="objects that cannot be read"):
        read_graph(b"%PDF-1.7 and nothing more")


def test_an_entry_given_twice_is_told_as_no_well_formed_file():
    content = _pdf()
    assert b"/Title (A report)" in content
    twice = content.replace(b"/Title (A report)", b"/Title()/Title(A)")
    assert any("duplicated key" in oddity for oddity in read_graph(twice).oddities)


@pytest.mark.parametrize(("forms", "is_refused"), [(3, False), (4, True)])
def test_drawings_lie_in_each_other_as_deep_as_the_bound_and_no_deeper(monkeypatch, forms, is_refused):
    monkeypatch.setattr(verify_objects, "DEEPEST", 3)
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        inner = Dictionary()
        for _ in range(forms):
            form = pdf.make_stream(b"/X Do", Type=Name.XObject, Subtype=Name.Form, Resources=inner)
            inner = Dictionary(XObject=Dictionary(X=form))
        pdf.add_blank_page(page_size=(100, 100)).obj.Resources = inner
        pdf.save(out)
    refused = pytest.raises(InvalidInputError) if is_refused else nullcontext()
    with refused:
        refuse_undrawable(read_graph(out.getvalue()), "x.pdf")


@pytest.mark.parametrize(
    ("box", "sides"),
    [
        ([10, 200, 110, 500], (100, 300)),
        ([110, 500.5, 10, 200], (100, 300.5)),
        ("4 0 R", (100, 300)),
        ([10, "5 0 R", 110, 500], (100, 300)),
        ([10, 200, 110], (0, 0)),
        ([10, 200, 110, "/A4"], (0, 0)),
        (7, (0, 0)),
        ("/A4", (0, 0)),
        (None, (0, 0)),
    ],
)
def test_the_sides_of_a_page_lie_between_the_corners_of_its_box(box, sides):
    """A page may have its box from the list above it; what is no box has no sides."""
    shared = {"4 0 R": [10, 200, 110, 500], "5 0 R": 200}
    own = Graph(
        {"1 0 R": {"/MediaBox": box, "/Parent": "2 0 R"}, "2 0 R": {"/MediaBox": [0, 0, 9, 9]}, **shared}, (), {}, ()
    )
    of_list = Graph({"1 0 R": {"/Parent": "2 0 R"}, "2 0 R": {"/MediaBox": box}, **shared}, (), {}, ())
    assert [_sides_of_page(graph, "1 0 R") for graph in (own, of_list)] == [sides, sides]


def test_a_page_without_a_box_has_no_sides():
    around = {"1 0 R": {"/Parent": "2 0 R"}, "2 0 R": {"/Parent": "1 0 R"}}
    for objects in ({"1 0 R": {}}, {"1 0 R": {"/Parent": "2 0 R"}}, {"1 0 R": 7}, around):
        assert _sides_of_page(Graph(objects, (), {}, ()), "1 0 R") == (0, 0)


@pytest.mark.parametrize(
    ("sides", "is_page"),
    [
        ((3, 14400), True),
        ((14400, 3), True),
        ((100, 2), False),
        ((2, 100), False),
        ((100, 14401), False),
        ((14401, 100), False),
    ],
)
def test_each_side_of_a_page_is_as_long_as_a_page_can_be(sides, is_page):
    graph = Graph({"1 0 R": {"/MediaBox": [0, 0, *sides]}}, ("1 0 R",), {}, ())
    told = f"x.pdf: page 1: a page of {sides[0]} x {sides[1]}"
    with nullcontext() if is_page else pytest.raises(InvalidInputError, match=told):
        refuse_undrawable(graph, "x.pdf")
