"""The rows of the table of a lens reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from evaluator.model.lens_reading import LensLine, LensNumber, LensReading, LensRow, LensYear


def lens_rows(readings: Iterable[LensReading]) -> tuple[LensRow, ...]:
    """Return readings as rows; each reading gives its outcome, numbers, lines and recorded years."""
    return tuple(row for reading in readings for row in _rows(reading))


def _rows(reading: LensReading) -> Iterator[LensRow]:
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
    yield from (row("line", line.criterion_id, **_line(line)) for line in reading.lines)
    yield from (row("year", str(year.year), **_year(year)) for year in reading.years)


def _number(number: LensNumber) -> dict[str, object]:
    return {
        "value": number.value,
        "low": number.low,
        "high": number.high,
        "coverage": number.coverage,
        "capped_by": number.capped_by,
    }


def _line(line: LensLine) -> dict[str, object]:
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
