"""The page's arithmetic is the evaluator's, to 1e-12 at every node: vectors made here, run by Node."""

from __future__ import annotations

import base64
import json
import math
import subprocess
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluator.contrasts.audit.variants import changed
from evaluator.extensions.explorer.content import POLICIES, arithmetic_data
from evaluator.library import Library
from evaluator.model.aggregation import Aggregation
from evaluator.model.rubric import Missing, NotApplicable
from evaluator.model.weighting import Weighting
from evaluator.pipeline import enter
from evaluator.scoring.card import make_card
from evaluator.scoring.outcomes import not_applicable
from evaluator.scoring.scores import score_plans, used_weights
from tests.lanes import one_in

SCRIPTS = Path(__file__).parents[2] / "templates" / "explorer"
KINDS = (
    {},
    {"kind": "geometric"},
    {"kind": "geometric", "least": 0.1},
    {"kind": "harmonic"},
    {"kind": "power", "exponent": -2.5},
    {"kind": "power", "exponent": 0.5},
    {"kind": "minimum"},
    {"kind": "share-met", "met_from": 0.5},
    {
        "kind": "steps",
        "steps": [
            {"points": 0.25, "of": "any", "reach": 0.25},
            {"points": 0.5, "of": 2, "reach": 0.5},
            {"points": 1, "of": "all", "reach": 0.5},
        ],
    },
    {"kind": "net-sum"},
)


@pytest.fixture(scope="module")
def shipped():
    """Return each shipped rubric with every unit that is rated under it, the record's of one year."""
    library = Library.open()
    found = {}
    for name in library.rubric_names:
        rubric = library.rubric(name)
        plans = [p for iso3 in library.country_codes for p in library.plan_ids(iso3) if library.is_assessed(p, rubric)]
        units = plans or [unit.unit_id for unit in library.units_of(name)][::40]
        found[name] = rubric, [enter(library.assessment(unit, rubric), rubric) for unit in units]
    return found


def random_frame(rubric, rng, number) -> Weighting:
    """Draw shares for every parent, some of them nought, and now and then a factor, an override or ignored gates."""
    weights = {}
    for parent, children in rubric.children.items():
        if not children or rng.random() < 0.2:
            continue
        drawn = rng.dirichlet(np.full(len(children), 0.4))
        drawn[rng.random(len(children)) < 0.15] = 0.0
        weights[parent] = {
            child: {"count": float(share), "origin": "modelled"} for child, share in zip(children, drawn, strict=True)
        }
    times = {"origin": "modelled", "times": float(rng.choice([0.0, 0.5, 2.0]))}
    return Weighting.model_validate(
        {
            "id": f"drawn-{number}",
            "rubric": rubric.id,
            "titles": {"en": "Drawn"},
            "actor": "nobody",
            "weights": weights,
            "factors": [{"where": {"tip_practice": "ignored"}, **times}, {"where": {"stance": "control"}, **times}],
            "overrides": [{"criterion": str(rng.choice([c.id for c in rubric.criteria])), **times}],
            "gates": "cap" if rng.random() < 0.5 else "ignore",
        }
    )


def optional(values) -> list[float | None]:
    return [None if math.isnan(x) else x for x in np.asarray(values).tolist()]


def vectors(name, rubric, entrants, frames, *, with_cards=True):
    """Return what the page holds, and what the evaluator makes of it; cards take longest."""
    scores = score_plans(rubric, tuple(frames), [entrant.outcomes for entrant in entrants])
    used = used_weights(scores)
    results = []
    for s, frame in enumerate(frames):
        row = []
        for p, entrant in enumerate(entrants):
            made = {
                "nodes": optional(scores.told[:, s, p]),
                "lows": optional(scores.ends[0].nodes[:, s, p]),
                "highs": optional(scores.ends[1].nodes[:, s, p]),
                "coverages": optional(scores.coverage[:, s, p]),
                "used": optional(used.criteria[s, p]),
            }
            row.append({**made, **(summary(rubric, frame, entrant) if with_cards else {})})
        results.append(row)
    local = [
        {"nodes": scores.local.nodes[s].tolist(), "criteria": scores.local.criteria[s].tolist()}
        for s in range(len(frames))
    ]
    held = arithmetic_data(rubric, frames, entrants)
    return {"name": name, "held": held, "local": local, "void": scores.void.tolist(), "results": results}


def summary(rubric, frame, entrant) -> dict:
    card = make_card(entrant.assessment, rubric, frame, entrant.outcomes, is_draft=False)
    grade = (card.grade.grade or "", card.cause, card.grade.lowest, card.grade.highest)
    numbers = [card.score, card.coverage, *card.bounds, *card.judgement_interval]
    return {"summary": numbers, "grade": ",".join(grade)}


def compared(node, folder: Path, worlds) -> dict:
    path = folder / "vectors.json"
    path.write_text(json.dumps(worlds), encoding="utf-8")
    here = Path(__file__).with_name("parity_node.mjs")
    ran = subprocess.run(
        [node, here, SCRIPTS / "score.js", SCRIPTS / "frame.js", path], capture_output=True, text=True, check=True
    )
    return json.loads(ran.stdout)


@pytest.mark.slow
def test_every_shipped_unit_has_the_same_numbers_under_every_shipped_frame(node, shipped, tmp_path):
    worlds = [
        vectors(name, rubric, entrants[:20], list(rubric.weightings.values()))
        for name, (rubric, entrants) in shipped.items()
    ]
    told = compared(node, tmp_path, worlds)
    assert told["wrong"] == []
    assert told["numbers"] > 40_000
    assert {name for name, (_, entrants) in shipped.items() if entrants} > {"four-paradigms", "public-record"}


