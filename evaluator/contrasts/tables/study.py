"""Rows of the tables on plans, rankability, scores and weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from evaluator.contrasts.common_order import CommonOrder, common_orders
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.study import RankedResult, Study, ranking_column
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.contrasts.void import VoidRow, void_rows
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of the contrast: its years, the country's roles, and whether its assessment is a draft."""

    plan_id: str = column("id", "plan")
    iso3: str = column("id", "country")
    start: str = column("text", "first year")
    end: str = column("text", "last year, or open")
    roles: tuple[str, ...] = column("ids", "roles of the country in these years; empty where none is recorded")
    state: str = column("text", "draft or final")


@dataclass(frozen=True, slots=True)
class RankableRow:
    """Whether a plan can be ranked under a weighting, and the reason if not."""

    weighting: str = column("id", "weighting")
    plan_id: str = column("id", "plan")
    ranked: str = column("text", "yes; on request, though coverage is under the least; or no")
    coverage: float | None = column("number", "share of the applicable weight that is assessed")
    least: float | None = column("number", "least coverage that a rank needs")
    low: float | None = column("number", "lowest score that what is missing leaves possible")
    high: float | None = column("number", "highest score that what is missing leaves possible")
    why: str = column(
        "text",
        "why there is no rank: coverage, range (what is rated lies outside of it), no score, void (too much of the "
        "frame lies where the rubric asks nothing), or alone (no second plan)",
    )


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """The result of one plan under one weighting."""

    weighting: str = column("id", "weighting")
    plan_id: str = column("id", "plan")
    iso3: str = column("id", "country; empty for a row of a frame that names none")
    year: int | None = column("integer", "first year of a plan, or the year of a unit; empty where none is named")
    rubric: str = column("id", "rubric")
    version: str = column("text", "version of the rubric")
    is_draft: bool = column("flag", "whether a draft or a dispute entered")
    rank: int | None = column("integer", "1 is best, ties share; empty for a plan that cannot be ranked")
    score: float | None = column("number", "score in [0, 1]")
    state: str = column(
        "text",
        "graded; ungraded (a score, but too little for a grade); range (what is rated alone lies outside the range); "
        "unread (too little for a score); void (too much of the frame lies where the rubric asks nothing); "
        "weightless (no criterion that applies has weight)",
    )
    coverage: float | None = column("number", "share of the applicable weight that is assessed")
    low: float | None = column("number", "lowest score that what is missing leaves possible")
    high: float | None = column("number", "highest score that what is missing leaves possible")
    judgement_low: float | None = column("number", "as low, with low confidence counted a level less")
    judgement_high: float | None = column("number", "as high, with low confidence counted a level more")
    grade: str = column("text", "grade; empty where not graded")
    grade_cause: str = column(
        "text",
        "what set it, or kept it away: score, gates, coverage; range where what is rated alone lies outside of it; "
        "no-weight where no criterion that applies has weight",
    )
    grade_lowest: str = column("text", "lowest grade possible")
    grade_highest: str = column("text", "highest grade possible")
    common_score: float | None = column("number", "score on the criteria that all plans with a rank have a value for")
    common_rank: int | None = column("integer", "rank by that score")
    ranking: str = ranking_column()


@dataclass(frozen=True, slots=True)
class WeightRow:
    """The stated weight of one group, stance, mark, observer or criterion under one weighting."""

    weighting: str = column("id", "weighting")
    kind: str = column("text", "group, stance, mark, observer or criterion")
    id: str = column("id", "what is weighed")
    title: str = column("text", "its title")
    share: float | None = column("number", "stated weight in [0, 1], all criteria applicable")


PLANS = SectionTable("plans", "plans", "Plans", PlanRow)
RANKING = SectionTable("ranking", "plans", "Who can be ranked", RankableRow)
SCORES = SectionTable("scores", "scores", "Scores and ranks", VerdictRow)
WEIGHTS = SectionTable("weights", "weights", "Effective weights", WeightRow)
COMMON = SectionTable("common-order", "scores", "Order on the criteria read in all", CommonOrder, is_order=True)
VOID = SectionTable("void", "scores", "Weight on which nothing is asked", VoidRow)
STUDY_KINDS = (PLANS, RANKING, SCORES, COMMON, VOID, WEIGHTS)


