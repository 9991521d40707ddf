"""The contrast on a terminal: one block for each section."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence

from evaluator.cli.layout import NONE, WIDTH, range_text, score_text, share_text, table, weight_text
from evaluator.contrast.places import TIE_RULE
from evaluator.contrast.study import Study
from evaluator.contrast.tables import MoveRow, PlanRow, Table, VerdictRow, WeightRow

MOVED = 0.0005  # a move that three digits show


def text_of(study: Study, tables: Sequence[Table]) -> str:
    """Return the sections as text, blank lines between them."""
    blocks = [[found.title, "=" * len(found.title), *_PRINTERS[found.name](study, found)] for found in tables]
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def wrapped(text: str) -> list[str]:
    """Return a sentence as lines of the terminal's width."""
    return textwrap.wrap(text, WIDTH, subsequent_indent="  ")


def _plans(study: Study, found: Table) -> list[str]:
    rows: Sequence[PlanRow] = found.rows
    lines = table(
        ["plan", "years", "roles", "ratings"],
        [[r.plan_id, f"{r.start} to {r.end}", ", ".join(r.roles) or "not recorded", r.state] for r in rows],
    )
    return [*lines, "", *(line for warning in study.warnings for line in wrapped(f"! {warning}"))]


def _scores(study: Study, found: Table) -> list[str]:
    rows: Sequence[VerdictRow] = found.rows
    ranked = any(row.rank for row in rows)
    edges = [band.lower for band in study.rubric.grading.bands]
    header = ["weighting", *(["rank"] if ranked else []), "plan", "score", "coverage", "bounds", "grade"]
    header += ["common rank"] if ranked else []
    body = []
    for row in rows:
        ranks = [[str(rank or NONE)] if ranked else [] for rank in (row.rank, row.common_rank)]
        numbers = [score_text(row.score, edges), share_text(row.coverage, [study.rubric.grading.least_coverage])]
        possible = f"{row.grade_lowest} to {row.grade_highest}"
        grade = row.grade or f"- ({possible})"
        body.append(
            [row.weighting, *ranks[0], row.plan_id, *numbers, range_text(row.low, row.high, edges), grade, *ranks[1]]
        )
    right = [1, 3, 4, 7] if ranked else [2, 3]
    notes = _score_notes(study) if ranked else []
    return [*table(header, body, right=right), *notes]


def _score_notes(study: Study) -> list[str]:
    said = f"{len(study.common)} of {len(study.scores.tree.criteria)} criteria are rated in every plan"
    lines = ["", *wrapped(TIE_RULE), *wrapped(f"{said}; the common rank rests on these alone.")]
    known = [(w.id, r) for w, r in zip(study.weightings, study.correlations, strict=True) if r is not None]
    if known:
        told = ", ".join(f"{name} {r:+.2f}" for name, r in known)
        lines += wrapped(f"Correlation of score with coverage (Pearson's r): {told}.")
    return lines


def _weights(study: Study, found: Table) -> list[str]:
    rows: Sequence[WeightRow] = found.rows
    shown = [row for row in rows if row.kind != "criterion"]
    ids = list(dict.fromkeys((row.kind, row.id) for row in shown))
    share = {(row.weighting, row.kind, row.id): row.share or 0.0 for row in shown}
    header = ["weighting", *(name for _, name in ids)]
    body = [[w.id, *(weight_text(share[w.id, *key]) for key in ids)] for w in study.weightings]
    return table(header, body, right=range(1, len(header)))


def _moves(_: Study, found: Table) -> list[str]:
    rows: Sequence[MoveRow] = found.rows
    told = [row.text for row in rows if row.kind == "total"]
    return [line for text in told for line in wrapped(text)]


_PRINTERS: dict[str, Callable[[Study, Table], list[str]]] = {
    "plans": _plans,
    "scores": _scores,
    "weights": _weights,
    "moves": _moves,
}
