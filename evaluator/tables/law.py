"""The law table: what is known of each question of law, by article, version and how much was read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from evaluator.model.assessment import EXTENTS, PROVISION, PROVISION_READ, STATES_LEVEL, Coding, Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.dates import first_day
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.tables.base import Table, col

Mark = Literal["read", "at-least", "other-day", "not-found", "not-looked-for"]
MARKS: tuple[Mark, ...] = ("read", "at-least", "other-day", "not-found", "not-looked-for")
ARTICLE = re.compile(r"(?:^|[\s,])(?:arts?|ss?)\.? ([^;]+)")


@dataclass(frozen=True, slots=True)
class LawCell:
    """One question of law for one plan's period.

    `mark` says what is known: a settled level (`read`); a least one (`at-least`), also where the roles of the country
    leave the question out of its score; none, but a text of another law or
    day was read (`other-day`); none, and what was searched is told (`not-found`); or nobody looked (`not-looked-for`).
    `extent` is how much of the provision was read by who read most of it, `is_other_day` whether that text gives no
    level; `readers` counts the coders who opened the provision as it was on the first day.
    """

    plan_id: str
    iso3: str
    first: str
    criterion: Criterion
    mark: Mark
    level: int | None
    article: str
    version: str
    since: str
    text_of: str
    extent: str
    is_other_day: bool
    readers: int
    says: str
    searched: str
    sources: tuple[Source, ...]

    @property
    def numbers(self) -> str:
        """Return the numbers of the articles of the first act named, or the act where it names none.

        Examples
        --------
        >>> from evaluator.tables.law import ARTICLE
        >>> ARTICLE.search("Criminal Code, arts 105 and 106; Aliens Act, art. 62").group(1)
        '105 and 106'
        """
        found = ARTICLE.search(self.article)
        return found.group(1) if found else self.article


@dataclass(frozen=True, slots=True)
class LawCount:
    """How many cells have each mark, and of how many the provision itself was opened, by one and by two readers."""

    cells: int
    marks: dict[Mark, int]
    opened: int
    twice: int


def law_criteria(card: Scorecard) -> tuple[Criterion, ...]:
    """Return the questions of law of a scorecard's rubric, in tree order."""
    return tuple(criterion for criterion in card.rubric.criteria if criterion.object == "law")


def law_cells(card: Scorecard, lang: str = "en") -> Iterator[LawCell]:  # noqa: ARG001  (rows of every table take it)
    """Yield the cell of every question of law for one plan's period."""
    outcomes = {scored.outcome.criterion_id: scored.outcome for scored in card.criteria}
    for criterion in law_criteria(card):
        outcome = outcomes.get(criterion.id)
        if outcome is not None:
            yield _law_cell(card, criterion, outcome)


def law_count(cells: Iterable[LawCell]) -> LawCount:
    """Return the counts of some cells.

    Examples
    --------
    >>> law_count([]).cells
    0
    """
    known = list(cells)
    marks: dict[Mark, int] = {mark: sum(cell.mark == mark for cell in known) for mark in MARKS}
    return LawCount(len(known), marks, sum(cell.readers > 0 for cell in known), sum(cell.readers > 1 for cell in known))


def names_provisions(cards: Sequence[Scorecard]) -> bool:
    """Return whether a rating of law in these scorecards says what was read of a provision."""
    return any(
        getattr(row, name)
        for card in cards
        for coding in card.assessment.codings
        for row in coding.ratings
        for name in PROVISION
    )


def _law_cell(card: Scorecard, criterion: Criterion, outcome: Outcome) -> LawCell:
    rows = [row for coding in _codings_of_readers(card) for row in coding.ratings if row.criterion_id == criterion.id]
    states = outcome.status in STATES_LEVEL
    stating = [row for row in rows if row.status in STATES_LEVEL]
    # the country's roles may leave a question out of the score; what its law says is known all the same
    not_asked = outcome.status == "not-applicable" and bool(stating)
    shown, ground = _furthest_read(rows), _furthest_read(stating)
    opened = [row for row in stating if row.extent in PROVISION_READ]
    plan = card.assessment.plan
    return LawCell(
        plan_id=plan.id,
        iso3=card.assessment.country.iso3,
        first=first_day((plan.rated_years or plan).start),
        criterion=criterion,
        mark="at-least" if not_asked else _mark_of(outcome, rows),
        level=min((row.level or 0 for row in stating), default=None) if not_asked else _level_of(outcome),
        article=shown.article if shown else "",
        version=shown.version if shown else "",
        since=shown.since if shown else "",
        text_of=shown.text_of if shown else "",
        extent=shown.extent if shown else "",
        is_other_day=shown is not None and shown.extent in PROVISION_READ and shown.status not in STATES_LEVEL,
        readers=len(opened) if states or not_asked else 0,
        says=_says(outcome, ground, shown),
        searched=" ".join(dict.fromkeys(row.searched for row in rows if row.searched)),
        sources=_sources_cited(card, [row for row in (ground, shown) if row]),
    )


