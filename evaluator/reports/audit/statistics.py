"""Write the statistics of an audit as a Markdown part of the audit page, and as two charts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.contrasts.audit.statistics import Statistics
from evaluator.contrasts.tables.statistics import STATISTICS
from evaluator.read.layers import Layers
from evaluator.reports.audit.words import words_of
from evaluator.reports.html.environment import environment, render
from evaluator.scoring.rounding import printed
from evaluator.tables.base import Table, Values

NONE = "-"
MOST_ROWS = 40  # rows of a table on the page; CSV and JSON have all
PAGE = {
    "criteria": "Criteria over the plans",
    "consistency": "Consistency of nodes",
    "importance": "Weight and importance",
    "scenarios": "Likeness of orders",
    "uncertainty": "Places with noise on the weights",
}
LINES = 30  # criteria in the chart of importance


def statistics_page(found: Statistics) -> str:
    """Return the statistics in Markdown: first sentences on the results, then tables."""
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Statistics) -> Iterator[str]:
    yield f"## Statistics under `{found.weighting.id}`"
    yield from ("", "Correlations and components describe these plans; no weight is made of them.", "")
    yield from (f"- {sentence}" for sentence in words_of(found))
    for table in STATISTICS if found.enough else ():
        rows = table.values(found) if table.name in PAGE else ()
        kept = [row for row in rows if table.name != "uncertainty" or row[table.labels.index("rank")] is not None]
        if kept:
            yield from ("", f"### {PAGE[table.name]}", "", *_table(table, kept))


def _table(table: Table[Statistics, Any], rows: Sequence[Values]) -> Iterator[str]:
    yield _row(table.labels)
    yield _row(["---" if column.kind in ("id", "text") else "---:" for column in table.columns])
    for row in rows[:MOST_ROWS]:
        yield _row([_cell(value) for value in row])
    if len(rows) > MOST_ROWS:
        yield from ("", f"And {len(rows) - MOST_ROWS} rows more: `--format csv --table {table.name}`.")


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: object) -> str:
    if value is None or value == "":
        return NONE
    return str(printed(value, 2)) if isinstance(value, float) else str(value)


@dataclass(frozen=True, slots=True)
class ImportanceBar:
    """One criterion: its stated weight and its share of the variation of scores."""

    name: str
    stated: float
    matters: float


@dataclass(frozen=True, slots=True)
class ImportanceChart:
    """The chart of stated weights and importance; criteria where the two differ most come first."""

    title: str
    hollow: str
    full: str
    most: float
    bars: tuple[ImportanceBar, ...]


@dataclass(frozen=True, slots=True)
class CorrelationChart:
    """The chart of correlations between criteria; a cell is (row, column, strength from 0 to 1, sign)."""

    title: str
    above: str
    below: str
    names: tuple[str, ...]
    cells: tuple[tuple[int, int, float, int], ...]


def statistics_charts(found: Statistics, templates: Layers) -> dict[str, str]:
    """Return the charts as SVG texts, by name; empty if too few plans can be ranked.

    Raises
    ------
    InvalidInputError
        A template or its style is faulty.
    """
    if not found.enough:
        return {}
    env = environment(templates)
    charts = {"importance": importance_chart(found), "correlations": correlation_chart(found)}
    drawn = {name: chart for name, chart in charts.items() if chart is not None}
    return {name: render(env, f"audit/{name}.html", chart=chart).strip() + "\n" for name, chart in drawn.items()}


def importance_chart(found: Statistics) -> ImportanceChart | None:
    """Return the chart of importance; None if no criterion has a known contribution."""
    known = [o for o in found.importance if o.kind == "criterion" and not math.isnan(o.contribution) and o.stated > 0]
    if not known:
        return None
    kept = sorted(known, key=lambda o: (-abs(o.contribution - o.stated), o.id))[:LINES]
    bars = tuple(ImportanceBar(found.rubric.short(o.id), o.stated, max(o.contribution, 0.0)) for o in kept)
    first = kept[0]
    title = (
        f"{found.rubric.short(first.id)} weighs {printed(100 * first.stated, 0)} % and makes "
        f"{printed(100 * first.contribution, 0)} % of the spread of scores"
    )
    most = max(max(bar.stated, bar.matters) for bar in bars)
    return ImportanceChart(title, "stated weight", "share of the spread of scores", most, bars)


def correlation_chart(found: Statistics) -> CorrelationChart | None:
    """Return the chart of correlations; None if no two criteria have a known correlation."""
    known = [tie for tie in found.among if not math.isnan(tie.pearson)]
    if not known:
        return None
    ids = [criterion.id for criterion in found.rubric.criteria]
    at = {name: k for k, name in enumerate(ids)}
    cells = []
    for tie in known:
        strength, sign = round(abs(tie.pearson), 3), 1 if tie.pearson >= 0 else -1
        cells += [(at[tie.one], at[tie.other], strength, sign), (at[tie.other], at[tie.one], strength, sign)]
    below = sum(tie.pearson < 0 for tie in known)
    title = f"{below} of {len(known)} pairs of criteria run against each other"
    names = tuple(found.rubric.short(name) for name in ids)
    return CorrelationChart(
        title, "go together (r in hundredths)", "run against each other", names, tuple(sorted(cells))
    )
