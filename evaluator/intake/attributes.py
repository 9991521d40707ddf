"""The columns of a plan's row besides its text: times, bodies, tasks, indicators, sums, parsed where possible."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from evaluator.intake.cell_values import (
    DOLLARS,
    Sum,
    begins_there,
    currency_in,
    lists_days,
    lists_times,
    read_sum,
    read_time,
    unit_of_head,
)
from evaluator.intake.formats.cells import Cell, one_line, shown
from evaluator.intake.vocabulary import BODIES, TIMES, any_phrase, in_language, is_mark, only_phrase
from evaluator.model.country import Institution
from evaluator.model.dates import last_day
from evaluator.model.intake import ImportNote, PlanWords, Role
from evaluator.model.plan import Measure, MoneyLine, PlanFile, PlanIndicator
from evaluator.plans.fold import words_of

LONGEST_ORIGINAL = 25  # most words of a text in the original, as in every quotation
ITEM = re.compile(r"^\s*(?:[-–—•*▪]\s+|\(?[a-zа-я]\)\s*|\(?[0-9]{1,2}[.)]\s+|\(?[ivx]{1,4}\)\s*)", re.IGNORECASE)
OWN_NUMBER = re.compile(
    r"\s*([0-9]{1,3}(?:\.[0-9]{1,3}){1,4})[.)]?(?=\s*[^\W\d_])|\s*([0-9]{1,3})[.)](?=\s*[^\W\d_a-zа-я])"
)
BULLET = re.compile(r"^\s*[•▪●◦■▸]\s+")
PARTS = re.compile(r"[;,\n/•]")
BRACKETS = re.compile(r"\([^)]{0,200}\)")
PAIR = 2
LONGEST_NAME = 200  # most characters of a body's name in a note: many names begin alike
CYRILLIC = {"sr-Cyrl", "mk", "bg", "ru", "uk"}
NO_CURRENCY = "without a currency, here and in plan.yaml"
LINKED = "kept as text; to link it, add the body to institutions.csv under this name or acronym"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of an import: the plan's header, its bodies, the word lists, and the source that rows cite."""

    plan: PlanFile
    institutions: tuple[Institution, ...]
    words: PlanWords
    source_id: str = ""


@dataclass(slots=True)
class OpenRow:
    """A row of the plan while its cells are collected, each with the head of its column, by role of the column."""

    measure: Measure
    pairs: defaultdict[Role, list[tuple[Cell, str]]] = field(default_factory=lambda: defaultdict(list))

    def cells(self, role: Role) -> list[Cell]:
        """Return the cells of the columns with a role."""
        return [cell for cell, _ in self.pairs[role]]

    def text(self, *roles: Role) -> str:
        """Return the texts of the columns with these roles, a line each."""
        return "\n".join(cell.text for role in roles for cell in self.cells(role))

    def line(self, role: Role) -> str:
        """Return the text of the column with a role, on one line."""
        return one_line(self.text(role))


