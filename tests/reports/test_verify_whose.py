"""Whose the files are that a report carries: shipped, changed, or of its user."""

from __future__ import annotations

import pytest

from evaluator.reports.editions.open import Held, HeldFile
from evaluator.reports.pdf.engines import TOOL
from evaluator.reports.verify.difference import WHOSE
from evaluator.reports.verify.whole import Release, unlike_examples
from evaluator.reports.verify.whose import Source, sources_of

PLAN = "countries/BRA/plans/BRA-2018-2022"
EVIDENCE, RATINGS = f"{PLAN}/evidence.csv", f"{PLAN}/assessments/four-paradigms/a.csv"
TIERS, STANDARDS, PEERS = "countries/facts/tip-tiers.csv", "rubrics/standards.csv", "countries/peers.json"
OWN, OTHER = f"{PLAN}/notes.csv", "countries/XXA/plans/XXA-2020-2023/evidence.csv"
EXAMPLE = {"results": [{"plan": "BRA-2018-2022", "worked_example": True}]}
HERE = (Release(f"{TOOL} 1", f"{TOOL} 1"),)


def _held(root, **changed):
    """Return what a report carries of Brazil: shipped files, each with other bytes where that is asked for."""
    names = {"evidence": EVIDENCE, "ratings": RATINGS, "facts": TIERS, "standards": STANDARDS}
    files = [HeldFile(path, changed.get(part, (root / path).read_bytes()), "") for part, path in names.items()]
    return Held("x.pdf", b"", (*files, HeldFile(PEERS, b"{}", "")), "en", "", "")


def test_each_part_of_a_shipped_report_is_as_shipped(root):
    told = {one.part: (one.number, one.said) for one in sources_of(_held(root))}
    assert told == dict.fromkeys(("ratings", "facts", "evidence", "standards"), (1, "as shipped"))


@pytest.mark.parametrize(("part", "path"), [("ratings", RATINGS), ("facts", TIERS), ("evidence", EVIDENCE)])
def test_a_worked_example_with_another_text_is_told_and_where(root, part, path):
    found = list(unlike_examples(sources_of(_held(root, **{part: b"level\n4\n"})), EXAMPLE, HERE))
    assert [(one.part, one.where, one.found) for one in found] == [(WHOSE, path, "another text: changed by its user")]


def test_what_no_shipped_file_stands_for_is_its_users(root):
    held = _held(root)
    files = (*held.files, HeldFile(OWN, b"", ""), HeldFile(OTHER, b"", ""))
    sources = sources_of(Held("x.pdf", b"", files, "en", "", ""))
    told = {one.part: one.said for one in sources}
    assert told["evidence"] == f"of its user ({OWN}, {OTHER})"
    assert [one.where for one in unlike_examples(sources, EXAMPLE, HERE)] == [OWN]


def test_who_says_that_the_plan_is_an_own_one_may_change_all_and_another_release_ships_other_files(root):
    sources = sources_of(_held(root, facts=b""))
    assert list(unlike_examples(sources, {"plan": "BRA-2018-2022", "worked_example": False}, HERE)) == []
    assert list(unlike_examples(sources, EXAMPLE, (Release(f"{TOOL} 1", f"{TOOL} 2"),))) == []


def test_a_part_names_three_files_and_counts_the_rest():
    assert Source("facts", 5, changed=("a", "b", "c", "d", "e")).said == "changed by its user (a, b, c and 2 more)"
