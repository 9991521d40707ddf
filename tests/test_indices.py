"""Published indices, stated as rubrics, give their published values.

Sources: Cho, Dreher and Neumayer (2014), Scandinavian Journal of Economics 116(2), 429-454; UNDP, Human
Development Report 2023/2024, technical notes 1 and 3 and its composite indices (CC BY 3.0 IGO); World Bank, Women,
Business and the Law 2024, methodology and historical panel, version 1.0 (CC BY 4.0).
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.contrasts.study import study_of
from evaluator.library import Library
from evaluator.pipeline import enter, evaluate
from evaluator.scoring.scores import score_plans

FOLDER = Path(__file__).parent / "data" / "indices"


@pytest.fixture(scope="module")
def library():
    return Library.open(FOLDER)


@pytest.fixture(scope="module")
def published():
    with (FOLDER / "published" / "hdi-2022.csv").open(encoding="utf-8", newline="") as lines:
        return {row["iso3"]: row for row in csv.DictReader(lines)}


def scores_of(library, name):
    """Score every unit of a rubric at once; by unit id."""
    rubric = library.rubric(name)
    plans = [library.assessment(unit.unit_id, rubric) for unit in library.units_of(name)]
    outcomes = [enter(plan, rubric).outcomes for plan in plans]
    found = score_plans(rubric, (rubric.weightings["equal"],), outcomes)
    ids = [plan.plan.id for plan in plans]
    return dict(zip(ids, np.round(found.score.total[0], 9).tolist(), strict=True)), found, ids


def test_the_files_of_the_indices_are_without_fault():
    done = CliRunner().invoke(cli, ["check", str(FOLDER)])
    assert done.exit_code == 0, done.output


@pytest.mark.slow
def test_the_3p_index_of_every_country_and_year_is_its_published_total(library):
    found, *_ = scores_of(library, "three-p")
    rows = {(row.iso3, row.year): row.overall for row in library.shared_facts.three_p_index}
    compared = {unit: (3 + 12 * score, rows[unit[:3], int(unit[4:8])]) for unit, score in found.items()}
    assert len(compared) == 2114
    assert {unit: pair for unit, pair in compared.items() if abs(pair[0] - pair[1]) > 1e-6} == {}


def test_the_3p_index_of_a_country_is_its_published_total_in_every_year(library):
    rubric = library.rubric("three-p")
    rows = {row.year: row.overall for row in library.shared_facts.three_p_index if row.iso3 == "ALB"}
    units = [unit for unit in library.units_of("three-p") if unit.iso3 == "ALB"]
    totals = [3 + 12 * (evaluate(library.assessment(u.unit_id, rubric), rubric).score or 0) for u in units]
    assert totals == pytest.approx([rows[int(unit.start[:4])] for unit in units])
    assert len(totals) > 10


def test_the_human_development_index_has_the_digits_that_were_published(library, published):
    found, *_ = scores_of(library, "hdi")
    assert len(found) == 193
    wrong = {u: (s, published[u[:3]]["hdi"]) for u, s in found.items() if round(s, 3) != float(published[u[:3]]["hdi"])}
    assert wrong == {}


@pytest.mark.parametrize("sex", ["women", "men"])
def test_the_index_of_women_and_of_men_agree_to_all_digits(library, published, sex):
    found, *_ = scores_of(library, f"hdi-{sex}")
    assert len(found) == 182
    theirs = {unit: float(published[unit[:3]][sex]) for unit in found}
    assert found == pytest.approx(theirs, abs=2e-9)


def test_the_groups_of_human_development_are_those_of_the_report(library, published):
    rubric = library.rubric("hdi")
    words = {"Very High": "very-high", "High": "high", "Medium": "medium", "Low": "low"}
    wrong = {}
    for unit in library.units_of("hdi"):
        grade = evaluate(library.assessment(unit.unit_id, rubric), rubric).grade.grade
        if grade != words[published[unit.iso3]["group"]]:
            wrong[unit.unit_id] = grade
    assert wrong == {}


def test_the_index_of_law_for_women_and_its_eight_groups_have_the_digits_that_were_published(library):
    with (FOLDER / "published" / "women-law-2024.csv").open(encoding="utf-8", newline="") as lines:
        told = {f"{row.pop('iso3')}-2023-law": row for row in csv.DictReader(lines)}
    found, scores, ids = scores_of(library, "women-law")
    assert len(ids) == len(told) == 190
    wrong = {unit: score for unit, score in found.items() if one_decimal(100 * score) != Decimal(told[unit]["index"])}
    assert wrong == {}
    groups = {branch.id: 100 * scores.score.nodes[at, 0] for at, branch in enumerate(scores.tree.branches) if at}
    assert len(groups) == 8
    for name, values in groups.items():
        assert values.tolist() == pytest.approx([float(told[unit][name]) for unit in ids], abs=1e-9)


def one_decimal(number: float) -> Decimal:
    """Return a number as the index rounds it: halves go up."""
    return Decimal(repr(round(number, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def test_bounds_of_a_whole_index_are_its_value(library):
    _, found, ids = scores_of(library, "hdi")
    low, high = found.ends[0].total[0], found.ends[1].total[0]
    assert len(ids) == 193
    assert low == pytest.approx(found.score.total[0])
    assert high == pytest.approx(found.score.total[0])


def test_places_are_those_of_the_published_values(library, published):
    rubric = library.rubric("hdi")
    entrants = [enter(library.assessment(unit.unit_id, rubric), rubric) for unit in library.units_of("hdi")]
    study = study_of(rubric, [rubric.weightings["equal"]], entrants)
    best = study.ranking("equal")[0]
    assert (best.plan_id, round(best.score or 0, 3)) == ("CHE-2022", 0.967)
    ordered = [float(published[v.plan_id[:3]]["hdi"]) for v in study.ranking("equal")]
    assert ordered == sorted(ordered, reverse=True)


def test_an_index_without_classes_has_no_row_on_them_and_names_country_and_year_once():
    said = CliRunner().invoke(cli, ["--library", str(FOLDER), "score", "USA", "--rubric", "women-law"]).stdout
    assert said.startswith("United States of America, 2023\n\nA score of 0.91 out of 1")
    assert "scored" not in said
    assert "known" not in said
