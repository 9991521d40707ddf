"""Tables of sums: their rows name measures of other tables by number, and get a line of money for each sum."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from evaluator.intake.attributes import Attributes, OpenRow, own_number
from evaluator.intake.formats.cells import Cell, RawTable, Row, SourceFile, one_line, shown
from evaluator.intake.heads import counts_columns, is_band
from evaluator.intake.vocabulary import ACTIVITIES, begins_with
from evaluator.model.intake import ImportNote, MappedTable, PlanWords, Role
from evaluator.model.plan import Measure

FIRST_NUMBER = re.compile(r"\s*([0-9]{1,3}(?:\.[0-9]{1,3}){0,4})[.)]?(?![0-9])")
MORE_NUMBERS = re.compile(r"\s?[-–—,;+/]\s?[0-9]")  # after the first number: a range or list of measures
YEAR = re.compile(r"((?:19|20)[0-9]{2})(?![0-9])")


def is_of_sums(mapped: MappedTable) -> bool:
    """Return whether a table has numbers of measures and sums for them, and no measures or goals of its own."""
    roles = {column.role for column in mapped.columns}
    return {"number", "resources"} <= roles and not roles & {*ACTIVITIES, "aim", "objective"}


def proposed_roles(table: RawTable, words: PlanWords) -> list[Role] | None:
    """Return the roles of a table whose columns are years, beside one whose texts begin with numbers; else None."""
    below = [row for row in table.rows[1:] if not is_band(row) and not _adds_up(row, words)]
    years = [at for at, cell in enumerate(table.rows[0]) if cell is not None and YEAR.fullmatch(cell.text.strip(" ."))]
    texts = {at: [cell.text for row in below if (cell := row[at]) and cell.text] for at in range(table.width)}
    numbered = [
        at for at, own in texts.items()
        if at not in years and own and all(FIRST_NUMBER.match(text) and not text.strip().isdigit() for text in own)
    ]  # fmt: skip
    if not years or not numbered:
        return None
    return ["number" if at == numbered[0] else "resources" if at in years else "ignore" for at in range(table.width)]


def join_sums(
    source: SourceFile, mapped: MappedTable, measures: list[Measure], attributes: Attributes
) -> Iterator[tuple[Cell, str, Role | str, str]]:
    """Add the sums of a table to the measures that its rows name by number.

    Yield each cell with the row that it went to, its role and its head, for the account.
    """
    by_number = _ids_by_number(measures)
    places = {row.measure_id: at for at, row in enumerate(measures)}
    roles, heads = [one.role for one in mapped.columns], [one.head for one in mapped.columns]
    for order, table in enumerate(one for one in source.tables if one.number in mapped.tables):
        for at, row in enumerate(table.rows):
            slots = [
                (cell, role, head) for cell, role, head in zip(row, roles, heads, strict=True) if cell and cell.text
            ]
            if (order == 0 and at < mapped.head_rows) or counts_columns(row):
                yield from ((cell, "", "head", cell.text) for cell, _, _ in slots)
                continue
            measure_id = _measure_named(slots, by_number, attributes)
            for cell, role, head in slots:
                is_taken = bool(measure_id) and role in ("number", "resources")
                if is_taken and role == "resources":
                    here = places[measure_id]
                    measures[here] = _with_sum(measures[here], cell, head, attributes)
                yield cell, measure_id if is_taken else "", role if is_taken else "ignore", head


def _ids_by_number(measures: list[Measure]) -> Mapping[str, set[str]]:
    """Return the ids of the activities and tasks with each number; of a goal where no activity has it."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for is_goal in (False, True):
        for row in measures:
            number = (row.plan_number or own_number(row.text)[0]).rstrip(" .)")
            if number and (row.level == "objective") == is_goal and not (is_goal and number in found):
                found[number].add(row.measure_id)
    return found


def _measure_named(slots: list[tuple[Cell, Role, str]], by_number: Mapping[str, set[str]], made: Attributes) -> str:
    """Return the measure that a row names by its number, or an empty text with a note why it names none."""
    cell = next((cell for cell, role, _ in slots if role == "number"), None)
    match = FIRST_NUMBER.match(cell.text) if cell else None
    if cell is None or match is None:
        told = next((cell for cell, role, _ in slots if role == "resources"), None)
        if told is not None:
            done = "kept in wording.csv alone"
            made.notes.append(ImportNote("foot", told.place.row_words, "", f"{shown(told.text)} for no number", done))
        return ""
    if MORE_NUMBERS.match(cell.text, match.end()):
        found = f"{shown(cell.text)} names several measures together, and has sums"
        done = "kept in wording.csv alone: a sum of several measures is that of none"
        made.notes.append(ImportNote("amount-doubtful", cell.place.words, "", found, done))
        return ""
    ids = by_number.get(match[1], set())
    if len(ids) == 1:
        return next(iter(ids))
    why = f"stands at {len(ids)} rows" if ids else "is in no row"
    found = f"the number {match[1]} of the file {why}, and has sums"
    made.notes.append(ImportNote("number-lost", cell.place.words, "", found, "look whether a measure is missing"))
    return ""


def _with_sum(measure: Measure, cell: Cell, head: str, made: Attributes) -> Measure:
    """Return a measure with a sum told in its resources, and add the line of money if the cell is one sum."""
    row, before = OpenRow(measure), len(made.money)
    row.pairs["resources"].append((cell, head))
    made.add_money(row)
    for at in range(before, len(made.money)):
        year = found[1] if (found := YEAR.match(head.lstrip())) else ""
        made.money[at] = replace(made.money[at], locator=cell.place.row_words, year_from=year, year_to=year)
    told = f"{one_line(head)}: {one_line(cell.text)}"
    return replace(measure, resources_text="; ".join(filter(None, (measure.resources_text, told))))


def _adds_up(row: Row, words: PlanWords) -> bool:
    """Return whether a row has no number in front of any text: it adds up others, or names a chapter."""
    texts = [cell.text for cell in row if cell is not None and cell.text]
    return any(begins_with(text, words.totals) for text in texts) or len(texts) < len(row) - 1
