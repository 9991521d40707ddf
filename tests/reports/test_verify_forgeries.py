"""Every forgery of a report is told, by what it changes, whichever release it claims; none comes out as verified."""

from __future__ import annotations

import io
import re
from importlib.metadata import version

import pikepdf
import pytest
from pikepdf import Array, Dictionary

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify.figures import read_result
from evaluator.extensions.verify.whole import (
    DIFFERS,
    NOT_VERIFIED,
    VERIFIED,
    Verification,
    compared,
    rebuilt_as_named,
)
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.open import Held, open_report
from evaluator.reports.pdf.engines import PRINTER, TOOL, engine_versions, versions_named
from tests.lanes import one_in
from tests.reports.forgeries import BYTES_ALONE, FORGERIES, REFUSED, Edit

ANOTHER = "0.0.9"


def _edited(content: bytes, edit: Edit) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


@pytest.fixture(scope="module")
def claimed(own, card, library) -> tuple[Held, Verification]:
    """Return the report as another release of the toolkit prints it, and what it is rebuilt to."""
    with versions_named({TOOL: ANOTHER, PRINTER: version(PRINTER), **engine_versions()}):
        held = open_report(country_pdf(own, card, annex=True), "x.pdf")
    return held, rebuilt_as_named(held, read_result(held), library)


@pytest.fixture
def forged(claimed, library):
    """Return a function that verifies the report of another release after an edit."""

    def run(edit: Edit) -> Verification:
        held, again = claimed
        return compared(open_report(_edited(held.content, edit), "x.pdf"), again, library)

    return run


@pytest.fixture(scope="module")
def set_otherwise(own, card, library):
    """Return a function that verifies, after an edit, a report that names another program that sets its lines."""
    with versions_named({TOOL: version(TOOL), PRINTER: version(PRINTER), **engine_versions(), "Pango": "1.2.3"}):
        held = open_report(country_pdf(own, card, annex=True), "x.pdf")
    again = rebuilt_as_named(held, read_result(held), library)
    return lambda edit: compared(open_report(_edited(held.content, edit), "x.pdf"), again, library)


@pytest.mark.parametrize("name", one_in(3, FORGERIES))
def test_it_differs_and_is_named_though_another_release_is_claimed(forged, name):
    edit, words = FORGERIES[name]
    found = forged(edit)
    assert found.outcome == DIFFERS
    told = [f"{d.where} | {d.found} | {d.expected}" for d in found.differences]
    assert any(words in line for line in told), told


@pytest.mark.parametrize("name", ["uf_stream_swap", "tiling_pattern_text", "information_title"])
def test_with_the_true_release_the_bytes_tell_as_well(report, again, library, name):
    edit, words = FORGERIES[name]
    found = compared(open_report(_edited(report, edit), "x.pdf"), again, library)
    assert found.outcome == DIFFERS
    assert found.state("bytes") == "differs"
    assert any(words in f"{d.where} {d.found}" for d in found.differences)


@pytest.mark.parametrize("name", REFUSED)
def test_what_could_be_drawn_without_end_is_refused_before_anything_is_drawn(forged, monkeypatch, name):
    edit, words = REFUSED[name]
    monkeypatch.delattr("pypdfium2.PdfDocument")
    with pytest.raises(InvalidInputError, match=words):
        forged(edit)


def test_a_report_of_another_release_is_compared_with_one_printed_under_its_number(forged, claimed, library):
    held, again = claimed
    assert again.pdf == held.content
    found = compared(held, again, library)
    assert (found.outcome, found.differences, found.state("bytes")) == (NOT_VERIFIED, (), "not compared")
    assert (forged(lambda pdf: None).outcome, forged(lambda pdf: None).differences) == (NOT_VERIFIED, ())


def test_a_release_claimed_in_one_place_alone_is_told(report, library):
    edited = _edited(report, lambda pdf: pdf.docinfo.__setitem__("/Creator", f"{TOOL} {ANOTHER}"))
    held = open_report(edited, "x.pdf")
    found = compared(held, rebuilt_as_named(held, read_result(held), library), library)
    assert found.outcome == DIFFERS
    assert any(ANOTHER in d.expected and d.page for d in found.differences)


