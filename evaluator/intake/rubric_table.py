"""A table of criteria with the texts of their levels, as a working group keeps it in a spreadsheet."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import InvalidInputError, Problem, did_you_mean
from evaluator.intake.first_files import blank, quoted
from evaluator.intake.formats.cells import one_line, text_of_cell
from evaluator.intake.formats.reader import read_source
from evaluator.model.criterion import Criterion
from evaluator.model.intake import PlanWords
from evaluator.model.rubric import Rubric
from evaluator.model.weighting import Override
from evaluator.tables.csv_text import csv_text
from evaluator.workbook.sheet.export import BIRTH
from evaluator.workbook.sheet.xlsx_library import workbook_bytes

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# The heads of the table; `level 0` and on stand between `about` and `recommend`.
BEFORE = ("id", "group", "title", "question", "about")
AFTER = (
    "recommend", "evidence needed", "guards against", "search words", "sources", "floor", "weight", "ground: weight",
    "rate again",
)  # fmt: skip
# The heads of the grounds of the rubric itself, each said in one row, and the key of rubric.yaml that has it.
GROUNDS = {
    "ground: norm level": "norm_level",
    "ground: missing": "missing",
    "ground: not applicable": "not_applicable",
    "ground: aggregation": "aggregation",
    "ground: grades": "grading",
}
LEVEL = re.compile(r"level ([0-9]{1,2})")
WIDTHS = {
    "question": 40,
    "title": 26,
    "recommend": 40,
    "evidence needed": 40,
    "guards against": 40,
    "search words": 30,
    "sources": 30,
}
LEVEL_WIDTH, WIDTH = 44, 14
YES = ("yes", "x", "1", "true")


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One row: a criterion as the table tells it. `weight` is None if the cell is empty; `place` names the row.

    `levels` are those with a text; `heads` are the columns that the table has. `grounds` are those of the rubric that
    this row says, by their key in rubric.yaml.
    """

    place: str
    id: str = ""
    group: str = ""
    title: str = ""
    question: str = ""
    about: str = ""
    levels: Mapping[int, str] = field(default_factory=dict)
    recommend: str = ""
    evidence_needed: str = ""
    guards_against: str = ""
    search_words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    floor: tuple[str, ...] = ()
    weight: float | None = None
    weight_ground: str = ""
    grounds: Mapping[str, str] = field(default_factory=dict)
    again: bool = False
    heads: frozenset[str] = frozenset()


def read_criteria(
    path: Path, words: PlanWords, standing: Mapping[str, Criterion] | None = None
) -> tuple[CriterionRow, ...]:
    """Read a table of criteria from a workbook or a CSV file, whose first row has the heads.

    A criterion of `standing`, by its id, may lack the texts of the levels that it lacks there.

    Raises
    ------
    InvalidInputError
        The file cannot be read, or with every fault: an unknown or missing head, a row without title or question, a
        level that is missing, a weight that is no number.
    """
    table = read_source(path, words).tables[0]
    heads = [text_of_cell(cell).casefold() for cell in table.rows[0]]
    problems = list(_head_problems(str(path), heads))
    if problems:
        raise InvalidInputError(problems)
    rows = []
    for number, cells in enumerate(table.rows[1:], start=2):
        filled = [(head, text) for head, cell in zip(heads, cells, strict=True) if (text := text_of_cell(cell))]
        if extra := [text for head, text in filled if not head]:
            found, mend = f"{extra[0]!r} under no head", "Put a text that has a comma between quotation marks."
            problems.append(Problem(str(path), found, "a head over each column", mend, cell=f"row {number}"))
        if said := {head: text for head, text in filled if head}:
            row, faults = _criterion_row(said, f"row {number}", heads, (standing or {}).get(said.get("id", "")))
            rows.append(row)
            problems += [
                Problem(str(path), found, expected, mend, cell=f"row {number}") for found, expected, mend in faults
            ]
    problems += [
        Problem(str(path), f"{head} again, in other words", "it in one row: it is said of the whole rubric", cell=place)
        for head, key in GROUNDS.items()
        for place in _told_otherwise(rows, key)
    ]
    if problems:
        raise InvalidInputError(problems)
    return tuple(rows)


