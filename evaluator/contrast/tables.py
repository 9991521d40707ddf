"""The contrast as rows: one declaration for CSV, JSON and XLSX, a table behind every chart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from evaluator.contrast.effective import effective_weights
from evaluator.contrast.moves import Move, Part, moves
from evaluator.contrast.study import Study
from evaluator.model.base import column

SECTIONS = ("plans", "scores", "weights", "moves")


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan of the contrast: when, in which role, on what ratings."""

    plan_id: str = column("id", "plan")
    iso3: str = column("id", "country")
    start: str = column("text", "first year")
    end: str = column("text", "last year, or open")
    roles: tuple[str, ...] = column("ids", "roles of the country in these years; empty where none is recorded")
    state: str = column("text", "draft or final")


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One plan under one weighting."""

    weighting: str = column("id", "weighting")
    plan_id: str = column("id", "plan")
    rank: int | None = column("integer", "1 is best, ties share; empty without a score")
    score: float | None = column("number", "score in [0, 1]")
    coverage: float | None = column("number", "share of the applicable weight that is assessed")
    low: float | None = column("number", "lowest score that what is missing leaves possible")
    high: float | None = column("number", "highest score that what is missing leaves possible")
    judgement_low: float | None = column("number", "as low, with low confidence counted a level less")
    judgement_high: float | None = column("number", "as high, with low confidence counted a level more")
    grade: str = column("text", "grade; empty where not graded")
    grade_cause: str = column("text", "what set it: score, gates or coverage")
    grade_lowest: str = column("text", "lowest grade possible")
    grade_highest: str = column("text", "highest grade possible")
    common_score: float | None = column("number", "score on the criteria that every plan has a value for")
    common_rank: int | None = column("integer", "rank by that score")


@dataclass(frozen=True, slots=True)
class WeightRow:
    """The stated weight of one thing under one weighting."""

    weighting: str = column("id", "weighting")
    kind: str = column("text", "group, stance, mark or criterion")
    id: str = column("id", "what is weighed")
    title: str = column("text", "its title")
    share: float | None = column("number", "stated weight in [0, 1], all criteria applicable")


@dataclass(frozen=True, slots=True)
class MoveRow:
    """What one criterion or stance does to the move of one plan; rows of kind `total` hold the move itself."""

    plan_id: str = column("id", "plan")
    before: str = column("id", "weighting before")
    after: str = column("id", "weighting after")
    kind: str = column("text", "total, stance or criterion")
    id: str = column("id", "criterion or stance")
    points: float | None = column("number", "points in [0, 1]; for the total, the score before")
    weight_before: float | None = column("number", "used weight before")
    weight_after: float | None = column("number", "used weight after")
    change: float | None = column("number", "change of used weight x points")
    pull: float | None = column("number", "change of used weight x (points - score before)")
    text: str = column("text", "the title; for the total, the move in words")


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind under a name (of a sheet, a key, a section)."""

    name: str
    title: str
    row: type
    rows: tuple[Any, ...]


def study_tables(study: Study, *, ranks: bool = True) -> tuple[Table, ...]:
    """Return the tables of plans, scores, weights and moves (from the first weighting to each other).

    With `ranks` False the ranks are left empty and plans stand in the order given.
    """
    first = study.weightings[0].id
    moved = [move for w in study.weightings[1:] for move in moves(study, first, w.id)]
    return (
        Table("plans", "Plans", PlanRow, tuple(_plan_rows(study))),
        Table("scores", "Scores and ranks", VerdictRow, tuple(_verdict_rows(study, ranks=ranks))),
        Table("weights", "Effective weights", WeightRow, tuple(_weight_rows(study))),
        Table("moves", "Moves between weightings", MoveRow, tuple(_move_rows(moved))),
    )


def _plan_rows(study: Study) -> list[PlanRow]:
    return [
        PlanRow(e.plan_id, e.iso3, *e.years, roles=e.roles, state="draft" if e.is_draft else "final")
        for e in study.entrants
    ]


def _verdict_rows(study: Study, *, ranks: bool) -> list[VerdictRow]:
    orders = [study.ranking(w.id) for w in study.weightings] if ranks else study.verdicts
    return [
        VerdictRow(
            weighting=v.weighting_id,
            plan_id=v.plan_id,
            rank=v.rank if ranks else None,
            score=v.score,
            coverage=v.coverage,
            low=v.bounds[0],
            high=v.bounds[1],
            judgement_low=v.judgement_interval[0],
            judgement_high=v.judgement_interval[1],
            grade=v.grade.grade or "",
            grade_cause=v.grade.cause,
            grade_lowest=v.grade.lowest,
            grade_highest=v.grade.highest,
            common_score=v.common_score,
            common_rank=v.common_rank if ranks else None,
        )
        for order in orders
        for v in order
    ]


def _weight_rows(study: Study) -> list[WeightRow]:
    lines = effective_weights(study.rubric, study.weightings)
    return [
        WeightRow(w.id, line.kind, line.id, line.title, line.shares[s])
        for s, w in enumerate(study.weightings)
        for line in lines
    ]


def _move_rows(moved: Sequence[Move]) -> list[MoveRow]:
    rows = []
    for move in moved:
        ends = (move.before.plan_id, move.before.weighting_id, move.after.weighting_id)
        total = MoveRow(*ends, "total", "total", move.before.score, None, None, move.change, move.change, move.sentence)
        parts = [(kind, p) for kind, ps in (("stance", move.stances), ("criterion", move.criteria)) for p in ps]
        rows += [total, *(_part_row(ends, kind, part) for kind, part in parts)]
    return rows


def _part_row(ends: tuple[str, str, str], kind: str, part: Part) -> MoveRow:
    return MoveRow(
        *ends, kind, part.id, part.points, part.weight_before, part.weight_after, part.change, part.pull, part.title
    )


def document(study: Study, tables: Sequence[Table]) -> dict[str, object]:
    """Return the tables as JSON writes them, with what they rest on."""
    rubric = study.rubric
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "sha256": rubric.sha256},
        "weightings": [
            {"id": w.id, "title": w.titles.get("en", w.actor), "gates": w.gates, "coverage_correlation": r}
            for w, r in zip(study.weightings, study.correlations, strict=True)
        ],
        "common_criteria": list(study.common),
        "warnings": list(study.warnings),
        **{table.name.replace("-", "_"): [asdict(row) for row in table.rows] for table in tables},
    }
