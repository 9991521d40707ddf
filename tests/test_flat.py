"""A rubric of depth one: its criteria hang on the root, and everything works on it from the check to the report."""

from __future__ import annotations

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library, shipped_root
from evaluator.pipeline import contrast, evaluate, leave_one_out
from evaluator.read.whole import check_library
from evaluator.scoring.explain import explain
from tests.tiny import question, write_library

RATINGS = {"a": ("rated", "4"), "b": ("rated", "2"), "c": ("not-assessed", ""), "g": ("rated", "1")}
QUESTIONS = [question(name, "total") for name in "abcg"]


def entry(number: float) -> dict[str, object]:
    return {"count": number, "origin": "modelled"}


@pytest.fixture
def folder(tmp_path):
    """Two plans under one flat rubric with two weightings: all alike, and numbers stated at the root."""
    own = tmp_path / "own"
    shipped = yaml.safe_load((shipped_root() / "rubrics/four-paradigms/rubric.yaml").read_text(encoding="utf-8"))
    head = {"tree": [], "grading": {"gates": ["g"]}, "contrast": {**shipped["contrast"], "draws": 200}}
    write_library(own, QUESTIONS, RATINGS, rubric=head, weighting={"weights": {"total": "by-criteria"}})
    stated = {"total": {"a": entry(1), "b": entry(3), "c": entry(1), "g": entry(2)}}
    view = yaml.safe_load((own / "rubrics/tiny/weightings/w.yaml").read_text(encoding="utf-8"))
    override = [{"criterion": "g", "times": 0.5, "origin": "modelled"}]
    other = {**view, "id": "x", "titles": {"en": "Other"}, "weights": stated, "overrides": override}
    (own / "rubrics/tiny/weightings/x.yaml").write_text(yaml.safe_dump(other), encoding="utf-8")
    shutil.copytree(own / "countries/XXA", own / "countries/XXB")
    plans = own / "countries/XXB/plans"
    (plans / "XXA-2020-2023").rename(plans / "XXB-2020-2023")
    for path in (own / "countries/XXB").rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("XXA", "XXB"), encoding="utf-8")
    table = plans / "XXB-2020-2023/assessments/tiny/aa.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("a,1,rated,4", "a,1,rated,1"), encoding="utf-8")
    return own


@pytest.fixture
def library(folder):
    return Library.open(folder)


def test_it_is_read_without_a_fault(library, folder):
    assert [str(p) for p in check_library(library, [folder]) if p.severity == "fault"] == []
    rubric = library.rubric("tiny")
    assert rubric.is_flat
    assert rubric.paradigms == ("total",)
    assert {rubric.paradigm_of(c.id) for c in rubric.criteria} == {"total"}
    assert rubric.title("total") == "Tiny"


def test_a_parent_that_is_no_node_is_still_a_fault(folder):
    path = folder / "rubrics/tiny/criteria/a.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("parent: total", "parent: totl"), encoding="utf-8")
    problems = check_library(Library.open(folder), [folder / "rubrics" / "tiny"])
    fault, child = [p for p in problems if p.severity == "fault"]
    assert (fault.found, fault.expected) == ("parent 'totl'", "a node of the tree, or total for the root")
    assert "'total'" in fault.suggestion
    assert child.found == "child 'a'"  # the weighting states a number for it at the root


def test_scores_by_hand_with_all_criteria_alike_and_with_numbers_at_the_root(library):
    """Points 1, 0.5, none, 0.25; stated 1, 3, 1 and 2 x 0.5 (a stated number and an override multiply)."""
    plan, rubric = library.assessment("XXA-2020-2023", "tiny"), library.rubric("tiny")
    card = evaluate(plan, rubric)
    assert card.score == pytest.approx((1 + 0.5 + 0.25) / 3, abs=1e-9)
    assert (card.coverage, card.bounds) == (0.75, (0.4375, 0.6875))
    other = evaluate(plan, rubric, "x")
    assert other.score == pytest.approx((1 * 1 + 3 * 0.5 + 1 * 0.25) / 5, abs=1e-9)
    assert [s.stated for s in other.criteria] == pytest.approx([1 / 6, 3 / 6, 1 / 6, 1 / 6])
    assert other.group("total") == other.node("total")
    derived = explain(other)
    assert sum(part.contribution for part in derived.root.parts if part.contribution) == pytest.approx(other.score)
    grounds = explain(other, "g").root.weight.grounds
    assert [(ground.what, ground.number) for ground in grounds] == [
        ("base", 1.0),
        ("times, for this criterion,", 0.5),
        ("count", 2.0),
    ]


def test_a_contrast_ranks_the_plans_and_draws_weights_of_the_criteria(library):
    plans = [library.assessment(name, "tiny") for name in ("XXA-2020-2023", "XXB-2020-2023")]
    study = contrast(plans, library.rubric("tiny"))
    assert [w.id for w in study.weightings] == ["w", "x"]
    assert {left.id for left in leave_one_out(study)} >= {"a"}
    assert not any(left.kind == "paradigm" for left in leave_one_out(study))


def test_criteria_beside_nodes_are_a_group_with_a_weight_and_without_a_score_of_its_own(tmp_path):
    criteria = [question("a"), question("b", "total"), question("c", "total")]
    ratings = {"a": ("rated", "4"), "b": ("rated", "2"), "c": ("rated", "0")}
    library = write_library(tmp_path, criteria, ratings)
    card = evaluate(library.assessment("XXA-2020-2023", "tiny"), library.rubric("tiny"))
    assert not card.rubric.is_flat
    assert card.rubric.paradigms == ("n", "total")
    assert card.score == pytest.approx(0.5)
    beside = card.group("total")
    assert (beside.score, beside.coverage) == (None, None)
    assert (beside.stated, beside.used) == pytest.approx((2 / 3, 2 / 3))
    assert card.group("n").score == 1.0


@pytest.mark.parametrize(
    "words",
    [
        "check",
        "score XXA --rubric tiny",
        "score XXA --rubric tiny --weighting x --format json",
        "explain XXA a --rubric tiny",
        "explain XXA total --rubric tiny --weighting x",
        "todo XXA --rubric tiny",
        "contrast XXA XXB --rubric tiny",
        "show tiny",
        "list criteria --rubric tiny",
        "sheet export XXA --rubric tiny --coder bb --format csv",
        "report XXA --rubric tiny --html",
        "report XXA XXB --rubric tiny --kind contrast --html",
        "report XXA XXB --rubric tiny --kind comparative --html",
        "report XXA --rubric tiny --kind brief --html",
    ],
)
def test_every_command_works_on_it(words, folder, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli, ["--library", str(folder), *words.split()])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (0, 1), result.output
    if "json" in words:
        assert json.loads(result.stdout)
