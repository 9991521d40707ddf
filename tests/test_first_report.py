"""The guide's path holds: who does what docs/evaluator.md shows, and nothing else, has a graded report of their own."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "evaluator.md").read_text(encoding="utf-8")
# Where a coder of an invented trial stops: 40 questions over the paradigms.
RATED = {"migration": 6, "law-enforcement": 10, "human-rights": 12, "economic": 8, "plan-quality": 4}
ENTRIES = {
    "roles.1.role": "origin", "roles.1.from": "2010", "roles.1.source": "S1", "adopted.status": "adopted",
    "adopted.date": "2023-01-15", "authority": "moj", "sources": "S1", "languages.1.lang": "en",
    "languages.1.script": "Latn", "languages.1.status": "original", "columns_present": "text; lead_ids; end",
    "lead_rule": "first-named", "rows.basis": "whole", "rows.here": 20, "rows.in_plan": 20,
    "text_read.measures": "whole", "text_read.text": "whole", "state": "final", "blind": "yes",
    "interests": "none", "unanswered": "An invented trial of 40 questions.", "started": "2026-11-20",
    "finished": "2026-11-26",
}  # fmt: skip
# The questions with weight that a country of origin is asked, as the sheet Check marks them.
COUNTED = {
    criterion.id
    for criterion in Library.open().rubric().criteria
    if not criterion.yardstick and (not criterion.applies_to or "origin" in criterion.applies_to)
}
BODIES = (("moj", "A ministry", "ministry"), ("police", "A police force", "police"), ("ngo", "A refuge", "ngo-local"))
TAGS = (("migration", "control"), ("law-enforcement", "criminal-law"), ("human-rights", "assistance"),
        ("economic", "social-prevention"))  # fmt: skip


def commands() -> list[str]:
    """Return the commands of the page in order, those of the shell among them."""
    blocks = re.findall(r"^```(?:sh|console)\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    lines = [line.removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.split()[0] in ("git", "make", ".", "evaluator")]


def dialogue() -> list[tuple[str, str]]:
    """Return each question of `evaluator new` with the answer that the page gives."""
    block = re.search(r"^\$ evaluator new\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)[1]
    return [(f"{line.rpartition(': ')[0]}: ", line.rpartition(": ")[2]) for line in block.splitlines()]


class Hand:
    """Fills in a workbook as a person does; finds a column by its hidden key."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = openpyxl.load_workbook(path)
        self.sheets = [(str(sheet.cell(1, 1).value).split("/"), sheet) for sheet in self.book]

    def of_kind(self, kind):
        return [(parts[2], sheet) for parts, sheet in self.sheets if parts[:2] == ["evaluator", kind]]

    @staticmethod
    def columns(sheet):
        keys = {str(cell.value).split("/")[-1]: cell.column for cell in sheet[1] if cell.value}
        return keys | {"": 1}

    def rows(self, table, rows, first=3):
        sheet = dict(self.of_kind("table"))[table]
        columns = self.columns(sheet)
        for at, row in enumerate(rows, start=first):
            for key, value in row.items():
                sheet.cell(at, columns[key]).value = value

    def entries(self, given):
        for _, sheet in self.of_kind("pairs"):
            column = self.columns(sheet)["value"]
            for at in range(3, sheet.max_row + 1):
                key = sheet.cell(at, 1).value
                if key in given:
                    sheet.cell(at, column).value = given[key]

    def ratings(self, most):
        """Give a level to the first questions of each sheet that have weight; return the evidence that they need."""
        needed = []
        for paradigm, sheet in self.of_kind("ratings"):
            columns, given = self.columns(sheet), 0
            for at in range(3, sheet.max_row + 1):
                asked, asked_of = sheet.cell(at, 1).value, sheet.cell(at, columns["object"]).value
                if asked not in COUNTED or given == most[paradigm]:
                    continue
                given += 1
                needed.append((f"a-E{len(needed) + 1}", asked_of))
                values = {"level": 2 + given % 3, "confidence": "medium", "evidence_ids": needed[-1][0]}
                for key, value in {**values, "reason": "A named body and a date"}.items():
                    sheet.cell(at, columns[key]).value = value
        return needed


def fill(path: Path) -> None:
    """Enter a plan of twenty measures and forty ratings, all invented for the trial."""
    hand = Hand(path)
    hand.entries(ENTRIES)
    sources = ({"source_id": f"S{n}", "title": "Invented for a trial", "kind": kind, "date": "2023", "lang": "en",
                "url": "https://example.org/"} for n, kind in ((1, "plan"), (2, "ngo"), (3, "law")))  # fmt: skip
    hand.rows("sources", sources)
    hand.rows("institutions", ({"institution_id": i, "name": name, "kind": kind} for i, name, kind in BODIES))
    hand.rows(
        "measures",
        (
            {
                "measure_id": f"M{n}",
                "level": "activity",
                "text": f"Measure {n} of the trial",
                "lead_ids": BODIES[n % 3][0],
                "end": "2025",
                "paradigms": TAGS[n % 4][0],
                "function": TAGS[n % 4][1],
                "source_id": "S1",
                "locator": f"p. {n}",
            }
            for n in range(1, 21)
        ),
    )
    where = {"plan": "S1", "practice": "S2", "law": "S3"}
    hand.rows(
        "evidence",
        (
            {"evidence_id": name, "source_id": where[about], "locator": "p. 3", "object": about, "note": "What it says"}
            for name, about in hand.ratings(RATED)
        ),
    )
    hand.book.save(path)


def test_the_path_has_six_commands_and_no_file_to_edit():
    assert [line.split()[:2] for line in commands()] == [
        ["git", "clone"],
        ["make", "setup"],
        [".", ".venv/bin/activate"],
        ["evaluator", "new"],
        ["evaluator", "sheet"],
        ["evaluator", "report"],
    ]
    assert not re.search(r"\.yaml|\.csv", PAGE)


@pytest.mark.slow
def test_who_follows_the_page_has_a_graded_report(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("evaluator.cli.new.begin.shipped_root", Path.cwd)  # as in the folder of the toolkit itself
    steps = [shlex.split(line)[1:] for line in commands() if line.startswith("evaluator ")]
    answers = "".join(f"{answer}\n" for _, answer in dialogue())
    begun = CliRunner().invoke(cli, steps[0], input=answers)
    assert begun.exit_code == 0, begun.output
    assert [question for question, _ in dialogue() if question not in begun.stderr] == []
    assert f"  {shlex.join(['evaluator', *steps[1]])}" in begun.stderr.splitlines()
    fill(tmp_path / steps[1][3])
    taken = CliRunner().invoke(cli, steps[1])
    assert taken.exit_code == 0, taken.output
    assert taken.stdout.splitlines()[0].endswith(f"{sum(RATED.values())} first ratings")
    assert f"`{shlex.join(['evaluator', *steps[2]])}`" in taken.stderr
    printed = CliRunner().invoke(cli, steps[2])
    assert printed.exit_code == 0, printed.output
    assert (tmp_path / "output" / "IRL-2023-2026.pdf").stat().st_size > 50_000
    scored = CliRunner().invoke(cli, ["score", "IRL", "--library", "my-evaluations"])
    assert re.search(r"^grade +[A-E], set by the score", scored.stdout, flags=re.MULTILINE)