@pytest.mark.parametrize("key", ["/Pango", "/HarfBuzz", "/HarfBuzzSubset", "/Producer"])
def test_shapes_exchanged_under_other_letters_are_shown_but_prove_nothing(forged, key):
    def edit(pdf: pikepdf.Pdf) -> None:
        FORGERIES["shapes_of_digits_exchanged"][0](pdf)
        pdf.docinfo[key] = "WeasyPrint 69.0" if key == "/Producer" else "1.2.3"

    found = forged(edit)
    assert found.set_otherwise
    assert found.state("drawing") == "differs"
    assert any(d.found == "the same words, drawn otherwise" and d.boxes for d in found.differences)


def _bookmarks_exchanged(pdf: pikepdf.Pdf) -> None:
    _, first, *_, last = (one for one in pdf.objects if isinstance(one, Dictionary) and {"/Title", "/Parent"} <= {*one})
    first.Dest, last.Dest = last.Dest, first.Dest


def _places_exchanged(pdf: pikepdf.Pdf) -> None:
    names = pdf.Root.Names.Dests.Names
    names[1], names[-1] = names[-1], names[1]


def _link_over_the_page(pdf: pikepdf.Pdf) -> None:
    links = (note for page in pdf.pages for note in page.obj.get("/Annots", []) if note.Subtype == "/Link")
    next(links).Rect = Array([0, 0, 595, 842])


def _font_called_a_symbol(pdf: pikepdf.Pdf) -> None:
    fonts = (one for one in pdf.objects if isinstance(one, Dictionary) and one.get("/Type") == "/FontDescriptor")
    next(fonts).Flags = 96


@pytest.mark.parametrize(
    ("edit", "kind"),
    [
        (_bookmarks_exchanged, "bookmark"),
        (_places_exchanged, "named place"),
        (_link_over_the_page, "link to"),
        (_font_called_a_symbol, "font"),
    ],
)
def test_where_other_programs_set_the_lines_what_leads_elsewhere_is_named_by_its_words(set_otherwise, edit, kind):
    found = set_otherwise(edit)
    assert found.outcome == NOT_VERIFIED
    assert found.differences
    assert [one.where for one in found.differences if not one.where.startswith(kind)] == []


def test_an_honest_report_whose_lines_other_programs_set_alike_leads_where_it_should(set_otherwise):
    found = set_otherwise(lambda pdf: None)
    assert (found.outcome, found.set_otherwise, found.differences) == (NOT_VERIFIED, True, ())


def test_an_object_that_nothing_leads_to_is_told_whichever_release_is_claimed(claimed, library):
    held, again = claimed
    led = _edited(held.content, lambda pdf: pdf.Root.__setitem__("/Hidden", pdf.make_indirect(Dictionary(Grade="A"))))
    hidden = re.sub(rb"/Hidden \d+ 0 R", lambda found: b" " * len(found[0]), _unpacked(led))
    found = compared(open_report(hidden, "x.pdf"), again, library)
    assert found.outcome == DIFFERS
    (one,) = found.differences
    assert (one.where, one.expected) == ("an object that nothing leads to", "nothing")
    assert "Grade" in one.found


def _unpacked(content: bytes) -> bytes:
    """Return a PDF with its objects as plain text, none of them packed in a stream."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(out, fix_metadata_version=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


@pytest.mark.parametrize("name", BYTES_ALONE)
def test_bytes_that_no_reader_reaches_are_told_by_the_whole_file_alone(report, again, claimed, library, name):
    change = BYTES_ALONE[name]
    found = compared(open_report(change(report), "x.pdf"), again, library)
    assert (found.outcome, {d.part for d in found.differences}) == (DIFFERS, {"bytes"})
    held, other = claimed
    found = compared(open_report(change(held.content), "x.pdf"), other, library)
    assert (found.outcome, found.differences) == (NOT_VERIFIED, ())


def test_written_anew_without_a_change_it_differs_in_its_bytes_alone(report, again, library):
    found = compared(open_report(_edited(report, lambda pdf: None), "x.pdf"), again, library)
    assert found.outcome == DIFFERS
    assert {d.part for d in found.differences} == {"bytes"}


def test_as_it_was_printed_it_is_verified(held, again, library):
    found = compared(held, again, library)
    assert (found.outcome, found.differences) == (VERIFIED, ())
