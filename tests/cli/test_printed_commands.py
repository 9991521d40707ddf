"""Commands that messages and pages print are complete: beside the library, under a second rubric, each runs."""

from __future__ import annotations

import html
import re
import shlex
from pathlib import Path

import pytest

PLAN = "XXA-2020-2023"
IN_MESSAGE = re.compile(r"`evaluator ([^`]+)`|^  evaluator (.+)$", re.MULTILINE)
ON_PAGE = re.compile(r"evaluator (?:report|explore|contrast|explain) [^.;)<]+(?:\.xlsx)?")
EXPECTED = (0, 1)  # a draft is told by status 1

# What is typed beside the library, and how many commands are told of it.
TYPED = [
    (f"report {PLAN} --kind contrast -w equal -w us-tip --rubric small", 1),
    (f"sheet export {PLAN} --coder z --rubric small --out z.xlsx", 1),
    (f"show {PLAN} --rubric small", 1),
    ("show nothing-like-it", 1),
    ("new country XXC --name Otherland", 1),
    ("new rubric mine", 3),
    ("new weighting mine --rubric small", 1),
    (f"new assessment {PLAN} --coder z --rubric small", 1),
    (f"contrast {PLAN} XXA --rubric small -w equal -w all --show nearest", 0),
    (f"todo {PLAN} --rubric small --format xlsx --out request.xlsx", 1),
    (f"panel agreement {PLAN} --rubric small", 0),
]


def commands_in(text):
    return [found[1] or found[2] for found in IN_MESSAGE.finditer(text)]


@pytest.mark.parametrize(("typed", "least"), TYPED, ids=[typed for typed, _ in TYPED])
def test_a_command_in_a_message_names_the_library_and_runs(small_call, call, small, typed, least):
    told = commands_in(small_call(*typed.split()).output)
    assert len(told) >= least
    for command in told:
        words = shlex.split(command)
        assert ["--library", str(small)] == words[words.index("--library") :][:2], command
        result = call(*words)
        assert result.exit_code in EXPECTED, f"{command}\n{result.output}"


@pytest.mark.parametrize(("kind", "least"), [("country", 2), ("contrast", 1)])
def test_a_command_on_a_page_names_the_plan_and_the_rubric_and_runs(small_call, small, kind, least):
    small_call("report", PLAN, "--rubric", "small", "--kind", kind, "--html", "--out", "page.html")
    [page] = Path.cwd().glob("page.html*") if Path("page.html").is_file() else Path.cwd().rglob("*.html")
    text = html.unescape(re.sub(r"<[^>]+>", " ", page.read_text(encoding="utf-8")))
    told = ON_PAGE.findall(text)
    assert len(told) >= least
    for command in told:
        words = shlex.split(command)[1:]
        assert words[0] == "explore" or PLAN in words, command
        assert words[words.index("--rubric") + 1] == "small", command
        result = small_call(*words)
        assert result.exit_code in EXPECTED, f"{command}\n{result.output}"
