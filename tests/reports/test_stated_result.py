"""An earlier result is a stranger's file: what a comparison reads is checked, what it does not know passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import evaluator.reports
from evaluator.errors import InvalidInputError
from evaluator.model.safeguard import STATES
from evaluator.reports.carried.result import result_json
from evaluator.reports.editions.stated_result import read_stated


@pytest.fixture(scope="module")
def result(albania) -> dict:
    return json.loads(result_json(albania))


def test_a_result_is_read_as_it_was_written(albania, result):
    stated = read_stated(result_json(albania), "r.json")
    assert (stated.plan, stated.rubric.id, stated.weighting) == ("ALB-2005-2007", "four-paradigms", "equal")
    assert (stated.score, stated.bounds, stated.coverage) == (albania.score, albania.bounds, albania.coverage)
    assert len(stated.criteria) == len(albania.criteria)


def test_keys_of_a_later_release_are_passed_over(result):
    assert read_stated(json.dumps({**result, "new": 1}).encode(), "r.json").plan == "ALB-2005-2007"


def test_a_key_that_stands_twice_is_refused_for_each_reader_takes_another(albania):
    content = result_json(albania).replace(b"{", b'{"score": 0.99,', 1)
    with pytest.raises(InvalidInputError, match=r"r\.json: the key 'score' more than once. Give each key once"):
        read_stated(content, "r.json")


def test_a_result_from_before_coders_were_named_is_the_panel_s(result):
    older = {key: value for key, value in result.items() if key not in ("assessor", "lang")}
    assert read_stated(json.dumps(older).encode(), "r.json").assessor is None


def test_every_state_of_a_safeguard_that_a_result_may_have_is_read(result):
    at = Path(evaluator.reports.__file__).parent / "result.schema.json"
    states = json.loads(at.read_text("utf-8"))["properties"]["gates"]["items"]["properties"]["state"]["enum"]
    assert set(STATES) < set(states)
    first = result["gates"][0]
    for state in states:
        stated = read_stated(json.dumps({**result, "gates": [{**first, "state": state}]}).encode(), "r.json")
        assert stated.gates[0].state == state


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89PNG", "neither a PDF nor JSON"),
        (b"[" * 100_000, "neither a PDF nor JSON"),
        (b"[1]", "JSON that is no object"),
        (b"{}", "schema null"),
    ],
)
def test_what_is_no_result_is_refused_with_what_is_wanted(content, words):
    with pytest.raises(InvalidInputError, match=words) as caught:
        read_stated(content, "r.json")
    assert "r.json" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "nap-evaluator/results"}, "reports on several plans are not compared"),
        ({"schema": "another/tool"}, "schema"),
        ({"schema_version": 99}, "schema version 99. Give 1"),
        ({"schema_version": "1"}, 'schema version "1"'),
        ({"score": 1.5}, "score: "),
        ({"score": "0.4"}, "score: "),
        ({"coverage": float("nan")}, "coverage: "),
        ({"bounds": [0.1]}, "bounds"),
        ({"date": "yesterday"}, "date: "),
        ({"criteria": [{"criterion": "x", "status": "fine", "level": 1, "covered": True}]}, "criteria.0.status"),
        ({"gates": [{"criterion": "x"}]}, "gates.0.state"),
        ({"grade": None}, "grade"),
    ],
)
def test_each_thing_that_is_not_as_a_result_has_it_is_named(change, words, result):
    with pytest.raises(InvalidInputError, match=words):
        read_stated(json.dumps({**result, **change}).encode(), "r.json")


def test_all_faults_are_named_at_once(result):
    broken = {key: value for key, value in result.items() if key not in ("plan", "weighting")}
    with pytest.raises(InvalidInputError) as caught:
        read_stated(json.dumps(broken).encode(), "r.json")
    assert len(caught.value.problems) == 2
