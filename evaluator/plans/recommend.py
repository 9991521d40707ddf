"""Drafts of recommendations in the rubric's and the coders' words, and the follow-up of earlier ones."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evaluator.model.assessment import coders_language
from evaluator.model.criterion_block import can_rise, criterion_block
from evaluator.model.grading import norm_of
from evaluator.model.plan import Recommendation
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Scorecard, ScoredCriterion
from evaluator.model.sentence import Series, foreign, say, series

# The provisions that a text cites at its end: a parenthesis, which may hold others, with an article in it.
LAST_PARENTHESIS = re.compile(r"(?<!\s)\s*\((?:[^()]|\([^()]*\))*+\)\.?$")
ARTICLE = re.compile(r"\barts?\.? [0-9]")


@dataclass(frozen=True, slots=True)
class Advice:
    """The settings for drafting recommendations: edition, greatest number, least weight, language.

    Criteria with a used weight below `least_weight` get no recommendation, except tripped gates.
    """

    edition: str
    most: int | None = None
    least_weight: float = 0.0
    lang: str = "en"


def draft(card: Scorecard, advice: Advice, known: Sequence[Recommendation] = ()) -> tuple[Recommendation, ...]:
    """Return a recommendation for each criterion that can rise, in the one order of gaps (`model.criterion_block`).

    It aims at the rubric's norm level, or one level higher if that is met. The text is the criterion's `recommend`,
    which states what to do, without the provisions that it cites: a state owes only those that bind it, which the
    report prints beside it. To it comes what the coders miss for the next level; if the norm is met, only the coders'
    words are used. Level descriptors are never used, because they describe a state and not what to do.
    A criterion without either text is left out; `without_words` returns it.

    A criterion that already has a recommendation of this edition is left out, and existing
    recommendations of the edition count towards `advice.most`. A criterion that is not assessed has no level from which
    to rise. Yardstick criteria, which measure an actor's view, and criteria that are subtracted get no recommendation.

    Parameters
    ----------
    card : Scorecard
        The levels and used weights: the gap is used weight x (1 - points).
    advice : Advice
        Edition, greatest number and least weight.
    known : sequence of Recommendation
        Existing recommendations, whose ids are not reused.
    """
    number = _highest_number(known)
    there = sum(row.edition == advice.edition for row in known)
    room = None if advice.most is None else max(0, advice.most - there)
    worded = [(s, text) for s in _criteria_to_advise(card, advice, known) if (text := _wording(card, s, advice.lang))]
    return tuple(
        _draft_of(card.rubric, scored, text, advice, f"R{number + at:03}")
        for at, (scored, text) in enumerate(worded[:room], start=1)
    )


def without_words(card: Scorecard, advice: Advice, known: Sequence[Recommendation] = ()) -> tuple[str, ...]:
    """Return the criteria that can rise but for which neither the rubric nor the coders state what to do."""
    return tuple(
        s.outcome.criterion_id for s in _criteria_to_advise(card, advice, known) if not _wording(card, s, advice.lang)
    )


def meeting_the_norm(card: Scorecard, names: Sequence[str]) -> tuple[str, ...]:
    """Return those of the named criteria that are at their norm level or above."""
    levels = {s.outcome.criterion_id: s.outcome.level or 0 for s in card.criteria}
    norms = {name: norm_of(card.rubric, name) for name in names}
    return tuple(name for name, norm in norms.items() if norm is not None and levels[name] >= norm)


def _criteria_to_advise(card: Scorecard, advice: Advice, known: Sequence[Recommendation]) -> list[ScoredCriterion]:
    taken = {row.criterion_id for row in known if row.edition == advice.edition}
    scored = {s.outcome.criterion_id: s for s in card.criteria}
    rows = (row for row in can_rise(criterion_block(card, {})) if row.id not in taken)
    return [scored[row.id] for row in rows if row.breached or scored[row.id].used >= advice.least_weight]


def _highest_number(known: Sequence[Recommendation]) -> int:
    numbers = [int(row.rec_id[1:]) for row in known if row.rec_id[:1] == "R" and row.rec_id[1:].isdigit()]
    return max(numbers, default=0)


def _target_level(rubric: Rubric, scored: ScoredCriterion) -> int:
    """Return the level to aim at: the norm level; the next level, if the norm is met or not declared."""
    following = (scored.outcome.level or 0) + 1
    return max(following, norm_of(rubric, scored.outcome.criterion_id) or 0)


def _wording(card: Scorecard, scored: ScoredCriterion, lang: str) -> Series:
    """Return the recommendation on a criterion: the rubric's advice, then the part that the coders found missing.

    Sentences in another language than `lang` are marked.
    """
    outcome, rubric = scored.outcome, card.rubric
    norm = norm_of(rubric, outcome.criterion_id)
    is_met = norm is not None and (outcome.level or 0) >= norm
    asked = "" if is_met else _advice_of(rubric, outcome.criterion_id, lang)
    lacking = foreign(
        _with_full_stop(_without_level(outcome.missing_for_next.strip(), _target_level(rubric, scored))),
        coders_language(card.assessment),
        lang,
    )
    missing = "" if lacking == "." else say("Not yet shown: %(what)s", what=lacking)
    return series(" ", [text for text in (asked, missing) if text])


def _advice_of(rubric: Rubric, name: str, lang: str) -> str:
    """Return the rubric's advice on a criterion without the provisions that it cites; empty if it has none."""
    english = rubric.by_id[name].recommend.strip()
    if not english:
        return ""
    bare = _with_full_stop(without_citation(english))
    worded = rubric.worded(f"{name}.recommend", bare, lang)
    is_translated = bare != _with_full_stop(english) and worded != bare
    return _with_full_stop(LAST_PARENTHESIS.sub("", worded)) if is_translated else worded


