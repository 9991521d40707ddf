"""How faults are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator.cli.shared.faults import ShownError, message_of, problem_lines, shown_path
from evaluator.errors import EvaluatorError, InvalidInputError, Problem


def test_problems_stand_in_order_of_file_and_line_with_what_they_are():
    problems = [
        Problem("b.yaml", "nothing", "text", line=9),
        Problem("a.csv", "'x'", "y", "Mend it.", line=3, column=2, key="level", severity="warning"),
        Problem("b.yaml", "a draft", "final", line=2, severity="note"),
    ]
    assert problem_lines(problems) == [
        "a.csv:3:2: warning: level: 'x'. Give y. Mend it.",
        "b.yaml:2: note: a draft. Give final.",
        "b.yaml:9: nothing. Give text.",
    ]


@pytest.mark.parametrize(("count", "words"), [(1, "1 fault"), (2, "2 faults")])
def test_bad_input_says_how_much_is_wrong_and_that_nothing_was_written(count, words):
    error = InvalidInputError([Problem("a.yaml", "nothing", "text", line=n) for n in range(count)])
    first, *rest = message_of(error).splitlines()
    assert first == f"{words} in the input; nothing was written."
    assert len(rest) == count


def test_a_failure_has_the_status_of_bad_input():
    failure = ShownError(EvaluatorError("no"))
    assert (failure.exit_code, failure.message) == (2, "no")


def test_paths_are_told_from_the_current_folder(tmp_path):
    assert shown_path(Path.cwd() / "plans" / "a.csv") == "plans/a.csv"
    assert shown_path(tmp_path / "a.csv") == str(tmp_path / "a.csv")
    assert shown_path("a.csv") == "a.csv"


def test_a_file_cannot_steer_the_terminal_through_a_message():
    assert "\x1b" not in problem_lines([Problem("a.yaml", "key \x1b[2J", "text")])[0]
