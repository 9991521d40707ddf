from __future__ import annotations

import json

import pytest

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify.figures import LONGEST, read_result, text_of, unlike
from evaluator.reports.editions.open import Held, HeldFile

GOOD = {"schema": "nap-evaluator/result", "schema_version": 1, "plan": "XXA-2020-2023", "rubric": {"id": "small"}}


def _held(content: bytes) -> Held:
    return Held("x.pdf", b"", (HeldFile("result.json", content, ""),), "en", "", "")


def _refusal(content: object) -> str:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    with pytest.raises(InvalidInputError, match=r"x\.pdf: result\.json") as caught:
        read_result(_held(raw))
    return str(caught.value)


def test_a_result_of_this_version_is_read():
    result = read_result(_held(json.dumps(GOOD).encode()))
    assert text_of(result, "plan") == "XXA-2020-2023"
    assert text_of(result, "rubric", "id") == "small"
    assert text_of(result, "rubric") == text_of(result, "plan", "id") == text_of(result, "nothing") == ""


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_called_so(content):
    assert "no JSON" in _refusal(content)


def test_another_tool_s_another_kind_s_and_another_version_s_result_are_told_apart():
    assert "no JSON object" in _refusal([1])
    assert "another tool's" in _refusal({"schema": "invoice"})
    assert "comparative and contrast reports" in _refusal({**GOOD, "schema": "nap-evaluator/other"})
    assert read_result(_held(json.dumps({**GOOD, "schema": "nap-evaluator/results"}).encode()))["plan"]
    assert len(_refusal({**GOOD, "schema": "nap-evaluator/" + "x" * 10_000})) < 500
    later = _refusal({**GOOD, "schema_version": 2})
    assert "schema version 2. Give 1" in later
    assert "version of nap-evaluator that it names" in later


def test_differences_are_named_by_criterion_and_node():
    one = {"criteria": [{"criterion": "a.b", "level": 3, "evidence": ["E1"]}], "bounds": [0.1, 0.9], "draft": False}
    two = {"criteria": [{"criterion": "a.b", "level": 2, "evidence": ["E1", "E2"]}, {"criterion": "c", "level": None}],
           "bounds": [0.1, 0.8], "draft": 0}  # fmt: skip
    assert list(unlike(one, two)) == [
        ("criteria[a.b].level", "3", "2"),
        ("criteria[a.b].evidence[2]", "nothing", '"E2"'),
        ("criteria[c]", "nothing", '{"criterion": "c", "level": null}'),
        ("bounds[2]", "0.9", "0.8"),
        ("draft", "false", "0"),
    ]
    assert list(unlike(two, two)) == []


def test_what_is_only_on_one_side_and_names_given_twice_are_told():
    assert list(unlike({"a": 1}, {})) == [("a", "1", "nothing")]
    twice = [{"node": "x"}, {"node": "x"}]
    assert list(unlike(twice, twice[:1])) == [("[2]", '{"node": "x"}', "nothing")] or list(unlike(twice, twice[:1]))
    ((_, shown, _),) = unlike("long " * 100, "")
    assert len(shown) == LONGEST + 3


def test_entries_are_named_by_the_first_key_that_tells_them_apart():
    one = [{"plan": "A", "weighting": "equal", "score": 1}, {"plan": "B", "weighting": "equal", "score": 2}]
    two = [one[0], {**one[1], "score": 3}]
    assert list(unlike(one, two)) == [("[B].score", "2", "3")]
