"""A rubric of law and practice beside one of plans: its weightings come from there, its criteria mirror those there."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
import yaml

from evaluator.cli.score import alarms_text
from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.assessment import Coding, CodingFile, Rating
from evaluator.model.plan import Evidence, PlanFile
from evaluator.pipeline import evaluate, outcomes
from evaluator.plans.applicability import applies
from evaluator.read.assessment import PlanFolder, read_assessment
from evaluator.read.companion import elder_files, fit_weighting, mirrored_criteria, take_weightings
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.rubric_lint import lint_rubric
from evaluator.reports.carried.result import result_json
from evaluator.reports.country import country_html, country_view
from evaluator.tables.scorecard import ALARMS, NODES

ROOT = Path(__file__).parents[2]
HEAD = {
    "id": "practice",
    "version": "1.0.0",
    "titles": {"en": "Practice"},
    "licence": "CC-BY-4.0",
    "scale": {"levels": 5},
    "weightings_from": "four-paradigms",
    "grade_paradigms": True,
    "alarms": ["removal"],
    "grading": {
        "least_coverage": 0.67,
        "bands": [{"grade": "A", "from": 0.8}, {"grade": "C", "from": 0.5}, {"grade": "E", "from": 0.0}],
        "gates": ["help"],
        "gate_caps": [{"tripped": 1, "at_most": "E"}],
        "origin": "modelled",
    },
    "tree": [
        {"id": "paradigms", "parent": "total"},
        {"id": "migration", "parent": "paradigms"},
        {"id": "law-enforcement", "parent": "paradigms"},
        {"id": "human-rights", "parent": "paradigms"},
        {"id": "economic", "parent": "paradigms"},
    ],
}
CRITERIA = {
    "removal": ("human-rights", "practice", "no-summary-deportation"),
    "help": ("human-rights", "practice", "unconditional-assistance"),
    "offence": ("law-enforcement", "law", "criminalisation-complete"),
    "convictions": ("law-enforcement", "practice", None),
    "permits": ("migration", "law", None),
    "inspection": ("economic", "practice", None),
}


def criterion(name):
    parent, about, mirrors = CRITERIA[name]
    levels = {0: "what documents it"} if name == "removal" else {k: f"level {k}" for k in range(5)}
    file = {
        "id": name, "meaning_version": 1, "parent": parent, "kind": "judged", "object": about, "title": name.title(),
        "question": "Is it so?", "levels": levels, "tip_practice": {"coding": "assessed"},
    }  # fmt: skip
    return file | ({"mirrors": mirrors} if mirrors else {})


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def shelf_in(folder):
    """Copy the elder rubric without its law twins, which this companion does not have, and write the companion."""
    shutil.copytree(ROOT / "rubrics" / "four-paradigms", folder / "four-paradigms")
    for path in (folder / "four-paradigms" / "criteria").iterdir():
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r"^law_(?:twin|contrary): .*\n", "", text, flags=re.MULTILINE), encoding="utf-8")
    write(folder / "practice" / "rubric.yaml", HEAD)
    for name in CRITERIA:
        write(folder / "practice" / "criteria" / f"{name}.yaml", criterion(name))
    return folder


@pytest.fixture
def shelf(tmp_path):
    return shelf_in(tmp_path)


@pytest.fixture(scope="module")
def rubric(tmp_path_factory):
    return read_rubric(shelf_in(tmp_path_factory.mktemp("rubrics")) / "practice")


def faults(folder):
    with pytest.raises(InvalidInputError) as caught:
        read_rubric(folder)
    return [str(problem) for problem in caught.value.problems]


def test_every_weighting_of_the_elder_rubric_applies_and_its_shares_pass_to_what_is_here(rubric):
    elder = read_rubric(ROOT / "rubrics" / "four-paradigms")
    assert set(rubric.weightings) == set(elder.weightings)
    assert {w.rubric for w in rubric.weightings.values()} == {"practice"}
    # Plan quality weighs 0.15 of the whole there; there is none here, and the paradigms take it.
    assert elder.weightings["equal"].weights["total"]["paradigms"].number == pytest.approx(0.85)
    assert rubric.weightings["equal"].weights["total"]["paradigms"].share == 1.0


def test_counts_are_left_as_they_are(rubric):
    elder = read_rubric(ROOT / "rubrics" / "four-paradigms").weightings["us-tip"]
    assert rubric.weightings["us-tip"].weights["paradigms"] == elder.weights["paradigms"]


def test_an_override_of_a_criterion_that_is_not_here_is_a_note_with_its_name(shelf):
    notes: list[Problem] = []
    rubric = read_rubric(shelf / "practice", notes=notes)
    elder = read_rubric(shelf / "four-paradigms")
    named = {w.id: [o.criterion for o in w.overrides] for w in elder.weightings.values() if w.overrides}
    assert named
    assert all(not w.overrides for w in rubric.weightings.values())
    (note,) = [note for note in notes if note.found == "overrides of criteria that are not here"]
    assert note.severity == "note"
    for weighting, criteria in named.items():
        assert f"{weighting}: {', '.join(criteria)}" in note.suggestion


def test_an_own_weighting_stands_before_one_of_the_same_name_there(shelf):
    own = yaml.safe_load((shelf / "four-paradigms" / "weightings" / "equal.yaml").read_text(encoding="utf-8"))
    own |= {"rubric": "practice", "actor": "Our own", "overrides": []}
    own["weights"] = {"paradigms": own["weights"]["paradigms"]}
    own["factors"] = []
    write(shelf / "practice" / "weightings" / "equal.yaml", own)
    assert read_rubric(shelf / "practice").weightings["equal"].actor == "Our own"


def test_a_weighting_that_reaches_no_criterion_is_a_fault(shelf):
    path = shelf / "four-paradigms" / "weightings" / "equal.yaml"
    whole = yaml.safe_load(path.read_text(encoding="utf-8"))
    stated = {"origin": "modelled", "ground": "the plan alone"}
    whole["weights"]["total"] = {"paradigms": {"share": 0, **stated}, "plan-quality": {"share": 1, **stated}}
    write(path, whole)
    assert any("equal reaches no criterion of practice" in told for told in faults(shelf / "practice"))


def test_a_weighting_whose_file_has_faults_is_told_with_its_file(shelf):
    path = shelf / "four-paradigms" / "weightings" / "iom.yaml"
    path.write_text("id: iom\n", encoding="utf-8")
    told = faults(shelf / "practice")
    assert any("weighting 'iom' of four-paradigms, whose file has faults" in t and "iom.yaml" in t for t in told)


def test_an_elder_rubric_that_is_not_there_is_a_fault(shelf):
    write(shelf / "practice" / "rubric.yaml", HEAD | {"weightings_from": "five-paradigms"})
    told = faults(shelf / "practice")
    assert any("weightings_from: rubric 'five-paradigms'. Give a rubric beside this one" in t for t in told)


def test_a_mirror_of_nothing_is_a_fault_with_the_nearest_name(shelf):
    path = shelf / "practice" / "criteria" / "help.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("unconditional-ass", "uncondtional-ass"), encoding="utf-8")
    told = faults(shelf / "practice")
    assert any("help.yaml:" in t and "mirrors: criterion 'uncondtional-assistance'" in t for t in told)
    assert any("Did you mean 'unconditional-assistance'?" in t for t in told)


def test_a_mirror_in_a_rubric_that_is_no_companion_is_a_fault(shelf):
    path = shelf / "four-paradigms" / "criteria" / "witness-protection.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "mirrors: demand-measures\n", encoding="utf-8")
    assert any("`mirrors` in a rubric that is no companion" in told for told in faults(shelf / "four-paradigms"))


def give_twin(shelf, words):
    path = shelf / "four-paradigms" / "criteria" / "non-punishment.yaml"
    path.write_text(path.read_text(encoding="utf-8") + words, encoding="utf-8")


def test_the_law_twin_of_a_question_is_read(shelf):
    give_twin(shelf, "law_twin: offence\n")
    criterion = read_rubric(shelf / "four-paradigms").by_id["non-punishment"]
    assert (criterion.statute, criterion.law_twin) == ("may_answer", "offence")


@pytest.mark.parametrize("name", ["ofence", "inspection"])  # no criterion; one that asks of practice
def test_a_law_twin_that_asks_nothing_of_the_law_is_a_fault_at_its_cell(shelf, name):
    give_twin(shelf, f"law_twin: {name}\n")
    told = faults(shelf / "four-paradigms")
    assert any("non-punishment.yaml:" in t and f"law_twin: law twin '{name}'" in t for t in told)


def test_a_law_twin_where_no_law_may_answer_is_a_fault(shelf):
    path = shelf / "four-paradigms" / "criteria" / "demand-measures.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "law_twin: offence\n", encoding="utf-8")
    assert any("demand-measures.yaml" in t and "`statute: may_answer`" in t for t in faults(shelf / "four-paradigms"))


def test_without_a_companion_beside_it_a_law_twin_is_not_looked_for(tmp_path):
    shutil.copytree(ROOT / "rubrics" / "four-paradigms", tmp_path / "four-paradigms")
    assert read_rubric(tmp_path / "four-paradigms").by_id["non-punishment"].law_twin == "non-punishment-law"


def test_criteria_that_the_elder_has_borrowed_can_be_mirrored(shelf):
    shutil.copytree(ROOT / "rubrics" / "first-look", shelf / "first-look")
    head = read_rubric(shelf / "practice").model_copy(update={"weightings_from": "first-look"})
    assert "witness-protection" in mirrored_criteria(Layers((shelf / "practice",)), head)
    assert mirrored_criteria(Layers((shelf / "practice",)), None) is None


@pytest.mark.parametrize(
    ("alarms", "words"),
    [
        (["removl"], "alarm 'removl'. Give the id of a criterion of this rubric. Did you mean 'removal'?"),
        (["removal", "removal"], "alarm 'removal' given twice"),
        (["help"], "alarm 'help', which is a gate as well"),
    ],
)
def test_an_alarm_is_a_criterion_named_once_and_no_gate(shelf, alarms, words):
    write(shelf / "practice" / "rubric.yaml", HEAD | {"alarms": alarms})
    assert any(words in told for told in faults(shelf / "practice"))


def test_only_an_alarm_may_lack_levels(shelf):
    write(shelf / "practice" / "rubric.yaml", HEAD | {"alarms": []})
    assert any("removal.yaml" in t and "no descriptor for level 1, 2, 3, 4" in t for t in faults(shelf / "practice"))


def fitted_of(weights):
    elder = read_rubric(ROOT / "rubrics" / "four-paradigms").weightings["equal"]
    stated = {k: {"share": v, "origin": "modelled"} for k, v in weights.items()}
    whole = type(elder).model_validate({**elder.model_dump(by_alias=True), "weights": {"total": stated}, "factors": []})
    return fit_weighting(whole, "x", {"total": ("a", "b")}, ()).weights


def test_shares_that_stay_sum_to_one_in_the_same_proportion():
    kept = fitted_of({"a": 0.2, "b": 0.3, "c": 0.5})["total"]
    assert {name: entry.share for name, entry in kept.items()} == pytest.approx({"a": 0.4, "b": 0.6})


def test_a_parent_of_whom_no_child_is_here_goes_by_its_criteria():
    assert fitted_of({"c": 0.5, "d": 0.5}) == {}


def test_weightings_are_only_taken_where_a_rubric_asks_for_them(shelf, rubric):
    alone = rubric.model_copy(update={"weightings_from": None})
    assert list(take_weightings(Layers((shelf / "practice",)), alone, None, None, [])) == []


PERIOD = {
    "id": "XXA-2021-2023",
    "titles": {"en": "Testland, no plan"},
    "kind": "no-plan",
    "start": "2021",
    "end": "2023",
    "sources": ["S1"],
}


@pytest.fixture
def country(tmp_path):
    at = tmp_path / "countries" / "XXA"
    write(at / "country.yaml", {"iso3": "XXA", "names": {"en": "Testland"}})
    at.joinpath("sources.csv").write_text(
        "source_id,title,kind,date,url\nS1,Report,greta,2023,https://example.org/1\n"
        "S2,Law,law,2020,https://example.org/2\n",
        encoding="utf-8",
    )
    plan = at / "plans" / "XXA-2021-2023"
    write(plan / "plan.yaml", PERIOD)
    plan.joinpath("evidence.csv").write_text(
        "evidence_id,source_id,locator,object,as_of,note\nE1,S1,p. 1,practice,2021,Help is given without conditions.\n"
        "E2,S2,art. 1,law,,The offence is whole.\nE3,S1,p. 2,practice,2022,No foreign victim was found.\n",
        encoding="utf-8",
    )
    return PlanFolder(Layers((at,)), Layers((plan,)), "XXA-2021-2023")


HEADER = {
    "assessment_id": "XXA-2021-2023.practice.a", "rubric": "practice", "rubric_version": "1.0.0", "coder": "a",
    "capacity": "assessor", "state": "final", "text_read": {"measures": "none", "text": "none"},
}  # fmt: skip


def read(folder, rubric, *rows):
    ratings = folder.ratings("practice").expected("a.csv").parent
    write(ratings / "a.yaml", HEADER)
    head = "criterion_id,criterion_version,status,level,confidence,evidence_ids,reason"
    ratings.joinpath("a.csv").write_text("\n".join((head, *rows)) + "\n", encoding="utf-8")
    return read_assessment(folder, rubric)


def refused(folder, rubric, *rows):
    with pytest.raises(InvalidInputError) as caught:
        read(folder, rubric, *rows)
    return [str(problem) for problem in caught.value.problems]


GIVEN = (
    "help,1,rated,3,high,E1,given",
    "offence,1,rated,4,high,E2,whole",
    "convictions,1,no-occasion,,,E3,no case arose",
    "removal,1,contrary,,high,E1,people were removed unscreened",
)
NOT_FOUND = "removal,1,not-assessed,,,,"


def test_a_period_without_a_plan_needs_no_rows_and_is_scored(country, rubric):
    card = evaluate(read(country, rubric, *GIVEN), rubric, "equal")
    assert card.assessment.plan.rows.here == 0
    assert not card.assessment.plan.is_plan
    # Human rights 0.75 and law enforcement 1, a quarter each of the whole; the rest is not known.
    assert card.score == pytest.approx(0.875)
    assert card.coverage == pytest.approx(0.5)


def test_no_occasion_leaves_the_denominator(country, rubric):
    card = evaluate(read(country, rubric, *GIVEN), rubric, "equal")
    convictions = card.criterion("convictions")
    assert convictions.outcome.status == "no-occasion"
    assert convictions.applicable == 0
    assert convictions.outcome.reason == "no case arose"
    assert convictions.outcome.evidence_ids == ("E3",)
    assert card.node("law-enforcement").coverage == 1


def test_each_paradigm_has_a_grade_where_its_own_coverage_reaches_the_least_and_the_whole_has_none(country, rubric):
    card = evaluate(read(country, rubric, *GIVEN), rubric, "equal")
    grades = dict(card.paradigms)
    assert (grades["human-rights"].grade, grades["law-enforcement"].grade) == ("C", "A")
    assert (grades["migration"].grade, grades["migration"].cause) == (None, "coverage")
    assert (grades["economic"].lowest, grades["economic"].highest) == ("E", "A")
    assert card.grade.grade is None


def test_a_gate_caps_the_paradigm_that_it_lies_in_and_no_other(country, rubric):
    rows = ("help,1,contrary,,high,E1,only for witnesses", *GIVEN[1:])
    grades = dict(evaluate(read(country, rubric, *rows), rubric, "equal").paradigms)
    assert (grades["human-rights"].grade, grades["human-rights"].tripped) == ("E", ("help",))
    assert (grades["law-enforcement"].grade, grades["law-enforcement"].tripped) == ("A", ())


def test_a_rubric_that_does_not_grade_paradigms_has_no_grades_of_them(country, rubric):
    plain = rubric.model_copy(update={"grade_paradigms": False})
    assert evaluate(read(country, plain, *GIVEN), plain, "equal").paradigms == ()


def test_an_alarm_weighs_nothing_and_caps_nothing(country, rubric):
    card = evaluate(read(country, rubric, *GIVEN), rubric, "equal")
    alarm = card.criterion("removal")
    assert (alarm.stated, alarm.applicable, alarm.used) == (0, 0, 0)
    assert [(a.criterion_id, a.is_documented, a.read.texts) for a in card.alarms] == [("removal", True, 1)]
    quiet = evaluate(read(country, rubric, *GIVEN[:3], NOT_FOUND), rubric, "equal")
    assert [(a.is_documented, a.is_answered, a.read.texts) for a in quiet.alarms] == [(False, True, 1)]
    assert (quiet.score, quiet.coverage, quiet.grade) == (card.score, card.coverage, card.grade)


def test_terminal_tables_and_result_say_grades_of_paradigms_and_alarms(country, rubric):
    card = evaluate(read(country, rubric, *GIVEN), rubric, "equal")
    assert alarms_text(card) == "documented: Removal"
    quiet = evaluate(read(country, rubric, *GIVEN[:3], NOT_FOUND), rubric, "equal")
    assert alarms_text(quiet) == "not documented (read: 1 text on practice): Removal"
    unasked = evaluate(read(country, rubric, *GIVEN[:3]), rubric, "equal")
    assert alarms_text(unasked) == "not assessed: Removal"
    assert ALARMS.only("title documented texts_read").values(card) == (("Removal", True, 1),)
    assert {row["node_id"]: row["grade"] for row in NODES.records(card) if row["grade"]} == {
        "law-enforcement": "A",
        "human-rights": "C",
    }
    result = json.loads(result_json(card))
    assert result["alarms"] == [
        {
            "criterion": "removal",
            "documented": True,
            "answered": True,
            "texts_read": 1,
            "texts_whole": 0,
            "texts_part": 0,
            "texts_summary": 0,
        }
    ]
    assert {g["node"]: g["grade"] for g in result["paradigm_grades"]} == {
        "migration": None, "law-enforcement": "A", "human-rights": "C", "economic": None,
    }  # fmt: skip
    jsonschema.validate(result, json.loads((ROOT / "evaluator/reports/result.schema.json").read_text(encoding="utf-8")))


def test_what_a_report_carries_is_enough_to_read_companion_and_weightings_again(shelf, tmp_path):
    found = elder_files(Layers((shelf / "practice",)), "four-paradigms")
    assert {"four-paradigms/rubric.yaml", "four-paradigms/weightings/equal.yaml"} <= set(found)
    for name, path in found.items():
        target = tmp_path / "again" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copytree(shelf / "practice", tmp_path / "again" / "practice")
    assert read_rubric(tmp_path / "again" / "practice") == read_rubric(shelf / "practice")
    assert elder_files(Layers((shelf / "practice",)), None) == {}


def test_the_remarks_on_a_companion_leave_the_weightings_of_the_elder_to_the_elder(shelf):
    told = lint_rubric(Layers((shelf / "practice",)), read_rubric(shelf / "practice"))
    assert not [problem for problem in told if "weightings" in problem.path]


def test_the_report_prints_grades_of_paradigms_alarms_and_what_had_no_occasion(country, rubric):
    page = country_html(
        Library.open(), country_view(evaluate(read(country, rubric, *GIVEN), rubric, "equal"), annex=True)
    )
    assert "Grades by paradigm" in page
    assert "Alarms do not change the grade" in page
    assert "people were removed unscreened" in page
    assert "no case arose in the period, as a source says" in page
    looked = read(country, rubric, *GIVEN[:3], NOT_FOUND)
    quiet = country_html(Library.open(), country_view(evaluate(looked, rubric, "equal"), annex=True))
    assert "Nothing was found of it. Read: 1 text on practice." in quiet


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("help,1,no-occasion,,,E3,no case", "no-occasion on a gate"),
        ("convictions,1,no-occasion,,,E3,", "no-occasion without a reason"),
        ("convictions,1,no-occasion,,,,no case", "no-occasion without a source"),
        ("convictions,1,no-occasion,2,,E3,no case", "the status is no-occasion"),
        ("removal,1,rated,2,high,E1,some", "rated on an alarm. Give `contrary` or `not-assessed`"),
    ],
)
def test_what_may_not_be_said(country, rubric, row, words):
    assert any(words in told for told in refused(country, rubric, row))


def test_a_period_without_a_plan_has_no_measures(country, rubric):
    plan = country.plan.expected("plan.yaml").parent
    plan.joinpath("measures.csv").write_text("measure_id,level,text\nM1,activity,Train police\n", encoding="utf-8")
    assert any("measures.csv:2:1" in t and "`kind: no-plan`" in t for t in refused(country, rubric, *GIVEN))


def test_a_period_without_a_plan_names_the_source_that_says_so(country, rubric):
    write(country.plan.expected("plan.yaml"), PERIOD | {"sources": []})
    assert any("a period without a plan, and no source that says so" in t for t in refused(country, rubric, *GIVEN))


def test_a_plan_still_needs_its_rows(country, rubric):
    write(country.plan.expected("plan.yaml"), PERIOD | {"kind": "action-plan"})
    told = refused(country, rubric, *GIVEN)
    assert any("plan.yaml" in t and "rows" in t for t in told)
    assert any("measures.csv" in t and "there is no such file" in t for t in told)


def test_a_criterion_about_the_plan_does_not_apply_to_a_period_without_one(country, rubric):
    assessment = read(country, rubric, *GIVEN)
    asked = rubric.by_id["offence"].model_copy(update={"object": "plan"})
    found = applies(asked, assessment)
    assert (found.holds, str(found.why)) == (False, "it asks about a plan, and there was none in these years")
    rows = {"basis": "list", "here": 1, "in_plan": 1}
    plan = PERIOD | {
        "kind": "strategy",
        "lead_rule": "none",
        "rows": rows,
        "text_read": {"measures": "whole", "text": "whole"},
    }
    with_plan = replace(assessment, plan=PlanFile.model_validate(plan))
    assert applies(asked, with_plan).holds


def test_no_occasion_on_a_question_about_the_plan_is_refused(country, shelf):
    write(shelf / "practice" / "criteria" / "convictions.yaml", criterion("convictions") | {"object": "plan"})
    told = refused(country, read_rubric(shelf / "practice"), "convictions,1,no-occasion,,,E3,none")
    assert any("no-occasion on a criterion about the plan" in t for t in told)


def test_two_coders_of_whom_one_saw_no_occasion_are_in_dispute(country, rubric):
    assessment = read(country, rubric, *GIVEN)
    other = Coding(
        CodingFile.model_validate({**HEADER, "coder": "b", "assessment_id": "XXA-2021-2023.practice.b"}),
        (Rating("convictions", 1, "rated", 1, "high", ("E3",), "few", "", ""),),
    )
    both = replace(assessment, codings=(*assessment.codings, other))
    found = {o.criterion_id: o for o in outcomes(both, rubric)}
    assert found["convictions"].status == "disputed"
    assert isinstance(both.evidence[0], Evidence)
