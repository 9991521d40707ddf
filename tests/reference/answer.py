"""Our answer to a case beside the expected tables: what was compared, what differs, what was left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from tests.reference.case import Array, Case, Table, Tolerance

INTERVALS = "_conf"  # columns whose numbers come of random resamples


@dataclass(frozen=True)
class Answer:
    """Numbers by column; `keys` name the rows, empty where the order does."""

    keys: tuple[str, ...]
    columns: Mapping[str, Array]


@dataclass(frozen=True)
class Difference:
    """One number that is not the expected one."""

    file: str
    row: str
    column: str
    ours: float
    expected: float

    def __str__(self) -> str:
        return f"{self.file} {self.row} {self.column}: {self.ours!r} for {self.expected!r}"


@dataclass(frozen=True)
class Comparison:
    """How many numbers were compared, the largest distance met, the differences, and columns that nobody answered."""

    compared: int
    largest: float
    differences: tuple[Difference, ...]
    unanswered: tuple[str, ...]


def compare(case: Case, answers: Mapping[str, Answer]) -> Comparison:
    """Compare every expected table for which there is an answer, column by column."""
    compared, largest = 0, 0.0
    differences: list[Difference] = []
    unanswered: list[str] = []
    for name in case.expected:
        if name not in answers:
            unanswered.append(name)
            continue
        table, answer = case.table(name), answers[name]
        for column in table.names:
            if column not in answer.columns:
                unanswered.append(f"{name} {column}")
                continue
            for row, ours, expected in _pairs(table, answer, column):
                compared += 1
                distance, same = _near(ours, expected, case.tolerance, drawn=column.endswith(INTERVALS))
                largest = max(largest, distance)
                if not same:
                    differences.append(Difference(name, row, column, ours, expected))
    return Comparison(compared, largest, tuple(differences), tuple(unanswered))


def _pairs(table: Table, answer: Answer, column: str) -> list[tuple[str, float, float]]:
    ours = answer.columns[column].tolist()
    expected = table.numbers(column).tolist()
    if not answer.keys or table.key is None:
        return [(f"row {k}", a, b) for k, (a, b) in enumerate(zip(ours, expected, strict=True), 1)]
    by_key = dict(zip(answer.keys, ours, strict=True))
    return [(key, by_key.get(key, math.inf), b) for key, b in zip(table.text(table.key), expected, strict=True)]


def _near(ours: float, expected: float, tolerance: Tolerance, *, drawn: bool) -> tuple[float, bool]:
    """Return the distance relative to the expected number, and whether it is near enough; missing equals missing."""
    if math.isnan(ours) or math.isnan(expected):
        return 0.0, math.isnan(ours) and math.isnan(expected)
    if drawn:
        return 0.0, abs(ours - expected) <= tolerance.interval
    distance = abs(ours - expected)
    near = distance <= tolerance.absolute + tolerance.relative * abs(expected)
    return distance / max(1.0, abs(expected)), near
