"""Terminal output of draws: ranks, pairs, levels, leave-one-out, sensitivity, method."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evaluator.cli.shared.layout import NONE, score_text, share_text, table, wrapped
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.sensitivity import SensitivityIndex
from evaluator.contrasts.tables.robust import (
    AcceptabilityRow,
    LeftOutRow,
    LevelRow,
    MethodRow,
    PairRow,
    RankRow,
)

BROAD = 12  # most ranks whose shares fit in a line of a terminal
LOST = "too little is assessed without it for a rank, or only one has enough. The place stays free."
NARROW = 5  # most plans whose names fit in a line of a terminal


def _ranks(found: Findings, rows: Sequence[RankRow]) -> list[str]:
    body = [
        [
            row.drawn,
            row.plan_id,
            f"{row.best} to {row.worst}",
            str(row.median),
            score_text(row.mean),
            share_text(row.first),
            share_text(row.tied),
        ]
        for row in rows
    ]
    head = ["drawn", "plan", "rank interval", "median", "mean", "first alone in", "tied in"]
    drawn = [one for one in (found.robustness, found.doubts) if one is not None]
    told = dict.fromkeys(one.tie_words for one in drawn if one.tie_words)
    return [*table(head, body, right=[3, 4, 5, 6]), *(line for tie in told for line in wrapped(tie))]


def _acceptability(_: Findings, rows: Sequence[AcceptabilityRow]) -> list[str]:
    ranks = sorted({row.rank for row in rows if row.rank})
    if len(ranks) > BROAD:
        return wrapped(f"{len(ranks)} ranks are too many for a terminal: --format csv --table acceptability.")
    share = {(row.drawn, row.plan_id, row.rank): row.share for row in rows}
    lines = dict.fromkeys((row.drawn, row.plan_id) for row in rows)
    shown: list[int | None] = [*ranks, None]  # None: a rank that is shared
    body = [[*key, *(share_text(share[(*key, rank)]) for rank in shown)] for key in lines]
    return table(["drawn", "plan", *map(str, ranks), "tied"], body, right=range(2, 2 + len(shown)))


def _pairs(_: Findings, rows: Sequence[PairRow]) -> list[str]:
    names = list(dict.fromkeys(row.plan_id for row in rows))
    if len(names) > NARROW:
        return wrapped(f"{len(names)} plans are too many for a terminal: --format csv --table pairs.")
    share = {(row.drawn, row.plan_id, row.other): row.share for row in rows}
    lines = dict.fromkeys((row.drawn, row.plan_id) for row in rows)
    body = [[*key, *(share_text(share.get((*key, other))) for other in names)] for key in lines]
    ties = any(share_text(row.tied) != share_text(0.0) for row in rows)
    note = wrapped("What two plans lack to 100 % are draws in which they tie.") if ties else []
    return [*table(["drawn", "higher", *names], body, right=range(2, 2 + len(names))), *note]


def _levels(_: Findings, rows: Sequence[LevelRow]) -> list[str]:
    body = [[str(row.level or "not ranked"), row.plan_id, ", ".join(row.under) or NONE] for row in rows]
    return table(["group", "plan", "firmly ahead of it"], body)


def _left_out(_: Findings, rows: Sequence[LeftOutRow]) -> list[str]:
    body = [
        [
            row.kind,
            row.id,
            row.plan_id,
            f"{score_text(row.score_before)} to {score_text(row.score_after)}",
            f"{row.rank_before} to {row.rank_after or NONE}" if row.rank_before else NONE,
        ]
        for row in rows
        if row.rank_before != row.rank_after or row.rank_before is None
    ]
    if not body:
        return wrapped("Nothing that is left out alone moves any rank.")
    lost = any(row.rank_before and not row.rank_after for row in rows)
    note = wrapped(f"{NONE}: {LOST}") if lost else []
    return [*table(["left out", "which", "who moves", "score", "rank"], body), *(["", *note] if note else [])]


def _sensitivity(_: Findings, rows: Sequence[SensitivityIndex]) -> list[str]:
    body = [
        [row.doubt, _with(row.first, row.first_interval), _with(row.total, row.total_interval), row.words]
        for row in rows
    ]
    return table(["choice", "alone", "with interactions", "what it decides"], body)


def _with(share: float | None, interval: float | None) -> str:
    return NONE if share is None or interval is None else f"{share:.2f} ± {interval:.2f}"


def _method(_: Findings, rows: Sequence[MethodRow]) -> list[str]:
    return [line for row in rows for line in wrapped(f"{row.about}: {row.text}", later="  ")]


ROBUST_PRINTERS: dict[str, Callable[[Findings, Sequence[Any]], list[str]]] = {
    "ranks": _ranks,
    "acceptability": _acceptability,
    "pairs": _pairs,
    "levels": _levels,
    "leave-one-out": _left_out,
    "sensitivity": _sensitivity,
    "method": _method,
}
