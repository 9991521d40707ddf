"""A lens that gives each criterion a word, by a ladder of levels for the instruments that it cites."""

from __future__ import annotations

from collections.abc import Mapping

from evaluator.model.assessment import UNKNOWN
from evaluator.model.lens import Ladder, Lens
from evaluator.model.lens_reading import LensLine, LensReading
from evaluator.model.rubric import Criterion
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.model.standard import Standard
from evaluator.scoring.grade import rounded


def along_ladders(lens: Lens, card: Scorecard, standards: Mapping[str, Standard]) -> LensReading:
    """Return the reading of a lens of ladders: a line for each applicable criterion that has a ladder.

    Lines are sorted: tripped gates, other contrary criteria, then the rest by word, the lowest word first; criteria
    that are not assessed come last.
    """
    lines = []
    for scored in card.criteria:
        criterion = card.rubric.by_id[scored.outcome.criterion_id]
        found = _ladder_of(lens, criterion, standards)
        if found is not None and scored.outcome.applies:
            gate = criterion.id in card.rubric.grading.gates
            lines.append(_line(scored.outcome, criterion, *found, gate=gate))
    words = list(dict.fromkeys(word for ladder in lens.ladders for _, word in sorted(ladder.outcomes.items())))
    known = sum(line.outcome is not None for line in lines)
    coverage = rounded(known / len(lines)) if lines else 0.0
    enough = coverage >= lens.least_coverage.share
    return LensReading(
        card.assessment.plan.id,
        lens,
        card.is_draft,
        coverage,
        lines=tuple(sorted(lines, key=lambda line: _urgency(line, card.rubric.grading.gates, words))),
        why="" if enough else f"{known} of {len(lines)} criteria are assessed, under {lens.least_coverage.share:g}",
    )


def _ladder_of(
    lens: Lens, criterion: Criterion, standards: Mapping[str, Standard]
) -> tuple[Ladder, tuple[str, ...]] | None:
    """Return the first ladder that fits a criterion, and the standards by which it fits; None if no ladder does."""
    if criterion.yardstick:
        return None
    cited = {"floor": criterion.floor, "related": criterion.related}
    for ladder in lens.ladders:
        if criterion.id in ladder.except_criteria:
            continue
        ids = [i for standing in ladder.standings for i in cited[standing] if i in standards]
        fit = tuple(i for i in ids if _fits(ladder, standards[i]))
        if fit:
            return ladder, fit
    return None


def _fits(ladder: Ladder, standard: Standard) -> bool:
    return standard.instrument_key == ladder.instrument and standard.verb_strength not in ladder.except_verbs


def _line(outcome: Outcome, criterion: Criterion, ladder: Ladder, fit: tuple[str, ...], *, gate: bool) -> LensLine:
    words = ladder.outcomes
    worst = ladder.gate if gate else ladder.contrary
    if outcome.status == "contrary":
        given: str | None = worst
        lowest = highest = worst
    else:
        may_be_contrary = criterion.kind == "judged" and outcome.status in UNKNOWN
        given = words[outcome.level] if outcome.level is not None else None
        lowest = worst if may_be_contrary else words[outcome.low_level]
        highest = words[outcome.high_level]
    return LensLine(
        criterion.id, given, lowest, highest, outcome.status, outcome.level, ladder=ladder.id, standards=fit
    )


def _urgency(line: LensLine, gates: tuple[str, ...], words: list[str]) -> tuple[int, int]:
    if line.status == "contrary":
        return (0 if line.criterion_id in gates else 1, 0)
    return (3, 0) if line.outcome is None else (2, words.index(line.outcome))
