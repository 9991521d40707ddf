"""The blind spot on each coding, and what a plan scores on the seen and on the ignored part."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.blind import blind_spots, narrow_parts, part_scores
from evaluator.library import Library
from evaluator.model.standard import Standard
from evaluator.scoring.weights import weighting_by_criterion
from tests.contrasts.synthetic import ALIKE, CRITERIA, toy_assessment, toy_rubric
from tests.marking import unsaid


def _standards(**obligations):
    return [Standard(standard_id=name, instrument_key="x", obligation=kind) for name, kind in obligations.items()]


def _practice(weighting="equal", standards=()):
    rubric = toy_rubric()
    return {s.basis: s for s in blind_spots(rubric, rubric.weighting(weighting), standards)}["tip_practice"]


def test_a_case_worked_by_hand():
    """In the toy rubric law enforcement is assessed, migration partly, all else ignored; equal gives 0.3, 0.3, 0.4."""
    spot = _practice()
    assert (spot.assessed, spot.partly, spot.ignored, spot.not_coded) == pytest.approx((0.3, 0.3, 0.4, 0.0))
    assert _practice("police").assessed == pytest.approx(0.8)
    assert spot.gates_ignored == ("human-rights.protection-1",)
    assert spot.gates_partly == ()
    assert spot.text == (
        "By the practice of the reports of 2001-2005, the TIP Report looks at 30% of the weight of “equal” fully, "
        "at 30% in part, and ignores 40%."
    )


def test_three_codings_stand_apart_and_what_is_not_coded_is_said():
    rubric = toy_rubric()
    found = blind_spots(rubric, rubric.weighting("equal"))
    assert [s.basis for s in found] == ["tip_statute_2000", "tip_statute_2022", "tip_practice"]
    assert found[0].not_coded == pytest.approx(1)
    assert "100% is not coded" in found[0].text


def test_of_a_rubric_that_restates_no_provision_nothing_is_said_about_the_index():
    rubric = toy_rubric()
    bare = [criterion.model_copy(update={"floor": []}) for criterion in rubric.criteria]
    found = blind_spots(
        rubric.model_copy(update={"criteria": tuple(bare)}), rubric.weighting("equal"), _standards(one="binding")
    )
    assert {spot.unseen_share for spot in found} == {None}
    assert "binding provisions" not in found[2].text


def test_the_denominator_counts_binding_provisions_whoever_wrote_the_rubric():
    named = {f"s-{name}": "binding" for name in CRITERIA}
    standards = [*_standards(**named), *_standards(other="binding", soft="soft")]
    spot = _practice(standards=standards)
    assert (spot.binding, spot.on_assessed, spot.on_partly, spot.on_ignored) == (15, 4, 4, 6)
    assert (spot.on_not_coded, spot.on_none) == (0, 1)
    assert spot.unseen_share == pytest.approx(11 / 15)
    assert "73% of the 15 binding treaty provisions are not covered" in spot.text


def test_the_shipped_rubric_is_coded_on_all_three_bases():
    library = Library.open()
    rubric = library.rubric()
    for spot in blind_spots(rubric, rubric.weighting("equal"), library.standards.values()):
        assert spot.assessed + spot.partly + spot.ignored + spot.not_coded == pytest.approx(1)
        assert spot.not_coded == 0
        assert 0.5 < spot.unseen_share < 1


def test_scores_on_the_seen_and_the_ignored_part_with_bounds():
    plan = {**ALIKE, "law-enforcement.control": 4, "human-rights.structural": None, "human-rights.protection": 1}
    study = contrast([toy_assessment("AAA-2010-2012", plan)], toy_rubric(), ["equal"])
    found = {p.coding: p for p in part_scores(study, "equal") if p.basis == "tip_practice"}
    assert found["assessed"].score == 0.75
    assert (found["assessed"].low, found["assessed"].high, found["assessed"].coverage) == (0.75, 0.75, 1.0)
    assert found["assessed"].weight == pytest.approx(0.3)
    ignored = found["ignored"]
    assert ignored.score == pytest.approx(0.9 * 0.25 + 0.1 * 0.5), (
        "human rights takes the weight of the other paradigms"
    )
    assert ignored.low == pytest.approx(0.9 * 0.125 + 0.1 * 0.5)
    assert ignored.high == pytest.approx(0.9 * 0.625 + 0.1 * 0.5)
    assert ignored.coverage == pytest.approx(0.45 + 0.1)


def test_a_part_that_nobody_rated_has_bounds_and_no_score():
    study = contrast([toy_assessment("AAA-2010-2012", {"law-enforcement.control": 4})], toy_rubric(), ["equal"])
    found = {p.coding: p for p in part_scores(study, "equal") if p.basis == "tip_practice"}
    assert (found["ignored"].score, found["ignored"].low, found["ignored"].high) == (None, 0.0, 1.0)
    assert found["ignored"].coverage == 0


def test_a_part_without_weight_has_nothing():
    study = contrast([toy_assessment("AAA-2010-2012", ALIKE)], toy_rubric(), ["police"])
    found = {p.coding: p for p in part_scores(study, "police") if p.basis == "tip_practice"}
    assert (found["ignored"].score, found["ignored"].coverage, found["ignored"].weight) == (None, None, 0.0)


@pytest.mark.parametrize(
    ("criteria", "share", "small"),
    [(4, 0.3, False), (5, 0.3, True), (4, 0.31, True), (1, 0.0, False)],
)
def test_a_side_with_few_criteria_or_little_weight_has_no_score(criteria, share, small):
    """What the TIP Report assesses is law enforcement: four criteria with 0.3 of the weight."""
    side = {"least_criteria": criteria, "least_share": share, "origin": "modelled"}
    report = {
        "practice": {"from": 0.5, "origin": "modelled"},
        "common_gap": {"up_to": 0.25, "least_plans": 2, "origin": "modelled"},
        "side": side,
    }
    study = contrast([toy_assessment("AAA-2010-2012", ALIKE)], toy_rubric(report=report), ["equal"])
    found = {p.coding: p for p in part_scores(study, "equal") if p.basis == "tip_practice"}["assessed"]
    assert (found.criteria, found.too_small) == (4, small)
    assert (found.score, found.low, found.high) == ((None,) * 3 if small else (0.5,) * 3)
    assert found.coverage == 1.0


def test_the_shipped_rubrics_score_no_side_of_one_answer():
    """Of the public record the TIP Report ignores one criterion: whether the state is party to the Protocol."""
    library = Library.open()
    rubric = library.rubric("public-record")
    study = contrast([library.assessment("BIH-2005", rubric)], rubric, ["equal"])
    parts = [p for p in part_scores(study, "equal") if p.basis == rubric.weighting("equal").reference_tip]
    ignored = next(p for p in parts if p.coding == "ignored")
    assert (ignored.criteria, ignored.too_small, ignored.score) == (1, True, None)
    assert not next(p for p in parts if p.coding == "assessed").too_small


def test_the_blind_spot_can_be_said_in_another_language_whole():
    rubric = toy_rubric()
    for standards in ([], _standards(one="binding")):
        spots = blind_spots(rubric, rubric.weighting("equal"), standards)
        assert [unsaid(spot.text, ["equal"]) for spot in spots] == ["", "", ""]


@pytest.mark.parametrize(("seen", "named"), [(1, 1), (2, 2), (3, 0)])
def test_what_the_reports_look_at_is_named_where_it_is_one_criterion_or_two_alone(seen, named):
    rubric = toy_rubric()
    own = [c for c in CRITERIA if c.startswith("law-enforcement")][:seen]
    ignored = [c for c in CRITERIA if c.startswith("human-rights")][:3]
    weighting = weighting_by_criterion(rubric, dict.fromkeys([*own, *ignored], 1.0), "few")
    found = narrow_parts(rubric, weighting.model_copy(update={"reference_tip": "tip_practice"}))
    assert [sentence.count("“") for sentence in found] == ([named] if named else [])
    assert all(sentence.startswith("What the report looks at is here nothing but: ") for sentence in found)
