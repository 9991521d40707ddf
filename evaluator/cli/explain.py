"""`evaluator explain`: explain a number, and with --since what changed it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import click

from evaluator.cli.explain_gap import explain_gap
from evaluator.cli.score import grade_text, numbers_text, tell_state
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.layout import NONE, blocks_text, labelled, table, weight_text, wrapped
from evaluator.cli.shared.names import part_named
from evaluator.cli.shared.options import NAME, PATH, formats
from evaluator.cli.shared.out import as_json, show
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.terminal import clean
from evaluator.library import Library
from evaluator.model.rubric import ROOT
from evaluator.model.scorecard import Scorecard
from evaluator.reports.editions.earlier import read_earlier, reopen
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.changes import ChangesView, EditionView, changes_view
from evaluator.scoring.derivation import Derivation, DerivationPart
from evaluator.scoring.explain import explain
from evaluator.scoring.rounding import faithful

Json = dict[str, object]
MEAN = "weighted mean"
MOST_PARTS, MOST_COSTLY = 20, 6  # rows of the usual explanation, which fits on a screen
CAUSES = {
    "ratings": "ratings, and the rows and facts they rest on",
    "rubric": "text of the rubric",
    "weights": "weights",
    "rubric-and-weights": "text of the rubric and weights together",
}
LACKING = {
    "no-files": "of the earlier edition only its result is at hand, not the ratings and rubric it was made from",
    "unreadable": "the files of the earlier edition break the rules of this version",
    "not-reproduced": "scored again here, the earlier edition's own files do not give the figures that it states",
    "one-coder": "it is told for the panel's ratings alone, and one of the editions holds one coder's",
    "no-score": "with the ratings of one edition under the rubric of the other there is no score",
}


def changed_since(library: Library, card: Scorecard, path: Path) -> ChangesView:
    """Return the changes since the edition in a file.

    Raises
    ------
    InvalidInputError
        The file is neither a report nor a result, is damaged, belongs to another plan or rubric, or has an
        unknown version.
    """
    return changes_view(card, reopen(read_earlier(path), card, library), PageLanguage.of(card))


def change_blocks(card: Scorecard, view: ChangesView) -> list[list[str]]:
    """Return the changes as blocks of lines for a terminal."""
    edges = tuple(band.lower for band in card.rubric.grading.bands)
    return [
        [f"{card.assessment.plan.id}  {card.weighting.id}  since the edition of {view.before.date}"],
        table(HEADS, [_edition_cells("earlier", view.before, edges), _edition_cells("now", view.now, edges)]),
        list(_cause_lines(view)),
        list(_rating_lines(view)),
        list(_rubric_lines(view)),
        labelled([("earlier result, SHA-256", view.fingerprint)]),
    ]


HEADS = "edition|as of|>score|>range|>coverage|grade|rubric|frame"


def _edition_cells(name: str, one: EditionView, edges: tuple[float, ...]) -> list[str]:
    score = NONE if one.score is None else str(faithful(one.score, 2, edges))
    bounds = f"{faithful(one.low, 2, edges)}-{faithful(one.high, 2, edges)}"
    who = f"{one.weighting}, coder {one.assessor}" if one.assessor else one.weighting
    state = f"{name} (draft)" if one.is_draft else name
    return [state, one.date, score, bounds, f"{one.coverage:.0%}", one.grade or "none", one.rubric_version, who]


def _cause_lines(view: ChangesView) -> Iterator[str]:
    if view.total is None:
        yield "One of the two editions has no score, so there is no change of score."
        return
    yield f"Change of the score: {_signed(view.total)}"
    if view.lacking:
        yield from wrapped(f"What it is due to cannot be told: {LACKING[view.lacking]}.", first="  ", later="  ")
    for one in view.causes:
        between = "" if one.in_every_order else f"  (between {_signed(one.least)} and {_signed(one.most)}, by order)"
        yield f"  {_signed(one.amount):>7}  {CAUSES[one.cause]}{between}"
    if view.is_rounded:
        yield "  Figures are rounded."


def _rating_lines(view: ChangesView) -> Iterator[str]:
    if not view.ratings:
        yield "No rating differs."
        return
    yield f"Ratings that differ ({len(view.ratings)}):"
    for one in view.ratings:
        before, now = _rating_text(one.old_status, one.old_level), _rating_text(one.new_status, one.new_level)
        yield from wrapped(f"{one.title} ({one.id}): {before} -> {now}", first="  ", later="    ")
        why = f"{one.reason} ({', '.join(filter(None, (one.by, one.on)))})" if one.reason else ""
        settled = ": ".join(text for text in (one.settled, one.decision) if text)
        yield from wrapped(why or ("" if one.decision else "no reason is on record"), first="    ", later="    ")
        yield from wrapped(settled, first="    ", later="    ")


def _rating_text(status: str, level: int | None) -> str:
    if not status:
        return "not in the rubric"
    return status if level is None else f"{level}" if status == "rated" else f"{level} ({status})"


def _rubric_lines(view: ChangesView) -> Iterator[str]:
    yield from (f"Gate {gate.title}: {gate.old or 'none'} -> {gate.new}" for gate in view.gates)
    if view.same_rubric:
        yield "Both editions were scored with the same text of the rubric."
    elif not view.rubric_known:
        yield "The text of the rubric differs; the earlier result alone does not show where."
    else:
        yield from wrapped(f"The text of the rubric differs. Criteria: {'; '.join(view.criteria_changed) or 'none'}.")
    if view.not_carried:
        yield from wrapped(f"Earlier ratings that mean something else now: {'; '.join(view.not_carried)}.")
    if view.weights_changed:
        yield "The weights differ."
    elif view.rubric_known:
        yield "The weights are the same."


def _signed(number: Decimal) -> str:
    return f"{number:+f}" if number else str(number)


def changes_json(card: Scorecard, view: ChangesView) -> Json:
    """Return the changes as a document for JSON, with None for unknown values."""
    return {
        "plan": card.assessment.plan.id,
        "earlier": {**_edition_json(view.before), "result_sha256": view.fingerprint},
        "now": _edition_json(view.now),
        "change": None if view.total is None else float(view.total),
        "causes": [
            {"cause": c.cause, "share": float(c.amount), "least": float(c.least), "most": float(c.most)}
            for c in view.causes
        ],
        "causes_lacking": view.lacking or None,
        "ratings": [
            {
                "criterion": one.id,
                "before": {"status": one.old_status, "level": one.old_level} if one.old_status else None,
                "now": {"status": one.new_status, "level": one.new_level} if one.new_status else None,
                "reason": one.reason or None,
                "on": one.on or None,
                "by": one.by or None,
                "settled": one.settled or None,
                "decision": one.decision or None,
            }
            for one in view.ratings
        ],
        "unchanged": view.unchanged,
        "gates": [{"gate": gate.title, "before": gate.old or None, "now": gate.new} for gate in view.gates],
        "same_rubric": view.same_rubric,
        "criteria_changed": list(view.criteria_changed) if view.rubric_known else None,
        "not_carried": list(view.not_carried) if view.rubric_known else None,
        "weights_changed": view.weights_changed if view.rubric_known or view.weights_changed else None,
    }


def _edition_json(one: EditionView) -> Json:
    return {
        "document": one.document,
        "date": one.date,
        "rubric_version": one.rubric_version,
        "rubric_sha256": one.rubric_sha256,
        "weighting": one.weighting,
        "assessor": one.assessor or None,
        "draft": one.is_draft,
        "score": one.score,
        "bounds": [one.low, one.high],
        "coverage": one.coverage,
        "grade": one.grade,
    }


@click.command("explain")
@NAME
@click.argument("target", default=ROOT, metavar="[CRITERION|NODE|total|PLAN]")
@click.option("--full", "detail", flag_value="full", help="Walk every part, with evidence, reasons and grounds.")
@click.option("--brief", "detail", flag_value="brief", help="Walk every part, with its numbers alone.")
@click.option("--since", type=PATH, metavar="EARLIER", help="Explain what changed since this report or result.json.")
@click.option("--frames", nargs=2, metavar="FRAME FRAME", help="Explain why the gap between two plans changes.")
@formats("text", "json")
@with_choice
@with_session
def command(
    session: Session,
    choice: PlanChoice,
    name: str,
    target: str,
    *,
    detail: str | None,
    since: Path | None,
    frames: tuple[str, str] | None,
    form: str,
) -> None:
    r"""Explain a number: evidence, level, points, weight, safeguard.

    Without a criterion or node the command explains the total. Of a total or a node it
    prints the parts and the criteria that cost most; --full walks every part. The
    contributions add up to the score; each is rounded by itself. With --since the
    command explains what changed since an earlier edition: ratings, rubric and
    weights, and how much of the change of the score each of them caused. EARLIER is
    the earlier report (PDF) or its result.json. With --frames and a second plan the
    command explains why one passes the other from the first frame to the second; the
    parts of the criteria add up to the change of the gap.

    \b
    Examples:
      evaluator explain ALB witness-protection
      evaluator explain Albania human-rights --weighting us-tip
      evaluator explain ALB total --full
      evaluator explain ALB --since earlier.pdf
      evaluator explain BRA USA --frames equal us-tip
    """
    if frames is not None:
        if since is not None:
            raise click.UsageError("--since and --frames exclude each other: give one of them.")
        explain_gap(
            session, choice, [name] if target == ROOT else [name, target], frames, full=detail == "full", form=form
        )
        return
    cards = choice.cards(session, [name])
    if since is not None:
        if target != ROOT:
            raise click.UsageError("--since reports what changed in a whole edition; leave out the criterion.")
        _explain_since(session, cards, since, form)
        return
    told = [(card, explain(card, part_named(card.rubric, target))) for card in cards]
    if form == "json":
        show(as_json([derivation.as_dict() for _, derivation in told]))
    else:
        show(blocks_text(block for card, derivation in told for block in _explained(card, derivation, detail)))
    for card in cards if target == ROOT or any(card.is_draft for card in cards) else ():
        tell_state(session, card)
    leave_open(any(card.is_draft for card in cards))


def _explain_since(session: Session, cards: list[Scorecard], since: Path, form: str) -> None:
    changes = [changed_since(session.library, card, since) for card in cards]
    if form == "json":
        show(as_json([changes_json(card, view) for card, view in zip(cards, changes, strict=True)]))
    else:
        told = zip(cards, changes, strict=True)
        show(clean(blocks_text(block for card, view in told for block in change_blocks(card, view))))
    leave_open(any(card.is_draft for card in cards))


def _explained(card: Scorecard, derivation: Derivation, detail: str | None) -> list[list[str]]:
    """Return blocks of lines: the number with its coverage and bounds, then what it is made of."""
    head, *lines = derivation.lines(details=detail != "brief")
    first = [*wrapped(head), *_standing_lines(card, derivation.target)]
    if derivation.target not in card.rubric.by_id and detail is None:
        return [first, *_part_blocks(derivation)]
    return [first, [line for text in lines for line in wrapped(text, later=" " * (len(text) - len(text.lstrip()) + 2))]]


def _part_blocks(derivation: Derivation) -> list[list[str]]:
    """Return the parts of a total or node as a table, then the criteria that cost most, then how to see the rest.

    What a criterion costs is only told where every part is a weighted mean.
    """
    digits = derivation.digits
    nodes = [(depth, part) for depth, part in _parts_with_depth(derivation.root, 0) if part.kind != "criterion"]
    while len(nodes) > MOST_PARTS:
        deepest = max(depth for depth, _ in nodes)
        nodes = [(depth, part) for depth, part in nodes if depth < deepest]
    rows = [["  " * depth + (part.title or part.id), *_number_cells(part, digits)] for depth, part in nodes]
    criteria = [part for part in derivation.root.walk() if part.kind == "criterion"]
    are_means = all(part.formula.startswith(MEAN) for _, part in nodes if part.value is not None)
    costly = sorted((part for part in criteria if are_means and _cost(part) > 0), key=_cost, reverse=True)[:MOST_COSTLY]
    costs: list[str] = []
    if costly:
        body = [[f"{part.title} ({part.id})", _level_text(part), f"{_cost(part):.{digits}f}"] for part in costly]
        costs = ["Criteria that cost most:", *table("criterion|level|>costs", body)]
    rest = f"{len(criteria)} criteria in all. --full walks each with its evidence; name one to see it alone."
    return [table("part|>score|>weight at the root|>gives", rows), costs, wrapped(rest)]


def _parts_with_depth(part: DerivationPart, depth: int) -> Iterator[tuple[int, DerivationPart]]:
    yield depth, part
    for below in part.parts:
        yield from _parts_with_depth(below, depth + 1)


def _number_cells(part: DerivationPart, digits: int) -> list[str]:
    score = NONE if part.value is None else f"{part.value:.{digits}f}"
    return [score, weight_text(part.weight.used if part.weight else 1.0), str(part.printed or NONE)]


def _cost(part: DerivationPart) -> float:
    """Return what a criterion takes from the total by not being at its top; 0 where it has no points."""
    return 0.0 if part.value is None or part.weight is None else part.weight.used * (1 - part.value)


def _level_text(part: DerivationPart) -> str:
    shown = part.rating
    return NONE if shown is None or shown.outcome.level is None else f"{shown.outcome.level} of {shown.top}"


def _standing_lines(card: Scorecard, target: str) -> list[str]:
    """Return lines with the coverage and bounds of a node, and for the total the grade, to print with the score."""
    if target in card.rubric.by_id:
        return []
    node = card.node(target)
    _, coverage, bounds, judgement = numbers_text(node, card)
    grade = grade_text(card) if target == ROOT else ""
    return labelled(
        [
            ("coverage", coverage),
            ("range", bounds),
            ("judgement interval", judgement),
            (card.rubric.grading.noun, grade),
        ]
    )
