"""What a revision moves, as text and as JSON."""

from __future__ import annotations

from evaluator.cli.rubric.audit import numbers_text
from evaluator.cli.rubric.moves import diff_document, diff_text, moves, rated_plans
from evaluator.cli.shared.session import Session
from evaluator.library import Library
from evaluator.read.rubric import read_rubric
from evaluator.scoring.rubric_diff import Moved, RubricChange, RubricDiff

MOVED = Moved("XXA-2020-2023", "equal", 0.5, 0.6, 0.7, 0.7, "C", "C", ("D", "B"), ("D", "A"))
STILL = Moved("XXB-2020-2023", "equal", None, None, 0.0, 0.0, None, None, ("E", "A"), ("E", "A"))
CHANGE = RubricChange("criterion", "x", "title", "patch", "Old", "N" * 100)
DIFF = RubricDiff(
    "1.0.0", "1.0.1", (CHANGE,), "patch", "1.0.1", enough=True, rerate=("y",), rate_new=("n",), gone=(),
    doubts=("z: see",),
)  # fmt: skip


def test_changes_verdict_and_moved_plans_are_told():
    text = diff_text(DIFF, [MOVED, STILL])
    assert "patch  criterion  x  title: Old -> " + "N" * 57 + "..." in text
    assert "1.0.0 -> 1.0.1: a patch change; the number says enough." in text
    assert "To be rated again: y.\nNew, to be rated: n." in text
    assert "Gone" not in text
    assert "  - z: see" in text
    assert "XXA-2020-2023  equal      0.50 -> 0.60  70 % -> 70 %  C (D to B) -> C (D to A)" in text
    assert "Not moved by the rubric: 1 of 2." in text


def test_a_coverage_near_the_least_one_has_decimals():
    near = Moved("XXA-2020-2023", "equal", 0.5, 0.6, 0.7, 0.6667, "C", None, ("D", "B"), ("D", "A"))
    assert "70 % -> 66.7 %" in diff_text(DIFF, [near], (0.67, 0.67))


def test_the_document_says_which_plans_move():
    document = diff_document(DIFF, [MOVED, STILL])
    assert [plan["moved"] for plan in document["plans"]] == [True, False]
    assert document["changes"][0]["bump"] == "patch"


def test_only_rated_plans_are_scored_again(small):
    library = Library.open(small)
    rubric = library.rubric("small")
    assert [plan.plan.id for plan in rated_plans(library, rubric)] == ["XXA-2020-2023"]
    same = moves(Session(folder=small), rubric, read_rubric(small / "rubrics" / "small"), ())
    assert [(m.plan_id, m.moved) for m in same] == [("XXA-2020-2023", False)]


def test_an_audit_of_a_small_library_names_its_plan(small):
    text = (
        "rubric: small\nweight_times: 1.5\nband_by: 0.05\nthreshold_by: 0.1\ncut_off_by: 0.1\nleast_coverage: [0.9]\n"
    )
    (small / "rubrics" / "small" / "audit.yaml").write_text(text, encoding="utf-8")
    library = Library.open(small)
    page = numbers_text(library, library.rubric("small"))
    assert "- Rated plans (1): XXA-2020-2023." in page
    assert "| for a grade | 0.67 | 0.9 | - | - | XXA-2020-2023: D -> none (D) | - |" in page
