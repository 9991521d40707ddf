"""The sections that print scores under every frame, who prevailed, what moves a plan, and what each frame counts."""

from __future__ import annotations

from evaluator.contrasts.places import TIE_RULE
from evaluator.contrasts.prevailed import GroupStanding, pairs, prevailing_words
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.sentence import Sentence
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.outline import Part, Section


def _group_titles(made: Contrasted, page: ContrastView) -> tuple[str, ...]:
    rubric = made.found.study.rubric
    return tuple(rubric.title(group, page.lang) for group in rubric.paradigms)


def _stance_titles(made: Contrasted) -> tuple[str, ...]:
    lines = made.found.weights if made.found.study.rubric.has_stances else ()
    return tuple(line.title for line in lines if line.kind == "stance")


def _has_empty_paradigm(rubric: Rubric) -> bool:
    return any(
        paradigm != ROOT and not any(paradigm in rubric.ancestors(name) for name in rubric.by_id)
        for paradigm in rubric.paradigms
    )


TIES: Part[Contrasted, ContrastView, str] = Part("tie_rule", lambda *_: TIE_RULE)
HAS_MOVES: Part[Contrasted, ContrastView, bool] = Part("has_moves", lambda made, _: "moves" in made.options.sections)
GROUP_TITLES: Part[Contrasted, ContrastView, tuple[str, ...]] = Part("group_titles", _group_titles)
STANCE_TITLES: Part[Contrasted, ContrastView, tuple[str, ...]] = Part(
    "stance_titles", lambda made, _: _stance_titles(made)
)
HAS_SAFEGUARDS: Part[Contrasted, ContrastView, bool] = Part(
    "has_safeguards", lambda made, _: bool(made.found.study.rubric.grading.gates)
)
HAS_EMPTY_PARADIGM: Part[Contrasted, ContrastView, bool] = Part(
    "has_empty_paradigm", lambda made, _: _has_empty_paradigm(made.found.study.rubric)
)
PREVAILED: Part[Contrasted, ContrastView, tuple[tuple[GroupStanding, GroupStanding], ...]] = Part(
    "prevailed", lambda made, _: pairs(made.rows("prevailed"))
)
PREVAILED_WORDS: Part[Contrasted, ContrastView, tuple[Sentence, ...]] = Part(
    "prevailed_words", lambda made, page: prevailing_words(made.rows("prevailed"), made.found.study, page.lang)
)
SCORES = Section("scores", "contrast/scores.html", (TIES,))
WHO_PREVAILED = Section("prevailed", "contrast/prevailed.html", (PREVAILED, PREVAILED_WORDS))
MOVES = Section("moves", "contrast/moves.html", (HAS_MOVES,))
WEIGHTS = Section("weights", "contrast/weights.html", (GROUP_TITLES, STANCE_TITLES, HAS_SAFEGUARDS, HAS_EMPTY_PARADIGM))
