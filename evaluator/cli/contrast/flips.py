"""Terminal output of flips: swapped ranks, smallest changes of weights, attainable ranks, stability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evaluator.cli.shared.layout import NONE, range_text, score_text, table, wrapped
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.flips import AttainableRow, CrossingRow, FlipRow, StabilityRow


def _crossings(_: Findings, rows: Sequence[CrossingRow]) -> list[str]:
    body = [
        [
            f"{row.before} to {row.after}",
            row.ahead,
            row.behind,
            f"{((row.low or 0.0) + (row.high or 0.0)) / 2:.1%}",
            str(row.joint or NONE),
            NONE if row.joint_at is None else f"{row.joint_at:.1%}",
        ]
        for row in rows
    ]
    lines = table(["way", "ahead before", "ahead after", "at", "shared", "on these, at"], body, right=[3, 4, 5])
    note = (
        "Shared are the criteria that both plans have; nothing stands where these do not order them as their scores do."
    )
    return [*lines, "", *wrapped(note)]


def _flips(_: Findings, rows: Sequence[FlipRow]) -> list[str]:
    """Return lines on the smallest changes of weights, measured by their sum; the CSV table has other measures too."""
    told = [row for row in rows if row.kind == "total" and row.norm == "l1"]
    lines = [line for row in told if row.shared is None for line in wrapped(row.text, later="  ")]
    shared = [row for row in told if row.shared is not None]
    if shared:
        lines += [
            *([""] if lines else []),
            "On the criteria that both plans share alone, fewer than their scores rest on:",
        ]
    for row in shared:
        lines += wrapped(f"({row.shared} criteria) {row.text}", later="  ")
    return lines


def _attainable(found: Findings, rows: Sequence[AttainableRow]) -> list[str]:
    body = [
        [
            row.plan_id,
            row.end,
            str(row.rank),
            {"yes": "proved"}.get(row.proved, "not proved"),
            f"under {row.under}" if row.under else row.weights.replace(";", ", "),
        ]
        for row in rows
    ]
    lines = table(["plan", "at", "rank", "", "for example with the shares"], body, right=[2])
    dropped = found.attainable[0].dropped if found.attainable else ()
    if dropped:
        said = "Not proved, because some plans are rated there and others are not"
        lines += ["", *wrapped(f"{said}: {', '.join(dropped)}.")]
    return lines


def _stability(_: Findings, rows: Sequence[StabilityRow]) -> list[str]:
    body = [
        [row.title, score_text(row.share), range_text(row.low, row.high), row.below or NONE, row.above or NONE]
        for row in rows
    ]
    lines = table(["weight", "share", "no plans swap places", "swap below it", "swap above it"], body, right=[1])
    return [*lines, "", *wrapped("If a tie is only made or broken, ranks change, but no plans swap places.")]


FLIP_PRINTERS: dict[str, Callable[[Findings, Sequence[Any]], list[str]]] = {
    "crossings": _crossings,
    "flips": _flips,
    "attainable-ranks": _attainable,
    "stability": _stability,
}
