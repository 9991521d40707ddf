"""Invented plans as files of many forms, and how much of them the import gets right.

    python -m tools.plan_corpus FOLDER                    # makes the files, imports them, prints shares by family
    python -m tools.plan_corpus FOLDER --family docx      # one family: docx, html, xlsx, weasyprint, chromium

The words stand in tools/plan_corpus.yaml, the draws in a seed. What a file holds is known, so that every cell can be
compared: objective, number, text, bodies, time, indicators and resources of each row, and every heading. A cell counts
as right where its text is the same, blanks at breaks of lines apart.
"""

from __future__ import annotations

import argparse
import html
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import docx
import openpyxl
import weasyprint
import yaml
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from evaluator.intake.account import account_of
from evaluator.intake.attributes import Settings
from evaluator.intake.cells import one_line
from evaluator.intake.heads import propose
from evaluator.intake.reader import read_directly
from evaluator.intake.rows import Imported, import_rows
from evaluator.library import Library
from evaluator.model.plan import PlanFile
from evaluator.model.script import serbian_latin

WORDS = Path(__file__).with_suffix(".yaml")
ROWS = 24
OBJECTIVE, ACTIVITY = 1, 2
WIDTHS = {True: (6, 15, 29, 16, 12, 12, 10), False: (6, 0, 38, 18, 12, 15, 11)}
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Look:
    """How a plan is set: all lines or level ones alone, upright or wide pages, a column of objectives or none."""

    name: str
    is_ruled: bool
    is_wide: bool
    has_objectives: bool


LOOKS = (
    Look("ruled", is_ruled=True, is_wide=True, has_objectives=True),
    Look("narrow", is_ruled=True, is_wide=False, has_objectives=True),
    Look("level", is_ruled=False, is_wide=True, has_objectives=False),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file holds: heads, and lines that are a heading or the cells of a row."""

    lang: str
    look: Look
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    above: str

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows, "as above" undone."""
        done: list[tuple[str, ...]] = []
        for line in self.lines:
            if len(line) > 1:
                done.append(
                    tuple(done[-1][at] if text == self.above and done else text for at, text in enumerate(line))
                )
        return done


@dataclass(slots=True)
class Score:
    """How many cells came out right, and what did not."""

    right: int = 0
    cells: int = 0
    vanished: int = 0
    files: int = 0
    outside: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Add the score of a file."""
        for name in ("right", "cells", "vanished", "files", "outside"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.wrong.extend(other.wrong)


def plans(seed: int = 7) -> list[Plan]:
    """Return the plans, each language in each look; Serbian in both scripts."""
    words = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
    found = []
    for lang, own in words.items():
        found += [_plan(lang, own, look, random.Random(f"{seed}{lang}{look.name}")) for look in LOOKS]  # noqa: S311
    latin = [(plan, serbian_latin) for plan in found if plan.lang == "sr-Cyrl"]
    found += [
        Plan("sr-Latn", p.look, tuple(map(to, p.heads)), tuple(tuple(map(to, line)) for line in p.lines), to(p.above))
        for p, to in latin
    ]
    return found


def _plan(lang: str, words: dict[str, list[str]], look: Look, draw: random.Random) -> Plan:
    heads = [head for at, head in enumerate(words["heads"]) if look.has_objectives or at != OBJECTIVE]
    lines: list[tuple[str, ...]] = []
    for band, heading in enumerate(words["bands"]):
        lines.append((heading,))
        for number in range(ROWS // len(words["bands"])):
            tasks = draw.choice([1, 1, 2, 3, 5])
            each = [f"{draw.choice(words['verbs'])} {draw.choice(words['things'])}" for _ in range(tasks)]
            text = "\n".join(f"{chr(97 + at)}) {one}" for at, one in enumerate(each)) if tasks > 1 else each[0]
            is_above = number > 0 and draw.random() < 0.15  # noqa: PLR2004
            body = words["above"] if is_above else draw.choice(words["bodies"])
            row = [f"{band + 1}.{number + 1}", f"{words['objectives'][band]} – {number // 3 + 1}", text, str(body)]
            row += [draw.choice(words[name]) for name in ("times", "indicators", "money")]
            lines.append(tuple(cell for at, cell in enumerate(row) if look.has_objectives or at != OBJECTIVE))
    return Plan(lang, look, tuple(heads), tuple(lines), str(words["above"]))


def _spans(plan: Plan) -> list[int]:
    """Return for each line over how many rows its objective reaches, 0 where it goes on from above."""
    spans: list[int] = []
    keys = [(line[OBJECTIVE] if len(line) > 1 and plan.look.has_objectives else None) for line in plan.lines]
    for key, group in groupby(enumerate(keys), key=lambda pair: pair[1]):
        size = len(list(group))
        spans += [1] * size if key is None else [size, *[0] * (size - 1)]
    return spans


def to_docx(plan: Plan, path: Path) -> None:
    """Write a Word document: merged objectives and headings, a head that repeats."""
    document = docx.Document()
    section = document.sections[0]
    size = (Mm(297), Mm(210)) if plan.look.is_wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if plan.look.is_wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = size
    document.styles["Normal"].font.size = Pt(8)
    document.add_paragraph("2025-2027")
    table = document.add_table(rows=1, cols=len(plan.heads))
    for cell, head in zip(table.rows[0].cells, plan.heads, strict=True):
        cell.text = head
    repeat = OxmlElement("w:tblHeader")
    repeat.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
    first = None
    for line, span in zip(plan.lines, _spans(plan), strict=True):
        cells = table.add_row().cells
        if len(line) == 1:
            cells[0].merge(cells[-1]).text = line[0]
            continue
        for at, text in enumerate(line):
            if plan.look.has_objectives and at == OBJECTIVE and span != 1:
                if span:
                    cells[at].text, first = text, cells[at]
                elif first is not None:
                    first = first.merge(cells[at])
            else:
                cells[at].text = text
    document.save(str(path))


def to_xlsx(plan: Plan, path: Path) -> None:
    """Write a workbook: merged objectives and headings, row numbers and sums as texts."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(plan.heads)
    for line, span in zip(plan.lines, _spans(plan), strict=True):
        sheet.append(line)
        row = sheet.max_row
        if len(line) == 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(plan.heads))
        elif plan.look.has_objectives and span > 1:
            sheet.merge_cells(start_row=row, end_row=row + span - 1, start_column=2, end_column=2)
    book.save(path)