def grounds_said(rows: Sequence[CriterionRow]) -> dict[str, str]:
    """Return the grounds of the rubric itself that the rows say, by their key in rubric.yaml."""
    return {key: text for row in reversed(rows) for key, text in row.grounds.items()}


def _told_otherwise(rows: Sequence[CriterionRow], key: str) -> Iterator[str]:
    said = [(row.place, row.grounds[key]) for row in rows if key in row.grounds]
    yield from (place for place, text in said if text != said[0][1])


def _head_problems(path: str, heads: Sequence[str]) -> Iterator[Problem]:
    known = (*BEFORE, "level 0", "level 1", *AFTER, *GROUNDS)
    expected = f"{', '.join(BEFORE)}, level 0, level 1 and so on, {', '.join((*AFTER, *GROUNDS))}"
    for head in dict.fromkeys(head for head in heads if head and heads.count(head) > 1):
        yield Problem(path, f"the head {head!r} {heads.count(head)} times", "each head once", cell="row 1")
    for head in heads:
        if head and head not in known and not LEVEL.fullmatch(head):
            yield Problem(path, f"the head {head!r}", expected, did_you_mean(head, known), cell="row 1")
    for head in ("title", "question", "level 0", "level 1"):
        if head not in heads:
            yield Problem(path, f"no column {head!r}", f"at least title, question, level 0, level 1; of {expected}")
    levels = sorted(int(m[1]) for m in map(LEVEL.fullmatch, heads) if m)
    if levels and levels != list(range(len(levels))):
        yield Problem(path, f"levels {', '.join(map(str, levels))}", "each level once, from 0 up", cell="row 1")


def _criterion_row(
    said: Mapping[str, str], place: str, heads: Sequence[str], standing: Criterion | None
) -> tuple[CriterionRow, list[tuple[str, str, str]]]:
    levels = [int(m[1]) for m in map(LEVEL.fullmatch, heads) if m]
    faults = [(f"no {head}", "a text", "") for head in ("title", "question") if head not in said]
    last = max((k for k in levels if f"level {k}" in said), default=1)
    lacking = [
        k for k in range(max(last, 1) + 1) if f"level {k}" not in said and (standing is None or k in standing.levels)
    ]
    faults += [(f"no text of level {k}", "what an assessor must see", "") for k in lacking]
    about, weight = said.get("about", "plan").casefold(), said.get("weight", "").replace(",", ".")
    if about not in ("plan", "law", "practice"):
        faults.append((f"about {about!r}", "plan, law or practice", did_you_mean(about, ("plan", "law", "practice"))))
    if weight and not re.fullmatch(r"[0-9]+(\.[0-9]+)?", weight):
        faults.append((f"weight {said['weight']!r}", "a number such as 1 or 2.5; empty means 1", ""))
        weight = ""
    if "ground: weight" in said and not weight and not faults:
        faults.append(("ground: weight without a weight", "a number under `weight`, or no ground", ""))
    row = CriterionRow(
        place, said.get("id", ""), said.get("group", ""), said.get("title", ""), said.get("question", ""), about,
        {k: said[f"level {k}"] for k in sorted(levels) if f"level {k}" in said}, said.get("recommend", ""),
        said.get("evidence needed", ""), said.get("guards against", ""),
        tuple(word.strip() for word in re.split(r"[;,\n]", said.get("search words", "")) if word.strip()),
        tuple(part.strip() for part in re.split(r"[;\n]", said.get("sources", "")) if part.strip()),
        tuple(re.findall(r"[^;,\s]+", said.get("floor", ""))),
        float(weight) if weight else None, said.get("ground: weight", ""),
        {key: said[head] for head, key in GROUNDS.items() if head in said},
        said.get("rate again", "").casefold() in YES, frozenset(heads),
    )  # fmt: skip
    return row, faults


