"""What a daily command prints first fits on a screen, with a count of the rest and how to see it."""

from __future__ import annotations

import json
import re

import pytest

from evaluator.cli.shared.layout import SCREEN
from evaluator.library import examples_root

ELEVEN = ["ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN"]
RECORD = ["--rubric", "public-record", "--year", "2011"]


@pytest.mark.parametrize(
    "words",
    [
        ["score", "BRA"],
        ["score", "BRA", "ALB", "USA"],
        ["score", "BRA", "-w", "all"],
        ["score", *ELEVEN, *RECORD, "-w", "all"],
        ["todo", "BRA"],
        ["todo", "ALB"],
        ["against", "BRA"],
        ["against", "BRA", "-i", "cets197"],
        ["explain", "BRA"],
        ["explain", "BRA", "human-rights"],
        ["contrast", *ELEVEN, *RECORD],
        ["recommend", "draft", "BRA"],
        ["recommend", "draft", "BRA", "--most", "30"],
        ["show", "BRA"],
        ["show", "ALB"],
        ["show", "four-paradigms"],
        ["show", "us-tip"],
        ["lens", "BRA"],
        ["passage", "check", "XAR", "--library", str(examples_root())],
    ],
    ids=" ".join,
)
def test_the_first_screen_has_at_most_forty_lines(call, words):
    done = call(*words)
    assert done.exit_code in (0, 1), done.output
    assert 0 < len(done.output.splitlines()) <= SCREEN + 3  # with what standard error says beside it
    assert len(done.stdout.splitlines()) <= SCREEN


def test_what_is_left_is_counted_and_printed_on_request(call):
    short, full = call("todo", "ALB"), call("todo", "ALB", "--full")
    (left,) = re.findall(r"^(\d+) more\. --full prints for each", short.stdout, re.MULTILINE)
    listed = re.findall(r"^ *(\d+)(?:\.|  )", short.stdout, re.MULTILINE)
    every = re.findall(r"^(\d+)\. ", full.stdout, re.MULTILINE)
    assert int(left) + len(listed) == len(every) == int(every[-1])
    assert "more" not in full.stdout.splitlines()[-1]
    short, full = call("against", "BRA", "-i", "cets197"), call("against", "BRA", "-i", "cets197", "--full")
    assert f"{len(full.stdout.splitlines()) - SCREEN} more lines: --full prints them." in short.stderr
    assert full.stdout.startswith(short.stdout)


@pytest.mark.parametrize("words", [["show", "us-tip"], ["lens", "BRA"]], ids=" ".join)
def test_a_page_of_more_than_a_screen_says_how_many_lines_are_left_and_data_are_always_whole(call, words):
    short, full, data = call(*words), call(*words, "--full"), call(*words, "--format", "json")
    left = len(full.stdout.splitlines()) - SCREEN
    assert left > 0
    assert f"{left} more lines: --full prints them." in short.stderr
    assert "more lines" not in full.stderr + data.stderr
    assert full.stdout.startswith(short.stdout)
    json.loads(data.stdout)


def test_several_plans_are_one_table_and_on_request_a_block_each(call):
    short = call("score", "BRA", "USA").stdout
    full = call("score", "BRA", "USA", "--full").stdout
    assert len(short.splitlines()) == 3
    assert full.startswith(short)
    assert "judgement interval  " in full
