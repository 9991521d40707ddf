"""An index from two frames: a published index, COINr's results, a recursion of one's own, and what the files give.

The Human Development Index of 2022: UNDP, Human Development Report 2023/2024 (CC BY 3.0 IGO), in `tests/data/indices`.
COINr's results are among the reference cases.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import evaluator as ev
from evaluator.cli import cli
from evaluator.errors import EvaluatorError

HERE = Path(__file__).parent
META = pd.DataFrame(
    [
        ("life_expectancy", "HDI", "Indicator", 20, 85, None, None),
        ("expected_schooling", "knowledge", "Indicator", 0, 18, None, None),
        ("mean_schooling", "knowledge", "Indicator", 0, 15, None, None),
        ("gni_per_head", "HDI", "Indicator", 100, 75_000, "log", None),
        ("knowledge", "HDI", "Aggregate", None, None, None, "arithmetic"),
        ("HDI", None, "Aggregate", None, None, None, "geometric"),
    ],
    columns=["iCode", "Parent", "Type", "Low", "High", "Transform", "Aggregation"],
)
PLAIN = pd.DataFrame(
    {
        "iCode": ["a", "b", "c", "G1", "G2", "Index"],
        "Parent": ["G1", "G1", "G2", "Index", "Index", None],
        "Type": ["Indicator"] * 3 + ["Aggregate"] * 3,
        "Direction": [1, -1, 1, 1, 1, 1],
        "Weight": [1, 3, 1, 2, 1, 1],
        "iName": ["An a", "A b", "A c", "First", "Second", "The index"],
    }
)
FIGURES = pd.DataFrame({"a": [10.0, 90, 40], "b": [20.0, 70, 40], "c": [5.0, 50, np.nan]}, index=["X", "Y", "Z"])


@pytest.fixture(scope="module")
def figures():
    rows = pd.read_csv(HERE / "data" / "indices" / "countries" / "facts" / "human-development.csv")
    wide = rows[rows["from"] == 2022].pivot(index="iso3", columns="variable", values="value")
    return wide[[code for code in META["iCode"] if code in wide.columns]].dropna()


@pytest.fixture(scope="module")
def hdi(figures):
    return ev.index(figures, META, name="hdi-here", missing="block")


def test_the_human_development_index_of_every_country_has_its_published_digits(hdi, figures):
    published = pd.read_csv(HERE / "data" / "indices" / "published" / "hdi-2022.csv").set_index("iso3")["hdi"]
    found = hdi.score()
    assert found.index.equals(figures.index)
    assert found["iso3"].tolist() == figures.index.tolist()
    assert (found["score"].round(3) == published.reindex(found.index)).all()
    assert len(found) == 193


def case(name):
    folder = HERE / "cases" / name
    meta, data, expected = (pd.read_csv(folder / f"{part}.csv") for part in ("structure", "input", "expected"))
    return meta, data.set_index("uCode"), expected.set_index("uCode")


def test_means_at_every_level_are_those_of_coinr():
    meta, data, expected = case("agg_amean_toy")
    made = ev.index(data, meta.assign(Direction=1), goalposts=(0, 100))
    both = made.nodes().rename(columns=str)[["G1", "G2", "Index"]] * 100
    assert np.abs(both - expected[["G1", "G2", "Index"]]).max(axis=None) < 1e-6
    assert made.score()["rank"].tolist() == expected["Rank"].tolist()


def test_a_direction_turns_an_indicator_round_and_other_weights_are_those_of_a_recursion_by_hand():
    made = ev.index(FIGURES, PLAIN, goalposts=(0, 100))
    low = 1 - FIGURES["b"] / 100
    first = (FIGURES["a"] / 100 + 3 * low) / 4
    whole = ((2 * first + FIGURES["c"] / 100) / 3).fillna(first)  # Z has no c: its sibling takes the weight
    assert made.score()["score"].tolist() == pytest.approx(whole.tolist(), abs=1e-9)
    weights = made.weights()
    assert weights.to_dict() == {"a": 1, "b": 3, "c": 1, "G1": 2, "G2": 1}
    weights["G1"], weights["a"] = 0.5, 2
    again = (0.5 * (2 * FIGURES["a"] / 100 + 3 * low) / 5 + FIGURES["c"] / 100) / 1.5
    assert made.score(weights)["score"].tolist()[:2] == pytest.approx(again.tolist()[:2], abs=1e-9)
    assert ev.index(FIGURES, PLAIN, weights, goalposts=(0, 100)).score()["score"].equals(made.score(weights)["score"])
    geometric = ev.index(FIGURES, PLAIN, goalposts=(0, 100), aggregation="geometric").nodes()
    assert geometric["G1"].tolist() == pytest.approx(((FIGURES["a"] / 100) * low**3) ** 0.25, abs=1e-9)


def test_goalposts_of_the_sample_are_stated_and_score_other_data_by_the_same_numbers():
    made = ev.index(FIGURES, PLAIN, goalposts="sample")
    rule = made.rubric.by_id["a"].normalise
    assert (rule.low, rule.high, rule.ground) == (10, 90, "least and greatest of 3 units")
    other = made.score(data=FIGURES.assign(a=50.0).loc[["Y"]])
    assert other["score"].tolist() == pytest.approx([((0.5 + 0) / 4 * 2 + 1) / 3])


def test_years_and_countries_are_kept_and_a_contrast_draws_and_audits_the_index(figures, hdi):
    panel = pd.concat({2021: figures.head(12) * 0.98, 2022: figures.head(12)}).swaplevel().sort_index()
    made = ev.index(panel, META, name="hdi-here")
    found = made.score()
    assert found.index.equals(panel.index)
    assert found["year"].tolist() == [2021, 2022] * 12
    study = made.study({"knowledge": 3})
    long = study.frame("scores").set_index(["plan_id", "weighting"])["score"]
    assert long.loc[list(zip(found["plan_id"], ["given"] * 24, strict=True))].tolist() == found["score"].tolist()
    assert set(study.frame("scores")["year"]) == {2021, 2022}
    drawn = study.draws(50, seed=2)
    assert drawn.shape == (50, 24)
    assert ((drawn >= 0) & (drawn <= 1)).all(axis=None)
    assert set(made.audit("importance")["id"]) >= {criterion.id for criterion in made.rubric.criteria}


def test_the_files_give_the_same_scores_and_pass_the_check(hdi, figures, tmp_path):
    written = hdi.to_files(tmp_path)
    assert tmp_path / "rubrics" / "hdi-here" / "rubric.yaml" in written
    done = CliRunner().invoke(cli, ["check", str(tmp_path)])
    assert done.exit_code == 0, done.output
    read = ev.rubric("hdi-here", library=tmp_path)
    columns = {code: name for code, name in hdi.codes.items() if name in read.by_id}
    assert read.score(figures.rename(columns=columns), "given")["score"].equals(hdi.score()["score"])
    with pytest.raises(EvaluatorError, match="there already"):
        hdi.to_files(tmp_path)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"meta": PLAIN.drop(columns="Parent")}, "meta has no column Parent"),
        ({"meta": PLAIN.assign(Parent="nobody")}, "a parent that is no code of an aggregate"),
        ({"meta": PLAIN.assign(Direction=2)}, "a direction is 1 or -1"),
        ({"meta": PLAIN.assign(Weight=-1)}, "a weight is a finite number"),
        (
            {"meta": PLAIN.assign(iCode=["a", "A", "c", "G1", "G2", "Index"])},
            "codes of meta are one in small letters: a, A",
        ),
        ({"meta": PLAIN.iloc[[0, 1, 0, 2, 3, 4, 5]]}, "a code of meta stands in several rows: a"),
        ({"meta": PLAIN.assign(Weight=[1, None, 1, 1, 1, None])}, "no weight stands in meta for: b. Give a number"),
        (
            {"meta": PLAIN.assign(Parent=["G1", "G1", "G2", "G2", "G1", None])},
            "parents that lead round in a circle: a, b, c, G1, G2",
        ),
        ({"data": FIGURES.drop(columns=["a", "c"])}, "the data has no column a, c"),
        ({"data": FIGURES.assign(a="much")}, "Give a number"),
        ({"data": FIGURES.set_axis(["X", "X", "Z"])}, "the index names plans twice: X"),
        ({"data": {"a": [1]}}, "data is a frame of pandas, not dict"),
        ({"goalposts": None}, "a: no goalposts. Give columns Low and High"),
        ({"goalposts": (5, 5)}, "`low` under `high`"),
        ({"data": FIGURES.assign(a=1.0), "goalposts": "sample"}, "a: all units have 1.0"),
        ({"weights": {"nobody": 1}}, "no part of the index is called 'nobody'"),
        ({"aggregation": "mean"}, "aggregation.kind"),
        ({"name": "My Index"}, "lower-case words joined by hyphens"),
    ],
)
def test_what_is_no_index_is_said_in_words(change, words):
    given = {"data": FIGURES, "meta": PLAIN, "goalposts": (0, 100)} | change
    with pytest.raises(EvaluatorError, match=words):
        ev.index(**given).score()
