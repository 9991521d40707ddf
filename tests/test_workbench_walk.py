"""One unit from beginning to end in Chromium: begun, rated blind on the PDF, released, settled, answered, printed."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys

import pytest

from tools.workbench_walk import ANSWERED, ANSWERS, COMMENT, PICTURES, PLAN, RUBRIC, UNIT, main, walk_whole, walking

pytestmark = [pytest.mark.slow, pytest.mark.browser]
LEVELS = {name: [key for key in answer.keys if key.isdigit()] for name, answer in ANSWERS.items()}


def run(folder, *words):
    command = [sys.executable, "-m", "evaluator", "--library", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["criterion_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def walked(tmp_path_factory, chromium):
    """Walk once; every test looks at what is left: the folder, the report, what the pages said."""
    place = tmp_path_factory.mktemp("walk")
    with walking(place / "library", chromium) as walk:
        report = walk_whole(walk, place)
        lead = walk.pages["lead"]
        lead.goto(f"{UNIT}/frames.json")
        frames = json.loads(lead.inner_text("pre"))
        lead.goto(f"{UNIT}/panel")
        finding = lead.inner_text(".finding")
        yield place / "library", report, frames, finding, walk.told


def test_no_page_complained(walked):
    assert walked[-1] == []


def test_both_sheets_are_in_the_book_as_they_were_rated_with_passages_that_stand_in_the_pdf(walked):
    folder = walked[0] / "countries/XAR/plans" / PLAN
    for at, code in enumerate(("d", "e")):
        sheet = rows(folder / "assessments" / RUBRIC / f"{code}.csv")
        said = {name: sheet[name]["level"] or sheet[name]["status"] for name in ANSWERS}
        assert said == {name: "silent" if a.keys[at] == "s" else a.keys[at] for name, a in ANSWERS.items()}
        assert all(sheet[name]["evidence_ids"] for name, answer in ANSWERS.items() if answer.words)
    anchors = (folder / "anchors.csv").read_text(encoding="utf-8")
    assert len(re.findall(r"^[de]-E\d+,", anchors, flags=re.MULTILINE)) == 18
    found = run(walked[0], "check")
    assert (found.returncode, "No fault" in found.stdout + found.stderr) == (0, True), found.stdout


def test_the_unit_scores_alike_on_the_command_line(walked):
    folder, _, frames, finding, _ = walked
    (card,) = json.loads(run(folder, "score", PLAN, "--rubric", RUBRIC, "--format", "json").stdout)
    assert frames[0]["score"] == card["score"]
    assert [frames[0]["low"], frames[0]["high"]] == card["bounds"]
    assert (frames[0]["grade"], frames[0]["coverage"]) == (card["grade"]["grade"], card["coverage"])
    assert f"{card['score']:.2f}" in finding


def test_the_printed_report_verifies_on_the_command_line(walked):
    found = run(walked[0], "verify", str(walked[1]))
    assert (found.returncode, "verified" in found.stdout) == (0, True), found.stdout + found.stderr


def test_the_comment_and_its_answer_are_in_the_book(walked):
    text = (walked[0] / "countries/XAR/plans" / PLAN / "replies.csv").read_text(encoding="utf-8")
    assert COMMENT in text
    assert ANSWERED in text


def test_the_pictures_of_the_guide_are_those_that_the_tool_makes():
    page = "".join(path.read_text(encoding="utf-8") for path in PICTURES.parent.glob("*.md"))
    shown = set(re.findall(r"pictures/(workbench-[a-z]+\.png)", page))
    source = (PICTURES.parent.parent / "tools" / "workbench_walk.py").read_text(encoding="utf-8")
    made = {f"workbench-{name}.png" for name in re.findall(r'picture\(\w+, "([a-z]+)"', source)}
    assert shown == made == {path.name for path in PICTURES.glob("workbench-*.png")}


def test_without_a_browser_the_tool_says_what_to_install(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["--out", str(tmp_path)]) == 2
    assert "chromium" in capsys.readouterr().err
