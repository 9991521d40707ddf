"""What a unit's answers rest on: for each question the ladder with its place, and every passage with its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from evaluator.extensions.publish.holdings import Group, Unit
from evaluator.model.country import Source
from evaluator.model.mention import in_numbers, named_in, without_ids, without_notes
from evaluator.model.plan import Evidence, short_quotation
from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.model.sentence import Spoken
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.sections.citations import passage_address, print_order

MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source on which an answer rests: the words as written, our note, and where to open it.

    `quote` is in `quote_lang`; both are empty where nobody kept the words, and then the note is a summary. `address`
    leads to the page or the words where these are known, else to the document.
    """

    number: int
    place: str
    note: str
    quote: str
    quote_lang: str
    translation: str
    source: Source
    address: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question on a unit; `name` is the address of its page without an ending.

    `levels` are the steps of the ladder with their words, the highest first. `author` is set where all passages have
    one author, so that the answer has one source only. `reason` names passages by their numbers on the page; `short` is
    it where a list has room for it and no number.
    """

    name: str
    scored: ScoredCriterion
    title: str
    plain: str
    question: str
    levels: tuple[tuple[int, str], ...]
    top: int
    reason: str
    short: str
    searched: str
    mend: str
    passages: tuple[Passage, ...]
    is_safeguard: bool
    is_harm: bool

    @property
    def author(self) -> str:
        """Return the one author of all passages; empty where there are several or none."""
        bodies = {one.source.author_body or one.source.title for one in self.passages}
        return bodies.pop() if len(bodies) == 1 and self.passages else ""


def answers_of(unit: Unit, card: Scorecard, lang: str) -> tuple[Answer, ...]:
    """Return the answers of a unit that say something: those with a level, or with passages."""
    words = PageLanguage.of(card, lang)
    return tuple(
        answer
        for scored in print_order(card)
        if (answer := _answer(unit, card, scored, words)).passages or scored.outcome.level is not None
    )


def asked_of(group: Group, lang: str) -> list[tuple[str, int]]:
    """Return the plain question of each criterion, in the order of outcomes, with the highest level of its answers."""
    rubric, words = group.rubric, PageLanguage.of(group.cards[0], lang)
    return [(words.plain(one.id), rubric.scale_of(one.id).top) for one in rubric.criteria]


def _answer(unit: Unit, card: Scorecard, scored: ScoredCriterion, words: PageLanguage) -> Answer:
    outcome, rubric = scored.outcome, card.rubric
    criterion = rubric.by_id[outcome.criterion_id]
    known = {one.evidence_id: one for one in card.assessment.evidence}
    ids = dict.fromkeys((*outcome.evidence_ids, *named_in(outcome.told), *named_in(outcome.searched)))
    numbers = {name: number for number, name in enumerate((one for one in ids if one in known), start=1)}
    brief = for_readers(without_ids(outcome.told))
    return Answer(
        name=f"{unit.name}.{criterion.id}",
        scored=scored,
        title=words.title(criterion.id),
        plain=words.plain(criterion.id),
        question=words.worded(criterion.id, "question", criterion.question),
        levels=tuple((level, words.level(criterion.id, level)) for level in sorted(criterion.levels, reverse=True)),
        top=rubric.scale_of(criterion.id).top,
        reason=words.own(for_readers(outcome.told, numbers)),
        short="" if named_in(brief) or len(brief.split()) > MOST_WORDS else words.own(brief),
        searched=words.own(for_readers(outcome.searched, numbers)),
        mend=words.worded(criterion.id, "recommend", criterion.recommend),
        passages=tuple(_passage(card, known[name], number, words) for name, number in numbers.items()),
        is_safeguard=criterion.id in rubric.grading.gates,
        is_harm=criterion.id in rubric.alarms,
    )


def _passage(card: Scorecard, evidence: Evidence, number: int, words: PageLanguage) -> Passage:
    source = next((one for one in card.assessment.sources if one.source_id == evidence.source_id), None)
    place = next((one for one in card.assessment.anchors if one.evidence_id == evidence.evidence_id), None)
    quote, lang = _words_of_the_text(card, evidence)
    url = source.url if source else ""
    return Passage(
        number,
        words.own(evidence.locator),
        words.own(evidence.note),
        quote,
        lang,
        words.own(evidence.translation),
        source or Source(evidence.source_id),
        passage_address(url, place) or url,
    )


def _words_of_the_text(card: Scorecard, evidence: Evidence) -> tuple[str, str]:
    """Return the quotation; without one the words of the plan's row, and the language of either."""
    if evidence.quote:
        return evidence.quote, evidence.quote_lang
    row = next((one for one in card.assessment.measures if one.measure_id == evidence.measure_id), None)
    if row is None or not row.text_original:
        return "", ""
    return short_quotation(row.text_original), row.lang


def cited(answers: Sequence[Answer]) -> tuple[tuple[Source, int], ...]:
    """Return the sources of some answers, each with the number of answers that rest on it, the most used first."""
    found: dict[str, tuple[Source, set[str]]] = {}
    for answer in answers:
        for passage in answer.passages:
            found.setdefault(passage.source.source_id, (passage.source, set()))[1].add(answer.name)
    return tuple(sorted(((source, len(used)) for source, used in found.values()), key=lambda one: -one[1]))


def by_criterion(answers: Sequence[Answer]) -> Mapping[str, str]:
    """Return the address of each answer's page, by criterion."""
    return {one.scored.outcome.criterion_id: f"{one.name}.html" for one in answers}


def for_readers(reason: str, numbers: Mapping[str, int] = MappingProxyType({})) -> str:
    """Return a text without what coders note for each other, the level that it argues for, and with passages by number.

    A sentence of the program, which can be translated, is unchanged.

    Examples
    --------
    >>> for_readers("A body follows the plan (level 2). It reports to nobody (E4).", {"E4": 1})
    'A body follows the plan. It reports to nobody [1].'
    """
    return reason if isinstance(reason, Spoken) else in_numbers(without_notes(reason), numbers)


def lowest(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers at the lowest level: safeguards first, then by weight; harms have no level."""
    found = [one for one in answers if not one.is_harm and one.scored.outcome.level == 0]
    return tuple(sorted(found, key=lambda one: (not one.is_safeguard, -one.scored.used)))


def highest(answers: Sequence[Answer]) -> tuple[Answer, ...]:
    """Return the answers at the highest level that any reaches above the lowest, by weight; yardsticks are left out."""
    rated = [one for one in answers if not one.is_harm and one.scored.outcome.level and one.scored.used > 0]
    most = max((one.scored.outcome.level or 0 for one in rated), default=0)
    return tuple(sorted((one for one in rated if one.scored.outcome.level == most), key=lambda one: -one.scored.used))