def page_of(plan: Plan) -> str:
    """Return the page of HTML that browsers and WeasyPrint print."""
    columns = len(plan.heads)
    widths = "".join(f"<col style='width:{w}%'>" for w in WIDTHS[plan.look.has_objectives] if w)
    border = "border:1px solid #000" if plan.look.is_ruled else "border-top:1px solid #000;border-bottom:1px solid #000"
    size = "A4 landscape" if plan.look.is_wide else "A4"
    body = []
    for line, span in zip(plan.lines, _spans(plan), strict=True):
        if len(line) == 1:
            body.append(f"<tr><td colspan={columns}>{html.escape(line[0])}</td></tr>")
            continue
        cells = []
        for at, text in enumerate(line):
            if plan.look.has_objectives and at == OBJECTIVE:
                cells += [f"<td rowspan={span}>{html.escape(text)}</td>"] if span else []
            else:
                cells.append("<td>" + html.escape(text).replace("\n", "<br>") + "</td>")
        body.append("<tr>" + "".join(cells) + "</tr>")
    lang = plan.lang.split("-", maxsplit=1)[0]
    heads = "".join(f"<th>{html.escape(head)}</th>" for head in plan.heads)
    return (
        f"<!doctype html><html lang={lang}><meta charset=utf-8><style>@page{{size:{size};margin:15mm}}"
        "body{font:8pt 'DejaVu Sans',sans-serif}"
        "table{border-collapse:collapse;table-layout:fixed;width:100%;overflow-wrap:anywhere}"
        f"td,th{{{border};padding:3px;vertical-align:top;text-align:left;font-weight:normal}}</style><p>2025-2027</p>"
        f"<table><colgroup>{widths}</colgroup><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></html>"
    )


def to_html(plan: Plan, path: Path) -> None:
    """Write the page."""
    path.write_text(page_of(plan), encoding="utf-8")


def to_weasyprint(plan: Plan, path: Path) -> None:
    """Print the page with WeasyPrint."""
    weasyprint.HTML(string=page_of(plan)).write_pdf(path)


