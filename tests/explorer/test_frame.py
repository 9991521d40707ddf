"""Frames that readers set: written into the address and read back, never trusted, and no move changes a plain frame."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

FRAME = Path(__file__).parents[2] / "templates" / "explorer" / "frame.js"
KNOWN = {
    "presets": ["equal", "us-tip"],
    "reference": "equal",
    "nodes": ["migration", "economic"],
    "stances": ["control", "protection"],
    "objects": ["plan", "law"],
    "joins": ["minimum"],
}
PLAIN = {
    "preset": "equal",
    "shares": {},
    "stances": {"control": 1, "protection": 1},
    "objects": {"plan": True, "law": True},
    "countsIgnored": True,
    "gates": "",
    "aggregation": "",
}


@pytest.fixture
def run(node):
    """Return what an expression over the module `frame` comes to, in Node."""

    def of(expression: str):
        return _ran(node, expression)

    return of


def _ran(node: str, expression: str):
    code = f"import * as frame from {json.dumps(FRAME.as_uri())}; console.log(JSON.stringify({expression}))"
    ran = subprocess.run([node, "--input-type=module", "-e", code], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def read(run, address: str):
    return run(f"frame.fromAddress({json.dumps(address)}, {json.dumps(KNOWN)})")


def test_what_is_set_comes_back_from_the_address(run):
    wish = {
        **PLAIN,
        "preset": "us-tip",
        "shares": {"migration": 12.5, "economic": 0},
        "stances": {"control": 0.25, "protection": 1},
        "objects": {"plan": True, "law": False},
        "countsIgnored": False,
        "gates": "ignore",
        "aggregation": "minimum",
    }
    address = run(f"frame.toAddress({json.dumps(wish)}, {{unit: 'ALB'}})")
    assert "unit=ALB" in address
    assert read(run, address) == wish


def test_a_plain_frame_has_a_short_address(run):
    assert run(f"frame.toAddress({json.dumps(PLAIN)}, {{}})") == "frame=equal"


@pytest.mark.parametrize(
    "address",
    ["", "frame=nobody", "w.migration=-1", "w.migration=101", "w.migration=x", "w.migration=", "s.control=NaN",
     "s.control=5", "join=power", "gates=open", "without=nothing", "w.__proto__=3", "frame=<script>"],
)  # fmt: skip
def test_an_address_that_cannot_be_falls_back_to_the_reference(run, address):
    assert read(run, address) == PLAIN


GROUND = {
    "tree": {
        "branches": [
            {"id": "total", "nodes": [1, 2], "criteria": []},
            {"id": "a", "nodes": [], "criteria": [0, 1]},
            {"id": "b", "nodes": [], "criteria": [2]},
        ],
        "criteria": ["x", "y", "z"],
        "negative": [False, False, False],
    },
    "weighed": [
        {"id": "x", "traits": {"object": "law", "tip_practice": "ignored"}, "alarm": False},
        {"id": "y", "traits": {"object": "plan"}, "alarm": False},
        {"id": "z", "traits": {"object": "plan"}, "alarm": True},
    ],
    "stanceOf": [None, "control", None],
    "basis": "tip_practice",
}
PRESET = {"weights": {}, "factors": [], "overrides": {"y": 2}, "gates": "cap"}


def framed(run, **change):
    wish = {**PLAIN, "stances": {"control": 1}, **change}
    made = run(f"frame.framed({json.dumps(GROUND)}, {json.dumps(PRESET)}, {json.dumps(wish)})")
    taken = ", ".join(json.dumps(part) for part in (GROUND["tree"], GROUND["weighed"], made))
    return made, run(f"((l) => [[...l.nodes], [...l.criteria]])(frame.localWeights({taken}))")


def test_an_unmoved_frame_is_the_preset_and_nodes_weigh_their_criteria(run):
    made, (nodes, criteria) = framed(run)
    assert made == PRESET
    assert criteria == [1, 2, 0]  # the override doubles y, and an alarm weighs nothing
    assert nodes == [1, 3, 0]


def test_a_moved_share_is_stated_beside_what_its_siblings_weigh(run):
    made, (nodes, _) = framed(run, shares={"b": 40})
    assert made["weights"] == {"total": {"a": 100, "b": 40}}  # b weighed nothing before, so a was the whole
    assert nodes == [1, 100, 40]


def test_a_stance_multiplies_the_node_that_has_it(run):
    made, (nodes, _) = framed(run, stances={"control": 0.5})
    assert made["weights"] == {"total": {"a": 1.5, "b": 0}}
    assert nodes[1] == 1.5


def test_what_is_switched_off_weighs_nothing(run):
    _, (_, criteria) = framed(run, objects={"plan": True, "law": False})
    assert criteria == [0, 2, 0]
    _, (_, criteria) = framed(run, countsIgnored=False)
    assert criteria == [0, 2, 0]


def statable(run, frame):
    taken = ", ".join(json.dumps(part) for part in (GROUND["tree"], GROUND["weighed"], frame))
    return run(f"frame.statable({taken})")


def test_siblings_that_all_weigh_nothing_pass_their_nought_to_the_node_above(run):
    tree = json.loads(json.dumps(GROUND["tree"]))
    tree["branches"][2]["criteria"] = [1]
    tree["branches"][1]["criteria"] = [0]
    frame = {**PRESET, "weights": {"a": {"x": 0}}}
    made = run(f"frame.statable({json.dumps(tree)}, {json.dumps(GROUND['weighed'])}, {json.dumps(frame)})")
    assert made["weights"] == {"a": "by-criteria", "total": {"a": 0, "b": 2}}


def test_where_nothing_has_weight_no_file_can_say_it(run):
    assert statable(run, {**PRESET, "weights": {"total": {"a": 0, "b": 0}}}) is None


def test_factors_on_what_the_rubric_has_not_and_overrides_without_effect_are_left_out(run):
    factors = [{"where": {"yardstick": True}, "times": 0}, {"where": {"object": "law"}, "times": 0.5}]
    made = statable(run, {**PRESET, "factors": factors, "overrides": {"y": 2, "z": 3}})
    assert made["factors"] == factors[1:]
    assert made["overrides"] == {"y": 2}


def test_a_criterion_beside_nodes_is_stated_where_its_siblings_are(run):
    tree = json.loads(json.dumps(GROUND["tree"]))
    tree["branches"][0]["criteria"] = [2]
    frame = {**PRESET, "weights": {"total": {"a": 3, "b": 1}}}
    made = run(f"frame.statable({json.dumps(tree)}, {json.dumps(GROUND['weighed'])}, {json.dumps(frame)})")
    assert made["weights"]["total"] == {"a": 3, "b": 1, "z": 1}
