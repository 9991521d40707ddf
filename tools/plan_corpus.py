"""Invented plans as files of many forms, and how much of them the import gets right.

    python -m tools.plan_corpus FOLDER                    # makes the files, imports them, prints shares by family
    python -m tools.plan_corpus FOLDER --family docx      # one family: docx, html, xlsx, weasyprint, chromium, ...
    python -m tools.plan_corpus FOLDER --look book        # one look

The words stand in tools/plan_corpus.yaml, the draws in a seed, the looks in tools/plan_pages.py, the typesetters in
tools/plan_typeset.py. What a file holds is known, so that every cell can be compared: objective, number, text, bodies,
time, indicators and resources of each row, and every heading. A cell counts as right where its text is the same,
breaks of lines and marks of lists apart. A row is gone where no row of the import is it, and unseen where its text is
neither outside of every cell, nor in a table left out, nor in a row that a note names: a person would not learn of it.
Extra are rows and objectives that the plan does not have.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path

from evaluator.errors import InvalidInputError
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.cells import SourceFile, one_line
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import propose
from evaluator.intake.report import account_of
from evaluator.intake.rows import ImportedPlan, import_rows
from evaluator.library import Library
from evaluator.model.plan import Measure, PlanFile
from tools.plan_pages import LOOKS, Plan, Row, plans
from tools.plan_typeset import FAMILIES

MARKS = re.compile(r"(?<!\S)[•▪◦‣–-] ")
HEAD = {
    "id": "XXA-2025-2027",
    "titles": {"en": "x"},
    "kind": "action-plan",
    "start": "2025",
    "end": "2027",
    "lead_rule": "none",
    "rows": {"basis": "sample", "here": 1, "in_plan": "unknown"},
    "text_read": {"measures": "none", "text": "none"},
    "currency": "EUR",
}


@dataclass(slots=True)
class Score:
    """How many cells came out right, and what did not."""

    right: int = 0
    cells: int = 0
    vanished: int = 0
    unseen: int = 0
    extra: int = 0
    files: int = 0
    outside: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the score of a file."""
        for name in ("right", "cells", "vanished", "unseen", "extra", "files", "outside"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong.extend(other.wrong)


def score(plan: Plan, path: Path, library: Library) -> Score:
    """Import a file and compare every cell with what it holds; a file that is refused has no cell right."""
    words = library.plan_words
    result = Score(files=1)
    try:
        source = read_directly(path, words)
    except InvalidInputError as error:
        result.cells = len(plan.headings) + sum(len(row.texts) for row in plan.rows)
        result.vanished = len(plan.rows)
        result.wrong.append(str(error))
        return result
    mapping = propose(source, words, path.name).mapping
    found = import_rows(source, mapping, Settings(PlanFile.model_validate(HEAD), (), words))
    result.outside = account_of(source, found).outside
    compare(plan, source, found, result)
    return result


def compare(plan: Plan, source: SourceFile, found: ImportedPlan, result: Score) -> None:
    """Count the cells that are right: rows by their numbers, else in their order; headings by their texts."""
    by_id = {row.measure_id: row for row in found.measures}
    indicators = {i.measure_id: i.text for i in found.indicators}
    seen = _bare(" ".join(_noted(source, found)))
    rows = [row for row in found.measures if row.level == "activity"]
    matched = 0
    for want, row in _pairs(plan.rows, rows):
        matched += row is not None
        if row is None:
            result.vanished += 1
            result.unseen += _bare(want.texts["activity"]) not in seen
            result.cells += len(want.texts)
            result.wrong.append(f"{want.texts.get('number', '')} {want.texts['activity'][:40]}: no such row")
            continue
        have = {
            "number": row.plan_number,
            "objective": by_id[row.parent_id].text if row.parent_id in by_id else "",
            "activity": row.text,
            "body": row.responsible_text,
            "time": row.time_text,
            "indicator": indicators.get(row.measure_id, ""),
            "money": row.resources_text,
        }
        for name, text in want.texts.items():
            _count(f"{want.texts.get('number', '')} {name}", text, have[name], result)
    headings = {row.text for row in found.measures if row.level == "objective"}
    above = {*plan.headings, *(row.texts.get("objective", "") for row in plan.rows)}
    made_up = [row.text for row in found.measures if row.level == "objective" and row.text not in above]
    result.extra = len(rows) - matched + len(made_up)
    result.wrong += [f"no such objective: {text!r}" for text in made_up]
    for heading in plan.headings:
        _count("heading", heading, heading if heading in headings else "", result)


def _count(where: str, wanted: str, text: str, result: Score) -> None:
    is_right = MARKS.sub("", wanted) == MARKS.sub("", text)
    result.cells += 1
    result.right += is_right
    if not is_right:
        at = max(0, next((i for i, (a, b) in enumerate(zip(wanted, text, strict=False)) if a != b), len(text)) - 20)
        result.wrong.append(f"{where}: {wanted[at : at + 60]!r} came out as {text[at : at + 60]!r}")


def _pairs(rows: Sequence[Row], found: Sequence[Measure]) -> Iterator[tuple[Row, Measure | None]]:
    """Yield each row with the one that came of it; rows without numbers by what they say, in their order."""
    by_number = {row.plan_number: row for row in found if row.plan_number}
    if all("number" in row.texts for row in rows):
        yield from ((row, by_number.get(row.texts["number"])) for row in rows)
        return
    wanted = [_bare(row.texts["activity"]) for row in rows]
    pairs: dict[int, Measure] = {}
    for kind, old, old_end, new, new_end in SequenceMatcher(
        None, wanted, [_bare(row.text) for row in found], autojunk=False
    ).get_opcodes():
        if kind in ("equal", "replace"):
            pairs.update(zip(range(old, old_end), found[new:new_end], strict=False))
    yield from ((row, pairs.get(at)) for at, row in enumerate(rows))


def _noted(source: SourceFile, found: ImportedPlan) -> Iterator[str]:
    """Yield the texts that a person is told of: outside of cells, in tables left out, in rows that a note names."""
    yield from (text.text for text in found.outside)
    taken = {number for mapped in found.mapping.tables for number in mapped.tables}
    left = (cell.text for table in source.tables if table.number not in taken for cell in table.cells())
    yield from left
    named = {note.measure_id for note in found.notes if note.kind in ("join", "merged", "without-activity")}
    yield from (wording.text for wording in found.wordings if wording.measure_id in named)


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", one_line(text)).casefold()


def _line(family: str, look: str, total: Score) -> str:
    figures = f"{total.files:5} {total.cells:6} {total.right:6} {total.right / total.cells:7.1%}"
    return f"{family:10} {look:8} {figures} {total.vanished:5} {total.unseen:6} {total.extra:5} {total.outside:8}"


def main(given: Sequence[str] | None = None) -> int:
    """Make the files, import them, and print the shares by family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--family", choices=list(FAMILIES), action="append")
    parser.add_argument("--look", choices=list(LOOKS), action="append")
    parser.add_argument("--lang", action="append", help="Only these languages.")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--keep", action="store_true", help="Take files that are there already.")
    parser.add_argument("--wrong", type=int, default=0, help="Print so many cells of each family that are not right.")
    args = parser.parse_args(given)
    args.folder.mkdir(parents=True, exist_ok=True)
    library = Library.open()
    made = [plan for plan in plans(args.seed) if not args.lang or plan.lang in args.lang]
    print("family     look     files  cells  right   share  gone unseen extra  outside")
    for family in args.family or FAMILIES:
        ending, write = FAMILIES[family]
        for look in args.look or LOOKS:
            total = Score()
            for plan in (plan for plan in made if plan.look == look):
                path = args.folder / f"{family}-{plan.lang}-{look}-{args.seed}{ending}"
                try:
                    if not (args.keep and path.exists()):
                        write(plan, path)
                except FileNotFoundError as error:
                    print(f"{family}: left out, {error}")
                    break
                total.add(score(plan, path, library))
            if total.files:
                print(_line(family, look, total), flush=True)
            for line in total.wrong[: args.wrong]:
                print(f"  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