def to_chromium(plan: Plan, path: Path) -> None:
    """Print the page with Chromium.

    Raises
    ------
    FileNotFoundError
        There is none on this machine.
    """
    browser = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if browser is None:
        raise FileNotFoundError("no Chromium")
    page = path.with_suffix(".page.html")
    to_html(plan, page)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
    subprocess.run([browser, *flags, str(page)], check=True, capture_output=True, timeout=120)  # noqa: S603
    page.unlink()


FAMILIES: dict[str, tuple[str, Callable[[Plan, Path], None]]] = {
    "docx": (".docx", to_docx),
    "html": (".html", to_html),
    "xlsx": (".xlsx", to_xlsx),
    "weasyprint": (".pdf", to_weasyprint),
    "chromium": (".pdf", to_chromium),
}


def score(plan: Plan, path: Path, library: Library) -> Score:
    """Import a file and compare every cell with what it holds."""
    words = library.plan_words
    head = PlanFile.model_validate(
        {
            "id": "XXA-2025-2027",
            "titles": {"en": "x"},
            "kind": "action-plan",
            "start": "2025",
            "end": "2027",
            "lead_rule": "none",
            "rows": {"basis": "sample", "here": 1, "in_plan": "unknown"},
            "text_read": {"extent": "none"},
            "currency": "EUR",
        }
    )
    source = read_directly(path, words)
    found = import_rows(source, propose(source, words, path.name).mapping, Settings(head, (), words))
    account = account_of(source, found)
    result = Score(files=1, outside=account.outside)
    compare(plan, found, result)
    return result


def compare(plan: Plan, found: Imported, result: Score) -> None:
    """Count the cells that are right: rows in their order, headings by their texts."""
    by_id = {row.measure_id: row for row in found.measures}
    indicators = {i.measure_id: i.text for i in found.indicators}
    rows = [row for row in found.measures if row.level == "activity"]
    got = {row.plan_number: row for row in rows}
    for want in plan.rows:
        row = got.get(want[0])
        objective = [want[OBJECTIVE]] if plan.look.has_objectives else []
        texts = [want[0], *objective, *want[1 + len(objective) :]]
        if row is None:
            result.vanished += 1
            result.cells += len(texts)
            result.wrong.append(f"{want[0]}: no such row")
            continue
        above = by_id[row.parent_id].text if row.parent_id in by_id else ""
        have = [row.plan_number, *([above] if objective else []), row.text, row.responsible_text, row.time_text]
        have += [indicators.get(row.measure_id, ""), row.resources_text]
        for wanted, text in zip(texts, have, strict=True):
            is_right = one_line(wanted) == text
            result.cells += 1
            result.right += is_right
            if not is_right:
                result.wrong.append(f"{want[0]}: {one_line(wanted)!r} came out as {text!r}")
    headings = {row.text for row in found.measures if row.level == "objective"}
    for line in plan.lines:
        if len(line) == 1:
            result.cells += 1
            result.right += line[0] in headings


def main(given: Sequence[str] | None = None) -> int:
    """Make the files, import them, and print the shares by family."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--family", choices=list(FAMILIES), action="append")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--wrong", type=int, default=0, help="Print so many cells of each family that are not right.")
    args = parser.parse_args(given)
    args.folder.mkdir(parents=True, exist_ok=True)
    library = Library.open()
    made = plans(args.seed)
    print(
        f"{'family':12} {'look':8} {'files':>5} {'cells':>6} {'right':>6} {'share':>7} {'rows gone':>9} {'outside':>8}"
    )
    for family in args.family or FAMILIES:
        ending, write = FAMILIES[family]
        for look in LOOKS:
            total = Score()
            for plan in (plan for plan in made if plan.look == look):
                path = args.folder / f"{family}-{plan.lang}-{look.name}{ending}"
                try:
                    write(plan, path)
                except FileNotFoundError as error:
                    print(f"{family}: left out, {error}")
                    break
                total.add(score(plan, path, library))
            if total.files:
                figures = f"{total.files:5} {total.cells:6} {total.right:6} {total.right / total.cells:7.1%}"
                print(f"{family:12} {look.name:8} {figures} {total.vanished:9} {total.outside:8}", flush=True)
            for line in total.wrong[: args.wrong]:
                print(f"  {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
