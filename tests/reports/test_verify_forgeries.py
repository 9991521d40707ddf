"""Every forgery of a report is told, by what it changes, whichever release it claims; none comes out as verified."""

from __future__ import annotations

import io

import pikepdf
import pytest

from evaluator.reports.editions.open import open_report
from evaluator.reports.verify.whole import DIFFERS, NOT_VERIFIED, VERIFIED, Verification, compared
from tests.reports.forgeries import FORGERIES, Edit

ANOTHER = "nap-evaluator 0.0.9"


@pytest.fixture
def forged(library, report, again):
    """Return a function that verifies the report after an edit; what it is rebuilt to is made once for all."""

    def run(edit: Edit, release: str) -> Verification:
        out = io.BytesIO()
        with pikepdf.open(io.BytesIO(report)) as pdf:
            edit(pdf)
            if release:
                pdf.docinfo["/Creator"] = release
            pdf.save(out, fix_metadata_version=False)
        return compared(open_report(out.getvalue(), "x.pdf"), again, library)

    return run


@pytest.mark.parametrize("name", FORGERIES)
def test_it_differs_and_is_named_though_another_release_is_claimed(forged, name):
    edit, words = FORGERIES[name]
    found = forged(edit, ANOTHER)
    assert found.outcome == DIFFERS
    told = [f"{d.where} | {d.found} | {d.expected}" for d in found.differences]
    assert any(words in line for line in told), told


@pytest.mark.parametrize("name", ["uf_stream_swap", "tiling_pattern_text", "information_title"])
def test_with_the_true_release_the_bytes_tell_as_well(forged, name):
    edit, words = FORGERIES[name]
    found = forged(edit, "")
    assert found.outcome == DIFFERS
    assert found.state("bytes") == "differs"
    assert any(words in f"{d.where} {d.found}" for d in found.differences)


def test_a_report_that_only_claims_another_release_is_not_verified_though_all_else_is_the_same(forged):
    found = forged(lambda pdf: None, ANOTHER)
    assert (found.outcome, found.differences) == (NOT_VERIFIED, ())
    assert found.state("bytes") == "not compared"


def test_a_release_that_is_no_version_is_told(forged):
    found = forged(lambda pdf: None, "nap-evaluator by the European Commission")
    assert found.outcome == DIFFERS
    assert [d.where for d in found.differences] == ["document information: /Creator"]


def test_written_anew_without_a_change_it_differs_in_its_bytes_alone(forged):
    found = forged(lambda pdf: None, "")
    assert found.outcome == DIFFERS
    assert {d.part for d in found.differences} == {"bytes"}


def test_as_it_was_printed_it_is_verified(held, again, library):
    found = compared(held, again, library)
    assert (found.outcome, found.differences) == (VERIFIED, ())
