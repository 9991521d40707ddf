"""Problems tell their place; errors hold them all; wrong names suggest the right one."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError, Problem, UnknownNameError, did_you_mean, gather


def test_a_problem_names_file_line_column_key_found_expected_and_a_suggestion():
    problem = Problem("a.csv", "found 'x'", "a number", "Write digits.", line=3, column=2, key="level")
    assert str(problem) == "a.csv:3:2: level: found 'x'. Give a number. Write digits."


def test_a_place_is_told_as_far_as_it_is_known():
    assert Problem("a.csv", "", "").place == "a.csv"
    assert Problem("a.csv", "", "", line=3).place == "a.csv:3"
    assert Problem("a.xlsx", "", "", cell="Rights!D14", line=3).place == "a.xlsx: Rights!D14"


def test_a_problem_is_a_document_for_json():
    assert Problem("a", "b", "c", line=1).as_dict() == {
        "path": "a",
        "found": "b",
        "expected": "c",
        "suggestion": "",
        "line": 1,
        "column": None,
        "cell": "",
        "key": "",
        "severity": "fault",
    }


def test_an_error_says_every_problem():
    error = InvalidInputError([Problem("a", "b", "c"), Problem("d", "e", "f")])
    assert str(error) == "a: b. Give c.\nd: e. Give f."
    assert error.exit_code == 2


def test_gathering_keeps_the_result_or_the_problems():
    problems: list[Problem] = []

    def broken() -> int:
        raise InvalidInputError([Problem("a", "b", "c")])

    assert gather(lambda: 3, problems) == 3
    assert gather(broken, problems) is None
    assert [p.path for p in problems] == ["a"]


def test_gathering_hides_no_other_error():
    with pytest.raises(ZeroDivisionError):
        gather(lambda: 1 / 0, [])


@pytest.mark.parametrize(
    ("name", "known", "words"),
    [
        ("us-tp", ["equal", "us-tip"], "Did you mean 'us-tip'?"),
        ("zebra", ["equal", "us-tip"], "Known: equal, us-tip."),
        ("zebra", [], "There is no weighting yet."),
    ],
)
def test_an_unknown_name_suggests_or_lists_what_there_is(name, known, words):
    assert str(UnknownNameError("weighting", name, known)) == f"no weighting is called {name!r}. {words}"


def test_a_message_leaves_out_what_nobody_reads():
    problem = Problem("a.csv", f"level {'9' * 300}", "x" * 20_000, key="k" * 5_000, suggestion="Write " + "y" * 9_000)
    assert str(problem).startswith("a.csv: " + "k" * 250 + " ... (4500 characters left out) ... ")
    assert "level 99999999... (300 digits). Give xxx" in str(problem)
    assert "(17000 characters left out)" in str(problem)
    assert len(str(problem)) < 5_000
    assert problem.as_dict()["key"] == "k" * 5_000
    assert len(str(UnknownNameError("plan", "x" * 30_000, ["a" * 30_000]))) < 4_500


def test_a_suggestion_looks_past_capitals():
    assert did_you_mean("ECONOMIC", ["economic"]) == "Did you mean 'economic'?"
