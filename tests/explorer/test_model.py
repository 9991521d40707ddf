"""What the page makes of a wish: its ways to come first, its map and its order of frames are those of the evaluator."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest

from evaluator.contrasts.nearest import neighbours_of
from evaluator.contrasts.study import study_of
from evaluator.extensions.explorer.content import page_data
from evaluator.library import Library
from evaluator.pipeline import enter
from evaluator.scoring.scores import score_plans
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights
from tests.lanes import one_in

MODEL = Path(__file__).parents[2] / "templates" / "explorer" / "model.js"
POINTS = ((0, 14), (7, 14), (14, 0), (3, 9), (6, 6))


@pytest.fixture(scope="module")
def library():
    return Library.open()


@pytest.fixture(scope="module")
def world(library):
    """Return law and practice with a floor that most of its units reach, so that they have a rank."""
    rubric = library.rubric("law-and-practice")
    rubric = rubric.model_copy(update={"grading": rubric.grading.model_copy(update={"least_coverage": 0.4})})
    plans = [p for iso3 in library.country_codes for p in library.plan_ids(iso3) if library.is_assessed(p, rubric)]
    return rubric, [enter(library.assessment(plan, rubric), rubric) for plan in plans]


@pytest.fixture(scope="module")
def held(world):
    rubric, entrants = world
    return page_data(rubric, list(rubric.weightings.values()), entrants, "en")


@pytest.fixture
def run(node, tmp_path):
    """Return what an expression over `data` and the module `model` comes to, in Node."""

    def of(held, expression):
        (tmp_path / "held.json").write_text(json.dumps(held), encoding="utf-8")
        code = f"""
        import {{ readFileSync }} from "node:fs";
        import * as model from {json.dumps(MODEL.as_uri())};
        const data = model.held(JSON.parse(readFileSync({json.dumps(str(tmp_path / "held.json"))}, "utf8")));
        console.log(JSON.stringify({expression}));
        """
        ran = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
        return json.loads(ran.stdout)

    return of


def with_shares(rubric, shares):
    """Return the equal weighting with stated shares of the four paradigms."""
    weighting = rubric.weighting("equal")
    entries = {name: {"count": share, "origin": "modelled"} for name, share in shares.items()}
    weights = {
        parent: given if isinstance(given, str) else {child: entry.model_dump() for child, entry in given.items()}
        for parent, given in weighting.weights.items()
    }
    whole = {**weighting.model_dump(by_alias=True), "weights": {**weights, "paradigms": entries}}
    return type(weighting).model_validate(whole)


def firsts(world, every) -> list[list[str]]:
    """Return who comes first under each of some shares by the evaluator's scores, of those assessed far enough."""
    rubric, entrants = world
    frames = tuple(with_shares(rubric, shares) for shares in every)
    scores = score_plans(rubric, frames, [entrant.outcomes for entrant in entrants])
    values = np.round(scores.score.nodes[0], 9)
    values[np.round(scores.coverage[0], 9) < rubric.grading.least_coverage] = np.nan
    values[(~np.isnan(values)).sum(axis=1) < 2] = np.nan  # a plan that alone is assessed far enough has no rank
    best = np.nanmax(np.where(np.isnan(values), -1, values), axis=1, keepdims=True)
    return [
        [e.assessment.plan.id for e, is_best in zip(entrants, row, strict=True) if is_best] for row in values == best
    ]


def proportional(**given):
    """Return shares of the four paradigms: those given, and what they leave in equal parts."""
    names = ("migration", "law-enforcement", "human-rights", "economic")
    fixed = {name.replace("_", "-"): share for name, share in given.items()}
    rest = (1 - sum(fixed.values())) / (4 - len(fixed))
    return {name: fixed.get(name, rest) for name in names}


def test_the_map_of_who_comes_first_is_the_evaluators_at_five_points(run, held, world):
    cells = run(held, "model.firstOver(data, model.plainWish(data), data.groups[0], data.groups[1], 15)")
    assert [group["id"] for group in held["groups"][:2]] == ["migration", "law-enforcement"]
    names = {unit["id"]: unit["name"] for unit in held["units"]}
    for column, row in POINTS:
        x, y = (column + 0.5) / 15, 1 - (row + 0.5) / 15
        if x + y > 1 + 1e-9:
            assert cells[row][column] == {"first": None, "isThere": False}
            continue
        (expected,) = firsts(world, [proportional(migration=x, law_enforcement=y)])
        assert cells[row][column]["first"] == (", ".join(names[name] for name in expected) or None)
    assert cells[4][4]["isThere"]  # on the diagonal the two shares are the whole


UNITS = ["SVN-2021-2022", "MKD-2021-2025", "HRV-2022-2023", "SRB-2021-2023", "XKX-2022-2026"]


@pytest.mark.parametrize("unit", one_in(5, UNITS))
def test_a_way_to_come_first_is_one_by_the_evaluator_and_no_smaller_step_is(run, held, world, unit):
    ways = run(held, f"model.waysToFirst(data, model.plainWish(data), {json.dumps(unit)})")
    found = {way["group"]["id"]: way["to"] for way in ways}
    for group in held["groups"]:
        key = group["id"].replace("-", "_")
        every = firsts(world, [proportional(**{key: step / 100}) for step in range(101)])
        first = {step for step, names in enumerate(every) if unit in names}
        nearest = min((abs(step - 25) for step in first), default=None)
        if nearest is None:
            assert group["id"] not in found
        else:
            assert round(100 * found[group["id"]]) in first
            assert abs(round(100 * found[group["id"]]) - 25) == nearest