def without_citation(text: str) -> str:
    """Return a text without the parenthesis at its end, if that cites an article.

    Examples
    --------
    >>> without_citation("Appoint a rapporteur (Council of Europe Convention, art. 29(4)).")
    'Appoint a rapporteur'
    >>> without_citation("Publish a budget (good practice).")
    'Publish a budget (good practice).'
    """
    last = LAST_PARENTHESIS.search(text)
    return text[: last.start()] if last and ARTICLE.search(last[0]) else text


def _without_level(text: str, level: int) -> str:
    """Return a text on missing evidence without a final `(level N)`, as recommendations state the level separately.

    Examples
    --------
    >>> _without_level("A named head (level 3).", 3), _without_level("A named head (level 4)", 3)
    ('A named head', 'A named head (level 4)')
    """
    mark = f"(level {level})"
    bare = text.removesuffix(".")
    return bare.removesuffix(mark).rstrip() if bare.endswith(mark) else text


def _with_full_stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else text + "."


def _draft_of(rubric: Rubric, scored: ScoredCriterion, text: str, advice: Advice, rec_id: str) -> Recommendation:
    return Recommendation(
        rec_id=rec_id,
        criterion_id=scored.outcome.criterion_id,
        text=text,
        from_level=scored.outcome.level or 0,
        to_level=_target_level(rubric, scored),
        origin="rubric",
        edition=advice.edition,
        outcome="open",
    )


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The follow-up of one recommendation: its row with the outcome, and the level now (None: not assessed)."""

    row: Recommendation
    level_now: int | None
    is_new: bool


def follow_up(card: Scorecard, earlier: Sequence[Recommendation], on: str) -> tuple[FollowUp, ...]:
    """Return the outcomes of earlier recommendations by the levels of a later assessment.

    Implemented: the target level is reached. Partly: a level in between. Not: no level was gained. A recommendation
    without a level, or whose criterion is not assessed now, stays open; an outcome recorded by a person is kept.
    """
    return tuple(_follow_up_of(card, row, on) for row in earlier)


def _follow_up_of(card: Scorecard, row: Recommendation, on: str) -> FollowUp:
    scored = next((s for s in card.criteria if s.outcome.criterion_id == row.criterion_id), None)
    now = scored.outcome.level if scored and scored.outcome.covered else None
    if row.outcome not in ("", "open") or now is None or row.to_level is None:
        return FollowUp(row, now, is_new=False)
    outcome = "implemented" if now >= row.to_level else "partly" if now > (row.from_level or 0) else "not"
    return FollowUp(replace(row, outcome=outcome, outcome_on=on), now, is_new=True)