def study_tables(found: Findings, *, ranks: bool) -> tuple[ContrastTable, ...]:
    """Return the tables of plans, rankability, scores and weights. With `ranks` False, ranks are left empty."""
    study = found.study
    return (
        PLANS.of(_plan_rows(study)),
        RANKING.of(_rankable_rows(study) if ranks else ()),
        SCORES.of(_verdict_rows(found, ranks=ranks)),
        *_if_any(COMMON, common_orders(study) if ranks else ()),
        *_if_any(VOID, void_rows(study.rubric, study.weightings)),
        WEIGHTS.of(_weight_rows(found)),
    )


def _if_any(table: SectionTable, rows: Sequence[object]) -> tuple[ContrastTable, ...]:
    return (table.of(rows),) if rows else ()


def _plan_rows(study: Study) -> list[PlanRow]:
    return [
        PlanRow(e.plan_id, e.iso3, *e.years, roles=e.roles, state="draft" if e.is_draft else "final")
        for e in study.entrants
    ]


def _rankable_rows(study: Study) -> tuple[RankableRow, ...]:
    if len(study.entrants) == 1:
        return ()
    least = study.rubric.grading.least_coverage
    return tuple(
        RankableRow(
            v.weighting_id, v.plan_id, _rankable_word(v, least), v.told[0], least, *v.told[1:3], _reason_without_rank(v)
        )
        for w in study.weightings
        for v in study.ranking(w.id)
    )


def _rankable_word(verdict: RankedResult, least: float) -> str:
    if verdict.rank is None:
        return "no"
    return "yes" if verdict.coverage >= least else "on request"


def _reason_without_rank(verdict: RankedResult) -> str:
    if verdict.rank is not None:
        return ""
    if verdict.rankable:
        return "alone"
    if verdict.state == "void":
        return "void"
    return "range" if verdict.cause == "range" else "no score" if verdict.score is None else "coverage"


def _verdict_rows(found: Findings, *, ranks: bool) -> list[VerdictRow]:
    study = found.study
    orders = [study.ranking(w.id) for w in study.weightings] if ranks else study.verdicts
    whose = dict(zip(study.plan_ids, study.entrants, strict=True))
    return [
        verdict_row(
            study.rubric, v, whose[v.plan_id], ranks=ranks,
            ranking=study.ranking_word if ranks and v.rank is not None else "",
        )
        for order in orders
        for v in order
    ]  # fmt: skip


class Whose(Protocol):
    """What a result is of: a plan of a contrast, or a row of a frame."""

    @property
    def iso3(self) -> str:
        """Return the country's code, or nothing."""

    @property
    def year(self) -> int | None:
        """Return the plan's first year, or the unit's year."""

    @property
    def is_draft(self) -> bool:
        """Return whether a draft or a dispute entered."""


def verdict_row(
    rubric: Rubric, result: RankedResult, whose: Whose, *, ranks: bool = True, ranking: str = ""
) -> VerdictRow:
    """Return the row of one result; with `ranks` False its ranks are empty."""
    return VerdictRow(
        result.weighting_id,
        result.plan_id,
        whose.iso3,
        whose.year,
        rubric.id,
        rubric.version,
        whose.is_draft,
        result.rank if ranks else None,
        result.score,
        result.state,
        *result.told,
        grade=result.grade.grade or "",
        grade_cause=result.cause,
        grade_lowest=result.grade.lowest if result.has_weight else "",
        grade_highest=result.grade.highest if result.has_weight else "",
        common_score=result.common_score,
        common_rank=result.common_rank if ranks else None,
        ranking=ranking,
    )


def _weight_rows(found: Findings) -> list[WeightRow]:
    return [
        WeightRow(w.id, line.kind, line.id, line.title, line.shares[s])
        for s, w in enumerate(found.study.weightings)
        for line in found.weights
    ]
