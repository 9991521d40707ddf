"""What the contrast page prints: rows under contract, geometry of its charts, printed shares that add up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib.metadata import version
from itertools import pairwise

from evaluator.contrast.compare import Entrant
from evaluator.contrast.findings import Findings
from evaluator.contrast.places import TIE_RULE
from evaluator.contrast.robustness import Robustness
from evaluator.contrast.study import Study
from evaluator.contrast.tables import tables_of
from evaluator.contrast.tables_blind import AssociationRow, BlindRow, PartRow, TierRow
from evaluator.contrast.tables_flips import AttainableRow, CrossingRow, FlipRow, StabilityRow
from evaluator.contrast.tables_robust import IndexRow, LeftOutRow, LevelRow, MethodRow, PairRow
from evaluator.contrast.tables_study import VerdictRow
from evaluator.model.base import text_in
from evaluator.report.country import date_of
from evaluator.report.method import weighting_title
from evaluator.report.request import Tool
from evaluator.scoring.rounding import shared_out

COLUMNS = 6  # weightings that a slope chart holds side by side
DRAWN = 30  # plans that a chart can tell apart; beyond, the table alone stands
TOLD = 20  # moves told in words; the others stand in the tables
WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One plan of the contrast."""

    id: str
    country: str
    title: str
    years: tuple[str, str]
    roles: tuple[str, ...]
    is_draft: bool


@dataclass(frozen=True, slots=True)
class WeightingScores:
    """All plans under one weighting, best first, with what it gives to groups and stances (printed, in per cent)."""

    id: str
    title: str
    gates_cap: bool
    rows: tuple[VerdictRow, ...]
    groups: tuple[Decimal, ...]
    stances: tuple[Decimal, ...]
    correlation: float | None


@dataclass(frozen=True, slots=True)
class Slope:
    """Ranks of each plan under weightings side by side; a line has None where a plan has no rank."""

    columns: tuple[str, ...]
    lines: tuple[tuple[str, tuple[int | None, ...]], ...]

    @property
    def first(self) -> tuple[tuple[int, str], ...]:
        """Return rank and plan at the left end, plans without a rank left out."""
        return tuple((ranks[0], plan) for plan, ranks in self.lines if ranks[0] is not None)

    @property
    def last(self) -> tuple[tuple[int, str], ...]:
        """Return rank and plan at the right end."""
        return tuple((ranks[-1], plan) for plan, ranks in self.lines if ranks[-1] is not None)


