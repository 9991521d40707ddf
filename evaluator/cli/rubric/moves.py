"""The effect of a changed rubric on the rated plans of the library."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from evaluator.cli.shared.layout import NONE, columns, score_text, share_text, wrapped
from evaluator.cli.shared.session import Session
from evaluator.library import Library
from evaluator.model.assessment import Assessment
from evaluator.model.rubric import Rubric
from evaluator.pipeline import evaluate
from evaluator.scoring.rubric_diff import Moved, RubricChange, RubricDiff, carry_over, compare_cards

LONGEST = 60


def rated_plans(library: Library, rubric: Rubric) -> list[Assessment]:
    """Return the assessment of every plan that a coder rated with the rubric, sorted by plan id."""
    names = (plan_id for code in library.country_codes for plan_id in library.rated_plans(code, rubric.id))
    return [library.assessment(plan_id, rubric) for plan_id in names]


def moves(session: Session, old: Rubric, new: Rubric, weightings: tuple[str, ...]) -> list[Moved]:
    """Return the changes in score of all rated plans between two rubrics, under weightings that both have.

    Without `weightings`, the reference weighting is used, and each that changed.
    """
    altered = [name for name, frame in old.every_weighting.items() if new.every_weighting.get(name, frame) != frame]
    wanted = [old.weighting(name).id for name in dict.fromkeys(weightings or (old.reference_weighting, *altered))]
    shared = [name for name in wanted if name in new.every_weighting]
    found = []
    for assessment in rated_plans(session.library, old):
        carried = carry_over(assessment, old, new)
        found += [compare_cards(evaluate(assessment, old, name), evaluate(carried, new, name)) for name in shared]
    return found


def diff_document(found: RubricDiff, moved: list[Moved]) -> dict[str, object]:
    """Return a comparison of rubrics as a document for JSON."""
    return {**dataclasses.asdict(found), "plans": [{**dataclasses.asdict(m), "moved": m.moved} for m in moved]}


def diff_text(found: RubricDiff, moved: list[Moved], leasts: Sequence[float] = ()) -> str:
    """Return a comparison of rubrics as text: changes, the version number, and the plans whose scores change.

    `leasts` are the least coverages of both; a coverage near one of them has decimals.
    """
    lines = columns("={bump}|={kind}|={id:text}|change={told:text}", found.changes, lambda c: {"told": _change_text(c)})
    lines = lines or ["No difference."]
    verdict = "says enough" if found.enough else f"has to be {found.needed} or more"
    change = "no change" if found.bump == "none" else f"a {found.bump} change"
    lines += ["", f"{found.old_version} -> {found.new_version}: {change}; the number {verdict}."]
    work = (("To be rated again", found.rerate), ("New, to be rated", found.rate_new), ("Gone", found.gone))
    to_do = [f"{told}: {', '.join(names)}." for told, names in work if names]
    lines += [*([""] if to_do else []), *wrapped(*to_do), *wrapped(*found.doubts, first="  - ", later="    ")]
    return "\n".join([*lines, *(["", *_moved_lines(moved, leasts)] if moved else [])]) + "\n"


def _change_text(change: RubricChange) -> str:
    if not change.field:
        return change.new
    return f"{change.field}: {_shortened(change.old)} -> {_shortened(change.new)}"


def _shortened(text: str) -> str:
    return (text if len(text) <= LONGEST else text[: LONGEST - 3] + "...") or "nothing"


def _moved_lines(moved: list[Moved], leasts: Sequence[float]) -> list[str]:
    lines = columns(
        "plan={plan_id}|weighting={weighting_id}|score={score}|coverage={coverage}|grade={grade}",
        [m for m in moved if m.moved],
        lambda m: {
            "score": f"{score_text(m.old_score)} -> {score_text(m.new_score)}",
            "coverage": f"{share_text(m.old_coverage, leasts)} -> {share_text(m.new_coverage, leasts)}",
            "grade": f"{_grade_text(m.old_grade, m.old_range)} -> {_grade_text(m.new_grade, m.new_range)}",
        },
    )
    return [*lines, f"Not moved by the rubric: {sum(not m.moved for m in moved)} of {len(moved)}."]


def _grade_text(grade: str | None, span: tuple[str, str]) -> str:
    return f"{grade or NONE} ({span[0]} to {span[1]})"
