"""result.json of one plan fits its schema; that of several says how to make the report again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

import evaluator.reports
from evaluator.cli.score import grade_text, numbers_text
from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.options import whole_contrast
from evaluator.contrasts.ranked import ranking_words
from evaluator.contrasts.study import study_of
from evaluator.model.criterion_block import costs, criterion_block, strengths
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.carried.attach import results_files
from evaluator.reports.carried.result import SCHEMA_VERSION, SEVERAL_SCHEMA, SeveralOrder, result_json, results_json
from evaluator.reports.country import country_html, country_view
from evaluator.scoring.card import make_card
from evaluator.tables.scorecard import RESULTS
from evaluator.workbook.results.tables import SUMMARY

SCHEMA = json.loads((Path(evaluator.reports.__file__).parent / "result.schema.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["albania", "stress", "empty"])
def test_every_result_keeps_the_promised_schema(name, request):
    jsonschema.validate(json.loads(result_json(request.getfixturevalue(name))), SCHEMA)


def test_the_schema_refuses_what_is_not_promised(albania):
    result = json.loads(result_json(albania))
    result["grade"]["grade"] = 4
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(result, SCHEMA)


def test_the_result_says_whose_ratings_were_scored_and_in_which_language_it_is_printed(albania, rubric):
    alone = evaluate(albania.assessment, rubric, assessor="b")
    for card, lang, said in ((albania, "en", (None, "en")), (alone, "sr-Latn", ("b", "sr-Latn"))):
        result = json.loads(result_json(card, lang))
        jsonschema.validate(result, SCHEMA)
        assert (result["assessor"], result["lang"]) == said


def test_a_result_from_before_these_two_were_recorded_keeps_the_schema_too(albania):
    result = json.loads(result_json(albania))
    jsonschema.validate({key: result[key] for key in result if key not in ("assessor", "lang")}, SCHEMA)


@pytest.mark.parametrize(("key", "wrong"), [("assessor", ""), ("assessor", 1), ("lang", None), ("lang", "EN")])
def test_the_schema_refuses_no_coder_and_no_language(albania, key, wrong):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**json.loads(result_json(albania)), key: wrong}, SCHEMA)


def test_the_schema_says_its_version():
    assert SCHEMA["properties"]["schema_version"] == {"const": SCHEMA_VERSION}


def test_numbers_are_those_of_the_scorecard(albania):
    result = json.loads(result_json(albania))
    assert result["score"] == albania.score
    assert result["bounds"] == list(albania.bounds)
    parts = [c["contribution"] for c in result["criteria"] if c["contribution"] is not None]
    assert sum(parts) == pytest.approx(albania.score, abs=1e-9)
    assert [c["criterion"] for c in result["criteria"]] == [c.id for c in albania.rubric.criteria]


def test_what_has_no_value_is_null_and_never_zero(empty):
    result = json.loads(result_json(empty))
    assert result["score"] is None
    assert {c["points"] for c in result["criteria"]} == {None}


def test_the_same_card_gives_the_same_bytes(albania):
    assert result_json(albania) == result_json(albania)


@pytest.fixture(scope="module")
def weightless(albania) -> Scorecard:
    """A plan to which no criterion applies."""
    found = [
        Outcome(c.id, "not-applicable", None, 0, 4, 0, 4, covered=False, reason="invented")
        for c in albania.rubric.criteria
    ]
    return make_card(albania.assessment, albania.rubric, albania.weighting, found, is_draft=False)


def test_without_a_criterion_that_has_weight_there_is_no_coverage_no_bound_and_no_range_of_grades(albania, weightless):
    """An outcome that does not apply leaves nothing to cover: 0 and 0 to 1 would be statements about the plan."""
    card = weightless
    assert not card.has_weight
    told = json.loads(result_json(card))
    jsonschema.validate(told, SCHEMA)
    assert (told["score"], told["coverage"], told["bounds"], told["judgement_interval"]) == (None,) * 4
    assert {told["grade"][name] for name in ("grade", "lowest", "highest", "judgement_lowest")} == {None}
    assert told["grade"]["cause"] == card.grade.cause != "no-weight"
    assert told["warnings"] == ["no criterion that applies has weight under this weighting: no score, no coverage"]
    assert json.loads(result_json(albania))["bounds"] == list(albania.bounds)
    assert numbers_text(card, card) == ["-", "-", "-", "-"]
    assert grade_text(card) == "not graded: no criterion that applies has weight under this frame"


def test_without_weight_tables_and_the_contrast_leave_the_numbers_empty_and_name_the_cause(weightless):
    (row,) = RESULTS.only("coverage low high judgement_low grade_lowest grade_cause").values(weightless)
    assert row == (*(None,) * 4, "", "no-weight")
    (line,) = SUMMARY.only("coverage low judgement_high highest cause").values(weightless)
    assert line == (*(None,) * 3, "", "no-weight")
    entrant = Entrant(weightless.assessment, tuple(s.outcome for s in weightless.criteria), is_draft=False)
    study = study_of(weightless.rubric, [weightless.weighting], [entrant])
    (verdict,) = study.verdicts[0]
    assert not verdict.has_weight
    assert (verdict.told, verdict.cause) == ((None,) * 5, "no-weight")
    assert "no criterion that counts is rated" in " ".join(study.warnings)


def test_a_plan_without_weight_is_told_so_and_not_that_nothing_of_it_is_assessed(weightless, stress):
    entrants = [Entrant(c.assessment, tuple(s.outcome for s in c.criteria), c.is_draft) for c in (weightless, stress)]
    told = " ".join(ranking_words(study_of(weightless.rubric, [weightless.weighting], entrants)))
    assert "ALB-2005-2007 none (no criterion that applies has weight)" in told


def test_a_page_without_weight_says_so_and_prints_no_range(library, weightless):
    view = country_view(weightless, annex=True)
    page = country_html(library, view)
    assert (view.grade.grade, view.total.score, view.total.coverage, view.opening.need) == (None,) * 4
    assert "No criterion that applies has weight." in page
    assert "No weight, no score." in page
    for wrong in ("0.00–1.00", "0.00 to 1.00", "E to A", "covers 0%"):
        assert wrong not in page, wrong


def test_strengths_and_gaps_stand_whole_with_the_level_and_what_they_add_or_cost(stress):
    told = json.loads(result_json(stress))
    assert told["norm_level"] == 3
    block = criterion_block(stress, {})
    for name, ranked, size in (("strengths", strengths(block), "gain"), ("gaps", costs(block), "loss")):
        assert told[name] == [{"criterion": r.id, "level": r.value, "size": getattr(r, size) or 0.0} for r in ranked]
        assert told[name]


@pytest.fixture(scope="module")
def cards(library, rubric, albania):
    return [evaluate(library.assessment("SRB-2017-2018", rubric), rubric), albania]


def test_the_result_holds_kind_plans_in_order_rubric_weighting_language_and_coder(cards, rubric):
    result = json.loads(results_json(cards, SeveralOrder("brief", "x.brief", "sr-Latn")))
    assert (result["schema"], result["document"], result["kind"], result["lang"]) == (
        SEVERAL_SCHEMA, "x.brief", "brief", "sr-Latn",
    )  # fmt: skip
    assert result["plans"] == ["SRB-2017-2018", "ALB-2005-2007"] == [one["plan"] for one in result["results"]]
    assert result["rubric"]["sha256"] == rubric.sha256
    assert (result["weighting"], result["assessor"]) == ("equal", None)
    assert "contrast" not in result
    alone = [replace(card, assessor="b") for card in cards]
    assert json.loads(results_json(alone, SeveralOrder("brief", "x")))["assessor"] == "b"


def test_a_contrast_adds_what_was_asked(cards, rubric):
    asked = whole_contrast(rubric, rubric.weighting("equal"))
    result = json.loads(results_json(cards, SeveralOrder("contrast", "x", contrast=asked)))
    assert result["contrast"] == json.loads(asked.model_dump_json())


def test_all_files_are_carried_and_none_twice(library, cards):
    files = results_files(library, cards, SeveralOrder("brief", "x"))
    names = [file.name for file in files]
    assert names[0] == "result.json"
    assert len(names) == len(set(names))
    for plan in ("ALB-2005-2007", "SRB-2017-2018"):
        assert f"countries/{plan[:3]}/plans/{plan}/evidence.csv" in names