@dataclass(frozen=True, slots=True)
class Bar:
    """A plan's ranks over draws: interval, median, mean, and its share of draws at each rank, raw and printed."""

    plan_id: str
    best: int
    median: int
    worst: int
    mean: float
    shares: tuple[float, ...]
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One simulation: what was drawn from, and a bar for each plan, by mean rank."""

    name: str
    space: str
    bars: tuple[Bar, ...]
    pairs: tuple[PairRow, ...]


@dataclass(frozen=True, slots=True)
class Spot:
    """The blind spot on one coding, with its four shares printed in per cent."""

    row: BlindRow
    printed: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class ContrastView:
    """What the page prints; `ranks` is False where it is to say nothing of ranks."""

    lang: str
    date: str
    method: Tool
    rubric: str
    base: str
    base_title: str
    worked_example: bool
    is_draft: bool
    ranks: bool
    edges: tuple[float, ...]
    least_coverage: float
    plans: tuple[PlanLine, ...]
    warnings: tuple[str, ...]
    common: int
    criteria: int
    tie_rule: str
    group_titles: tuple[str, ...]
    stance_titles: tuple[str, ...]
    scores: tuple[WeightingScores, ...] = ()
    slopes: tuple[Slope, ...] = ()
    moves: tuple[str, ...] = ()
    moves_left: int = 0
    spots: tuple[Spot, ...] = ()
    parts: tuple[PartRow, ...] = ()
    tiers: tuple[TierRow, ...] = ()
    association: tuple[AssociationRow, ...] = ()
    crossings: tuple[CrossingRow, ...] = ()
    flips: tuple[FlipRow, ...] = ()
    attainable: tuple[AttainableRow, ...] = ()
    stability: tuple[StabilityRow, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    levels: tuple[LevelRow, ...] = ()
    levels_sentence: str = ""
    left_out: tuple[LeftOutRow, ...] = ()
    indices: tuple[IndexRow, ...] = ()
    how: tuple[MethodRow, ...] = ()


def contrast_view(found: Findings, sections: Sequence[str], *, ranks: bool = True, lang: str = "en") -> ContrastView:
    """Return what the page prints of the sections named."""
    rows = {table.name: table.rows for table in tables_of(found, sections, ranks=ranks)}
    moved = _moves(found, ranks=ranks) if "moves" in sections else ()
    return replace(
        _head(found, lang, ranks=ranks),
        scores=_scores(found, rows.get("scores", ()), lang),
        slopes=_slopes(found.study) if ranks and "scores" in sections else (),
        moves=moved[:TOLD],
        moves_left=max(0, len(moved) - TOLD),
        spots=tuple(_spot(row) for row in rows.get("blind-spot", ())),
        parts=tuple(row for row in rows.get("seen-and-ignored", ()) if row.basis == found.base.reference_tip),
        tiers=rows.get("tiers", ()),
        association=rows.get("association", ()),
        crossings=rows.get("crossings", ()),
        flips=tuple(row for row in rows.get("flips", ()) if row.kind == "total" and row.norm == "l1"),
        attainable=rows.get("attainable-ranks", ()),
        stability=rows.get("stability", ()),
        drawn=_drawn(found, rows.get("pairs", ()), ranks=ranks) if "robustness" in sections else (),
        levels=rows.get("levels", ()),
        levels_sentence=found.order.sentence if found.order and "levels" in sections else "",
        left_out=tuple(row for row in rows.get("leave-one-out", ()) if row.rank_before != row.rank_after),
        indices=rows.get("sensitivity", ()),
        how=rows.get("method", ()),
    )


def _head(found: Findings, lang: str, *, ranks: bool) -> ContrastView:
    study = found.study
    rubric = study.rubric
    return ContrastView(
        lang=lang,
        date=max(date_of(entrant.assessment) for entrant in study.entrants),
        method=Tool(version("nap-evaluator")),
        rubric=f"{text_in(rubric.titles, lang) or rubric.id} {rubric.version}",
        base=found.base.id,
        base_title=weighting_title(found.base, lang),
        worked_example=any(entrant.assessment.plan.worked_example for entrant in study.entrants),
        is_draft=any(entrant.is_draft for entrant in study.entrants),
        ranks=ranks and len(study.entrants) > 1,
        edges=tuple(band.lower for band in rubric.grading.bands),
        least_coverage=rubric.grading.least_coverage,
        plans=tuple(_plan(entrant, lang) for entrant in study.entrants),
        warnings=study.warnings,
        common=len(study.common),
        criteria=len(rubric.criteria),
        tie_rule=TIE_RULE,
        group_titles=tuple(rubric.title(group, lang) for group in rubric.paradigms),
        stance_titles=tuple(line.title for line in found.weights if line.kind == "stance"),
    )


def _plan(entrant: Entrant, lang: str) -> PlanLine:
    assessment = entrant.assessment
    plan, names = assessment.plan, assessment.country.names
    title = text_in(plan.titles, lang) or plan.titles.get("en") or next(iter(plan.titles.values()), plan.id)
    name = text_in(names, lang) or names.get("en") or entrant.iso3
    return PlanLine(plan.id, name, title, entrant.years, entrant.roles, entrant.is_draft)


def _scores(found: Findings, rows: Sequence[VerdictRow], lang: str) -> tuple[WeightingScores, ...]:
    study = found.study
    result = []
    for s, weighting in enumerate(study.weightings):
        shares = {
            kind: [100 * line.shares[s] for line in found.weights if line.kind == kind] for kind in ("group", "stance")
        }
        groups, stances = (shared_out(part, WHOLE) if part and sum(part) else () for part in shares.values())
        own = tuple(row for row in rows if row.weighting == weighting.id)
        title, cap = weighting_title(weighting, lang), weighting.gates == "cap"
        result.append(WeightingScores(weighting.id, title, cap, own, groups, stances, study.correlations[s]))
    return tuple(result)


def _slopes(study: Study) -> tuple[Slope, ...]:
    """Return charts of ranks: the first weighting with the others beside it, a few at a time."""
    plans, others = len(study.entrants), study.weightings[1:]
    if not 1 < plans <= DRAWN or not others:
        return ()
    charts = []
    count = -(-len(others) // (COLUMNS - 1))
    edges = [round(k * len(others) / count) for k in range(count + 1)]
    for start, stop in pairwise(edges):
        columns = [0, *range(1 + start, 1 + stop)]
        lines = tuple(
            (plan, tuple(study.verdicts[s][p].rank for s in columns)) for p, plan in enumerate(study.plan_ids)
        )
        charts.append(Slope(tuple(study.weightings[s].id for s in columns), lines))
    return tuple(charts)


def _moves(found: Findings, *, ranks: bool) -> tuple[str, ...]:
    """Return the moves in words: those that change ranks most, then scores, stand first."""
    moves = [move for way in found.ways for move in way.moves]
    jump = [abs((m.before.rank or 0) - (m.after.rank or 0)) if ranks else 0 for m in moves]
    order = sorted(range(len(moves)), key=lambda k: (-jump[k], -abs(moves[k].change or 0.0), k))
    return tuple(moves[k].sentence if ranks else moves[k].sentence_without_ranks for k in order)


def _spot(row: BlindRow) -> Spot:
    shares = [100 * (share or 0.0) for share in (row.assessed, row.partly, row.ignored, row.not_coded)]
    return Spot(row, shared_out(shares, WHOLE))


def _drawn(found: Findings, pairs: Sequence[PairRow], *, ranks: bool) -> tuple[Drawn, ...]:
    named = [(name, r) for name, r in (("weights", found.robustness), ("doubts", found.doubts)) if r is not None]
    return tuple(
        Drawn(name, r.space, _bars(r) if ranks else (), tuple(row for row in pairs if row.drawn == name))
        for name, r in named
    )


def _bars(found: Robustness) -> tuple[Bar, ...]:
    bars = []
    for standing, row in zip(found.standings, found.acceptability, strict=True):
        shares = tuple(float(share) for share in row)
        whole = sum(shares)
        printed = shared_out([100 * s for s in shares], WHOLE) if whole > 1 - 1e-9 else ()
        bars.append(
            Bar(standing.plan_id, standing.best, standing.median, standing.worst, standing.mean, shares, printed)
        )
    return tuple(sorted(bars, key=lambda bar: (bar.mean, bar.plan_id)))
