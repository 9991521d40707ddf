"""`evaluator explain`: show the steps from evidence to one number."""

from __future__ import annotations

from pathlib import Path

import click

from evaluator.cli.explain.since import changed_since, changes_json, changes_text
from evaluator.cli.score import grade_text, numbers_text, tell_state
from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.layout import labelled, wrapped
from evaluator.cli.shared.options import NAME, PATH, formats
from evaluator.cli.shared.out import as_json, show
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.model.rubric import ROOT
from evaluator.model.scorecard import Scorecard
from evaluator.scoring.derivation import Derivation
from evaluator.scoring.explain import explain


@click.command("explain")
@NAME
@click.argument("target", default=ROOT, metavar="[CRITERION|NODE|total]")
@click.option("--brief", is_flag=True, help="Print only the numbers, without evidence, reasons and grounds.")
@click.option("--since", type=PATH, metavar="EARLIER", help="Explain what changed since this report or result.json.")
@formats("text", "json")
@with_choice
@with_session
def command(  # noqa: PLR0913  (one option each)
    session: Session, choice: PlanChoice, name: str, target: str, *, brief: bool, since: Path | None, form: str
) -> None:
    r"""Explain a number: evidence, level, points, weight, safeguard.

    Without a criterion or node the command explains the total. The contributions add
    up to the score; each printed contribution is rounded by itself. With --since the
    command explains what changed since an earlier edition: ratings, rubric and
    weights, and how much of the change of the score each of them caused. EARLIER is
    the earlier report (PDF) or its result.json.

    \b
    Examples:
      evaluator explain ALB witness-protection
      evaluator explain ALB human-rights --weighting us-tip
      evaluator explain ALB total --brief
      evaluator explain ALB --since earlier.pdf
    """
    cards = choice.cards(session, [name])
    if since is not None:
        if target != ROOT:
            raise click.UsageError("--since reports what changed in a whole edition; leave out the criterion.")
        _explain_since(session, cards, since, form)
        return
    told = [(card, explain(card, target)) for card in cards]
    if form == "json":
        show(as_json([derivation.as_dict() for _, derivation in told]))
    else:
        show("\n\n".join(_text(card, derivation, brief=brief) for card, derivation in told) + "\n")
    for card in cards if target == ROOT or any(card.is_draft for card in cards) else ():
        tell_state(session, card)
    leave_open(any(card.is_draft for card in cards))


def _explain_since(session: Session, cards: list[Scorecard], since: Path, form: str) -> None:
    changes = [changed_since(session.library, card, since) for card in cards]
    if form == "json":
        show(as_json([changes_json(card, view) for card, view in zip(cards, changes, strict=True)]))
    else:
        told = (changes_text(card, view) for card, view in zip(cards, changes, strict=True))
        show("\n\n".join(told) + "\n")
    leave_open(any(card.is_draft for card in cards))


def _text(card: Scorecard, derivation: Derivation, *, brief: bool) -> str:
    head, *lines = derivation.lines(details=not brief)
    body = [line for text in lines for line in wrapped(text, later=" " * (len(text) - len(text.lstrip()) + 2))]
    return "\n".join([*wrapped(head), *_standing(card, derivation.target), "", *body])


def _standing(card: Scorecard, target: str) -> list[str]:
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
