"""The audit of a rubric as a Markdown page of the guide: its numbers, then its statistics in words, tables, charts."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from evaluator.contrasts.audit.numbers import Audit, Effect
from evaluator.contrasts.audit.statistics import Statistics
from evaluator.contrasts.audit.variants import LensEffect
from evaluator.contrasts.tables.statistics import NEGATIVE, REDUNDANT, STATISTICS, WEAK, remark_above, remark_among
from evaluator.model.audit import AuditFile
from evaluator.model.rubric import ROOT
from evaluator.read.layers import Layers
from evaluator.reports.html.environment import environment, render
from evaluator.scoring.rounding import printed
from evaluator.tables.base import Table, Values

NONE = "-"
PLANS_SHOWN = 4  # plans named in one table cell
Lines = Iterator[str]


def audit_page(audit: Audit, lenses: Sequence[LensEffect], file: AuditFile) -> str:
    """Return the audit page in Markdown: the plans, the largest effects, then each number with its alternatives."""
    lines = [*_head_lines(audit, file), *_overview_table(audit, lenses)]
    for family in audit.families:
        lines += ["", f"## {family.capitalize()}", "", *_family_table(audit.family(family))]
    if lenses:
        lines += ["", "## Lenses", "", *_lens_table(lenses)]
    return "\n".join(lines) + "\n"


INTRODUCTION = (
    "Every modelled number of the rubric, its weightings and its lenses, moved one at a time, and what that does to "
    "the rated plans of the library. Weights are moved under their own weighting, all else under the reference one, "
    "`{weighting}`. The alternatives stand in `rubrics/{rubric}/audit.yaml`; they are ours, as the numbers are. "
    "Numbers of the contrast and of reports alone (draws, seeds, thresholds of findings, of practice and of common "
    "gaps) change no score and are left out."
)
KEY = (
    "*Score* is the largest change of a score, with the plan. *Ends* is the largest change of an end of the bounds or "
    "of the judgement interval. *Grades* are plans whose grade changes, or the range that it may have (in brackets; "
    "`none` is not graded). *Places* are plans whose rank changes. A line of dashes is a number on which nothing here "
    "depends yet, often because no rated plan has the data that it works on."
)
OVERVIEW = ("numbers", "alternatives", "score", "ends", "that move a grade", "that move a place", "without effect")


def _head_lines(audit: Audit, file: AuditFile) -> Lines:
    rubric = audit.rubric
    yield f"# Audit of the rubric {rubric.id} {rubric.version}"
    yield from ("", "<!-- Written by `evaluator rubric audit`; do not edit. -->", "")
    yield INTRODUCTION.format(weighting=rubric.reference_weighting, rubric=rubric.id)
    if file.ground:
        yield from ("", file.ground.strip())
    yield ""
    counted = {
        "Rated plans": audit.plan_ids,
        "Graded, because enough of the weight is assessed": audit.graded,
        "Drafts among them": audit.drafts,
    }
    for label, plans in counted.items():
        yield f"- {label} ({len(plans)}): {', '.join(plans) or 'none'}."
    if len(audit.plan_ids) <= 1:
        yield "- One plan alone has no place, so that no place can move."
    yield from ("", KEY)


def _overview_table(audit: Audit, lenses: Sequence[LensEffect]) -> Lines:
    yield from ("", "## What moves most", "", _table_row(OVERVIEW), _table_row(["---", *["---:"] * 6]))
    for effects in sorted(map(audit.family, audit.families), key=_moved, reverse=True):
        largest = max(effects, key=lambda e: abs(e.score or 0.0))
        counts = [*_moved(effects), sum(e.silent for e in effects)]
        cells = [
            effects[0].variant.family,
            str(len(effects)),
            _signed_number(largest.score),
            _unsigned_number(max(e.ends for e in effects)),
        ]
        yield _table_row([*cells, *map(str, counts)])
    if lenses:
        moved = sum(bool(effect.outcomes) for effect in lenses)
        cells = ["lenses", str(len(lenses)), NONE, NONE, f"{moved} (an outcome)", NONE, str(len(lenses) - moved)]
        yield _table_row(cells)


def _moved(effects: Sequence[Effect]) -> tuple[int, int]:
    """Return how many of the effects move a grade, and how many a place."""
    return sum(bool(e.grades) for e in effects), sum(bool(e.places) for e in effects)


def _family_table(effects: Sequence[Effect]) -> Lines:
    grounds = any(effect.variant.ground for effect in effects)
    header = ["number", "stated", "tried", "score", "ends", "grades", "places", *(["ground"] if grounds else [])]
    yield _table_row(header)
    yield _table_row(["---", "---", "---", "---:", "---:", "---", "---", *(["---"] if grounds else [])])
    for effect in effects:
        variant = effect.variant
        score = f"{_signed_number(effect.score)} {effect.score_plan}".strip()
        cells = [variant.number, variant.stated, variant.tried, score, _unsigned_number(effect.ends)]
        cells += [
            _joined(effect.grades, "; ", PLANS_SHOWN),
            _joined(effect.places, "; ", PLANS_SHOWN),
            *([variant.ground] if grounds else []),
        ]
        yield _table_row(cells)


def _lens_table(effects: Sequence[LensEffect]) -> Lines:
    yield "Lenses that give a plan an outcome, and the plans whose outcome, or the range that it may have, changes."
    yield ""
    yield _table_row(["lens", "number", "stated", "tried", "outcomes", "ground"])
    yield _table_row(["---"] * 6)
    for e in effects:
        yield _table_row([e.lens_id, e.number, e.stated, e.tried, _joined(e.outcomes, "; ", PLANS_SHOWN), e.ground])


def _table_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") or NONE for cell in cells) + " |"


def _signed_number(number: float | None) -> str:
    if not number:
        return NONE
    shown = printed(abs(number), 3)
    return f"{'+' if number > 0 else '-'}{shown}"


def _unsigned_number(number: float) -> str:
    return str(printed(number, 3)) if number else NONE


NAMES_SHOWN = 5
FEW = 3  # least number of criteria for Cronbach's alpha


def words_of(found: Statistics) -> tuple[str, ...]:
    """Return sentences that describe the statistics.

    With too few ranked plans, the sentences on correlation, consistency and importance are left out.
    """
    said = [_say_basis(found)]
    said += [*_say_gaps(found), *_say_flat(found)]
    if found.enough:
        said += [*_say_ties(found), *_say_consistency(found), *_say_importance(found)]
    if found.ranked.sum() > 1:
        said += [*_say_noise(found), *_say_scenarios(found)]
    return tuple(said)


def _say_basis(found: Statistics) -> str:
    plans, ranked, least = len(found.study.plan_ids), int(found.ranked.sum()), found.choices.least_plans
    base = f"{ranked} of {plans} plans can be ranked under {_frame_name(found, found.weighting.id)}."
    if found.enough:
        return f"{base} All that follows describes these {ranked} plans and would be different over others."
    return (
        f"{base} That is too few to say how criteria go together: correlation, consistency, components and importance "
        f"need {least} plans or more, and none is printed."
    )


def _say_gaps(found: Statistics) -> Iterator[str]:
    """Yield a sentence that lists the criteria known for fewer than half of the plans to which they apply."""
    thin = [
        found.rubric.short(criterion.id)
        for criterion, due, d in zip(found.rubric.criteria, found.due, found.descriptions, strict=True)
        if due and d.known < due / 2
    ]
    if thin:
        yield f"Known for fewer than half of the plans to which they apply ({len(thin)}): {_joined(thin)}."


def _say_flat(found: Statistics) -> Iterator[str]:
    flat = [
        found.rubric.short(criterion.id)
        for criterion, d in zip(found.rubric.criteria, found.descriptions, strict=True)
        if d.known > 1 and d.different == 1
    ]
    if flat:
        yield f"The same for every plan that has it, so that it tells none apart ({len(flat)}): {_joined(flat)}."


def _say_ties(found: Statistics) -> Iterator[str]:
    above = [(tie, remark_above(found, tie)) for tie in found.above]
    among = [(tie, remark_among(found, tie)) for tie in found.among]
    pairs = {
        "runs against the node above it": [
            _pair_words(found, t.one, t.other, t.pearson) for t, r in above if r == NEGATIVE
        ],
        f"goes with the node above it by less than {found.choices.weak:g}": [
            _pair_words(found, t.one, t.other, t.pearson) for t, r in above if r == WEAK
        ],
        f"are near copies (over {found.choices.redundant:g})": [
            _pair_words(found, t.one, t.other, t.pearson) for t, r in among if r == REDUNDANT
        ],
        "stand under one node and run against each other": [
            _pair_words(found, t.one, t.other, t.pearson) for t, r in among if r == NEGATIVE
        ],
    }
    for words, named in pairs.items():
        if named:
            yield f"{'What' if words[0] in 'rg' else 'Criteria that'} {words} ({len(named)}): {_joined(named, '; ')}."
    yield from _say_tests(found)
    if not any(pairs.values()):
        yield "No criterion runs against its node, goes with it weakly, or is near a copy of another."


def _say_tests(found: Statistics) -> Iterator[str]:
    """Yield a sentence on how many pairs of criteria correlate significantly, and how many would by chance alone."""
    tested = [tie for tie in found.among if not math.isnan(tie.p)]
    if not tested:
        return
    level = found.choices.significant
    one, all_ = (sum(getattr(tie, name) < level for tie in tested) for name in ("p", "p_of_all"))
    yield (
        f"{len(tested)} pairs of criteria are tested: {one} have a p under {level:g}, where chance alone would "
        f"give about {printed(level * len(tested), 1)}; {all_} keep it when p is multiplied by the number of "
        "pairs (Bonferroni)."
    )


def _say_consistency(found: Statistics) -> Iterator[str]:
    asked = [group for group in found.consistency if len(group.criteria) >= FEW and not math.isnan(group.alpha)]
    low = [
        f"{_element_name(found, group.node)} {printed(group.alpha, 2)}"
        for group in asked
        if group.alpha < found.choices.consistent
    ]
    if low:
        yield (
            f"Nodes whose criteria do not measure one thing (Cronbach's alpha under {found.choices.consistent:g}), "
            f"which is no fault where a node gathers different duties: {_joined(low)}."
        )
    for group in found.consistency:
        shares = group.components.shares
        if group.node == ROOT and len(shares):
            over = int((group.components.variances > 1).sum())
            yield (
                f"Over the {group.components.plans} plans that have all criteria, the first principal component holds "
                f"{printed(100 * float(shares[0]), 0)} % of the variance; components that hold more than one "
                f"criterion's own: {over}."
            )


def _say_importance(found: Statistics) -> Iterator[str]:
    known = [one for one in found.importance if not math.isnan(one.contribution)]
    groups = [one for one in known if one.kind == "group"]
    if groups:
        told = [
            f"{_element_name(found, one.id)} weighs {printed(100 * one.stated, 0)} % and makes "
            f"{printed(100 * one.contribution, 0)} % of the spread of scores"
            for one in groups
        ]
        yield _as_sentence("; ".join(told))
    criteria = [one for one in known if one.kind == "criterion" and one.stated > 0]
    apart = found.choices.apart
    for words, kept in (
        (f"matter over {apart:g} times their weight", [o for o in criteria if o.contribution > apart * o.stated]),
        (f"matter less than their weight over {apart:g}", [o for o in criteria if o.contribution < o.stated / apart]),
    ):
        if kept:
            named = [found.rubric.short(o.id) for o in sorted(kept, key=lambda o: -abs(o.contribution - o.stated))]
            yield f"Criteria that {words} ({len(kept)}): {_joined(named)}."


def _say_noise(found: Statistics) -> Iterator[str]:
    ranked = found.ranked
    width = (found.spread.high - found.spread.low)[ranked]
    still = int((width == 0).sum())
    yield (
        f"With every weight moved by up to {_percent_words(found.choices.noise)}, the middle "
        f"{_percent_words(found.choices.interval)} of a plan's places span {printed(float(width.mean()), 1)} places on "
        f"average and {printed(float(width.max()), 0)} at most; {still} of {int(ranked.sum())} plans keep their place."
    )


def _percent_words(share: float) -> str:
    return f"{printed(100 * share, 0)} %"


def _say_scenarios(found: Statistics) -> Iterator[str]:
    known = [s for s in found.scenarios if not math.isnan(s.alike.kendall)]
    if not known:
        yield from _say_shifts(found)
        return
    least, most = (pick(known, key=lambda s: s.alike.kendall) for pick in (min, max))
    yield (
        f"Of {len(known)} other weightings {_frame_name(found, most.weighting)} keeps the order best (Kendall's tau "
        f"{printed(most.alike.kendall, 2)}, {printed(most.alike.mean_shift, 1)} places on average) and "
        f"{_frame_name(found, least.weighting)} least (tau {printed(least.alike.kendall, 2)}, "
        f"{printed(least.alike.mean_shift, 1)} places)."
    )


def _say_shifts(found: Statistics) -> Iterator[str]:
    """Yield how far other weightings move places, where too few plans have a rank for a correlation."""
    known = [s for s in found.scenarios if not math.isnan(s.alike.mean_shift)]
    if known:
        least, most = (pick(known, key=lambda s: s.alike.mean_shift) for pick in (min, max))
        yield (
            f"Of {len(known)} other weightings {_frame_name(found, least.weighting)} moves places least "
            f"({printed(least.alike.mean_shift, 1)} on average) and {_frame_name(found, most.weighting)} most "
            f"({printed(most.alike.mean_shift, 1)})."
        )


def _pair_words(found: Statistics, one: str, other: str, r: float) -> str:
    return f"{_element_name(found, one)} and {_element_name(found, other)} ({printed(r, 2)})"


def _element_name(found: Statistics, element: str) -> str:
    return "the whole" if element == ROOT else found.rubric.short(element)


def _frame_name(found: Statistics, name: str) -> str:
    (weighting,) = (w for w in found.study.weightings if w.id == name)
    return weighting.short.get("en") or weighting.titles.get("en", name)


def _joined(names: Sequence[str], joint: str = ", ", most: int = NAMES_SHOWN) -> str:
    more = len(names) - most
    return joint.join(names[:most]) + (f"{joint}and {more} more" if more > 0 else "")


def _as_sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + "."


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
    return "\n".join(_statistics_lines(found)) + "\n"


def _statistics_lines(found: Statistics) -> Iterator[str]:
    yield f"## Statistics under `{found.weighting.id}`"
    yield from ("", "Correlations and components describe these plans; no weight is made of them.", "")
    yield from (f"- {sentence}" for sentence in words_of(found))
    for table in STATISTICS if found.enough else ():
        rows = table.values(found) if table.name in PAGE else ()
        kept = [row for row in rows if table.name != "uncertainty" or row[table.labels.index("rank")] is not None]
        if kept:
            yield from ("", f"### {PAGE[table.name]}", "", *_statistics_table(table, kept))


def _statistics_table(table: Table[Statistics, Any], rows: Sequence[Values]) -> Iterator[str]:
    yield _table_row(table.labels)
    yield _table_row(["---" if column.kind in ("id", "text") else "---:" for column in table.columns])
    for row in rows[:MOST_ROWS]:
        yield _table_row([_cell_text(value) for value in row])
    if len(rows) > MOST_ROWS:
        yield from ("", f"And {len(rows) - MOST_ROWS} rows more: `--format csv --table {table.name}`.")


def _cell_text(value: object) -> str:
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
