"""The sections on records other than ratings: the profile of measures, the money, the coders' agreement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from evaluator.model.assessment import Assessment
from evaluator.model.plan import FUNCTIONS, PARADIGMS, Measure, MoneyLine
from evaluator.model.sentence import Spoken
from evaluator.panel.agreement_words import first_words, in_words
from evaluator.plans.known import RowReader
from evaluator.plans.rows import counting_rows, row_above
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section


@dataclass(frozen=True, slots=True)
class ProfileView:
    """The number of measures by function and paradigm; a measure of several paradigms counts in each.

    Each row is (function, counts by paradigm, count without paradigm, measures); an empty function
    gathers the measures without one. Counts by paradigm may therefore add up to more than `counted`.
    """

    paradigms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int, ...], int, int], ...]
    totals: tuple[int, ...]
    untagged: int
    counted: int
    proposed: int


@dataclass(frozen=True, slots=True)
class AgreementView:
    """The agreement of coders with final ratings: shares and Krippendorff's alpha with its interval.

    `words` are sentences on the agreement, `first` those that a page says before all others. `apart` are the criteria
    on which coders differ, each with their votes and whether it is a gate.
    """

    coders: tuple[str, ...]
    words: tuple[Spoken, ...]
    first: tuple[Spoken, ...]
    apart: tuple[tuple[str, tuple[tuple[str, str], ...], bool], ...]


@dataclass(frozen=True, slots=True)
class RecordedView:
    """The profile, money and agreement of a plan; a part without any record is None."""

    profile: ProfileView | None
    money: MoneyView | None
    agreement: AgreementView | None


def recorded_view(context: CountryContext) -> RecordedView:
    """Return the profile, money and agreement of a plan."""
    plan = context.card.assessment
    return RecordedView(profile_view(plan), money_view(plan), agreement_view(context))


def profile_view(assessment: Assessment) -> ProfileView | None:
    """Return the table of measures by function and paradigm; None if no measure is tagged."""
    rows = counting_rows(assessment).rows
    if not any(row.paradigms or row.function for row in rows):
        return None
    functions = [f for f in (*FUNCTIONS, "") if any(row.function == f for row in rows)]
    return ProfileView(
        paradigms=PARADIGMS,
        rows=tuple(_profile_row(f, [row for row in rows if row.function == f]) for f in functions),
        totals=tuple(sum(p in row.paradigms for row in rows) for p in PARADIGMS),
        untagged=sum(not row.paradigms for row in rows),
        counted=len(rows),
        proposed=sum(row.tag_status == "proposed" for row in rows),
    )


def _profile_row(function: str, rows: Sequence[Measure]) -> tuple[str, tuple[int, ...], int, int]:
    counts = tuple(sum(p in row.paradigms for row in rows) for p in PARADIGMS)
    return function, counts, sum(not row.paradigms for row in rows), len(rows)


def agreement_view(context: CountryContext) -> AgreementView | None:
    """Return the agreement of coders with final ratings; None with fewer than two."""
    found, words = context.agreement, context.words
    if found is None:
        return None
    differing = [spot for spot in found.spots if spot.kind not in ("same", "single", "none")]
    apart = tuple((words.title(s.criterion_id), s.votes, s.is_gate) for s in differing)
    return AgreementView(found.coders, in_words(found, words.title), tuple(first_words(found)), apart)


RECORDED: Part[CountryContext, CountryView, RecordedView] = Part("recorded", lambda context, _: recorded_view(context))
PROFILE = Section("plan_profile", "country/profile.html", (RECORDED,))
AGREEMENT: Section[CountryContext, CountryView] = Section("agreement", "country/agreement.html")


STATES = ("amount", "zero", "own-no-amount", "donor-no-amount", "elsewhere", "not-stated")
NOTHING = Decimal(0)
# (least sum, scale): large sums are printed in thousands or millions, because longer numbers would break in a column.
SCALES = ((10**13, 10**6), (10**10, 1000), (0, 1))


@dataclass(frozen=True, slots=True)
class MoneyTableView:
    """Amounts in one currency by function and paradigm; a measure of several paradigms counts in each of them.

    Each row is (function, sums by paradigm, sum without paradigm, sum). The row with an empty function sums
    the amounts without one, and the money of the whole plan. `totals`, `without` and `whole` sum over all
    functions. All sums are exact, in units of `scale`.
    """

    currency: str
    scale: int
    paradigms: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Decimal, ...], Decimal, Decimal], ...]
    totals: tuple[Decimal, ...]
    without: Decimal
    whole: Decimal


@dataclass(frozen=True, slots=True)
class MoneyView:
    """The number of money lines by kind of statement, and sums by currency; no amount is counted twice.

    `with_amount` counts the measures of which the measure itself or a task of it has an amount. Of the `unknown` ones
    nobody knows whether they state a sum, as a column of theirs could not be read.
    """

    states: tuple[tuple[str, int], ...]
    sums: tuple[tuple[str, Decimal, int], ...]
    tables: tuple[MoneyTableView, ...]
    left_out: int
    measures: int
    with_amount: int
    unknown: int = 0

    @property
    def known(self) -> int:
        """Return the number of measures of which it is known whether they state a sum."""
        return self.measures - self.unknown


def money_view(assessment: Assessment) -> MoneyView | None:
    """Return the plan's money lines, counted and summed; None if no line is recorded.

    A printed total, and a line whose amount is part of another line, are left out of sums. Money of a
    task counts with the measure above it.
    """
    lines = assessment.money
    if not lines:
        return None
    counted = [x for x in lines if x.amount is not None and x.state == "amount" and not x.counted_in and not x.total_of]
    left = sum(x.amount is not None and x.state == "amount" for x in lines) - len(counted)
    states = Counter(line.state for line in lines)
    rows = counting_rows(assessment)
    by_id, above = {row.measure_id: row for row in rows.rows}, row_above(rows)
    measure_of = {line.line_id: by_id.get(above.get(line.measure_id, "")) for line in counted}
    currencies = sorted({line.currency for line in counted})
    by_currency = {currency: [x for x in counted if x.currency == currency] for currency in currencies}
    stating = {row.measure_id for row in measure_of.values() if row}
    reader = RowReader.of(assessment, rows)
    tagged = any(row is not None and (row.paradigms or row.function) for row in measure_of.values())
    return MoneyView(
        states=tuple((state, states[state]) for state in STATES if states[state]),
        sums=tuple((currency, _sum_of(found), len(found)) for currency, found in by_currency.items()),
        tables=tuple(_money_table(currency, found, measure_of) for currency, found in by_currency.items())
        if tagged
        else (),
        left_out=left,
        measures=len(by_id),
        with_amount=len(stating),
        unknown=sum(row.measure_id not in stating and reader.has(row, "amount") is None for row in rows.rows),
    )


def _sum_of(lines: Sequence[MoneyLine]) -> Decimal:
    return sum((Decimal(repr(x.amount or 0.0)) * Decimal(repr(x.unit_factor or 1.0)) for x in lines), NOTHING)


def _money_table(currency: str, lines: Sequence[MoneyLine], measure_of: Mapping[str, Measure | None]) -> MoneyTableView:
    def tags(line: MoneyLine) -> tuple[str, tuple[str, ...]]:
        row = measure_of[line.line_id]
        return (row.function, row.paradigms) if row else ("", ())

    scale = next(scale for least, scale in SCALES if _sum_of(lines) >= least)

    def scaled(some: Sequence[MoneyLine]) -> Decimal:
        return _sum_of(some) / scale

    def split(some: Sequence[MoneyLine]) -> tuple[tuple[Decimal, ...], Decimal, Decimal]:
        sums = tuple(scaled([x for x in some if paradigm in tags(x)[1]]) for paradigm in PARADIGMS)
        return sums, scaled([x for x in some if not tags(x)[1]]), scaled(some)

    by_function = {f: [x for x in lines if tags(x)[0] == f] for f in (*FUNCTIONS, "")}
    rows = tuple((f, *split(found)) for f, found in by_function.items() if found)
    return MoneyTableView(currency, scale, PARADIGMS, rows, *split(lines))