def _says(outcome: Outcome, ground: Rating | None, shown: Rating | None) -> str:
    """Return what a cell says: the reasons of the rows it rests on, but the decision's where that set another level."""
    other = ground is None or (ground.status, ground.level) != (outcome.status, _level_of(outcome))
    if outcome.decision and other and outcome.status in STATES_LEVEL:
        return outcome.decision
    return " ".join(dict.fromkeys(row.reason for row in (ground, shown) if row and row.reason))


def _codings_of_readers(card: Scorecard) -> tuple[Coding, ...]:
    """Return the codings whose coders read the sources; one who rated another's notes opened no provision."""
    return tuple(
        coding
        for coding in card.assessment.codings
        if coding.header.read != "evidence-list" and (not card.assessor or coding.header.coder == card.assessor)
    )


def _furthest_read(rows: Sequence[Rating]) -> Rating | None:
    """Return the row of who read most of the provision; among equals one that states a level, and the last coder's."""

    def rank(row: Rating) -> tuple[int, bool]:
        return EXTENTS.index(row.extent) if row.extent else len(EXTENTS), row.status not in STATES_LEVEL

    return min((row for row in reversed(rows) if row.extent or row.reason), key=rank, default=None)


def _level_of(outcome: Outcome) -> int | None:
    if outcome.status not in STATES_LEVEL:
        return None
    return outcome.level if outcome.status == "rated" else outcome.low_level


def _mark_of(outcome: Outcome, rows: Sequence[Rating]) -> Mark:
    if outcome.status == "rated":
        return "read"
    if outcome.status == "at-least":
        return "at-least"
    if any(row.extent in (*PROVISION_READ, "account") for row in rows):
        return "other-day"
    return "not-found" if any(row.searched for row in rows) else "not-looked-for"


def _sources_cited(card: Scorecard, rows: Sequence[Rating]) -> tuple[Source, ...]:
    places = {row.evidence_id: row.source_id for row in card.assessment.evidence}
    known = {source.source_id: source for source in card.assessment.sources}
    named = dict.fromkeys(places[name] for row in rows for name in row.evidence_ids if name in places)
    return tuple(known[name] for name in named if name in known)


LAW_SHEET: Table[Scorecard, LawCell] = Table(
    "law",
    "One question of law for one plan's period: article, version, and how much was read.",
    law_cells,
    (
        col("plan_id", "id", "plan or period", lambda r: r.plan_id),
        col("iso3", "id", "country", lambda r: r.iso3),
        col("first_day", "date", "first day of the rated years, which decides", lambda r: r.first),
        col("criterion_id", "id", "question", lambda r: r.criterion.id),
        col("mark", "choice", "what is known", lambda r: r.mark, choices=MARKS),
        col("level", "integer", "level; with `at-least` the least one", lambda r: r.level),
        col("article", "text", "act and article that decide", lambda r: r.article),
        col("version", "text", "copy that was read, as it names itself", lambda r: r.version),
        col("since", "date", "since when the article has this wording; empty: not known", lambda r: r.since),
        col("text_of", "date", "day of the copy that was read", lambda r: r.text_of),
        col("extent", "choice", "how much of the provision was read", lambda r: r.extent, choices=EXTENTS),
        col("other_day", "flag", "whether that text is of another law or day and gives no level",
            lambda r: r.is_other_day),
        col("readers", "integer", "coders who opened the provision as it was on the first day", lambda r: r.readers),
        col("says", "text", "what it says, in a coder's words", lambda r: r.says),
        col("searched", "text", "what was searched in vain", lambda r: r.searched),
        col("sources", "ids", "sources read", lambda r: tuple(source.source_id for source in r.sources)),
        col("addresses", "text", "their addresses",
            lambda r: " ".join(source.archive_url or source.url for source in r.sources)),
    ),
)  # fmt: skip