class Attributes:
    """A builder of the columns of rows, which also collects notes for a person to review."""

    def __init__(self, settings: Settings, lang: str, notes: list[ImportNote]) -> None:
        self.lang, self.notes = lang, notes
        self.settings = replace(settings, words=in_language(settings.words, lang))
        self.bodies = bodies_by_name(settings.institutions)
        self.unlinked: dict[str, int] = {}
        self.indicators: list[PlanIndicator] = []
        self.money: list[MoneyLine] = []

    def quoted(self, row: Measure) -> Measure:
        """Return a row with its text also as the original wording, if it is short enough to quote."""
        if len(row.text.split()) > LONGEST_ORIGINAL:
            return row
        script = "Cyrl" if self.lang in CYRILLIC else "Latn"
        return replace(row, text_original=row.text, lang=self.lang, script=script)

    def filled(self, row: OpenRow) -> Measure:
        """Return the complete row, with all columns made from its collected cells."""
        leads, partners = self._leads_and_partners(row)
        actors = self._actors(row)
        responsible = [*(row.line(role).strip(";, ") for role in BODIES), *actors]
        times = [*(row.line(role) for role in TIMES), *self._periods(row)]
        resources = row.text("resources")
        own, rest = own_number(row.text("activity"))
        is_own = bool(own) and own == row.measure.plan_number
        full = replace(
            row.measure,
            text=BULLET.sub("", one_line(rest) if is_own else row.line("activity")) or row.measure.text,
            problem=row.line("problem"),
            lead_ids=leads,
            partner_ids=partners,
            responsible_text="; ".join(part for part in responsible if part),
            time_text="; ".join(time for time in times if time),
            resources_text="" if self._is_nothing(resources) else one_line(resources.replace("\n", "; ")),
            risk=row.line("risk"),
            beneficiary=row.line("beneficiary"),
            note="; ".join(f"{head}: {one_line(cell.text)}" for cell, head in self._remarks(row)),
        )
        return self._with_times(self.quoted(full), row)

    def _periods(self, row: OpenRow) -> list[str]:
        """Return the heads of the columns of periods that a mark of the row names."""
        return [low_head(head) for cell, head in row.pairs["period"] if is_mark(cell.text, self.settings.words)]

    def _actors(self, row: OpenRow) -> list[str]:
        """Return the heads of the columns of bodies in which the row has a text."""
        return [low_head(head) for cell, head in row.pairs["actor"] if not self._is_nothing(cell.text)]

    def _remarks(self, row: OpenRow) -> list[tuple[Cell, str]]:
        """Return the cells with remarks and their heads; words in the column of a body are one too."""
        words = self.settings.words
        actors = [(cell, low_head(head)) for cell, head in row.pairs["actor"] if not is_mark(cell.text, words)]
        return [*row.pairs["note"], *actors]

    def _is_nothing(self, text: str) -> bool:
        return not words_of(text) or only_phrase(text, self.settings.words.nothing)

    def _add_note(self, kind: str, row: OpenRow, found: str, done: str, place: str = "") -> None:
        self.notes.append(ImportNote(kind, place or row.measure.locator, row.measure.measure_id, found, done))

    def _with_times(self, full: Measure, row: OpenRow) -> Measure:
        """Return a row with its time columns; dates outside the plan's period get a note and are left out."""
        text = "\n".join([row.text(*TIMES), *self._periods(row)])
        if self._is_nothing(text):
            return full
        found = read_time(text, self.settings.words)
        if not found.is_read:
            self._add_note("time-unread", row, shown(text), "kept as text alone")
            return full
        plan = self.settings.plan
        is_open = plan.end == "open"
        outside = [d for d in found.dates if last_day(d) < plan.start or (not is_open and d > last_day(plan.end))]
        if outside:
            said = f"{', '.join(outside)} is outside of {plan.start} to {plan.end}"
            self._add_note("time-outside", row, said, "kept as text alone; give the row a note that explains it")
        dates = sorted(date for date in found.dates if date not in outside)
        recurrence = found.recurrence or ("unknown" if dates else "")
        full = replace(full, recurrence=recurrence, end=dates[-1] if dates else "")
        told = row.text("time")
        is_one = dates == list(found.dates) and _is_one_time(told, dates)
        if is_one and begins_there(told, self.settings.words, self.lang):
            return replace(full, start=dates[0], end="")
        is_list = lists_times(told, self.settings.words) or lists_days(told)
        if len(found.dates) == PAIR == len(dates) and not is_list:
            return replace(full, start=dates[0])
        return replace(full, milestones=tuple(dates)) if len(dates) > 1 else full

    def _leads_and_partners(self, row: OpenRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the leads and partners that institutions.csv lists.

        If the row names no lead, the responsible bodies are leads; under `lead_rule: first-named` only the first
        is, and the others are partners. While a body that would lead is not in the list, the row has no lead: the
        bodies that are would stand in its place.
        """
        leads, named, partners = (self._bodies_named(row, row.text(role)) for role in BODIES)
        named = tuple(dict.fromkeys([*named, *self._bodies_named(row, "\n".join(self._actors(row)))]))
        if not any(leads):
            many = 1 if self.settings.plan.lead_rule == "first-named" else len(named)
            leads, rest = (named[:many], named[many:]) if "" not in (*leads, *named[:many]) else ((), named)
            partners = (*rest, *partners)
        leads = tuple(filter(None, leads))
        return leads, tuple(dict.fromkeys(body for body in partners if body and body not in leads))

    def _bodies_named(self, row: OpenRow, text: str) -> tuple[str, ...]:
        """Return the ids of the bodies in a text, in their order; empty in the place of one that is not in the list."""
        found: list[str] = []
        for part in PARTS.split(BRACKETS.sub(" ", text)):
            key = " ".join(words_of(part))
            if key in self.bodies:
                found.append(self.bodies[key])
            elif key:
                name = one_line(part).strip("-–•▪ ")
                self.unlinked[name] = self.unlinked.get(name, 0) + 1
                self._add_note("body-unknown", row, shown(part, LONGEST_NAME), LINKED)
                found.append("")
        return tuple(dict.fromkeys(found))

    def tasks(self, row: OpenRow, order: int) -> list[Measure]:
        """Return a task for each cell of a task column, or else for each item of a list in the activity.

        Words in a column of a period are a task too, with the column's head as its time.
        """
        words = self.settings.words
        if row.measure.level == "objective":
            return []
        timed = [pair for pair in row.pairs["period"] if not is_mark(pair[0].text, words)]
        cells = [(cell, one_line(cell.text)) for cell in row.cells("task")]
        cells += [(cell, one_line(cell.text)) for cell, _ in timed]
        time = {cell.place: low_head(head) for cell, head in timed}
        if not cells and (activity := row.cells("activity")):
            items = list_items(row.text("activity"))
            cells = [(activity[0], item) for item in items]
            if items:
                found = f"a list of {len(items)} items in one cell"
                self._add_note("split", row, found, "a task each, below the activity", activity[0].place.words)
        return [
            self.quoted(
                Measure(
                    measure_id=f"{row.measure.measure_id}.{number}",
                    parent_id=row.measure.measure_id,
                    order=order + number,
                    level="task",
                    text=text,
                    time_text=time.get(cell.place, ""),
                    source_id=self.settings.source_id,
                    locator=cell.place.row_words,
                )
            )
            for number, (cell, text) in enumerate(cells, start=1)
        ]

    def add_indicators(self, row: OpenRow) -> None:
        """Add an indicator for each line, or list item, of a row's indicator cells."""
        texts = [line for cell in row.cells("indicator") for line in _indicator_texts(cell.text)]
        kept = [one_line(text) for text in texts if not self._is_nothing(text)]
        self.indicators += [
            PlanIndicator(
                indicator_id=f"I{len(self.indicators) + number:03d}",
                measure_id=row.measure.measure_id,
                text=text,
                baseline=row.line("baseline"),
                target=row.line("target"),
                verification=row.line("verification"),
                source_id=self.settings.source_id,
                locator=row.measure.locator,
            )
            for number, text in enumerate(kept, start=1)
        ]
        if not kept and row.text("baseline", "target", "verification"):
            found = "a baseline, target or means of verification without an indicator"
            self._add_note("without-activity", row, found, "kept in wording.csv alone")

    def add_money(self, row: OpenRow) -> None:
        """Add a money line for each cell that holds one sum or states that there is no cost.

        Other texts stay in `resources_text` only.
        """
        words, own = self.settings.words, self.settings.plan.currency
        dollar = own if own in DOLLARS else "USD"
        for cell, head in row.pairs["resources"]:
            is_free = any_phrase(cell.text, words.no_cost)
            found = Sum(0.0) if is_free else read_sum(cell.text, words, self.lang, dollar)
            if found is None:
                continue
            of_head = unit_of_head(head, words, self.lang)
            currency = found.currency or currency_in(head, dollar) or own
            doubt = found.doubt or found.unit.doubt
            if found.amount:
                doubt = doubt or of_head.doubt
                if not currency:
                    doubt = doubt or f"{shown(cell.text)} {NO_CURRENCY}"
                if found.unit.factor not in (1.0, of_head.factor) and of_head.factor != 1.0:
                    doubt = doubt or f"{shown(cell.text)} below a head in units of {of_head.factor:.0f}"
            if doubt:
                mends = "; set the plan's currency and import with --replace" if doubt.endswith(NO_CURRENCY) else ""
                self._add_note("amount-doubtful", row, doubt, f"kept as text alone{mends}", cell.place.words)
            else:
                factor = max(found.unit.factor, of_head.factor)
                self.money.append(self._money_line(row, cell, found.amount, factor, currency))

    def _money_line(self, row: OpenRow, cell: Cell, amount: float, factor: float, currency: str) -> MoneyLine:
        line = MoneyLine(
            line_id=f"L{len(self.money) + 1:03d}",
            measure_id=row.measure.measure_id,
            state="zero",
            amount_text=one_line(cell.text),
            source_id=self.settings.source_id,
            locator=row.measure.locator,
        )
        if not amount:
            return line
        return replace(line, state="amount", amount=amount, unit_factor=factor, currency=currency)


def _is_one_time(text: str, dates: Sequence[str]) -> bool:
    """Return whether a text tells one time: one date, or a year over two calendar years as in 2025/26."""
    return len(dates) == 1 or (len(dates) == PAIR and f"{dates[0]}/{dates[1][2:]}" in text)


def low_head(head: str) -> str:
    """Return the lower head of a column whose head has two rows."""
    return head.rsplit(" / ", 1)[-1]


def list_items(text: str) -> list[str]:
    r"""Return the items of a list in a text; empty if fewer than two lines begin with an item mark.

    Examples
    --------
    >>> list_items("Train:\na) judges\nb) the police\nand the prosecution")
    ['judges', 'the police and the prosecution']
    >>> list_items("one line\nanother")
    []
    """
    items: list[str] = []
    for line in text.split("\n"):
        if mark := ITEM.match(line):
            items.append(line[mark.end() :].strip())
        elif items:
            items[-1] = f"{items[-1]} {line.strip()}"
    return [item for item in items if item] if len(items) >= PAIR else []


def _indicator_texts(text: str) -> list[str]:
    r"""Return the sentence before a list, which may hold a figure, and the items of the list; else each line.

    A line that goes on with a small letter below a text in capitals, a bracket, figures alone, or below a comma is no
    text of its own.

    Examples
    --------
    >>> _indicator_texts("Number of judges\ntrained in a year\n(all courts)\nShelters open,\nin each region")
    ['Number of judges trained in a year (all courts)', 'Shelters open, in each region']
    """
    items, lines = list_items(text), list[str]()
    is_small = text.lstrip()[:1].islower()
    for line in text.split("\n"):
        plain = line.strip()
        is_bare = plain[:1].isdigit() and not any(letter.isalpha() for letter in plain)
        goes_on = (plain[:1].islower() and not is_small) or plain[:1] == "(" or is_bare
        if (
            not items
            and lines
            and plain
            and (goes_on or lines[-1].endswith(","))
            and not lines[-1].endswith((".", ";"))
        ):
            lines[-1] = f"{lines[-1]} {plain}"
        else:
            lines.append(line.rstrip())
    before = list(takewhile(lambda line: ITEM.match(line) is None, lines))
    return [" ".join(before), *items] if items else lines


def own_number(text: str) -> tuple[str, str]:
    """Return the number in front of a text and the rest, or an empty number and the text; a list has no number.

    Examples
    --------
    >>> own_number("1.2 Train judges"), own_number("3. Train judges"), own_number("2025 is the year")
    (('1.2', 'Train judges'), ('3', 'Train judges'), ('', '2025 is the year'))
    """
    found = OWN_NUMBER.match(text)
    if found is None or list_items(text):
        return "", text
    return found[1] or found[2], text[found.end() :].lstrip()


def bodies_by_name(institutions: Sequence[Institution]) -> Mapping[str, str]:
    """Return the ids of bodies by folded name and acronym, without names that two bodies share."""
    found: dict[str, set[str]] = {}
    for body in institutions:
        for name in filter(None, (body.name, body.acronym)):
            found.setdefault(" ".join(words_of(name)), set()).add(body.institution_id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1}
