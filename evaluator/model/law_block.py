"""The plan and, beside it, the law: the criteria that a law may answer as the rows of a block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.law import GIVES, NOT_READ, LawSide
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.sentence import Sentence, say, say_alike, say_n

STATES: Mapping[str, Sentence | None] = {
    "contrary": say_n("on %(number)s the law says the opposite", "on %(number)s the law says the opposite", 2),
    "meets": say_n("on %(number)s the law meets the norm", "on %(number)s the law meets the norm", 2),
    "in-part": say_n("on %(number)s it gives a part", "on %(number)s it gives a part", 2),
    "nothing": say_n("on %(number)s what was read gives nothing", "on %(number)s what was read gives nothing", 2),
    NOT_READ: say_n("on %(number)s it was not read", "on %(number)s it was not read", 2),
}


@dataclass(frozen=True, slots=True)
class LawBesideRow(Row):
    """One criterion that a law may answer: what the plan says, and the law beside it, which is the row's state.

    `value` is the plan's level, `law_level` the level that the law reaches. `filled` is set where the plan is silent
    and the law meets the norm, `opposed` where it is silent and the law says the opposite.
    """

    status: str = ""
    level: int | None = None
    least: int | None = None
    top: int = 0
    law_level: int | None = None
    law_is_least: bool = False
    silent: bool = False
    filled: bool = False
    opposed: bool = False
    read: bool = False
    safeguard: bool = False
    article: str = ""
    since: str = ""
    until: str = ""
    text_of: str = ""
    extent: str = ""
    says: str = ""
    twin: str = ""
    source_ids: tuple[str, ...] = ()


def law_block(card: Scorecard, names: Mapping[str, str]) -> Block[LawBesideRow]:
    """Return a row for every criterion that applies and that a law may answer, titled by the rows alone.

    `names` gives criteria their printed titles; a criterion without one is named by its id. What says the opposite
    comes first, then what meets the norm, in the order of the tree.
    """
    asked = [scored.outcome for scored in card.criteria if scored.outcome.law is not None and scored.outcome.applies]
    rows = [_row(card, outcome, outcome.law, names) for outcome in asked if outcome.law is not None]
    order = (*GIVES, NOT_READ)
    rows.sort(key=lambda row: order.index(row.state))
    block = Block.of("law", STATES, rows, asked={outcome.criterion_id for outcome in asked})
    return block.titled(law_title)


def _row(card: Scorecard, outcome: Outcome, law: LawSide, names: Mapping[str, str]) -> LawBesideRow:
    name, silent = outcome.criterion_id, outcome.status == "silent"
    return LawBesideRow(
        name, names.get(name, name), law.gives,
        status=outcome.status, level=outcome.level, least=outcome.least, top=card.rubric.scale_of(name).top,
        law_level=law.level, law_is_least=law.is_least, silent=silent, filled=silent and law.is_met,
        opposed=silent and law.is_contrary, read=law.gives != NOT_READ,
        safeguard=name in card.rubric.grading.gates, article=law.article, since=law.since, until=law.until,
        text_of=law.text_of, extent=law.extent, says=law.says, twin=law.twin, source_ids=law.source_ids,
    )  # fmt: skip


def law_title(block: Block[LawBesideRow]) -> Title:
    """Return what the law gives where the plan is silent: how often it meets the norm, how often it is the opposite."""
    read = count(block, Where("read", "=", operand=True))
    filled = count(block, Where("filled", "=", operand=True))
    opposed = count(block, Where("opposed", "=", operand=True))
    if not read.number:
        return Title(
            say_alike("The law was read on none of the %(number)s questions that it may answer", read.of), (read,)
        )
    silent = count(block, Where("silent", "=", operand=True))
    given = {"all": silent.number}
    if not silent.number:
        return Title(say("The plan is silent on none of the questions that a law may answer"), (silent,))
    if opposed.number and filled.number:
        said = say_alike(
            "Where the plan is silent, the law as read meets the norm on %(number)s of %(all)s questions and says the"
            " opposite on %(opposed)s",
            filled.number,
            opposed=opposed.number,
            **given,
        )
    elif opposed.number:
        said = say_alike(
            "Where the plan is silent, the law as read meets the norm on none of %(all)s questions and says the"
            " opposite on %(number)s",
            opposed.number,
            **given,
        )
    elif filled.number:
        said = say_alike(
            "Where the plan is silent, the law as read meets the norm on %(number)s of %(all)s questions",
            filled.number,
            **given,
        )
    else:
        said = say("Where the plan is silent, the law as read meets the norm on none of %(all)s questions", **given)
    return Title(said, (filled, opposed, silent))
