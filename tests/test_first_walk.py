"""From the first click to the printed report, on a plan that no folder knows: by mouse, and by keys on a phone."""

from __future__ import annotations

import csv
import re
import subprocess
import sys

import pytest

from evaluator.anchors.comparable import comparable_text
from tools.first_walk import ANSWERS, PLAN, SECOND, UGLY, WIDTHS, walking
from tools.walk_plan import LONG, ROWS
from tools.workbench_walk import PICTURES

pytestmark = [pytest.mark.slow, pytest.mark.browser]


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(folder, *words):
    command = [sys.executable, "-m", "evaluator", "--library", str(folder), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("size", "by_keys"), [(WIDTHS[0], False), (WIDTHS[1], True)], ids=["mouse", "keys-on-a-phone"])
def test_a_plan_goes_from_its_pdf_to_a_report_without_a_shell(tmp_path, chromium, size, by_keys):
    folder = tmp_path / "library"
    folder.mkdir()
    with walking(folder, chromium, size=size, by_keys=by_keys) as walk:
        walk.begin("first-look")
        walk.rate()
        if by_keys:
            assert walk.hand.clicks == 1  # the file, which the browser's own window asks for
        else:
            report = walk.print("report on the plan", "PDF")
            found = run(folder, "verify", str(report))
            assert (found.returncode, "verified" in found.stdout) == (0, True), found.stdout + found.stderr
            assert max(walk.answer_keys) <= 5  # four for a level with a passage, one more for "at least"
        assert walk.told == []
    plan = folder / "countries/XWB/plans" / PLAN
    assert [row["text"] for row in rows(plan / "measures.csv")] == [row[1] for row in ROWS]
    sheet = {row["criterion_id"]: row for row in rows(plan / "assessments/first-look/lead.csv")}
    said = {"rated": "", "at-least": "+", "silent": "s"}
    assert {name: f"{sheet[name]['level']}{said[sheet[name]['status']]}" for name, *_ in ANSWERS} == {
        name: keys for name, keys, *_ in ANSWERS
    }
    assert len(rows(plan / "anchors.csv")) == sum(bool(words) for *_, words, _ in ANSWERS)
    found = run(folder, "check")
    assert (found.returncode, "No fault" in found.stdout + found.stderr) == (0, True), found.stdout


@pytest.mark.parametrize(
    ("size", "by_keys"),
    [((1440, 900), False), ((1440, 900), True), ((390, 844), False), ((390, 844), True)],
    ids=["mouse", "keys", "mouse-on-a-phone", "keys-on-a-phone"],
)
def test_an_ugly_plan_meets_no_dead_end(tmp_path, chromium, size, by_keys):
    """Passages of 44 words, bodies without a kind, a table without measures, and a second rubric."""
    folder = tmp_path / "library"
    folder.mkdir()
    with walking(folder, chromium, size=size, by_keys=by_keys) as walk:
        walk.begin("first-look", is_ugly=True)
        walk.rate(UGLY)
        walk.second("four-paradigms")
        assert walk.told == []
        assert len(walk.kindless) > 1
        assert (walk.hand.drags == 0) is by_keys
    plan = folder / "countries/XWB/plans" / PLAN
    assert [row["text"] for row in rows(plan / "measures.csv")] == [row[1] for row in ROWS]
    assert "no_measures: [2]" in (plan / "intake/mapping.yaml").read_text(encoding="utf-8")
    bodies = rows(plan / "intake/bodies.csv")
    assert {row["confirmed"] for row in bodies} == {"yes"}
    assert {f"kind-{row['institution_id']}" for row in bodies if row["kind"] == "other"} == set(walk.kindless)
    assert all(row["lead_ids"] for row in rows(plan / "measures.csv"))
    whole = len(LONG.split()), str(len(comparable_text(LONG)))
    assert {(44, row["characters"]) for row in rows(plan / "anchors.csv")} == {whole}
    for rubric, answers in (("first-look", UGLY), ("four-paradigms", SECOND)):
        sheet = {row["criterion_id"]: row for row in rows(plan / f"assessments/{rubric}/lead.csv")}
        assert all(sheet[name]["level"] == keys.strip("s") for name, keys, *_ in answers)
    found = run(folder, "check")
    assert (found.returncode, "No fault" in found.stdout + found.stderr) == (0, True), found.stdout


def test_the_plan_is_contrasted_with_the_invented_example_of_the_shelf(tmp_path, chromium):
    folder = tmp_path / "library"
    folder.mkdir()
    with walking(folder, chromium, size=WIDTHS[0], by_keys=False) as walk:
        walk.begin("four-paradigms")
        walk.rate(ANSWERS[:2])
        walk.page.goto("/")
        walk.hand.act('form[action="/demo"] button')
        walk.page.locator(f'a[href="/units/{PLAN}/four-paradigms/reports"]').click()
        path = walk.print("contrast: every frame", "HTML", beside="XAR-2022-2025")
        assert walk.told == []
    page = path.read_text(encoding="utf-8")
    assert "Westland" in page
    assert "Arvenia" in page


def test_the_pictures_of_the_guide_are_those_that_the_walk_makes():
    page = (PICTURES.parent / "workbench.md").read_text(encoding="utf-8")
    shown = set(re.findall(r"pictures/(walk-[a-z-]+\.png)", page))
    source = (PICTURES.parent.parent / "tools" / "first_walk.py").read_text(encoding="utf-8")
    made = {f"walk-{name}.png" for name in re.findall(r'\.picture\("([a-z-]+)"\)', source)}
    assert shown == made == {path.name for path in PICTURES.glob("walk-*.png")}
