"""Lenses: another system's rule, given only by its declaration, applied to the ratings of a plan; and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from evaluator.model.lens import TOTAL, Lens, LensLine, LensNumber, LensReading, LensRow, LensStep, LensTest, LensYear
from evaluator.model.lens_unit import LENSES, LensContext, LensUnit
from evaluator.model.scorecard import Scorecard
from evaluator.scoring.grade import rounded
from evaluator.scoring.lens.clock import between_editions, years_beside
from evaluator.scoring.lens.parts import LensCell, along_ladders, contrary_among, coverage_of, lens_cells, numbers


def look_through(lens: Lens, card: Scorecard, context: LensContext | None = None) -> LensReading:
    """Return the result of a lens applied to a plan's ratings.

    The weights of the card have no effect; a lens has its own. If coverage is below the lens's least coverage, or a
    test cannot be decided, there is no outcome but a range: the outcome with every open criterion at its lowest level
    (and contrary where possible), and the one with all at their highest.

    Parameters
    ----------
    lens : Lens
        The lens to apply.
    card : Scorecard
        The plan's ratings, under any weighting.
    context : LensContext, optional
        Standards (needed by ladders), recorded facts, an earlier card.

    Returns
    -------
    LensReading

    Raises
    ------
    ValueError
        The lens belongs to another rubric.
    """
    if lens.rubric != card.rubric.id:
        raise ValueError(f"lens {lens.id} is of rubric {lens.rubric}, the ratings are of {card.rubric.id}")
    unit = LENSES.get(lens.unit)
    found = LENSES.attempt(lens.unit, LensReading, unit.look, lens, card, context or LensContext()) if unit else None
    if found is not None:
        return found
    why = f"what reads lenses of the unit {lens.unit} is left out"
    return LensReading(card.assessment.plan.id, lens, card.is_draft, 0.0, why=why)


class _OfPlan(LensUnit):
    """A lens by parts, total and steps, beside the years that the system itself recorded."""

    def look(self, lens: Lens, card: Scorecard, context: LensContext) -> LensReading:
        """Return the outcome of the plan."""
        return years_beside(_reading_of_plan(lens, card, context.earlier), card, context.facts)


class _OfCriterion(LensUnit):
    """A lens by ladders."""

    def look(self, lens: Lens, card: Scorecard, context: LensContext) -> LensReading:
        """Return the word for each criterion."""
        return along_ladders(lens, card, context.standards)


class _OfEditions(LensUnit):
    """A lens of what was recommended."""

    def look(self, lens: Lens, card: Scorecard, context: LensContext) -> LensReading:
        """Return what became of each recommendation since the earlier edition."""
        return between_editions(lens, card, context.earlier)


OF_PLAN, OF_CRITERION, OF_EDITIONS = _OfPlan(), _OfCriterion(), _OfEditions()


@dataclass(frozen=True, slots=True)
class _Sight:
    """The cells, levels and numbers of a card for a lens of unit plan, and the numbers of the earlier card."""

    lens: Lens
    cells: dict[str, LensCell]
    levels: dict[str, tuple[int | None, int, int]]
    now: dict[str, LensNumber]
    then: dict[str, LensNumber]


def _reading_of_plan(lens: Lens, card: Scorecard, earlier: Scorecard | None) -> LensReading:
    cells = lens_cells(card)
    found = numbers(lens, card.rubric, cells)
    before = numbers(lens, earlier.rubric, lens_cells(earlier)) if earlier is not None else ()
    levels = {
        s.outcome.criterion_id: (s.outcome.level, s.outcome.low_level, s.outcome.high_level) for s in card.criteria
    }
    sight = _Sight(lens, cells, levels, {n.id: n for n in found}, {n.id: n for n in before})
    coverage = coverage_of(lens, card.rubric, cells)
    enough = coverage >= lens.least_coverage.share
    shown = found if enough else tuple(replace(number, value=None) for number in found)
    reading = LensReading(
        card.assessment.plan.id,
        lens,
        card.is_draft,
        coverage,
        numbers=shown,
        why="" if enough else f"coverage {coverage:.3f} is under {lens.least_coverage.share:g}",
        earlier_plan_id=earlier.assessment.plan.id if earlier is not None else "",
    )
    return _with_outcome(reading, sight, enough=enough) if lens.steps else reading


def _with_outcome(reading: LensReading, sight: _Sight, *, enough: bool) -> LensReading:
    lowest, highest = _outcome(sight, "low")[0] or "", _outcome(sight, "high")[0] or ""
    given, capped_by, undecided = _outcome(sight, "given")
    if lowest == highest:
        return replace(reading, outcome=lowest, lowest=lowest, highest=highest, capped_by=capped_by, why="")
    why = reading.why if not enough else undecided
    outcome = given if enough else None
    return replace(reading, outcome=outcome, lowest=lowest, highest=highest, capped_by=capped_by, why=why)


def _outcome(sight: _Sight, end: str) -> tuple[str | None, tuple[str, ...], str]:
    """Return the outcome at an end, the criteria that capped it, and, without an outcome, the open test."""
    for step in sight.lens.steps:
        holds, open_test = _holds(sight, step, end)
        if holds is None:
            return None, (), open_test
        if holds:
            return *_outcome_after_caps(sight, step.outcome, end), ""
    raise ValueError(f"{sight.lens.id}: the last step has tests")


def _holds(sight: _Sight, step: LensStep, end: str) -> tuple[bool | None, str]:
    """Return whether all tests of a step hold; None, with an open test, where one is open and none fails."""
    answers = [(_test_holds(sight, test, end), test) for test in step.all]
    if any(answer is False for answer, _ in answers):
        return False, ""
    open_tests = [test for answer, test in answers if answer is None]
    return (None, _why_open(open_tests[0])) if open_tests else (True, "")


def _why_open(test: LensTest) -> str:
    if test.risen is not None:
        return f"whether {test.risen} has risen is open: no earlier edition"
    if test.criterion is not None:
        return f"{test.criterion} is not assessed"
    if test.none_contrary:
        return f"not assessed, so it may be contrary: one of {', '.join(test.none_contrary)}"
    return f"nothing of {test.part} is rated"


def _test_holds(sight: _Sight, test: LensTest, end: str) -> bool | None:
    if test.none_contrary:
        sure = not contrary_among(sight.cells, test.none_contrary, "high")
        safe = not contrary_among(sight.cells, test.none_contrary, "low")
        return {"low": safe, "high": sure}.get(end, safe if safe or not sure else None)
    if test.criterion is not None:
        return _reaches(sight, test, end)
    if test.risen is not None:
        return _number_has_risen(sight.now[test.risen], sight.then.get(test.risen), end)
    number = sight.now[test.part or TOTAL]
    found = {"given": number.value, "low": number.low, "high": number.high}[end]
    return None if found is None else rounded(found) >= (test.at_least or 0.0)


def _reaches(sight: _Sight, test: LensTest, end: str) -> bool | None:
    """Return whether a criterion reaches the level of a test; True for a criterion that does not apply."""
    name = test.criterion or ""
    if name not in sight.cells:
        return True
    level = sight.levels[name][("given", "low", "high").index(end)]
    return None if level is None else level >= (test.level or 0)


def _number_has_risen(now: LensNumber, then: LensNumber | None, end: str) -> bool | None:
    if then is None:
        return {"low": False, "high": True}.get(end)
    if end == "given":
        return None if now.value is None or then.value is None else now.value > then.value
    return now.low > then.high if end == "low" else now.high > then.low


def _outcome_after_caps(sight: _Sight, outcome: str, end: str) -> tuple[str, tuple[str, ...]]:
    order, lowered = sight.lens.outcomes, list[str]()
    for cap in sight.lens.caps:
        tripped = contrary_among(sight.cells, cap.contrary, end)
        if tripped and order.index(cap.at_most) > order.index(outcome):
            outcome, lowered = cap.at_most, [*lowered, *tripped]
    return outcome, tuple(lowered)


def lens_rows(readings: Iterable[LensReading]) -> tuple[LensRow, ...]:
    """Return readings as rows; each reading gives its outcome, numbers, lines and recorded years."""
    return tuple(row for reading in readings for row in _reading_rows(reading))


def _reading_rows(reading: LensReading) -> Iterator[LensRow]:
    def row(kind: str, item: str, **cells: object) -> LensRow:
        state = "draft" if reading.is_draft else "final"
        return LensRow(reading.plan_id, state, reading.lens.id, kind, item, **cells)  # type: ignore[arg-type]

    yield row(
        "outcome",
        "",
        outcome=reading.outcome or "",
        lowest=reading.lowest,
        highest=reading.highest,
        coverage=reading.coverage,
        capped_by=reading.capped_by,
        note=reading.why,
    )
    yield from (row("number", number.id, **_number(number)) for number in reading.numbers)
    yield from (row("line", line.criterion_id, **_line_json(line)) for line in reading.lines)
    yield from (row("year", str(year.year), **_year(year)) for year in reading.years)


def _number(number: LensNumber) -> dict[str, object]:
    return {
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "coverage": number.coverage,
        "capped_by": number.capped_by,
    }


def _line_json(line: LensLine) -> dict[str, object]:
    return {
        "outcome": line.outcome or "",
        "lowest": line.lowest,
        "highest": line.highest,
        "status": line.status,
        "level": line.level,
        "earlier_level": line.earlier_level,
        "standards": line.standards,
        "note": line.ladder,
    }


def _year(year: LensYear) -> dict[str, object]:
    return {
        "lowest": year.lowest,
        "highest": year.highest,
        "recorded": "; ".join(f"{name}: {word}" for name, word in year.recorded),
        "listed_before": year.listed_before,
        "note": year.note,
    }
