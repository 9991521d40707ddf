"""Scores in draws of coders, of ratings and of criteria: a plan of two questions and two coders, worked by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from evaluator import contrast, index
from evaluator.errors import EvaluatorError, UnknownNameError
from tests.tiny import question, write_library

PLAN = "XXA-2020-2023"
DRAWS = 8000
# aa gives 3 and 4, bb 2 and 3 of 4; what is one level apart is settled by the lower: 2 and 3.
AA, BB = {"a": ("rated", "3"), "b": ("rated", "4")}, {"a": ("rated", "2"), "b": ("rated", "3")}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("two")
    found = write_library(folder, [question("a"), question("b")], AA)
    home = folder / "countries" / "XXA" / "plans" / PLAN / "assessments" / "tiny"
    other = (home / "aa.yaml").read_text("utf-8").replace("tiny.aa", "tiny.bb").replace("coder: aa", "coder: bb")
    (home / "bb.yaml").write_text(other, encoding="utf-8")
    rows = [f"{name},1,{status},{level},high,plan,,because" for name, (status, level) in BB.items()]
    head = (home / "aa.csv").read_text("utf-8").splitlines()[0]
    (home / "bb.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return found


@pytest.fixture(scope="module")
def study(library):
    return contrast(PLAN, "tiny", library=library)


@pytest.mark.parametrize(
    ("over", "shares"),
    [
        # aa alone in a quarter of the draws; bb alone, or both, give the same.
        ("coders", {0.875: 1 / 4, 0.625: 3 / 4}),
        # Each question has aa's level alone in a quarter of the draws, whatever the other has.
        ("ratings", {0.875: 1 / 16, 0.75: 6 / 16, 0.625: 9 / 16}),
        # The settled 2 and 3: one twice, both once each, the other twice.
        ("criteria", {0.5: 1 / 4, 0.625: 1 / 2, 0.75: 1 / 4}),
    ],
)
def test_each_score_comes_as_often_as_by_hand(study, over, shares):
    drawn = study.bootstrap(over, DRAWS, seed=1)
    assert drawn.shape == (DRAWS, 1)
    found = drawn[PLAN].value_counts(normalize=True).to_dict()
    assert set(found) == set(shares)
    assert found == pytest.approx(shares, abs=0.02)  # four standard errors of a half


def test_the_same_seed_draws_the_same_and_another_seed_others(study):
    first = study.bootstrap("criteria", 200, seed=3)
    assert first.equals(study.bootstrap("criteria", 200, seed=3))
    assert not first.equals(study.bootstrap("criteria", 200, seed=4))
    assert (first.index.name, first.columns.name) == ("draw", "plan_id")
    assert first.attrs["rubric"] == "tiny"


def test_criteria_are_drawn_within_their_node_which_keeps_its_weight(tmp_path):
    tree = [{"id": "n", "parent": "total"}, {"id": "m", "parent": "total"}]
    own = {"origin": "modelled", "ground": "so"}
    weights = {"total": {"n": {"share": 0.75, **own}, "m": {"share": 0.25, **own}}}
    library = write_library(
        tmp_path,
        [question("a"), question("b"), question("c", "m")],
        {"a": ("rated", "0"), "b": ("rated", "4"), "c": ("rated", "4")},
        rubric={"tree": tree},
        weighting={"weights": weights},
    )
    drawn = contrast(PLAN, "tiny", library=library).bootstrap("criteria", 400)[PLAN]
    assert set(drawn) == {0.25, 0.625, 1.0}  # n, of weight 3/4, is 0, a half or 1; m has one question


def test_what_cannot_be_drawn_is_told(study, library):
    with pytest.raises(UnknownNameError, match="Did you mean 'coders'"):
        study.bootstrap("coder")
    with pytest.raises(UnknownNameError, match="no weighting is called 'v'"):
        study.bootstrap(weighting="v")
    with pytest.raises(UnknownNameError, match="no weighting is called 'v'"):
        study.draws(weighting="v")
    with pytest.raises(EvaluatorError, match="0 draws: give at least 1"):
        study.bootstrap(count=0)
    for over in ("coders", "ratings"):
        with pytest.raises(EvaluatorError, match=f"one coder or none: {PLAN}"):
            contrast(PLAN, "tiny", assessor="aa", library=library).bootstrap(over)


def test_criteria_of_an_index_are_drawn_and_coders_it_has_none():
    meta = pd.DataFrame(
        [("x", "I", "Indicator"), ("y", "I", "Indicator"), ("I", None, "Aggregate")],
        columns=["iCode", "Parent", "Type"],
    )
    study = index(pd.DataFrame({"x": [10, 40], "y": [90, None]}, index=["p", "q"]), meta, goalposts=(0, 100)).study()
    drawn = study.bootstrap("criteria", 400)
    assert set(drawn["p"]) == {0.1, 0.5, 0.9}
    assert set(drawn["q"].dropna()) == {0.4}  # what is missing is left out,
    assert 0.15 < drawn["q"].isna().mean() < 0.35  # and where it alone is drawn there is no score
    with pytest.raises(EvaluatorError, match="one coder or none: p, q"):
        study.bootstrap()
