"""A whole, invented plan from files to grade: every status, gate, computed criterion, indicator and grade.

The shares of the computed criteria were counted by hand in `tests/data/whole`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import Library, evaluate
from evaluator.library import shipped_root
from evaluator.model.scorecard import Scorecard
from evaluator.read.layers import Layers
from evaluator.read.whole import check_library

WHOLE = Path(__file__).resolve().parent / "data" / "whole"
PLAN = "countries/XXB/plans/XXB-2021-2024"


def library_over(*folders: Path) -> Library:
    return Library(Layers((*folders, WHOLE, shipped_root())))


def card_of(*folders: Path, weighting: str = "equal", assessor: str | None = None) -> Scorecard:
    library = library_over(*folders)
    rubric = library.rubric()
    return evaluate(library.assessment("XXB-2021-2024", rubric), rubric, weighting, assessor=assessor)


@pytest.fixture(scope="module")
def card() -> Scorecard:
    return card_of()


def test_nothing_is_wrong_with_the_plan_and_each_of_its_assessments():
    for folder in (None, *sorted((WHOLE / "grades").iterdir())):
        layers = library_over(*([folder] if folder else []))
        ours = [p for p in check_library(layers, [WHOLE / PLAN, (folder or WHOLE) / PLAN]) if p.severity == "fault"]
        assert [str(problem) for problem in ours] == []


def test_every_status_occurs(card):
    assert {one.outcome.status for one in card.criteria} == {
        "rated",
        "silent",
        "contrary",
        "not-applicable",
        "not-assessed",
        "disputed",
    }


@pytest.mark.parametrize(
    ("criterion_id", "share", "level", "note"),
    [
        ("responsible-body", 0.8, 3, "8 of 10 measures"),  # all but the open group and the two leads
        # One by its milestones, one by both of its tasks; M4 ends with the plan.
        ("deadlines", 0.4, 1, "4 of 10 measures"),
        ("budget-specified", 0.4, 2, "4 of 10 measures"),
        ("indicators-baselines", 0.6, 3, "6 of 10 measures"),  # two of the six are outcomes with a baseline
        # 3, 2, 3 and 1 of nine rows: (2 * 3/9 ln 9/3 + 2/9 ln 9/2 + 1/9 ln 9) / ln 4
        (
            "paradigm-balance",
            0.945531,
            3,
            "9 of 10 measures have a confirmed paradigm (1 co-ordinating, 0 proposed, 0 untagged)",
        ),
    ],
)
def test_every_computed_criterion_is_as_counted_by_hand(criterion_id, share, level, note, card):
    outcome = card.criterion(criterion_id).outcome
    assert outcome.figure == pytest.approx(share, abs=1e-6)
    assert (outcome.status, outcome.level, outcome.covered, outcome.note) == ("rated", level, True, note)
    assert (outcome.low_level, outcome.high_level) == (level, level)


@pytest.mark.parametrize(
    ("criterion_id", "share", "level"),
    [
        ("budget-balance", 0.4, 2),  # 200 of 500 thousand; vehicles are in it once
        ("local-ownership-funding", 0.6, 3),  # 300 of 500 thousand
    ],
)
def test_a_share_of_money_is_open_until_the_two_costs_in_words_are_known(criterion_id, share, level, card, changed):
    outcome = card.criterion(criterion_id).outcome
    assert (outcome.status, outcome.low_level, outcome.high_level) == ("not-assessed", 0, 4)
    assert "2 rows have a cost without a sum" in outcome.note
    outcome = (
        card_of(changed("money.csv", "own-no-amount", "zero", "donor-no-amount", "zero"))
        .criterion(criterion_id)
        .outcome
    )
    assert outcome.figure == pytest.approx(share, abs=1e-6)
    assert (outcome.status, outcome.level, outcome.covered) == ("rated", level, True)


@pytest.mark.parametrize(
    ("criterion_id", "level", "bounds", "note"),
    [
        ("re-trafficking-monitoring", 2, (2, 2), "coverage 0.6; rate 0.1; cap: level 2"),
        ("enforcement-outcome-balance", 3, (3, 3), "assisted share 0.7; harm ratio 0.8"),
        # 11 of 25 is under the least denominator: Wilson gives 0.27 to 0.63, so level 2 cannot be ruled out.
        ("income-reintegration", 3, (2, 3), "at minimum 0.44; coverage 0.625; cap: level 4"),
    ],
)
def test_every_indicator_is_as_counted_by_hand(criterion_id, level, bounds, note, card):
    outcome = card.criterion(criterion_id).outcome
    assert (outcome.level, outcome.note, outcome.covered) == (level, note, True)
    assert (outcome.low_level, outcome.high_level) == bounds


@pytest.mark.parametrize(
    ("criterion_id", "status", "level", "rule"),
    [
        ("witness-protection", "rated", 2, "lower"),  # a:2, b:3
        ("education-prevention", "disputed", None, ""),  # a:1, b:3
        ("demand-measures", "rated", 2, "discussion"),  # a:1, b:3, settled in agreed.csv
        ("survivors-voice", "disputed", None, ""),  # a: silent, b:3
        ("root-causes-analysis", "rated", 3, "single"),  # a:3 alone
        ("sex-workers-no-harm", "silent", 0, "equal"),
        ("voluntary-return", "contrary", 0, "equal"),
        ("supply-chain-due-diligence", "not-assessed", None, ""),
        ("trade-development-coherence", "not-applicable", None, "equal"),
        ("durable-residence", "not-applicable", None, ""),  # by the country's roles
    ],
)
def test_two_coders_come_to_one_rating(criterion_id, status, level, rule, card):
    outcome = card.criterion(criterion_id).outcome
    assert (outcome.status, outcome.level, outcome.rule) == (status, level, rule)


def test_gates_are_tripped_met_in_part_and_open(card):
    assert {gate.criterion_id: gate.state for gate in card.gates} == {
        "no-summary-deportation": "tripped",
        "no-detention-of-victims": "disputed",  # one coder did not assess it: a gate needs both
        "non-punishment": "not-assessed",
        "unconditional-assistance": "in-part",
    }
    assert card.criterion("voluntary-return").outcome.status == "contrary"  # no gate: it caps nothing


def test_two_open_gates_make_e_possible_and_a_dispute_makes_a_draft(card):
    assert (card.grade.grade, card.grade.lowest, card.grade.highest) == ("D", "E", "D")
    assert card.is_draft


@pytest.mark.parametrize(
    ("name", "grade", "cause", "tripped"),
    [
        ("A", "A", "score", 0),
        ("B", "B", "score", 0),
        ("C", "C", "score", 0),
        ("D", "D", "score", 0),
        ("E", "E", "score", 0),
        ("D-one-gate", "D", "gates", 1),
        ("E-two-gates", "E", "gates", 2),
        ("none", None, "coverage", 0),
        ("only-computed", None, "coverage", 0),
    ],
)
def test_every_grade_says_what_set_it(name, grade, cause, tripped):
    card = card_of(WHOLE / "grades" / name)
    assert (card.grade.grade, card.grade.cause, len(card.grade.tripped)) == (grade, cause, tripped)
    assert not card.is_draft
    if cause == "gates":
        assert card.grade.without_gates == "A"
    if grade is None:
        assert (card.grade.lowest, card.grade.highest) == ("E", "A")


def test_a_gate_of_low_confidence_is_left_out_of_the_best_grade_of_the_interval():
    grade = card_of(WHOLE / "grades" / "E-two-gates").grade
    assert (grade.judgement_lowest, grade.judgement_highest) == ("E", "D")


def test_a_weighting_that_looks_past_gates_names_them_and_caps_nothing():
    card = card_of(WHOLE / "grades" / "D-one-gate", weighting="us-tip")
    assert card.grade.tripped == ("no-summary-deportation",)
    assert (card.grade.grade, card.grade.cause) == (card.grade.without_gates, "score")


def test_a_rating_without_evidence_counts_as_not_assessed_in_a_draft():
    card = card_of(WHOLE / "grades" / "draft")
    assert card.is_draft
    assert card.criterion("witness-protection").outcome.status == "not-assessed"


def test_each_coder_can_be_scored_alone():
    alone = card_of(assessor="a").criterion("education-prevention").outcome
    assert (alone.status, alone.level) == ("rated", 1)


@pytest.fixture
def changed(tmp_path):
    """Lay another file over one of the plan, in which each text is replaced by the next."""

    def change(name: str, *texts: str) -> Path:
        path = tmp_path / PLAN / name
        path.parent.mkdir(parents=True)
        text = (WHOLE / PLAN / name).read_text(encoding="utf-8")
        for old, new in zip(texts[::2], texts[1::2], strict=True):
            assert old in text
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        return tmp_path

    return change


def test_of_a_sample_the_computed_levels_are_estimates_and_not_covered(changed):
    card = card_of(
        changed("plan.yaml", "basis: whole, here: 10, in_plan: 10", "basis: sample, here: 10, in_plan: 16"),
        WHOLE / "grades" / "B",
    )
    outcome = card.criterion("deadlines").outcome
    assert (outcome.level, outcome.covered) == (1, False)
    assert (outcome.low_level, outcome.high_level) == (1, 2)  # 4/16 and 10/16
    assert card.coverage < 1
    assert card.grade.grade == "B"


def test_of_a_plan_of_unknown_length_nothing_is_computed(changed):
    card = card_of(
        changed("plan.yaml", "basis: whole, here: 10, in_plan: 10", "basis: sample, here: 10, in_plan: unknown"),
        WHOLE / "grades" / "B",
    )
    outcome = card.criterion("deadlines").outcome
    assert (outcome.level, outcome.note) == (None, "4 of the 10 measures read; the plan’s total is not known")


def test_silence_needs_a_text_read_whole(changed):
    was, now = "text_read: {measures: whole, text: whole}", 'text_read: {measures: whole, text: part, pages: "3-9"}'
    over = changed("plan.yaml", was, now)
    problems = check_library(library_over(over), [WHOLE / PLAN])
    found = {problem.found for problem in problems if problem.severity == "fault"}
    assert found == {"more text read than plan.yaml says could be read"}
