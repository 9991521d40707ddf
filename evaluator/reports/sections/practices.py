"""Good practice among several plans: where some plan meets the norm on substance, and what it does there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from evaluator.model.block import Block, Row, Title, Where, count
from evaluator.model.criterion import Criterion
from evaluator.model.criterion_block import standing
from evaluator.model.mention import has_number
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.sentence import Sentence, say, say_n
from evaluator.reports.page_language import PageLanguage

MOST_TOLD = 3  # practices that a page tells
LONG = 45  # words of a practice
SENTENCE_END = re.compile(r"(?<=[a-zа-я0-9)][.!?]) (?=[A-ZА-ЯŠĐČĆŽ])")
PLACES = 2  # places of evidence that are printed for a plan
REACHED: Mapping[str, Sentence | None] = {"told": None, "untold": None, "form": None, "below": None, "unrated": None}


class Doer(NamedTuple):
    """A plan that reaches the best level: the coders' words on what is done, and where it is documented."""

    plan_id: str
    done: str
    places: str

    @property
    def summary(self) -> str:
        """Return the first two sentences of what is done, the first alone where two are long; empty where it is too."""
        sentences = SENTENCE_END.split(self.done)
        told = (" ".join(sentences[:2]), sentences[0])
        return next((said for said in told if len(said.split()) <= LONG), "")


@dataclass(frozen=True, slots=True)
class PracticeRow(Row):
    """The best of all plans on one criterion: its level, and who reaches it.

    `told` meets the norm with words and places of evidence, `untold` without; `form` meets it on how the plan is
    written, and not on what it does; `below` stays under the norm; `unrated` has no level from complete ratings.
    """

    group: str = ""
    level: int = 0
    top: int = 0
    who: tuple[Doer, ...] = ()


@dataclass(frozen=True, slots=True)
class PracticesView:
    """Every criterion with its best level, and the words of the rubric for its norm."""

    block: Block[PracticeRow]
    norm: int
    words: str

    @property
    def chosen(self) -> tuple[PracticeRow, ...]:
        """Return at most three to tell: the highest levels, in turn from each paradigm."""
        taken, ranked = Counter[str](), list[tuple[float, int, PracticeRow]]()
        for row in self.block.in_state("told"):
            ranked.append((-row.level / row.top, taken[row.group], row))
            taken[row.group] += 1
        return tuple(row for *_, row in sorted(ranked, key=lambda one: one[:2])[:MOST_TOLD])

    @property
    def others(self) -> tuple[PracticeRow, ...]:
        """Return the other criteria of substance on which some plan meets the norm."""
        return tuple(row for row in self.block.in_state("told", "untold") if row not in self.chosen)

    @property
    def numbers_passages(self) -> bool:
        """Return whether a text that is printed names a passage by its number in the country's own report."""
        return any(has_number(row.who[0].summary) for row in self.chosen)


def practices(cards: Sequence[Scorecard], words: PageLanguage) -> PracticesView | None:
    """Return the best of several plans on each of the rubric's own criteria.

    None where the rubric has no norm to meet (no norm level, or no criterion that restates a provision) or no choices
    for reports. An actor's yardstick is no practice. Told is the coders' reason, because a level's description states
    requirements.
    """
    rubric = cards[0].rubric
    if rubric.norm_level is None or rubric.report is None or not rubric.has_floors:
        return None
    own = [criterion for criterion in rubric.criteria if not criterion.yardstick]
    rows = [_practice_row(cards, criterion, rubric.report.practice.share_from, words) for criterion in own]
    block = Block.of("practices", REACHED, rows, asked=[criterion.id for criterion in own]).titled(practices_title)
    return PracticesView(block, rubric.norm_level.level, words.text(rubric.norm_level.words))


def _practice_row(cards: Sequence[Scorecard], criterion: Criterion, share: float, words: PageLanguage) -> PracticeRow:
    rubric, known = cards[0].rubric, _rated_outcomes(cards, criterion.id)
    title, group, top = words.title(criterion.id), words.paradigm(criterion.id), rubric.scale_of(criterion.id).top
    if not known:
        return PracticeRow(criterion.id, title, "unrated", group=group, top=top)
    level = max(outcome.level or 0 for _, outcome in known)
    furthest = [(card, outcome) for card, outcome in known if outcome.level == level]
    who = tuple(
        Doer(c.assessment.plan.id, str(PageLanguage.of(c, words.code).own(o.told)), _places_of_evidence(c, o))
        for c, o in furthest
    )
    card, outcome = furthest[0]
    meets = standing(rubric, outcome, card.criterion(criterion.id).points) == "strength" and level / top >= share
    is_form = not criterion.is_judged or (rubric.has_stances and rubric.stances[criterion.id] is None)
    state = "below" if not meets else "form" if is_form else "told" if who[0].summary and who[0].places else "untold"
    return PracticeRow(criterion.id, title, state, level, group=group, level=level, top=top, who=who)


def practices_title(block: Block[PracticeRow]) -> Title:
    """Return on how many criteria of substance the norm is met; where on none, whether it is met on form."""
    over = ("told", "untold", "below")
    met = count(block, Where("state", "=", "told"), *over), count(block, Where("state", "=", "untold"), *over)
    form = count(block, Where("state", "=", "form"))
    number = sum(claim.number for claim in met)
    if number:
        said = say_n(
            "Good practice: %(number)s question on which the norm is met",
            "Good practice: %(number)s questions on which the norm is met",
            number,
        )
        return Title(said, met)
    if form.number:
        said = say_n(
            "No good practice of substance: the %(number)s question that meets the norm asks about the form of a plan",
            "No good practice of substance: the %(number)s questions that meet the norm ask about the form of a plan",
            form.number,
        )
        return Title(said, (*met, form))
    return Title(say("No good practice: the norm is met on no question"), met)


def _rated_outcomes(cards: Sequence[Scorecard], criterion_id: str) -> list[tuple[Scorecard, Outcome]]:
    """Return the plans, each with its outcome, in which the criterion has a level from complete ratings."""
    pairs = [(card, card.criterion(criterion_id).outcome) for card in cards]
    return [(card, o) for card, o in pairs if o.level is not None and o.covered]


def _places_of_evidence(card: Scorecard, outcome: Outcome) -> str:
    evidence = {e.evidence_id: e for e in card.assessment.evidence}
    titles = {source.source_id: source.title for source in card.assessment.sources}
    cited = [evidence[name] for name in outcome.evidence_ids if name in evidence]
    return "; ".join(f"{titles.get(e.source_id) or e.source_id}, {e.locator}" for e in cited[:PLACES])
