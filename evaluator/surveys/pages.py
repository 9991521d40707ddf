"""The pages of a form, made from the words of a survey and its rubric, and the codes that stand for their items."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Texts, text_in
from evaluator.model.survey import CodeBook, CodedPage, Kind, SurveyFile

YARDSTICK = re.compile(r" \(the actor's yardstick, not our norm\)$")
PREFIX: dict[Kind, str] = {"areas": "a", "stances": "s", "criteria": "c"}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to weigh, in the words of one language; `worst` is empty where the best end alone is told."""

    code: str
    id: str
    label: str
    worst: str
    best: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """One page of a form in one language; `questions` has the words by audience, or one for all under `""`."""

    kind: Kind
    node: str
    title: str
    questions: dict[str, str]
    items: tuple[Item, ...]

    def question(self, audience: str = "") -> str:
        """Return the question in the words for an audience, else in those for all."""
        return self.questions.get(audience) or self.questions.get("") or next(iter(self.questions.values()))


def text_of(texts: Texts, lang: str) -> str:
    """Return the text in a language; in English, or in the first there is, without one."""
    return text_in(texts, lang) or texts.get("en") or next(iter(texts.values()), "")


def areas_of(survey: SurveyFile, rubric: Rubric) -> tuple[str, ...]:
    """Return the areas that a survey asks about: the top groups of its rubric with criteria, in tree order.

    Raises
    ------
    EvaluatorError
        The rubric has fewer than two of them, or the survey has no words for one.
    """
    found = tuple(g for g in rubric.paradigms if any(rubric.paradigm_of(c.id) == g for c in rubric.criteria))
    if len(found) < 2:  # noqa: PLR2004 - one thing alone has no weight against another
        raise EvaluatorError(f"{rubric.id} has fewer than two areas with criteria, so that there is nothing to weigh")
    missing = [area for area in found if area not in survey.words.areas]
    if missing:
        raise EvaluatorError(
            f"survey {survey.id} has no words for {', '.join(missing)}: add them under words.areas of survey.yaml"
        )
    return found


def pages_of(survey: SurveyFile, rubric: Rubric, lang: str = "en") -> tuple[FormPage, ...]:
    """Return every page of a form in order: areas, the stances of each area that has several, the lists of criteria.

    Codes run through each kind of page in tree order; they hold for one version of a survey.
    """
    areas = areas_of(survey, rubric)
    pages = [_page_of_areas(survey, areas, lang)]
    pages += _pages_of_stances(survey, rubric, areas, lang)
    if survey.lists.form != "none":
        pages += _pages_of_criteria(survey, rubric, areas, lang)
    return tuple(pages)


def _page_of_areas(survey: SurveyFile, areas: tuple[str, ...], lang: str) -> FormPage:
    words = survey.words
    ends = {area: (words.areas[area].label, words.areas[area].worst, words.areas[area].best) for area in areas}
    items = tuple(
        Item(f"a{k:02}", area, *(text_of(part, lang) if part else "" for part in ends[area]))
        for k, area in enumerate(areas, 1)
    )
    asked = {name: text_of(audience.question, lang) for name, audience in words.audiences.items()}
    return FormPage("areas", "total", text_of(survey.titles, lang), asked, items)


def _pages_of_stances(survey: SurveyFile, rubric: Rubric, areas: tuple[str, ...], lang: str) -> Iterator[FormPage]:
    words, k = survey.words, 0
    for area in areas:
        nodes = stance_nodes(rubric, area)
        if len(nodes) < 2:  # noqa: PLR2004
            continue
        items = []
        for node in nodes:
            k += 1
            said = words.stances.get(rubric.nodes[node].stance or "")
            examples = "; ".join(_bare_title(rubric, c.id, lang) for c in rubric.criteria if c.parent == node)
            label = text_of(said.label, lang) if said else rubric.title(node, lang)
            items.append(Item(f"s{k:02}", node, label, "", examples))
        title = text_of(words.areas[area].label, lang)
        question = text_of(words.stance_question, lang).replace("{area}", title)
        yield FormPage("stances", area, title, {"": question}, tuple(items))


def _pages_of_criteria(survey: SurveyFile, rubric: Rubric, areas: tuple[str, ...], lang: str) -> Iterator[FormPage]:
    words, k = survey.words, 0
    asked = words.tick_question if survey.lists.form == "tick" else words.list_question
    for area in areas:
        items = []
        for criterion in (c for c in rubric.criteria if rubric.paradigm_of(c.id) == area):
            k += 1
            asked_in = {code: texts.get(f"{criterion.id}.question", "") for code, texts in rubric.translations.items()}
            meant = " ".join(text_of({"en": criterion.question, **asked_in}, lang).split())
            items.append(Item(f"c{k:02}", criterion.id, _bare_title(rubric, criterion.id, lang), "", meant))
        title = text_of(words.areas[area].label, lang)
        if len(items) > 1:
            yield FormPage("criteria", area, title, {"": text_of(asked, lang).replace("{area}", title)}, tuple(items))


def stance_nodes(rubric: Rubric, area: str) -> tuple[str, ...]:
    """Return the nodes of an area that hold criteria, in tree order."""
    return tuple(dict.fromkeys(c.parent for c in rubric.criteria if rubric.paradigm_of(c.id) == area))


def _bare_title(rubric: Rubric, criterion: str, lang: str) -> str:
    return YARDSTICK.sub("", rubric.title(criterion, lang))


def words_sha256(survey: SurveyFile) -> str:
    """Return the fingerprint of the words and lists of a survey, without who was asked and when."""
    said = survey.words.model_dump_json() + survey.lists.model_dump_json()
    return hashlib.sha256(said.encode()).hexdigest()


def code_book(survey: SurveyFile, rubric: Rubric) -> CodeBook:
    """Return the codes of a survey's forms, by which its answers are read."""
    pages = tuple(
        CodedPage(kind=page.kind, node=page.node, codes={item.code: item.id for item in page.items})
        for page in pages_of(survey, rubric)
    )
    lists = sum(page.kind == "criteria" for page in pages)
    dealt = min(survey.lists.each, lists) if survey.lists.form == "whole" else lists
    return CodeBook(
        survey=survey.id,
        version=survey.version,
        rubric=rubric.id,
        words_sha256=words_sha256(survey),
        groups=tuple(survey.groups),
        lists=survey.lists.form,
        dealt=dealt,
        pages=pages,
    )
