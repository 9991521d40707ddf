"""Rows of a plan that cannot be what the import took them for: each is a question to a person, at its row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from evaluator.intake.attributes import BRACKETS, PARTS, own_number
from evaluator.intake.cell_values import read_sum, read_time
from evaluator.intake.formats.cells import RawTable, SourceFile, one_line, shown
from evaluator.intake.heads import place_of, signature
from evaluator.intake.table_runs import LONGEST_SUM
from evaluator.intake.vocabulary import Vocabulary, begins_with
from evaluator.model.intake import ColumnMapping, ImportNote, PlanWords, Wording
from evaluator.model.plan import Measure
from evaluator.plans.fold import words_of

LONGEST_FIELD = 4  # in words: a longer text is no name of a field
FIELDS, EACH = 3, 4  # so many names, each in so many rows, are the fields of a card
HALF = 2
ON_ONE_LINE = re.compile(r"(?:^|\s)([0-9]{1,2})\.\s?(?=[^\W\d_]{2})")
SECOND = 2  # numbers stand in one of the first columns
LONGEST_TIME = 4  # in words: a date, with the word for its year
OF_THE_TEXT = ("number", "aim", "objective", "activity", "task", "band", "head")  # roles that say nothing more of a row
MOSTLY = 0.75  # of the rows of a table
WITHOUT_A_WORD = {"activity": "an activity", "objective": "an objective", "task": "a task"}
LISTED = 6  # numbers that a note lists
LOOK = "look at the page; if it is right, write its place under looked_at in mapping.yaml"


def odd_rows(
    source: SourceFile,
    mapping: ColumnMapping,
    measures: Sequence[Measure],
    wordings: Sequence[Wording],
    words: PlanWords,
) -> Iterator[ImportNote]:
    """Yield a question for each row that no plan has so, unless a person has looked at it; then doubts on numbers."""
    found: list[tuple[Measure | RawTable, str]] = [
        *_odd_activities(mapping, measures, Vocabulary(words)),
        *_rows_of_one_text(measures, words),
        *_odd_bodies(measures, words, mapping.lang),
        *_fields_as_bodies(measures),
        *_goals_again(measures),
        *_alone_in_their_rows(measures, wordings),
        *_under_other_tables(mapping, measures, wordings),
        *_left_out_numbers(source, mapping, measures),
        *_numbers_in_one_cell(measures, wordings),
    ]
    for row, text in found:
        place = row.locator if isinstance(row, Measure) else place_of(row)
        measure_id = row.measure_id if isinstance(row, Measure) else ""
        if place not in mapping.looked_at:
            yield ImportNote("row-open", place, measure_id, text, LOOK)
    yield from _under_others(measures)


def _odd_activities(
    mapping: ColumnMapping, measures: Sequence[Measure], vocabulary: Vocabulary
) -> Iterator[tuple[Measure, str]]:
    heads = {*signature([column.head for mapped in mapping.tables for column in mapped.columns]), ""} - {""}
    heads |= {" ".join(phrase) for _, _, phrase in vocabulary.phrases if len(phrase) > 1}
    for row in measures:
        if row.level in WITHOUT_A_WORD and not any(letter.isalpha() for letter in row.text):
            yield row, f"{WITHOUT_A_WORD[row.level]} without a word: {shown(row.text)}"
        elif row.level == "activity" and " ".join(words_of(row.text)) in heads:
            yield row, f"an activity that is the name of a column: {shown(row.text)}"


def _rows_of_one_text(measures: Sequence[Measure], words: PlanWords) -> Iterator[tuple[Measure, str]]:
    """Yield activities that say what another of their cells says, as headings over all columns, and sums as goals."""
    for row in measures:
        told = (row.responsible_text, row.time_text, row.resources_text)
        if row.level == "activity" and row.text in told:
            yield row, f"an activity that says what another cell of its row says: {shown(row.text)}"
        elif (
            row.level == "objective" and begins_with(row.text, words.totals) and len(words_of(row.text)) <= LONGEST_SUM
        ):
            yield row, f"the word for a sum as an objective: {shown(row.text)}"


def _odd_bodies(measures: Sequence[Measure], words: PlanWords, lang: str) -> Iterator[tuple[Measure, str]]:
    for row in measures:
        parts = [one_line(part) for part in PARTS.split(BRACKETS.sub(" ", row.responsible_text)) if part.strip()]
        odd = [part for part in parts if any(map(str.isdigit, part)) and _is_figure(part, words, lang)]
        if odd:
            yield row, f"a number, sum or time as a body: {shown(odd[0])}"


def _is_figure(part: str, words: PlanWords, lang: str) -> bool:
    """Return whether a text is a number, a sum of money or a time, and nothing else."""
    has_word = any(letter.isalpha() for letter in part)
    return not has_word or read_sum(part, words, lang) is not None or _is_only_time(part, words)


def _is_only_time(part: str, words: PlanWords) -> bool:
    return len(words_of(part)) <= LONGEST_TIME and part[:1].isdigit() and bool(read_time(part, words).dates)


def _fields_as_bodies(measures: Sequence[Measure]) -> Iterator[tuple[Measure, str]]:
    """Yield rows whose bodies are the fields of a card: several short names, each as often as the others."""
    rows = [row for row in measures if row.level == "activity" and row.responsible_text]
    times = Counter(row.responsible_text for row in rows if len(words_of(row.responsible_text)) <= LONGEST_FIELD)
    often = {name: count for name, count in times.items() if count >= EACH}
    alike = Counter(often.values()).most_common(1)
    fields = {name for name, count in often.items() if alike and count == alike[0][0]}
    if len(fields) >= FIELDS and sum(often[name] for name in fields) * HALF > len(rows):
        for row in rows:
            if row.responsible_text in fields:
                count = often[row.responsible_text]
                told = f"{count} rows, as often as {len(fields) - 1} others"
                yield row, f"{shown(row.responsible_text)} as body of {told}"


def _goals_again(measures: Sequence[Measure]) -> Iterator[tuple[Measure, str]]:
    texts = {row.measure_id: words_of(row.text) for row in measures}
    for row in measures:
        if row.level == "objective" and row.parent_id and texts[row.measure_id] == texts.get(row.parent_id):
            yield row, f"an objective that says what the one above it says: {shown(row.text)}"


def _alone_in_their_rows(measures: Sequence[Measure], wordings: Sequence[Wording]) -> Iterator[tuple[Measure, str]]:
    """Yield activities of whose row nothing else is filled, where most rows of a table have more: often headings."""
    more = {one.measure_id for one in wordings if one.role not in OF_THE_TEXT}
    more |= {row.measure_id for row in measures if row.responsible_text or row.time_text or row.resources_text}
    more |= {row.parent_id for row in measures if row.level == "task"}
    tables = {one.measure_id: one.table for one in wordings if one.role == "activity"}
    rows = [row for row in measures if row.level == "activity" and tables.get(row.measure_id)]
    times = Counter(tables[row.measure_id] for row in rows)
    filled = Counter(tables[row.measure_id] for row in rows if row.measure_id in more)
    for row in rows:
        at = tables[row.measure_id]
        if row.measure_id not in more and filled[at] >= MOSTLY * times[at]:
            yield row, f"an activity alone in its row, which may be a heading: {shown(row.text)}"


def _under_other_tables(
    mapping: ColumnMapping, measures: Sequence[Measure], wordings: Sequence[Wording]
) -> Iterator[tuple[Measure, str]]:
    """Yield the first row of each group of tables if it stands under an objective of another, and not by its number."""
    groups = {number: at for at, mapped in enumerate(mapping.tables) for number in mapped.tables}
    own: dict[str, int] = {}
    for one in wordings:
        if one.measure_id and one.table in groups:
            own.setdefault(one.measure_id, groups[one.table])
    rows, seen = {row.measure_id: row for row in measures}, set[int]()
    for row in measures:
        goal, at = rows.get(row.parent_id), own.get(row.measure_id)
        if goal is None or at is None or at in seen or row.level == "task":
            continue
        seen.add(at)
        number = goal.plan_number.rstrip(" .)")
        if own.get(goal.measure_id, at) != at and not (number and row.plan_number.startswith(f"{number}.")):
            yield row, f"the first row of its table, under an objective of another: {shown(goal.text)}"


def _left_out_numbers(
    source: SourceFile, mapping: ColumnMapping, measures: Sequence[Measure]
) -> Iterator[tuple[RawTable, str]]:
    """Yield the tables that were left out and print numbered texts, as the rows of the plan have them."""
    known = _numbers_of(measures)
    without = {*mapping.no_measures, *(number for mapped in mapping.tables for number in mapped.tables)}
    for table in source.tables if any("." in number for number in known) else ():
        cells = {cell.place: cell.text for row in table.rows for cell in row[:SECOND] if cell is not None}
        left = list(dict.fromkeys(number for number in _dotted(cells.values()) if number not in known))
        if len(left) > 1 and table.number not in without:
            yield table, f"{len(left)} numbered texts of a table that was left out: {_listed(left)}"


def _numbers_in_one_cell(measures: Sequence[Measure], wordings: Sequence[Wording]) -> Iterator[tuple[Measure, str]]:
    """Yield the rows whose cell prints several numbered texts, of which some are in no row."""
    known, rows = _numbers_of(measures), {row.measure_id: row for row in measures}
    for one in wordings:
        numbers = list(dict.fromkeys(_dotted([one.text]))) if one.role == "activity" else []
        listed = ON_ONE_LINE.findall(one.text) if one.role == "activity" and "\n" not in one.text else []
        if len(listed) > 1 and listed == [str(at) for at in range(1, len(listed) + 1)] and one.measure_id in rows:
            yield rows[one.measure_id], f"a list of {len(listed)} on one line, which may be as many measures"
        if len(numbers) > 1 and set(numbers) - known and one.measure_id in rows:
            found = f"{len(numbers)} numbered texts in one cell, which may be as many measures: {_listed(numbers)}"
            yield rows[one.measure_id], found


def _under_others(measures: Sequence[Measure]) -> Iterator[ImportNote]:
    """Yield a note where the rows of one objective begin to have numbers of another: 3.1 below 2.1 and 2.2."""
    first: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for row in (one for one in measures if one.level == "activity" and one.parent_id and "." in one.plan_number):
        step = row.plan_number.partition(".")[0]
        own = first.setdefault(row.parent_id, step)
        if step != own and (row.parent_id, step) not in seen:
            seen.add((row.parent_id, step))
            found = f"the number {row.plan_number} stands below an objective whose rows begin with {own}."
            yield ImportNote("not-its-kind", row.locator, row.measure_id, found, "look whether a goal is missing")


def _numbers_of(measures: Sequence[Measure]) -> set[str]:
    return {row.plan_number.rstrip(" .)") for row in measures} | {own_number(row.text)[0] for row in measures}


def _dotted(texts: Iterable[str]) -> Iterator[str]:
    """Yield the numbers of several steps with which lines begin."""
    for text in texts:
        yield from (number for line in text.split("\n") if "." in (number := own_number(line)[0]))


def _listed(numbers: Sequence[str]) -> str:
    return ", ".join([*numbers[:LISTED], *(["and more"] if len(numbers) > LISTED else [])])
