"""Every forgery of a report is told, by what it changes, whichever release it claims; none comes out as verified."""

from __future__ import annotations

import io
from importlib.metadata import version

import pikepdf
import pytest

from evaluator.errors import InvalidInputError
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.open import Held, open_report
from evaluator.reports.pdf.engines import PRINTER, TOOL, engine_versions, versions_named
from evaluator.reports.verify.figures import read_result
from evaluator.reports.verify.whole import (
    DIFFERS,
    NOT_VERIFIED,
    VERIFIED,
    Verification,
    compared,
    rebuilt_as_named,
)
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
