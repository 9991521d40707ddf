"""The tiers of a country in the Trafficking in Persons Reports by year: runs of one tier, conflicts, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from evaluator.model.country import FactsSource
from evaluator.model.dates import last_day
from evaluator.model.facts import EVIDENCE, CriteriaEdition, TierPlacement
from evaluator.model.sentence import foreign
from evaluator.reports.context.alongside import Alongside
from evaluator.reports.subject import span

# The tiers in the chart, from best to worst; other entries are no tiers and are printed as words.
DRAWN = ("1", "2", "2WL", "3")
COMPILED = ("dataset", "list")
UNDATED = CriteriaEdition("", "", "")  # no edition in force is dated


@dataclass(frozen=True, slots=True)
class YearTier:
    """The tier in one year's report; `tier` is empty without data, or if the best evidence disagrees.

    `others` are other tiers that rows of the data set give for the same year.
    """

    year: int
    tier: str
    evidence: str
    others: tuple[str, ...]
    edition: CriteriaEdition
    sources: tuple[str, ...]

    @property
    def is_gap(self) -> bool:
        """Return whether no source gives a tier for the year."""
        return not self.tier and not self.others


@dataclass(frozen=True, slots=True)
class TierRun:
    """Consecutive years with one tier under one edition of the statute.

    `known` lists each kind of evidence for the tier, with the years for which it is the best evidence.
    """

    first: int
    last: int
    tier: str
    others: tuple[str, ...]
    edition: CriteriaEdition
    known: tuple[tuple[str, str], ...]
    sources: tuple[int, ...]

    @property
    def years(self) -> str:
        """Return the years, as `2002–2007`."""
        return span(self.first, self.last)

    @property
    def is_gap(self) -> bool:
        """Return whether no source gives a tier for these years."""
        return not self.tier and not self.others


@dataclass(frozen=True, slots=True)
class TierStep:
    """Consecutive reports with one tier, drawn as one line; `level` is 0 for the best tier, None for no tier."""

    first: int
    last: int
    tier: str
    level: int | None

    @property
    def years(self) -> str:
        """Return the years, as `2002–2007`."""
        return span(self.first, self.last)


@dataclass(frozen=True, slots=True)
class TierSource:
    """A source of tiers, with its number in the list of sources."""

    number: int
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class TiersView:
    """A country's tiers: `runs` for the table, `steps` and `dissent` for the chart, with their sources.

    `dissent` lists (year, level) of tiers that other sources give. `notes` are remarks of the data set
    with their years, on rows from compilations and rows that disagree.
    """

    runs: tuple[TierRun, ...]
    steps: tuple[TierStep, ...]
    dissent: tuple[tuple[int, int], ...]
    notes: tuple[tuple[str, str], ...]
    sources: tuple[TierSource, ...]

    @property
    def first(self) -> int:
        """Return the year of the first report in the data set."""
        return self.runs[0].first

    @property
    def last(self) -> int:
        """Return the year of the last report in the data set."""
        return self.runs[-1].last


def tiers_view(known: Alongside, lang: str) -> TiersView | None:
    """Return a country's tiers over all reports of the data set; None if no row is on the country."""
    if not known.placements or known.first_report is None or known.last_report is None:
        return None
    years = [year_tier(known, year) for year in range(known.first_report, known.last_report + 1)]
    cited = _numbered_sources(years, known.sources, lang)
    numbers = {name: source.number for name, source in cited.items()}
    return TiersView(
        runs=tuple(_tier_run(tuple(group), numbers) for _, group in groupby(years, _run_key)),
        steps=tuple(_tier_step(tuple(group)) for tier, group in groupby(years, lambda y: y.tier) if tier),
        dissent=tuple((y.year, DRAWN.index(t)) for y in years for t in y.others if t in DRAWN),
        notes=_note_years(known.placements, lang),
        sources=tuple(cited.values()),
    )


def year_tier(known: Alongside, year: int) -> YearTier:
    """Return the tier of one year's report by the best evidence; tiers by other evidence are kept in `others`."""
    rows = [row for row in known.placements if row.year == year]
    edition = edition_in_force(known.editions, year)
    if not rows:
        return YearTier(year, "", "", (), edition, ())
    best = min((row.evidence for row in rows), key=EVIDENCE.index)
    tiers = {row.tier for row in rows if row.evidence == best}
    tier = tiers.pop() if len(tiers) == 1 else ""
    others = tuple(sorted({row.tier for row in rows} - {tier}))
    sources = tuple(dict.fromkeys(name.strip() for row in rows for name in row.source_id.split(";") if name.strip()))
    return YearTier(year, tier, best, others, edition, sources)


def edition_in_force(editions: Iterable[CriteriaEdition], year: int) -> CriteriaEdition:
    """Return the act in force on 31 March of a report's year, when its period ends; empty if none is dated.

    A date of which only month or year is known counts as that period's last day.
    """
    day = f"{year}-03-31"
    known = [edition for edition in editions if last_day(edition.in_force) <= day]
    latest = max(known, key=lambda edition: last_day(edition.in_force), default=None)
    return latest or UNDATED


def spans(years: Sequence[int]) -> str:
    """Return ascending years as text, with consecutive years joined as a span.

    Examples
    --------
    >>> spans([2014, 2015, 2017])
    '2014–2015, 2017'
    """
    groups = groupby(enumerate(years), lambda place: place[1] - place[0])
    rows = [[year for _, year in group] for _, group in groups]
    return ", ".join(span(row[0], row[-1]) for row in rows)


def _run_key(year: YearTier) -> tuple[str, tuple[str, ...], CriteriaEdition]:
    return (year.tier, year.others, UNDATED if year.is_gap else year.edition)


def _note_years(rows: Iterable[TierPlacement], lang: str) -> tuple[tuple[str, str], ...]:
    years: dict[str, set[int]] = {}
    for row in rows:
        if row.note and row.year is not None and (row.conflict_group or row.evidence in COMPILED):
            years.setdefault(row.note, set()).add(row.year)
    return tuple((spans(sorted(found)), foreign(note, "en", lang)) for note, found in years.items())


def _numbered_sources(years: Sequence[YearTier], sources: Sequence[FactsSource], lang: str) -> dict[str, TierSource]:
    listed = {source.id: source for source in sources}
    used = dict.fromkeys(name for year in years for name in year.sources)
    found = ((name, listed[name]) for name in used if name in listed)
    return {
        name: TierSource(at, foreign(source.title, "en", lang), source.url)
        for at, (name, source) in enumerate(found, 1)
    }


def _tier_run(years: tuple[YearTier, ...], numbers: dict[str, int]) -> TierRun:
    first = years[0]
    ways: dict[str, list[int]] = {}
    for year in years if not first.is_gap else ():
        ways.setdefault(year.evidence, []).append(year.year)
    return TierRun(
        first=first.year,
        last=years[-1].year,
        tier=first.tier,
        others=first.others,
        edition=UNDATED if first.is_gap else first.edition,
        known=tuple((way, spans(ways[way])) for way in EVIDENCE if way in ways),
        sources=tuple(sorted({numbers[name] for year in years for name in year.sources if name in numbers})),
    )


def _tier_step(years: tuple[YearTier, ...]) -> TierStep:
    tier = years[0].tier
    return TierStep(years[0].year, years[-1].year, tier, DRAWN.index(tier) if tier in DRAWN else None)
