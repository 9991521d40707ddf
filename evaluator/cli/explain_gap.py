"""`evaluator explain A B --frames X Y`: how far one plan is ahead of another under two frames, and why that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal

import click

from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.layout import NONE, blocks_text, columns, share_text, table, wrapped
from evaluator.cli.shared.out import as_json, show
from evaluator.cli.shared.session import Session, leave_open
from evaluator.contrasts.study import Study, undrafted
from evaluator.contrasts.turns import GapChange, GapPart, gap_change
from evaluator.model.contrast import MoveChoices
from evaluator.model.rubric import Rubric
from evaluator.pipeline import contrast
from evaluator.scoring.rounding import adds_up, printed

PAIR = 2
DIGITS = 3  # of a gap and its parts
MOST_DIGITS = 9  # of a gap that fewer would print as none
SIDES = (
    "frame={weighting_id}|plan={plan_id}|>score={score:score}|range={low:score} to {high:score}"
    "|>coverage={coverage:share}"
)


def explain_gap(
    session: Session, choice: PlanChoice, names: Sequence[str], frames: tuple[str, str], *, full: bool, form: str
) -> None:
    """Print why the gap between two plans changes from one frame to another; the parts add up to the change.

    Raises
    ------
    click.UsageError
        Not two plans or not two frames are named, or other frames are asked for as well.
    """
    if choice.weightings:
        raise click.UsageError("--frames names the two frames; leave out --weighting.")
    if frames[0] == frames[1]:
        raise click.UsageError(f"--frames {frames[0]} {frames[1]}: name two frames that differ.")
    rubric = session.library.rubric(choice.rubric)
    sides = [rubric.weighting(name) for name in frames]
    plans = choice.assessments(session, rubric, names)
    if len(plans) != PAIR:
        raise click.UsageError("--frames explains the gap between two plans: name two, as in explain ALB SRB.")
    study = contrast(plans, rubric, sides, assessor=choice.coder)
    found = gap_change(study, (study.plan_ids[0], study.plan_ids[1]), sides[0].id, sides[1].id)
    if form == "json":
        show(as_json(_gap_document(study, found)))
    else:
        show(blocks_text(_gap_blocks(study, found, full=full)))
    for warning in undrafted(study):
        session.tell(warning)
    leave_open(study.is_draft)


def _gap_document(study: Study, found: GapChange) -> dict[str, object]:
    rubric = {"id": study.rubric.id, "version": study.rubric.version, "sha256": study.rubric.sha256}
    return {"rubric": rubric, **asdict(found), "gaps": found.gaps, "change": found.change}


def _gap_blocks(study: Study, found: GapChange, *, full: bool) -> list[list[str]]:
    rubric = study.rubric
    rows = [verdict for row in study.verdicts for verdict in row]
    edges = {"score": [band.lower for band in rubric.grading.bands], "share": [rubric.grading.least_coverage]}
    unready = [e.plan_id for e in study.entrants if e.is_draft] + [w.id for w in study.weightings if w.is_unwritten]
    drafts = ", ".join(unready)
    return [
        [f"{found.one} and {found.other}  {rubric.id} {rubric.version}", *([f"DRAFT: {drafts}"] if drafts else [])],
        columns(SIDES, rows, lambda row: {"low": row.bounds[0], "high": row.bounds[1]}, edges),
        wrapped(_verdict_text(study, found), "" if found.parts else _why_no_parts_text(study, found)),
        *(_part_blocks(found, rubric, full=full) if found.parts else ()),
    ]


def _verdict_text(study: Study, found: GapChange) -> str:
    before, after = found.gaps
    if before is None or after is None:
        return "One of the two has no score under one of the frames, so there is no change to explain."
    first, second = _ahead_text(found, before), _ahead_text(found, after)
    told = f"Under {found.before} {first}, under {found.after} {second}"
    ranked = all(verdict.rank is not None for row in study.verdicts for verdict in row)
    turns = "They change places." if found.turns else "They do not change places."
    if not ranked:
        least = share_text(study.rubric.grading.least_coverage)
        turns = f"A rank needs {least} of the weight assessed, so no rank changes here."
    return f"{told}. {turns}"


def _ahead_text(found: GapChange, gap: float) -> str:
    if printed(gap, MOST_DIGITS) == 0:
        return "they are level"
    ahead, behind = (found.one, found.other) if gap > 0 else (found.other, found.one)
    digits = next(digits for digits in range(DIGITS, MOST_DIGITS + 1) if printed(gap, digits))
    return f"{ahead} is {printed(abs(gap), digits)} ahead of {behind}"


def _why_no_parts_text(study: Study, found: GapChange) -> str:
    if found.exact:
        return ""
    joined = sorted({b.aggregation.kind for b in study.scores.tree.branches if b.aggregation.kind != "arithmetic"})
    return (
        f"The change has no parts by criterion: not every node of this rubric is a weighted mean ({', '.join(joined)})."
    )


def _part_blocks(found: GapChange, rubric: Rubric, *, full: bool) -> list[list[str]]:
    number = (rubric.contrast.moves if rubric.contrast else MoveChoices()).names
    shown = found.parts if full else found.named(number)
    heads = f"criterion|>{found.one}||>{found.other}||>adds"
    body = [
        [part.title, *(cell for side in (0, 1) for cell in _cells_of(part, side)), _signed(part.part)] for part in shown
    ]
    numbers = [part.part for part in shown]
    if len(shown) < len(found.parts):
        rest = (found.change or 0.0) - sum(numbers)
        body.append([f"{len(found.parts) - len(shown)} others (--full)", *[""] * 4, _signed(rest)])
        numbers.append(rest)
    body.append(["change of the gap", *[""] * 4, _signed(found.change or 0.0)])
    rounds = adds_up([Decimal(_signed(number)) for number in numbers], Decimal(_signed(found.change or 0.0)))
    note = (
        f"Of each plan: points, and weight in per cent under {found.before} and {found.after}. What a line adds moves "
        f"the gap, above 0 for {found.one}, below 0 for {found.other}: of each plan the change of weight, times how "
        f"far the points lie from its own score under {found.before}."
    )
    return [table(heads, body), wrapped(note, "" if rounds else "Figures are rounded.")]


def _cells_of(part: GapPart, side: int) -> tuple[str, str]:
    points = part.points[side]
    before, after = (printed(weights[side] * 100, 1) for weights in (part.before, part.after))
    return NONE if points is None else str(printed(points, 2)), f"{before} -> {after}"


def _signed(number: float) -> str:
    rounded = printed(number, DIGITS)
    return f"{rounded:+f}" if rounded else str(abs(rounded))
