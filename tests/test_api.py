"""The library for analysts: what a notebook loads, scores, contrasts, draws and writes."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

import evaluator
from evaluator import Library, api
from evaluator.errors import EvaluatorError, InvalidInputError, MissingDependencyError, UnknownNameError, install_line
from evaluator.model.survey import Conflict, GroupWeight
from evaluator.pipeline import evaluate

PLAN = "BRA-2018-2022"


@pytest.fixture(scope="module")
def plan():
    return api.load(PLAN)


@pytest.fixture(scope="module")
def study():
    return api.contrast([PLAN, "USA-2021-2024"], weightings=["equal", "us-tip"], rank_all=True)


def test_a_loaded_plan_scores_as_the_pipeline_does(plan):
    library = Library.open()
    rubric = library.rubric()
    assert plan.score("us-tip") == evaluate(library.assessment(PLAN, rubric), rubric, "us-tip")
    assert plan.score().weighting.id == rubric.reference_weighting


def test_who_has_only_scored_calls_what_later_rooms_do():
    script = """if True:
        import sys
        from evaluator import Library, evaluate
        library = Library.open()
        rubric = library.rubric()
        card = evaluate(library.assessment("ALB-2005-2007", rubric), rubric)
        assert not {"evaluator.tables.scorecard", "evaluator.api", "pandas"} & set(sys.modules)
        print(len(card.frame("scores")), round(rubric.weights("equal").sum(), 9))
    """
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "1 1.0\n"


def test_a_name_that_is_not_known_is_told_with_those_that_are_near(plan):
    for call in (
        lambda: api.load("BRA-2018-2023"),
        lambda: plan.score("us-tp"),
        lambda: plan.score({"document-securty": 1}),
        lambda: plan.frame("evidences"),
        lambda: plan.score("equal").frame("criterion"),
        lambda: plan.rubric.score(pd.DataFrame({"document-securty": [1]})),
    ):
        with pytest.raises(UnknownNameError, match="Did you mean"):
            call()


@pytest.mark.parametrize("table", sorted(api.READ))
def test_each_table_that_was_read_is_a_frame_with_a_row_for_each_row(plan, table):
    codings = plan.assessment.codings
    rows = sum(len(c.ratings) for c in codings) if table == "ratings" else len(getattr(plan.assessment, table))
    assert len(plan.frame(table)) == rows


def test_ratings_of_every_coder_stand_one_below_the_other_with_the_coders_name(plan):
    assert set(plan.frame("ratings")["coder"]) == {coding.header.coder for coding in plan.assessment.codings}


@pytest.mark.parametrize("table", ["criteria", "nodes", "gates", "alarms", "weights", "scores", "evidence"])
def test_each_table_of_a_scorecard_is_a_frame(plan, table):
    card = plan.score("equal")
    sizes = {"criteria": len(card.criteria), "gates": len(card.gates), "scores": 1, "alarms": len(card.alarms)}
    assert len(card.frame(table)) == sizes.get(table, len(card.frame(table)))
    assert card.frame().equals(card.frame("criteria"))


def test_what_stands_at_the_end_of_a_cell_is_short_and_no_score_stands_without_weighting_coverage_and_bounds(
    plan, study
):
    card = plan.score("us-tip")
    for shown in (repr(plan), repr(card), repr(study), repr(plan.rubric), str(plan.rubric), repr(plan.assessment)):
        assert len(shown) < 250
        assert "\n" not in shown
    for shown in (repr(card), card._repr_html_()):
        low, high = card.bounds
        assert f"us-tip {card.score:.2f} ({low:.2f} to {high:.2f}), coverage {card.coverage:.0%}" in shown
    verdict = study.verdict(PLAN, "equal")
    low, high = verdict.bounds
    assert (
        f"{verdict.score:.2f} ({low:.2f} to {high:.2f}), coverage {verdict.coverage:.0%}, rank" in study._repr_html_()
    )


def test_a_study_says_how_many_plans_and_weightings_it_has(plan, study):
    assert repr(study).startswith("<Study of 2 plans under 2 weightings by four-paradigms")
    alone = repr(api.contrast([plan], weightings=["equal"]))
    assert alone.startswith("<Study of 1 plan under 1 weighting by")
    assert alone.endswith(": BRA-2018-2022; equal>")
    assert repr(api.contrast([plan])).endswith(", ...>")


def test_a_grade_is_shown_where_there_is_one_and_what_kept_it_away_where_there_is_none(plan):
    assert "not graded (coverage)" in repr(api.load("USA-2021-2024").score("equal"))
    assert "grade D" in repr(plan.score("us-tip"))
    nothing = plan.score({"document-security": 0})
    assert repr(nothing).endswith("own: no criterion that applies has weight>")


def test_a_draft_is_called_one(plan):
    assert repr(plan.score("equal")).endswith(", DRAFT>") == plan.score("equal").is_draft


def test_weights_by_criterion_give_their_weighted_mean():
    """(3 x 4/4 + 1 x 2/4) / 4 is 0.875; what is not named weighs nothing, though it has a level."""
    levels = pd.DataFrame(
        {"shelter-places-assisted": [4], "document-security": [2], "return-capacity": [0]}, index=["here"]
    )
    found = api.score_frame(levels, weights={"shelter-places-assisted": 3, "document-security": 1})
    (row,) = found.to_dict("records")
    assert (row["plan_id"], row["weighting"], row["score"], row["coverage"]) == ("here", "own-1", 0.875, 1.0)


def test_in_a_frame_nothing_is_not_assessed_a_dash_does_not_apply_and_a_plus_is_at_least():
    levels = pd.DataFrame(
        {"shelter-places-assisted": [4, 4, 4], "document-security": [None, "-", "2+"]},
        index=["gap", "none", "least"],
        dtype=object,
    )
    rubric = Library.open().rubric()
    found = rubric.score(levels, {"shelter-places-assisted": 1, "document-security": 1}).set_index("plan_id")
    assert found.loc["gap", ["score", "coverage", "low", "high"]].tolist() == [1.0, 0.5, 0.5, 1.0]
    assert found.loc["none", ["score", "coverage", "low", "high"]].tolist() == [1.0, 1.0, 1.0, 1.0]
    assert found.loc["least", ["score", "coverage", "low", "high"]].tolist() == [1.0, 0.5, 0.75, 1.0]


def test_every_way_to_write_a_missing_cell_is_not_assessed():
    for nothing in (None, float("nan"), pd.NA, pd.NaT):
        levels = pd.DataFrame({"shelter-places-assisted": [4], "document-security": [nothing]}, dtype=object)
        found = api.score_frame(levels, weights={"shelter-places-assisted": 1, "document-security": 1})
        assert found[["score", "coverage"]].to_numpy().tolist() == [[1.0, 0.5]]
    nullable = pd.DataFrame({"shelter-places-assisted": [4, None]}, dtype="Int64")
    assert api.score_frame(nullable, weights={"shelter-places-assisted": 1})["score"].tolist()[0] == 1.0


def test_no_weights_are_not_the_reference_weighting(plan):
    assert plan.score({}).score is None
    with pytest.raises(EvaluatorError, match="no weighting is given"):
        api.score_frame(pd.DataFrame({"document-security": [1]}), weights=[])


def test_a_criterion_with_two_columns_is_refused():
    levels = pd.DataFrame([[1, 2]], columns=["document-security", "document-security"])
    with pytest.raises(EvaluatorError, match="a criterion has two columns: document-security"):
        api.score_frame(levels)


def test_a_frame_scores_as_the_plans_it_was_made_from(plan):
    card = plan.score("gaatw")
    table = card.frame("criteria").set_index("criterion_id")
    levels = table["level"].astype(object).where(table["status"] != "not-applicable", "-")
    least = table["status"] == "at-least"
    assert least.sum() == 3
    levels = levels.where(~least, table["low_level"].astype(str) + "+").to_frame(PLAN).T
    (row,) = plan.rubric.score(levels.replace({pd.NA: None}), "gaatw").to_dict("records")
    assert (row["score"], row["coverage"], row["low"], row["high"]) == (card.score, card.coverage, *card.bounds)


def test_a_frame_under_every_weighting_has_a_row_for_each(plan):
    levels = pd.DataFrame({criterion.id: [1, 2] for criterion in plan.rubric.criteria})
    assert len(plan.rubric.score(levels)) == 2 * len(plan.rubric.weightings)
    assert set(plan.rubric.score(levels, ["equal", {"document-security": 1}])["weighting"]) == {"equal", "own-2"}


def test_every_cell_that_is_no_level_is_told_at_once():
    levels = pd.DataFrame(
        {"document-security": [5, -1, 1.5], "return-capacity": ["x", True, "4+"]}, index=["a", "b", "c"], dtype=object
    )
    with pytest.raises(InvalidInputError) as raised:
        api.score_frame(levels)
    told = {(problem.key, problem.found) for problem in raised.value.problems}
    assert told == {
        ("a, document-security", "5"), ("b, document-security", "-1"), ("c, document-security", "1.5"),
        ("a, return-capacity", "'x'"), ("b, return-capacity", "True"),
        ("c, return-capacity", "'4+'"),
    }  # fmt: skip


def test_a_frame_without_rows_or_with_a_plan_twice_is_refused():
    with pytest.raises(EvaluatorError, match="the frame has no row"):
        api.score_frame(pd.DataFrame({"document-security": []}))
    with pytest.raises(EvaluatorError, match="the index names plans twice: a"):
        api.score_frame(pd.DataFrame({"document-security": [1, 2]}, index=["a", "a"]))


def test_weights_add_up_to_1_and_are_those_of_the_scorecard_where_all_applies(plan):
    weights = plan.rubric.weights("us-tip")
    assert weights.sum() == pytest.approx(1)
    stated = plan.score("us-tip").frame("weights").set_index("criterion_id")["stated"]
    assert weights.to_dict() == pytest.approx(stated.to_dict())


def test_scores_of_one_plan_under_all_weightings_are_those_of_its_scorecards(plan):
    found = plan.scores(["equal", "gaatw"]).set_index("weighting")
    for name in ("equal", "gaatw"):
        card = plan.score(name)
        assert found.loc[name, ["score", "low", "high"]].tolist() == [card.score, *card.bounds]


def test_a_contrast_takes_loaded_plans_names_and_assessments_alike(plan, study):
    again = api.contrast([plan, "USA-2021-2024"], weightings=["equal", "us-tip"], rank_all=True)
    assert again.verdicts == study.verdicts
    third = api.contrast([plan.assessment, "USA-2021-2024"], plan.rubric, ["equal", "us-tip"], rank_all=True)
    assert third.verdicts == study.verdicts


def test_a_contrast_takes_one_plan_or_frame_by_itself_countries_by_name_and_its_own_rubrics_ratings(plan):
    one = api.contrast(plan, weightings="us-tip")
    assert (one.plan_ids, [weighting.id for weighting in one.weightings]) == ((plan.id,), ["us-tip"])
    assert api.contrast("Brazil", weightings={"survivors-voice": 1}).plan_ids == ("BRA-2018-2022",)
    law = api.contrast(api.load("SRB-2021-2023"), "law-and-practice", "equal")
    assert law.verdicts == api.contrast("SRB-2021-2023", "law-and-practice", "equal").verdicts
    assert api.contrast(["Serbia", "HRV-2009"], "public-record", "equal").plan_ids == ("SRB-2011", "HRV-2009")


def test_scores_and_ranks_by_plan_are_those_of_the_verdicts(study):
    scores, ranks = study.scores_by_plan(), study.ranks_by_plan()
    assert scores.columns.name == ranks.columns.name == "weighting"
    for row in study.verdicts:
        for verdict in row:
            assert scores.loc[verdict.plan_id, verdict.weighting_id] == verdict.score
            assert ranks.loc[verdict.plan_id, verdict.weighting_id] == verdict.rank


def test_a_table_that_tells_of_ranks_says_why_one_plan_has_none():
    alone = api.contrast([PLAN], weightings=["equal"])
    assert len(alone.frame("scores")) == 1
    with pytest.raises(UnknownNameError, match="no table is called 'rank'"):
        alone.frame("rank")


def test_draws_are_scores_within_the_bounds_of_the_paradigms_and_the_same_for_a_seed(study):
    drawn = study.draws(500, seed=3)
    assert drawn.shape == (500, 2)
    assert drawn.equals(study.draws(500, seed=3))
    assert not drawn.equals(study.draws(500, seed=4))
    card = api.load(PLAN).score("equal")
    parts = [node.score for node in card.nodes if node.score is not None]
    assert drawn[PLAN].between(min(parts) - 1e-9, max(parts) + 1e-9).all()
    assert np.ptp(drawn[PLAN]) > 0


def test_no_draws_and_no_choices_for_them_are_told(study):
    with pytest.raises(EvaluatorError, match="0 draws: give at least 1"):
        study.draws(0)


def test_a_report_needs_an_ending_and_a_kind_that_fit(plan, study, tmp_path):
    card = plan.score("equal")
    for result, out, kind, words in (
        (card, "a.doc", None, r"a report ends in \.pdf, \.html or \.xlsx"),
        (card, "a.pdf", "brief", "one scorecard gives a country report, not kind 'brief'"),
        ([card], "a.pdf", "country", "several scorecards give a report of kind comparative, contrast, brief"),
        (study, "a.xlsx", None, r"its tables are study\.frame\(\)"),
        (api.contrast([PLAN], weightings=[{"document-security": 1}]), "a.html", None, "own-1 is none"),
    ):
        with pytest.raises(EvaluatorError, match=words):
            api.report(result, tmp_path / out, kind=kind)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_reports_are_written_in_each_form(plan, study, tmp_path):
    card = plan.score("equal")
    other = api.load("USA-2021-2024").score("equal")
    assert api.report(card, tmp_path / "a.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert api.report(card, str(tmp_path / "a.xlsx")).read_bytes().startswith(b"PK")
    assert 'lang="sr-Latn"' in api.report(study, tmp_path / "c.html", lang="sr-Latn").read_text(encoding="utf-8")
    assert api.report([card, other], tmp_path / "r.html").exists()


@pytest.mark.slow
@pytest.mark.usefixtures("shared_prints")
def test_a_pdf_is_what_the_command_writes(plan, tmp_path):
    from evaluator.reports.country import country_pdf

    card = plan.score("equal")
    assert api.report(card, tmp_path / "a.pdf").read_bytes() == country_pdf(plan.library, card)


def test_a_public_name_is_a_function_and_never_a_module():
    assert {name for name in evaluator.__all__ if isinstance(getattr(evaluator, name), ModuleType)} == set()
    assert evaluator.contrast is api.contrast
    assert evaluator.report is api.report


def test_what_a_contrast_finds_is_that_of_the_sections_asked_for(study):
    found = evaluator.findings(study, evaluator.ContrastOptions(sections=("weights", "blind-spot")))
    assert found.weights
    assert found.spots
    assert (found.ways, found.flips) == ((), ())
    assert api.findings(study).options == evaluator.ContrastOptions()


def test_findings_are_short_at_the_end_of_a_cell_and_give_their_tables():
    study = evaluator.contrast(["BRA-2018-2022", "USA"], weightings=["equal", "us-tip"])
    found = evaluator.findings(study, evaluator.ContrastOptions(sections=("weights", "moves")))
    assert repr(found).startswith("<Findings in weights, moves of <Study of 2 plans under 2 weightings")
    assert len(repr(found)) < 300
    assert found._repr_html_().endswith(study._repr_html_())
    assert found.frame("moves").equals(study.frame("moves"))


def test_a_table_whose_section_was_not_asked_for_says_so():
    found = evaluator.findings(
        evaluator.contrast(["BRA-2018-2022", "USA"]), evaluator.ContrastOptions(sections=("weights",))
    )
    with pytest.raises(EvaluatorError, match="'moves' was not asked for"):
        found.frame("moves")
    with pytest.raises(UnknownNameError, match="move"):
        found.frame("move")


def test_a_criterion_is_short_at_the_end_of_a_cell():
    criterion = evaluator.rubric().by_id["survivors-voice"]
    assert repr(criterion) == str(criterion) == f"<Criterion survivors-voice: {criterion.title}>"


def test_the_package_lists_its_public_names_alone():
    assert set(dir(evaluator)) == {*evaluator.__all__, "__version__"}
    assert all(getattr(evaluator, name) is not None for name in dir(evaluator))


def test_a_rubric_lists_its_own_names_and_none_of_the_model_that_it_is_made_with():
    rubric = evaluator.rubric()
    assert {"criteria", "weightings", "score", "weights"} <= set(dir(rubric))
    assert not [name for name in dir(rubric) if name.startswith("model_") or name in ("parse_obj", "from_orm", "copy")]


@pytest.mark.parametrize(
    ("lacking", "extra", "made"),
    [
        ("pandas", "tables", lambda plan: plan.score().frame("criteria")),
        ("pandera", "tables", lambda plan: plan.scores()),
        ("pandas", "tables", lambda plan: evaluator.contrast([plan]).scores_by_plan()),
        ("weasyprint", "report", lambda plan: evaluator.report(plan.score(), "b.pdf")),
    ],
    ids=["frame", "scores", "study", "report"],
)
def test_a_library_that_is_not_installed_is_named_with_the_command_that_installs_it(
    plan, lacking, extra, made, monkeypatch, tmp_path
):
    monkeypatch.chdir(tmp_path)
    for name in [name for name in sys.modules if name.partition(".")[0] == lacking]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, lacking, None)
    with pytest.raises(MissingDependencyError, match=re.escape(install_line(extra))):
        made(plan)


def test_plans_of_a_rubric_and_units_of_another_are_frames_to_choose_from():
    plans, units = evaluator.plan_table(), evaluator.plan_table(evaluator.rubric("public-record"))
    assert plans.set_index("plan_id").loc["BRA-2018-2022", ["country", "state"]].tolist() == ["Brazil", "final"]
    assert set(units["state"]) == {"counted"}
    assert "SRB-2009" in set(units["plan_id"])


def test_a_plan_is_loaded_by_the_name_of_its_country_and_with_a_rubric_that_was_read():
    assert evaluator.load("Brazil").id == "BRA-2018-2022"
    assert evaluator.load("SRB-2009", evaluator.rubric("public-record")).id == "SRB-2009"
    with pytest.raises(UnknownNameError):
        evaluator.load("Atlantis")


def test_what_is_loaded_and_scored_is_a_member_of_a_set_and_a_key(plan, study):
    found = evaluator.findings(study, evaluator.ContrastOptions(sections=("weights",)))
    again, other = api.load(PLAN), api.load("ALB-2005-2007")
    for one in (plan, plan.assessment, plan.rubric, plan.score(), plan.score().weighting, study, found):
        assert {one: 1}[one] == 1
    for one, same, apart in (
        (plan, again, other),
        (plan.assessment, again.assessment, other.assessment),
        (plan.score(), again.score(), plan.score("us-tip")),
        (plan.rubric, again.rubric, api.rubric("public-record")),
        (plan.score().weighting, again.score().weighting, plan.score("us-tip").weighting),
    ):
        assert len({one, same, apart}) == 2
    assert study != api.contrast([PLAN, "USA-2021-2024"], weightings=["equal", "us-tip"], rank_all=True)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("attainable-ranks", "Best and worst ranks are searched for up to 40 plans; name fewer to see them."),
        ("stability", "Swaps of places are searched for up to 20 plans; name fewer to see them."),
        ("crossings", "Swaps of places are searched for up to 20 plans; name fewer to see them."),
        ("turns", "Swaps of places are searched for up to 20 plans; name fewer to see them."),
    ],
)
def test_an_empty_table_of_many_plans_says_why_before_the_work(monkeypatch, table, why):
    from evaluator.contrasts.tables import all as every

    units = api.plan_table("public-record")["plan_id"]
    many = api.contrast(list(units[units.str.endswith("-2011")])[:120], "public-record", ["us-tip", "ohchr"])
    assert len(many.rankable("us-tip")) > 40
    monkeypatch.setattr(every, "findings_of", None)  # nothing is computed
    frame = many.frame(table)
    assert frame.empty
    assert len(frame.columns) > 5
    assert frame.attrs["empty"] == why


def test_every_table_without_rows_says_why(study):
    from evaluator.contrasts.tables.all import SECTION_OF

    alone = api.contrast(PLAN, weightings=["equal"])
    needs_survey = {name for name, section in SECTION_OF.items() if section in ("members", "firm", "conflict")}
    told = {}
    for which in (study, alone):
        for name in set(SECTION_OF) - needs_survey - ({"nearest"} if which is alone else set()):
            frame = which.frame(name)
            assert bool(frame.attrs.get("empty")) == frame.empty, name
            told[which is alone, name] = frame.attrs.get("empty")
    assert told[True, "ranking"] == "one plan alone has no rank; give two or more plans"
    assert "one plan alone has no rank: what would change the order" in told[True, "attainable-ranks"]
    assert told[True, "moves"].startswith("one weighting alone has no other")
    assert told[False, "prevailed"].startswith("the study lacks two frames that prevailed")
    assert told[False, "leave-one-out"] is None  # the tables of `study.frame` know what is left out
    assert not any(why and "nothing is known" in why for why in told.values())


def test_an_empty_table_of_a_plan_or_a_card_says_why(plan):
    card = plan.score()
    for frame in [plan.frame(name) for name in api.READ] + [card.frame(n) for n in ("gates", "alarms", "law-beside")]:
        assert bool(frame.attrs.get("empty")) == frame.empty
    assert plan.frame("indicators").attrs["empty"] == f"{PLAN} has no rows of indicators in the library"


def columns_told(function) -> dict[str, list[str]]:
    """Return the columns that a docstring lists, by table; without one, under an empty name."""
    listed = re.search(
        r"With these columns:\n\n(.*?)\n\n|With these columns:\n\n(.*)$", inspect.getdoc(function), re.DOTALL
    )
    text = listed[1] or listed[2]
    if not text.lstrip().startswith("- "):
        return {"": re.split(r",\s+", text.strip())}
    items = (
        " ".join(item.split()).partition(": ") for item in re.split(r"^\s*- ", text, flags=re.MULTILINE) if item.strip()
    )
    return {name: columns.split(", ") for name, _, columns in items}


def test_the_columns_in_a_docstring_are_those_of_the_frame(plan, study):
    from evaluator.contrasts.tables.all import KINDS
    from evaluator.contrasts.tables.statistics import STATISTICS
    from evaluator.surveys.groups import Asked
    from evaluator.tables.base import declared

    card = plan.score()
    meta = pd.DataFrame(
        {"iCode": ["a", "b", "I"], "Parent": ["I", "I", None], "Type": ["Indicator"] * 2 + ["Aggregate"]}
    )
    index = api.index(pd.DataFrame({"a": [1, 2], "b": [2, 1]}, index=["X", "Y"]), meta, goalposts=(0, 2))
    asked = {"groups": GroupWeight, "conflict": Conflict}
    found = {
        "plan": {name: plan.frame(name) for name in api.READ},
        "card": {name: card.frame(name) for name in columns_told(type(card).frame)},
        "study": {name: kind.of(()).frame() for name, kind in KINDS.items()},
        "index": {one.name: index.audit(one.name) for one in STATISTICS},
        "survey": {name: declared(row).frame(()) for name, row in asked.items()},
        "plans": {"": api.plan_table()},
    }
    told = {
        "plan": type(plan).frame, "card": type(card).frame, "study": type(study).frame, "index": api.Index.audit,
        "survey": Asked.frame, "plans": api.plan_table,
    }  # fmt: skip
    for which, function in told.items():
        assert columns_told(function) == {name: list(frame) for name, frame in found[which].items()}, which
    assert {"criteria", "nodes", "gates", "alarms", "law-beside", "weights", "scores", "evidence"} == set(found["card"])
    scores = columns_told(type(study).frame)["scores"]
    assert list(study.frame("scores")) == list(index.score()) == list(plan.scores("equal")) == scores
