"""The table of grades in a list of plans: overall grade, grade by paradigm, and what limits each."""

from __future__ import annotations

from dataclasses import replace

from evaluator.model.scorecard import Scorecard
from evaluator.tables.base import Table, col
from evaluator.tables.scorecard import EVERY_RESULT, SHARE, Result

LIMITS = ("no-weight", "coverage", "range", "gates", "open-gates", "disputes", "overtaken", "draft", "one-coder")


def coders_of(card: Scorecard) -> tuple[str, ...]:
    """Return the codes, in order, of the coders whose ratings entered a scorecard."""
    return tuple(sorted({coder for one in card.criteria for coder, _ in one.outcome.inputs}))


def limits_of(card: Scorecard) -> tuple[str, ...]:
    """Return what prevents the grade, caps it, or may still change it: names of `LIMITS`, in their order.

    `coverage`, `no-weight` and `range` (what is rated alone lies outside of it) prevent a grade; a tripped gate
    (`gates`) caps it, an open one (`open-gates`) still may. Disputes, drafts, and agreed ratings whose coders' ratings
    changed since (`overtaken`) make it a draft. With `one-coder` agreement is unknown.
    """
    grade = card.grade
    states = {coding.header.state for coding in card.assessment.codings}
    holds = {
        "no-weight": not card.has_weight,
        "coverage": card.cause == "coverage",
        "range": card.cause == "range",
        "gates": card.cause == "gates",
        "open-gates": grade.gates_cap and bool(grade.not_assessed),
        "disputes": bool(card.disputed),
        "overtaken": bool(card.overtaken),
        "draft": bool(states) and "final" not in states,
        "one-coder": len(coders_of(card)) == 1,
    }
    return tuple(name for name in LIMITS if holds[name])


GRADES: Table[Scorecard, Result] = replace(
    EVERY_RESULT.only("plan_id start end rubric weighting is_draft score coverage grade").also(
        col(
            "paradigms", "ids", "grade of each paradigm as `migration:D`, `-` where it has none; empty where the"
            " rubric does not grade them",
            lambda r: tuple(f"{name}:{grade.grade or '-'}" for name, grade in r.card.paradigms),
        ),
        col("limits", "choices", "what keeps the grade away, caps it or leaves it open", lambda r: limits_of(r.card),
            choices=LIMITS),
        *EVERY_RESULT.only("gates_tripped gates_not_assessed disputed").cols,
        col("coders", "ids", "coders whose ratings entered", lambda r: coders_of(r.card)),
        col(
            "tip_alone", "number", "share of the assessed weight that rests on text of the TIP Report alone; empty"
            " where the rubric does not ask", lambda r: r.card.tip_alone.share if r.card.tip_alone else None, **SHARE,
        ),
    ),
    name="grades",
    doc="The grade of one plan under one rubric, whole and by paradigm, with what limits it.",
)  # fmt: skip
