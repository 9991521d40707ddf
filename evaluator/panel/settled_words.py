"""How a rating was settled, how far texts were read, and why a result is a draft, as translatable sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from evaluator.model.assessment import Assessment
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Outcome, Scorecard, TextsRead
from evaluator.model.sentence import Sentence, Spoken, say, say_n, series
from evaluator.panel.settle import voting
from evaluator.panel.upgrade import is_of_another_scale

BY_RULE = {
    "single": say("One coder assessed it"),
    "lower": say("Agreed: the lower of the levels given"),
    "least": say("Agreed: the lowest of the least levels given"),
    "read-further": say("Agreed: the level of the coder who read further"),
    "unanimous-gate": say("Agreed: all coders say the same, as a safeguard requires"),
    "third-reader": say("Decided by the third reader"),
}
SAME_LEVEL = say("Agreed: same level")
SAME_ANSWER = say("Agreed: same answer")


def settled_by(outcome: Outcome) -> Spoken:
    """Return how the coders' ratings were joined, or who decided; empty if only one coder rated.

    The words of the person who decided are in the outcome's `decision`.
    """
    if outcome.rule == "third-reader":
        return BY_RULE["third-reader"]
    if outcome.decided_by:
        return say("Decided by %(who)s", who=outcome.decided_by)
    if len(outcome.inputs) <= 1:
        return series("", ())
    if outcome.rule == "equal":
        return SAME_ANSWER if outcome.level is None else SAME_LEVEL
    return BY_RULE.get(outcome.rule, series("", ()))


def settled_text(outcome: Outcome) -> str:
    """Return how a rating was settled, with the words of the person who decided, for tables and the terminal.

    Examples
    --------
    >>> from evaluator.model.scorecard import Outcome
    >>> settled_text(Outcome("work", "rated", 2, 2, 2, 2, 2, covered=True, decided_by="lead", decision="p. 3"))
    'Decided by lead: p. 3'
    """
    return ": ".join(text for text in (str(settled_by(outcome)), outcome.decision) if text)


def read_words(read: TextsRead) -> Spoken:
    """Return how many texts on practice were read, and how far.

    Examples
    --------
    >>> str(read_words(TextsRead(3, whole=1, summary=2))), str(read_words(TextsRead(1)))
    ('3 texts on practice (1 whole, 2 as a summary)', '1 text on practice')
    """
    texts = say_n("%(number)s text on practice", "%(number)s texts on practice", read.texts)
    parts = [
        say("%(number)s whole", number=read.whole) if read.whole else None,
        say("%(number)s in part", number=read.part) if read.part else None,
        say("%(number)s as a summary", number=read.summary) if read.summary else None,
    ]
    told = [part for part in parts if part is not None]
    return say("%(texts)s (%(parts)s)", texts=texts, parts=series(", ", told)) if told else texts


def settle_command(plan_id: str, rubric_id: str) -> str:
    """Return the command that settles a plan's ratings.

    Examples
    --------
    >>> settle_command("ALB-2005-2007", "four-paradigms"), settle_command("ALB-2005-2007", "first-look")
    ('evaluator panel settle ALB-2005-2007', 'evaluator panel settle ALB-2005-2007 --rubric first-look')
    """
    return f"evaluator panel settle {plan_id}{with_rubric(rubric_id)}"


def dispute_command(plan_id: str, rubric_id: str) -> str:
    """Return the command that writes the disputed criteria to a workbook, in which the lead decides.

    Examples
    --------
    >>> dispute_command("ALB-2005-2007", "four-paradigms")
    'evaluator panel settle ALB-2005-2007 --sheet disputes.xlsx'
    """
    return f"{settle_command(plan_id, rubric_id)} --sheet disputes.xlsx"


def draft_reasons(card: Scorecard, named: Callable[[str], str] = str) -> tuple[Spoken, ...]:
    """Return the reasons why a result is a draft, one sentence each; empty if it is no draft.

    The reasons are texts to be written, disputes, agreements that no longer hold, and draft codings. `named` returns
    the name of a criterion by its id: the title on a page, the id itself in a terminal.
    """
    found = [scored.outcome for scored in card.criteria]
    told = reasons_of(card.assessment, card.rubric, found, card.overtaken, card.assessor, named)
    frame = unwritten_words((card.weighting.id,), card.rubric.id) if card.weighting.is_unwritten else ()
    return (*told, *frame) if card.is_draft else ()


def reasons_of(
    assessment: Assessment,
    rubric: Rubric,
    found: Sequence[Outcome],
    gone: Sequence[str],
    assessor: str,
    named: Callable[[str], str],
) -> Iterator[Spoken]:
    """Yield the reasons why a result is a draft, from the plan, its outcomes, and the agreements `gone`.

    Those agreements no longer hold.
    """
    yield from unwritten_words(rubric.unwritten, rubric.id)
    command = settle_command(assessment.plan.id, rubric.id)
    disputed = [outcome.criterion_id for outcome in found if outcome.status == "disputed"]
    decide = dispute_command(assessment.plan.id, rubric.id)
    if disputed and assessment.is_draft:  # only final ratings are settled
        yield say_n(
            "The coders disagree on %(number)s criterion: %(criteria)s. "
            "Once their ratings are final, settle it with `%(command)s`.",
            "The coders disagree on %(number)s criteria: %(criteria)s. "
            "Once their ratings are final, settle them with `%(command)s`.",
            len(disputed), criteria=_named_list(disputed, named), command=decide,
        )  # fmt: skip
    elif disputed:
        yield say_n(
            "The coders disagree on %(number)s criterion: %(criteria)s. Settle it with `%(command)s`.",
            "The coders disagree on %(number)s criteria: %(criteria)s. Settle them with `%(command)s`.",
            len(disputed), criteria=_named_list(disputed, named), command=decide,
        )  # fmt: skip
    if gone:
        yield overtaken_words(gone, command, named)
    entered = voting(assessment, assessor or None)
    other = [c.header.coder for c in entered if is_of_another_scale(c.header, rubric)]
    if other:
        yield say_n(
            "The scale of the rubric has changed since coder %(coders)s rated. Carry over what holds with "
            "`%(command)s`.",
            "The scale of the rubric has changed since coders %(coders)s rated. Carry over what holds with "
            "`%(command)s`.",
            len(other), coders=", ".join(other),
            command=f"evaluator sheet upgrade {assessment.plan.id}{with_rubric(rubric.id)}",
        )  # fmt: skip
    drafts = [c.header.coder for c in entered if c.header.state == "draft"]
    if drafts:
        yield say_n(
            "The ratings of coder %(coders)s are a draft.",
            "The ratings of coders %(coders)s are drafts.",
            len(drafts), coders=", ".join(drafts),
        )  # fmt: skip
    elif not entered:
        yield say("No coder has rated the plan under this rubric yet.")


def unwritten_words(names: Sequence[str], rubric_id: str) -> tuple[Sentence, ...]:
    """Return a sentence on the files of a rubric that are still to be written; none where there are none."""
    if not names:
        return ()
    return (
        say_n(
            "Of the rubric %(number)s file is still to be written: %(names)s. `%(command)s` names each place.",
            "Of the rubric %(number)s files are still to be written: %(names)s. `%(command)s` names each place.",
            len(names), names=_named_list(names, str), command=f"evaluator rubric lint {rubric_id}",
        ),
    )  # fmt: skip


def overtaken_words(criteria: Sequence[str], command: str, named: Callable[[str], str] = str) -> Spoken:
    """Return a sentence on agreed ratings that no longer hold: which criteria, and the command to settle them again."""
    return say_n(
        "%(number)s agreed rating no longer holds, because the ratings behind it have changed: "
        "%(criteria)s. Settle it again with `%(command)s`; until then the rubric’s own rule applies.",
        "%(number)s agreed ratings no longer hold, because the ratings behind them have changed: "
        "%(criteria)s. Settle them again with `%(command)s`; until then the rubric’s own rule applies.",
        len(criteria), criteria=_named_list(criteria, named), command=command,
    )  # fmt: skip


def _named_list(criteria: Sequence[str], named: Callable[[str], str]) -> str:
    return "; ".join(named(name) for name in criteria) if named is not str else ", ".join(criteria)