def slug(text: str) -> str:
    """Return an id made of the words of a text.

    Examples
    --------
    >>> slug("Opening hours (weekend)"), slug("2 books a reader")
    ('opening-hours-weekend', 'c-2-books-a-reader')
    """
    made = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return made if made[:1].isalpha() else f"c-{made}".rstrip("-")


def id_of(row: CriterionRow) -> str:
    """Return the id of a criterion: as the table gives it, else made of its title."""
    return row.id or slug(row.title)


def criterion_text(row: CriterionRow, parent: str) -> str:
    """Return the file of a criterion, with each of its keys explained."""
    return blank(
        "criterion",
        id=id_of(row),
        parent=parent,
        object=row.about or "plan",
        title=quoted(row.title),
        question=quoted(row.question),
        levels="\n".join(f"  {level}: {quoted(text)}" for level, text in sorted(row.levels.items())),
        floor=f"[{', '.join(row.floor)}]",
        recommend=quoted(row.recommend),
        evidence_needed=quoted(row.evidence_needed),
        guards_against=quoted(row.guards_against),
        search_terms=f"{{en: [{', '.join(map(quoted, row.search_words))}]}}" if row.search_words else "{}",
        sources=f"[{', '.join(map(quoted, row.sources))}]",
    )


def criteria_table(rubric: Rubric) -> list[list[str]]:
    """Return the table of a rubric's criteria that coders rate by hand, in tree order, with its heads."""
    own = [criterion for criterion in rubric.criteria if criterion.is_rated_by_hand]
    top = max((rubric.scale_of(criterion.id).top for criterion in own), default=rubric.scale.top)
    weights = {one.criterion: one for one in rubric.weighting(rubric.reference_weighting).overrides}
    heads = [*BEFORE, *(f"level {k}" for k in range(top + 1)), *AFTER, *GROUNDS]
    first = [one_line(getattr(rubric, key).ground) for key in GROUNDS.values()]
    rows = [_cells_of(criterion, top, weights.get(criterion.id)) for criterion in own]
    return [heads, *([*row, *(first if at == 0 else [""] * len(first))] for at, row in enumerate(rows))]


def _cells_of(criterion: Criterion, top: int, weight: Override | None) -> list[str]:
    levels = [one_line(criterion.levels.get(k, "")) for k in range(top + 1)]
    return [
        criterion.id, criterion.parent, criterion.title, one_line(criterion.question), criterion.object,
        *levels, one_line(criterion.recommend), one_line(criterion.evidence_needed), one_line(criterion.guards_against),
        "; ".join(criterion.search_terms.get("en", ())),
        "; ".join(map(one_line, criterion.sources)), "; ".join(criterion.floor),
        *(("", "") if weight is None else (f"{weight.times:g}", one_line(weight.ground))), "",
    ]  # fmt: skip


def criteria_csv(table: Sequence[Sequence[str]]) -> str:
    """Return the table as CSV."""
    return csv_text(table[0], table[1:], is_input=True)


def criteria_xlsx(table: Sequence[Sequence[str]], title: str) -> bytes:
    """Return the table as a workbook with one sheet, its heads in a row that stays in view."""

    def write(book: Workbook) -> None:
        page = book.add_worksheet("Criteria")
        head, body = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        for at, name in enumerate(table[0]):
            width = LEVEL_WIDTH if LEVEL.fullmatch(name) else WIDTHS.get(name, WIDTH)
            page.set_column(at, at, width, body)
            page.write_string(0, at, name, head)
        for number, row in enumerate(table[1:], start=1):
            for at, text in enumerate(row):
                page.write_string(number, at, text, body)
        page.freeze_panes(1, 3)

    return workbook_bytes(write, title=title, created=BIRTH)
