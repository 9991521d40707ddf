"""What a second reader would ask about a rubric, each with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from evaluator.library import Library
from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.rubric_lint import Subject, growing, lint_rubric, measuring

RUBRICS = Path(__file__).parents[2] / "rubrics"
LIBRARY = Library.open()
WITNESS = "witness-protection"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(RUBRICS / "four-paradigms", tmp_path / "four-paradigms"))


def remarks(folder, severities=("warning",)):
    layers = Layers((folder,))
    rubric = read_rubric(layers)
    return [p for p in lint_rubric(layers, rubric, LIBRARY.standards) if p.severity in severities]


def change(folder, name, old, new):
    path = folder / "criteria" / f"{name}.yaml" if "/" not in name else folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", LIBRARY.rubric_names)
def test_the_shipped_rubrics_give_no_warning(name):
    layers = LIBRARY.layers.below("rubrics").below(name)
    found = lint_rubric(layers, LIBRARY.rubric(name), LIBRARY.standards)
    assert [str(p) for p in found if p.severity != "note"] == []


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("against retaliation and intimidation?", "and how are they helped?", "a question that holds a second one"),
        ("against retaliation and intimidation?", "? Does it help them?", "a question that holds a second one"),
        ("origin: modelled\n", "", "no `origin`"),
        ("object: plan\n", "object: law\n", "an `answered_by` of what is not read in a plan's text"),
        ("cets197-30, untoc-24", "ohchr-p9, untoc-24", "ohchr-p9, which is soft"),
    ],
)
def test_one_slip_gives_one_warning_at_its_place(folder, old, new, found):
    change(folder, WITNESS, old, new)
    (problem,) = remarks(folder)
    assert problem.found == found
    assert problem.path.endswith(f"{WITNESS}.yaml")
    assert problem.line is not None


def test_a_floor_that_is_missing_without_a_word_is_told(folder):
    change(folder, "border-identification", "floor: [palermo-10-2, cets197-10-1]", "floor: []")
    (problem,) = remarks(folder)
    assert problem.found == "no `floor`, and no `floor_note`"


def test_levels_that_say_the_same_or_less_or_nothing_that_can_be_ticked(folder):
    path = folder / "criteria" / "survivors-voice.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("levels:\n"), text.index("\nfloor:")
    lines = ["levels:", "0: silent", "1: a body helps", "2: a body helps", "3: a body", "4: appropriate help by a body"]
    levels = "\n  ".join(lines)
    path.write_text(text[:start] + levels + text[end:], encoding="utf-8")
    assert [(p.key, p.found) for p in remarks(folder)] == [
        ("levels.2", "level 2 says the same as level 1"),
        ("levels.3", "level 3 says less than level 2"),
        ("levels.4", "the word 'appropriate'"),
    ]


def test_a_gate_needs_examples_and_says_what_the_opposite_is(folder):
    path = folder / "criteria" / "non-punishment.yaml"
    text = path.read_text(encoding="utf-8")
    text = text[: text.index("examples:")] + text[text.index("sources:") :]
    path.write_text(text.replace("contrary:", "else:", 1), encoding="utf-8")
    assert {p.found for p in remarks(folder)} == {
        "a gate whose level 0 does not say what the opposite looks like",
        "no example for level 1, 2, 3",
    }


def test_a_missing_tip_coding_or_ground_is_told_where_the_rubric_codes_at_all(folder):
    path = folder / "criteria" / f"{WITNESS}.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("tip_statute_2000:"), text.index("tip_practice:")
    rest = text.index("search_terms:")
    path.write_text(text[:start] + "tip_practice: {coding: partly}\n" + text[rest:], encoding="utf-8")
    assert end > start
    assert {p.found for p in remarks(folder)} == {
        "no `tip_statute_2000`", "no `tip_statute_2022`", "a coding without a ground",
    }  # fmt: skip


def test_a_yardstick_that_does_not_say_so(folder):
    change(folder, "return-capacity", "(the actor's yardstick, not our norm)", "")
    (problem,) = remarks(folder)
    assert problem.found == "a yardstick that does not say so"


def without_advice(folder, name, advice=""):
    path = folder / "criteria" / f"{name}.yaml"
    text = path.read_text(encoding="utf-8")
    start, end = text.index("recommend:"), text.index("tip_statute_2000:")
    path.write_text(text[:start] + advice + text[end:], encoding="utf-8")


def test_a_judged_criterion_says_what_to_recommend_and_a_computed_one_need_not(folder):
    without_advice(folder, WITNESS)
    without_advice(folder, "deadlines")
    assert [(Path(p.path).stem, p.found) for p in remarks(folder)] == [(WITNESS, "no `recommend`")]


def test_the_words_of_a_level_are_no_advice(folder):
    level = "Nobody is removed."
    without_advice(folder, "no-summary-deportation", f"recommend: {level}\n")
    change(folder, "no-summary-deportation", "  3: >-\n", f"  3: {level}\n  4: >-\n")
    path = folder / "criteria" / "no-summary-deportation.yaml"
    text = path.read_text(encoding="utf-8")
    last = text.rindex("  4: >-\n", 0, text.index("\nfloor:"))
    path.write_text(text[:last] + text[text.index("\nfloor:") :], encoding="utf-8")
    assert "the words of a level" in {p.found for p in remarks(folder)}


def test_what_an_actor_counts_is_never_recommended(folder):
    change(folder, "return-capacity", "tip_statute_2000:", "recommend: Return more persons.\ntip_statute_2000:")
    (problem,) = remarks(folder)
    assert (problem.key, problem.found) == ("recommend", "advice to do what an actor counts")


def listed(folder, name, lines):
    text = "checklist:\n" + "".join(f"  - {line}\n" for line in lines) if lines else ""
    path = folder / "criteria" / f"{name}.yaml"
    whole = path.read_text(encoding="utf-8")
    if "\nchecklist:" in whole:
        start = whole.index("\nchecklist:") + 1
        whole = whole[:start] + whole[whole.index("floor:", start) :]
    path.write_text(whole.replace("floor:", text + "floor:", 1), encoding="utf-8")
    key = "checklist"
    return [
        (p.key, p.found) for p in remarks(folder, ("warning", "note")) if key in f"{p.key} {p.found}" and name in p.path
    ]


def test_a_level_3_of_many_parts_has_a_checklist_of_three_conditions_or_more_each_once(folder):
    assert listed(folder, WITNESS, []) == [("", "level 3 in 8 parts, and no `checklist`")]
    assert listed(folder, WITNESS, ["a body", "families", "after proceedings"]) == []
    assert listed(folder, WITNESS, ["a body", "A  body", "families"]) == [
        ("checklist[1]", "a condition that is empty, or there already")
    ]
    assert listed(folder, WITNESS, ["a body", "families"]) == [("checklist", "a checklist of 2")]


def test_nobody_ticks_what_is_computed(folder):
    found = [("checklist", "a checklist of what is computed")]
    assert listed(folder, "deadlines", ["a date", "a milestone", "a lead"]) == found
    assert listed(folder, "return-capacity", []) == []


def test_numbers_without_a_ground_and_a_view_without_a_portrait(folder):
    view = (
        "id: my-view\nrubric: four-paradigms\ntitles: {en: My view}\nactor: me\ngates: cap\n"
        "weights:\n  total:\n    paradigms: {share: 0.5, origin: modelled}\n"
        "    plan-quality: {share: 0.5, origin: modelled, ground: halves}\n"
        "factors:\n  - {where: {yardstick: true}, times: 0, origin: modelled}\n"
    )
    (folder / "weightings" / "my-view.yaml").write_text(view, encoding="utf-8")
    assert [(p.key, p.found) for p in remarks(folder)] == [
        ("", "no `portrait`"),
        ("", "no `limits`"),
        ("weights.total.paradigms", "a number without a ground"),
        ("factors[0]", "a number without a ground"),
    ]


def test_parts_of_the_head_without_a_ground(folder):
    change(folder, "./rubric.yaml", ", ground: equal steps", "")
    (problem,) = remarks(folder)
    assert (problem.key, problem.found) == ("scale", "`scale` without a ground")


def test_a_norm_level_without_a_ground_and_a_rubric_without_one(folder):
    text = (folder / "rubric.yaml").read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("norm_level"))
    change(folder, "./rubric.yaml", line, "norm_level: {level: 3, gap_up_to: 1, origin: modelled}")
    (problem,) = remarks(folder)
    assert (problem.key, problem.found) == ("norm_level", "`norm_level` without a ground")
    change(folder, "./rubric.yaml", "norm_level: {level: 3, gap_up_to: 1, origin: modelled}\n", "")
    (problem,) = remarks(folder)
    assert problem.found == "no `norm_level`, so that reports name neither strengths nor gaps"


def test_what_the_eye_must_decide_is_a_note(folder):
    assert remarks(folder, ("note",)) == []
    change(folder, WITNESS, "against retaliation and intimidation?", "against retaliation, and intimidation?")
    notes = {p.found for p in remarks(folder, ("note",))}
    assert "a question that goes on after `, and`" in notes


BASE = {"id": "x", "meaning_version": 1, "parent": "a", "object": "practice", "title": "x"}


def _subject(criterion):
    return Subject(Criterion.model_validate(criterion), Rubric.model_construct(), {})


def judged(*levels):
    return _subject({**BASE, "kind": "judged", "levels": dict(enumerate(levels))})


def measured(**conditions):
    return _subject({
        **BASE,
        "kind": "indicator",
        "inputs": ["a", "b"],
        "ratios": {"rate": {"of": "a", "over": "b"}},
        "conditions": {int(level[1:]): tests for level, tests in conditions.items()},
    })  # fmt: skip


def at(op, value, kind="all"):
    return {kind: [{"ratio": "rate", "op": op, "value": value}]}


def test_a_level_grows_by_any_new_word():
    assert list(growing(judged("none", "an aim", "an aim and a measure"))) == []


def test_a_level_that_repeats_or_shortens_the_one_below_does_not_grow():
    told = [one.found for one in growing(judged("none", "An aim.", "an aim", "aim"))]
    assert told == ["level 2 says the same as level 1", "level 3 says less than level 2"]


def test_thresholds_grow_in_their_own_direction():
    assert list(measuring(measured(l1=at(">=", 0.1), l2=at(">=", 0.3)))) == []
    assert list(measuring(measured(l1=at("<", 0.5), l2=at("<", 0.2)))) == []
    assert [one.key for one in measuring(measured(l1=at(">=", 0.3), l2=at(">=", 0.1)))] == [("conditions", 2, "all", 0)]
    assert [one.found for one in measuring(measured(l1=at("<", 0.2), l2=at("<", 0.5)))] == [
        "level 2 asks less of rate than a level below"
    ]


def test_a_test_that_need_not_hold_binds_nothing_above():
    assert list(measuring(measured(l1=at(">=", 0.3, "any"), l2=at(">=", 0.1)))) == []
