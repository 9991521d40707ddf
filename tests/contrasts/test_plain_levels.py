"""Plain frames: arrays give what plan by plan gives; order, index, country and year are kept; faults are counted."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest

from evaluator import Library, api
from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.study import study_of
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.library import examples_root
from evaluator.model.assessment import Assessment, Settled
from evaluator.model.country import Country
from evaluator.model.criterion import Scale
from evaluator.model.plan import PlanFile
from evaluator.scoring.outcomes import judged, not_applicable
from tests.contrasts.synthetic import toy_rubric

SAME = ("score", "state", "coverage", "low", "high", "judgement_low", "judgement_high", "grade", "grade_cause",
        "grade_lowest", "grade_highest", "rank", "common_score", "common_rank", "ranking")  # fmt: skip


@pytest.fixture(scope="module")
def rubric():
    return Library.open().rubric()


def random_levels(rubric, rows, seed, *, missing=0.1):
    draw = np.random.default_rng(seed)
    columns = {}
    for criterion in rubric.criteria:
        top = rubric.scale_of(criterion.id).top
        column = draw.integers(0, top + 1, rows).astype(object)
        for at in np.flatnonzero(draw.random(rows) < missing):
            column[at] = draw.choice(np.array([None, "-", f"{max(1, top - 1)}+" if top > 1 else None], dtype=object))
        columns[criterion.id] = column
    return pd.DataFrame(columns, index=[f"row-{n}" for n in draw.permutation(rows)])


def entrant(name, cells, rubric):
    """Return a row as a plan of the chain that scores plans one by one."""

    def outcome(criterion):
        cell, top = cells[criterion.id], rubric.scale_of(criterion.id).top
        if cell == "-":
            return not_applicable(criterion, "left out")
        least = isinstance(cell, str)
        level = None if pd.isna(cell) else int(str(cell).rstrip("+"))
        status = "not-assessed" if level is None else "at-least" if least else "rated"
        return judged(criterion, Settled(criterion.id, status=status, level=level), top, rubric.confidence_step)

    plan = PlanFile.model_validate(
        {"id": "XXA-2000-2000", "titles": {"en": name}, "kind": "no-plan", "start": "2000", "end": "open"}
    )
    return Entrant(
        Assessment(Country(iso3="XXA", names={"en": name}), plan.model_copy(update={"id": name}), rubric.id),
        tuple(map(outcome, rubric.criteria)),
        is_draft=False,
    )


@pytest.mark.parametrize("missing", [0.0, 0.05, 0.4, 1.0])
def test_the_rows_of_a_frame_have_the_numbers_of_plans_scored_one_by_one(rubric, missing):
    levels = random_levels(rubric, 40, seed=round(100 * missing), missing=missing)
    found = rubric.score(levels)
    plans = [entrant(name, row, rubric) for name, row in levels.to_dict("index").items()]
    long = study_of(rubric, tuple(rubric.weightings.values()), plans).frame("scores")
    both = found.merge(long, on=["weighting", "plan_id"], suffixes=("", "_of_plans"), validate="one_to_one")
    assert len(both) == len(found) == len(long) == 40 * len(rubric.weightings)
    for name in SAME:
        assert both[name].astype(object).fillna("none").equals(both[f"{name}_of_plans"].astype(object).fillna("none"))


def test_rows_come_back_in_the_order_and_under_the_index_they_had(rubric):
    levels = random_levels(rubric, 30, seed=1).reset_index(drop=True).sample(frac=1, random_state=3)
    found = rubric.score(levels, "equal")
    assert found.index.equals(levels.index)
    assert found["plan_id"].tolist() == [str(n) for n in levels.index]
    levels["score"] = found["score"]  # the natural next line puts each score on its own row
    assert (levels["score"].fillna(-1) == rubric.score(levels.drop(columns="score"), "equal")["score"].fillna(-1)).all()
    two = rubric.score(levels.drop(columns="score"), ["equal", "us-tip"])
    assert two.index.tolist() == [*levels.index, *levels.index]


def test_a_panel_of_countries_and_years_keeps_its_index_and_names_both(rubric):
    levels = random_levels(rubric, 4, seed=2)
    levels.index = pd.MultiIndex.from_product([["ALB", "SRB"], [2019, 2021]], names=["country", "year"])
    found = rubric.score(levels, "equal")
    assert found.index.equals(levels.index)
    assert found[["plan_id", "iso3", "year"]].to_numpy().tolist() == [
        ["ALB-2019", "ALB", 2019], ["ALB-2021", "ALB", 2021], ["SRB-2019", "SRB", 2019], ["SRB-2021", "SRB", 2021],
    ]  # fmt: skip
    assert set(found["rubric"] + " " + found["version"]) == {f"{rubric.id} {rubric.version}"}
    assert found.attrs["rubric"] == rubric.id
    assert found.attrs["version"] == rubric.version


def test_labels_may_have_any_form_and_two_rows_of_one_name_are_refused_with_ten_names_and_a_count(rubric):
    column = {"document-security": [1, 2]}
    assert rubric.score(pd.DataFrame(column, index=["São Tomé, and more", 7.5]), "equal")["plan_id"].tolist() == [
        "São Tomé, and more",
        "7.5",
    ]
    twice = pd.DataFrame({"document-security": [1] * 40}, index=[f"c{n % 20:02d}" for n in range(40)])
    with pytest.raises(EvaluatorError, match=r"twice: c00, .*c09 and 10 more \(20\)\. A country in several years"):
        rubric.score(twice)


def test_of_many_wrong_cells_ten_are_told_with_their_number(rubric):
    levels = pd.DataFrame({criterion.id: np.full(400, 0.5) for criterion in rubric.criteria})
    with pytest.raises(InvalidInputError) as raised:
        rubric.score(levels)
    assert len(raised.value.problems) == 11
    assert f"{400 * len(rubric.criteria)} cells in all" in raised.value.problems[-1].found
    assert len(str(raised.value)) < 3000


def test_a_scale_of_two_levels_offers_no_level_that_is_known_at_least():
    rubric = toy_rubric().model_copy(update={"scale": Scale(levels=2)})
    name = rubric.criteria[0].id
    with pytest.raises(InvalidInputError) as raised:
        rubric.score(pd.DataFrame({name: [7]}))
    assert raised.value.problems[0].expected == "a whole number from 0 to 1"


def test_of_a_criterion_with_goalposts_the_raw_figure_is_scored():
    record = Library.open().rubric("public-record")
    criterion = next(c for c in record.criteria if c.normalise and c.normalise.method in ("goalposts", "piecewise"))
    from evaluator.scoring.normalise import points_of

    figures = np.array([0.0, 0.7, 3.0, np.nan])
    found = record.score(pd.DataFrame({criterion.id: figures}), {criterion.id: 1})
    assert found["score"].tolist()[:3] == np.round(points_of(criterion.normalise, figures[:3]), 9).tolist()
    assert np.isnan(found["score"].iloc[3])


@pytest.mark.parametrize(
    "wrong",
    [
        lambda rubric: api.score_frame({"document-security": [1]}, rubric),
        lambda rubric: rubric.score([[1]]),
        lambda _: api.load(5),
        lambda _: api.load("ALB", 5),
        lambda _: api.load("ALB", library=5),
        lambda rubric: rubric.weights(5),
        lambda rubric: rubric.weights({"document-security": "much"}),
        lambda rubric: rubric.weights({"document-security": float("nan")}),
        lambda _: api.contrast(5),
        lambda _: api.contrast([5]),
        lambda rubric: rubric.score(pd.DataFrame({"document-security": [1]}), {"My Own": {"document-security": 1}}),
    ],
)
def test_what_has_a_wrong_type_is_refused_in_words(rubric, wrong):
    with pytest.raises(EvaluatorError):
        wrong(rubric)


def test_weights_that_were_given_out_are_taken_back(rubric):
    plan, weights = api.load("BRA-2018-2022"), rubric.weights("us-tip")
    card = plan.score("us-tip")
    for own in (
        weights,
        weights.to_dict(),
        card.frame("weights"),
        api.contrast(plan, weightings="us-tip").frame("weights"),
    ):
        study = api.contrast(plan, weightings=own)
        assert study.frame("scores")["score"].tolist() == pytest.approx([card.score])
    weights["document-security"] *= 2
    assert plan.score(weights).weighting.id == "own"
    wide = pd.DataFrame({"mine": weights, "theirs": rubric.weights("gaatw")})
    assert api.contrast(plan, weightings=wide).frame("scores")["weighting"].tolist() == ["mine", "theirs"]
    assert api.contrast(plan, weightings={"mine": weights}).frame("scores")["weighting"].tolist() == ["mine"]


def test_the_weight_of_a_node_goes_to_its_criteria_as_in_the_reference_weighting():
    rubric = toy_rubric()
    whole = rubric.weights()
    node = rubric.tree[0].id
    below = [c.id for c in rubric.criteria if node in rubric.ancestors(c.id)]
    found = rubric.weights({node: 1})
    assert found.sum() == pytest.approx(1)
    assert found[below].to_dict() == pytest.approx((whole[below] / whole[below].sum()).to_dict())
    with pytest.raises(EvaluatorError, match="a part of"):
        rubric.weights({node: 1, below[0]: 1})


def test_a_library_by_its_path_is_opened_once_and_anew_when_a_file_has_changed(tmp_path, monkeypatch):
    shutil.copytree(examples_root() / "countries", tmp_path / "countries")
    opened = []
    real = Library.open.__func__
    monkeypatch.setattr(
        Library, "open", classmethod(lambda cls, folder=None: opened.append(folder) or real(cls, folder))
    )
    for _ in range(3):
        plan = api.load("XAR", library=tmp_path)
    assert len(opened) == 1
    head = next(tmp_path.glob("countries/XAR/plans/*/plan.yaml"))
    head.write_text(head.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert api.contrast(["XAR", "XBE"], library=tmp_path, weightings="equal").plan_ids[0] == plan.id
    assert len(opened) == 2