def test_frames_stand_in_the_order_of_the_weight_that_the_evaluator_gives_to_control(run, held, world):
    rubric, _ = world
    frames, tree = tuple(rubric.weightings.values()), plant(rubric)
    everything = np.ones((1, len(tree.criteria)), dtype=bool)
    weights = path_weights(tree, local_weights(rubric, tree, frames), everything).criteria[:, 0]
    is_control = np.array([rubric.stance_of(criterion.id) == "control" for criterion in rubric.criteria])
    control = {frame.id: float(row[is_control].sum()) for frame, row in zip(frames, weights, strict=True)}
    shown = run(held, "model.byPreset(data, data.tree).map((one) => [one.preset.id, one.control])")
    assert dict(shown) == pytest.approx(control, abs=1e-12)
    assert [share for _, share in shown] == sorted(share for _, share in shown)


def test_a_stance_multiplies_a_share_once_however_it_was_set(run, held):
    """A group with a stance of its own, weighed double: asked for half of the whole it gets half, not two thirds."""
    stances = [*held["stanceOf"]]
    at = held["groups"][0]["at"]
    stances[at] = "control"
    wish = "{...model.plainWish(data), stances: {control: 2, protection: 1, structural: 1}}"
    data = {**held, "stanceOf": stances}
    shares = run(
        data,
        f"((w) => [...model.outcome(data, model.withShare(data, w, {at}, 0.5)).weights.nodes])({wish})",
    )
    assert shares[at] == pytest.approx(0.5)
    raw = run(data, f"[...model.rawShares(data, {wish}, {at}).values()]")
    assert raw == pytest.approx([25, 25, 25, 25])


def test_scores_are_read_beside_the_best_of_real_plans_one_level_and_the_invented_plan(run, library):
    rubric = library.rubric()
    entrants = [enter(library.assessment(name, rubric), rubric) for name in ("BRA-2018-2022", "COL-2007-2012")]

    def beside(some):
        data = page_data(rubric, [rubric.weighting("equal")], some, "en")
        for one in data["beside"]:
            one["name"] = str(one["name"])
        return run(data, "model.beside(data, model.outcome(data, model.plainWish(data)))")

    both, alone = beside(entrants), beside(entrants[:1])
    best = "the best answers of 2 real plans taken together"
    assert [one["name"] for one in both] == [best, "level 2 everywhere", "Arvenia (invented)"]
    assert both[1]["score"] == pytest.approx(0.5)
    assert both[0]["score"] < 0.5 < both[2]["score"]
    assert (alone[0]["alone"], alone[0]["score"]) == (True, None), "one plan makes no best of several"


def test_groups_that_ask_nothing_have_no_slider_and_take_no_share(run, library):
    rubric = library.rubric("public-record")
    entrant = enter(library.assessment("ROU-2005", rubric), rubric)
    held = page_data(rubric, [rubric.weighting("equal")], [entrant], "en")
    assert [group["id"] for group in held["groups"]] == ["law-enforcement", "human-rights"]
    raw = "model.rawShares(data, model.plainWish(data), n).get(n)"
    shown = run(held, f"model.weighable(data).map((n) => [data.tree.branches[n].id, {raw}])")
    assert shown == [["law-enforcement", 50], ["human-rights", 50]]
    cells = run(held, "model.firstOver(data, model.plainWish(data), data.groups[0], data.groups[1], 15)")
    assert [[cell["isThere"] for cell in row] for row in cells] == [[True] * 60]


def test_two_groups_under_different_nodes_take_any_two_shares(run, library):
    rubric = library.rubric()
    held = page_data(
        rubric, [rubric.weighting("equal")], [enter(library.assessment("BRA-2018-2022", rubric), rubric)], "en"
    )
    cells = run(held, "model.firstOver(data, model.plainWish(data), data.groups[0], data.groups[4], 3)")
    assert all(cell["isThere"] for row in cells for cell in row)


def test_a_share_that_stands_alone_in_an_address_is_of_a_hundred_as_its_siblings_are(run, held):
    at = held["groups"][0]["at"]
    raw = run(
        held, f"[...model.rawShares(data, {{...model.plainWish(data), shares: {{migration: 75}}}}, {at}).values()]"
    )
    assert raw == pytest.approx([75, 25, 25, 25])
    whole = f"model.outcome(data, {{...model.plainWish(data), shares: {{migration: 75}}}}).weights.nodes[{at}]"
    assert run(held, whole) == pytest.approx(0.5)


@pytest.mark.parametrize("frame", ["gaatw", "us-tip"])
def test_frames_stand_by_their_nearness_with_what_turns_as_the_evaluator_counts_it(library, world, run, frame):
    rubric, entrants = world
    weightings = rubric.ordered_weightings(frame)
    told = neighbours_of(study_of(rubric, weightings, entrants))
    data = page_data(rubric, list(weightings), entrants, "en")
    own = json.dumps(frame)
    found = run(data, f"model.neighboursOf(data, model.outcome(data, model.plainWish(data, {own})), {own})")
    assert [one["elsewhere"] for one in found] == pytest.approx([row.elsewhere for row in told])
    by_id = {row.weighting: row for row in told}
    for one in found:
        row = by_id[one["preset"]["id"]]
        assert (one["turned"], one["pairs"]) == (row.turned or 0, row.pairs or 0)
        assert (one["newGrades"], one["graded"]) == (row.new_grades or 0, row.graded or 0)
        assert one["more"] in {rubric.title(name) for name in row.more}
        assert one["less"] in {rubric.title(name) for name in row.less}
    assert any(row.pairs and row.turned for row in told)
