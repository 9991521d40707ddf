"""Write the audit of a rubric as a Markdown page of the guide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evaluator.contrasts.audit.numbers import Audit, Effect
from evaluator.contrasts.audit.variants import LensEffect
from evaluator.model.audit import AuditFile
from evaluator.scoring.rounding import printed

NONE = "-"
SHOWN = 4  # plans named in one table cell
Lines = Iterator[str]


def audit_page(audit: Audit, lenses: Sequence[LensEffect], file: AuditFile) -> str:
    """Return the audit page in Markdown: the plans, the largest effects, then each number with its alternatives."""
    lines = [*_head(audit, file), *_overview(audit, lenses)]
    for family in audit.families:
        lines += ["", f"## {family.capitalize()}", "", *_family(audit.family(family))]
    if lenses:
        lines += ["", "## Lenses", "", *_lenses(lenses)]
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


def _head(audit: Audit, file: AuditFile) -> Lines:
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


def _overview(audit: Audit, lenses: Sequence[LensEffect]) -> Lines:
    yield from ("", "## What moves most", "", _row(OVERVIEW), _row(["---", *["---:"] * 6]))
    for family in audit.families:
        effects = audit.family(family)
        largest = max(effects, key=lambda e: abs(e.score or 0.0))
        counts = [sum(bool(e.grades) for e in effects), sum(bool(e.places) for e in effects)]
        counts.append(sum(e.silent for e in effects))
        cells = [family, str(len(effects)), _signed(largest.score), _plain(max(e.ends for e in effects))]
        yield _row([*cells, *map(str, counts)])
    if lenses:
        moved = sum(bool(effect.outcomes) for effect in lenses)
        cells = ["lenses", str(len(lenses)), NONE, NONE, f"{moved} (an outcome)", NONE, str(len(lenses) - moved)]
        yield _row(cells)


def _family(effects: Sequence[Effect]) -> Lines:
    grounds = any(effect.variant.ground for effect in effects)
    header = ["number", "stated", "tried", "score", "ends", "grades", "places", *(["ground"] if grounds else [])]
    yield _row(header)
    yield _row(["---", "---", "---", "---:", "---:", "---", "---", *(["---"] if grounds else [])])
    for effect in effects:
        variant = effect.variant
        score = f"{_signed(effect.score)} {effect.score_plan}".strip()
        cells = [variant.number, variant.stated, variant.tried, score, _plain(effect.ends)]
        cells += [_named(effect.grades), _named(effect.places), *([variant.ground] if grounds else [])]
        yield _row(cells)


def _lenses(effects: Sequence[LensEffect]) -> Lines:
    yield "Lenses that give a plan an outcome, and the plans whose outcome, or the range that it may have, changes."
    yield ""
    yield _row(["lens", "number", "stated", "tried", "outcomes", "ground"])
    yield _row(["---"] * 6)
    for e in effects:
        yield _row([e.lens_id, e.number, e.stated, e.tried, _named(e.outcomes), e.ground])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "/").replace("\n", " ") or NONE for cell in cells) + " |"


def _signed(number: float | None) -> str:
    if not number:
        return NONE
    shown = printed(abs(number), 3)
    return f"{'+' if number > 0 else '-'}{shown}"


def _plain(number: float) -> str:
    return str(printed(number, 3)) if number else NONE


def _named(texts: Sequence[str]) -> str:
    more = f"; and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return "; ".join(texts[:SHOWN]) + more