@pytest.mark.parametrize(
    "how", one_in(10, KINDS), ids=lambda how: how.get("kind", "arithmetic") + str(how.get("exponent", ""))
)
def test_drawn_frames_give_the_same_numbers_whatever_joins_the_values(node, shipped, tmp_path, how):
    rng = np.random.default_rng(2006)
    worlds = []
    for name, (rubric, entrants) in shipped.items():
        for k, policy in enumerate(POLICIES):
            changed = rubric.model_copy(
                update={"aggregation": Aggregation.model_validate(how), "missing": Missing(policy=policy)}
            )
            frames = [random_frame(changed, rng, n) for n in range(3)]
            worlds.append(vectors(f"{name} {policy}", changed, entrants[k : k + 4], frames))
    told = compared(node, tmp_path, worlds)
    assert told["wrong"] == []
    assert told["largest"] <= 1e-12


def test_nodes_that_shrink_with_what_does_not_apply_do_so_on_the_page_too(node, shipped, tmp_path):
    rng = np.random.default_rng(35)
    rubric, entrants = shipped["four-paradigms"]
    nodes = [changed_node(one, "shrinks" if rng.random() < 0.6 else "keeps") for one in rubric.tree]
    worlds = []
    for how in KINDS:
        drawn = changed(rubric, tree=tuple(nodes), aggregation=Aggregation.model_validate(how))
        units = [replace(one, outcomes=with_gaps(drawn, one.outcomes, rng)) for one in entrants[:4]]
        worlds.append(vectors(f"shrinking {how}", drawn, units, [random_frame(drawn, rng, n) for n in range(3)]))
    told = compared(node, tmp_path, worlds)
    assert told["wrong"] == []
    assert told["largest"] <= 1e-12
    assert any(branch["shrinks"] for branch in worlds[0]["held"]["tree"]["branches"])


def changed_node(node, weight):
    return node.model_copy(update={"not_applicable": NotApplicable(weight=weight)})


def with_gaps(rubric, outcomes, rng):
    """Let a third of the criteria not apply."""
    return tuple(
        not_applicable(rubric.by_id[one.criterion_id], "drawn") if rng.random() < 0.35 else one for one in outcomes
    )


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ({"missing": "guess"}, "no policy for missing values is called guess"),
        ({"aggregation": {"kind": "median", "lowest": 0, "steps": []}}, "no aggregation is called median"),
    ],
)
def test_the_script_stops_at_a_rule_that_it_does_not_know(node, shipped, tmp_path, rule, words):
    rubric, entrants = shipped["four-paradigms"]
    world = vectors("unknown", rubric, entrants[:1], [rubric.weighting("equal")])
    world["held"]["tree"]["branches"][0] |= rule
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        compared(node, tmp_path, [world])
    assert words in stopped.value.stderr


@pytest.mark.slow
def test_hundreds_of_drawn_frames_give_shipped_units_the_same_numbers(node, shipped, tmp_path):
    rng = np.random.default_rng(1994)
    numbers = 0
    for name, (rubric, entrants) in shipped.items():
        for k in range(3):
            frames = [random_frame(rubric, rng, n) for n in range(100)]
            some = [entrants[(k + 7 * n) % len(entrants)] for n in range(min(6, len(entrants)))]
            told = compared(node, tmp_path, [vectors(name, rubric, some, frames, with_cards=False)])
            assert told["wrong"] == []
            numbers += told["numbers"]
    assert numbers > 150_000


@pytest.mark.slow
def test_every_unit_of_the_record_has_the_same_numbers(node, tmp_path):
    library, rng = Library.open(), np.random.default_rng(7)
    rubric = library.rubric("public-record")
    units = [unit.unit_id for unit in library.units_of("public-record")]
    assert len(units) > 1500
    for start in range(0, len(units), 400):
        entrants = [enter(library.assessment(unit, rubric), rubric) for unit in units[start : start + 400]]
        frames = [rubric.weighting("us-tip"), random_frame(rubric, rng, start)]
        told = compared(node, tmp_path, [vectors("record", rubric, entrants, frames, with_cards=False)])
        assert told["wrong"] == []


def as_addresses(*paths: Path) -> list[str]:
    """Return modules as addresses that hold them; a later one imports an earlier one by its address."""
    found: dict[str, str] = {}
    for path in paths:
        text = path.read_text(encoding="utf-8")
        for name, address in found.items():
            text = text.replace(f'"./{name}"', f'"{address}"')
        found[path.name] = "data:text/javascript;base64," + base64.b64encode(text.encode()).decode()
    return list(found.values())


@pytest.mark.slow
@pytest.mark.browser
def test_the_browser_gives_the_same_numbers_as_node(browser, shipped):
    rng = np.random.default_rng(11)
    worlds = [
        vectors(
            name, rubric, entrants[:8], [rubric.weighting("equal"), *(random_frame(rubric, rng, n) for n in range(6))]
        )
        for name, (rubric, entrants) in shipped.items()
    ]
    modules = as_addresses(SCRIPTS / "score.js", SCRIPTS / "frame.js", Path(__file__).with_name("parity.mjs"))
    told = browser.new_page().evaluate(
        """async ([modules, vectors]) => {
          const [engine, frame, parity] = await Promise.all(modules.map((address) => import(address)));
          return parity.compared(engine, frame.localWeights, vectors);
        }""",
        [modules, worlds],
    )
    assert told["wrong"] == []
    assert told["numbers"] > 20_000
