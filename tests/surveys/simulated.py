"""Simulated respondents whose true weights are known: their answers to a form, with errors of judgement."""

from __future__ import annotations

import numpy as np

from evaluator.library import Library
from evaluator.model.survey import Answer, CodeBook, SurveyFile
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights, path_weights
from evaluator.surveys.pages import code_book

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
WORDS = LIBRARY.survey_words
RULES = WORDS.rules
PARTS = [{c.id, c.parent, RUBRIC.paradigm_of(c.id)} for c in RUBRIC.criteria]
ERROR = 0.4  # standard deviation of the logarithm of a judgement
NEAR = 25.0  # concentration of persons around the frame of their group


def survey_of(form: str = "whole", rubric: str = "four-paradigms", **more: object) -> SurveyFile:
    """Return a survey in the shipped words."""
    told = {"id": "trial", "version": 1, "rubric": rubric, "titles": WORDS.titles, "lists": {"form": form}, **more}
    return SurveyFile.model_validate({"groups": WORDS.groups, "words": WORDS.words, **told})


def book_of(form: str = "whole") -> CodeBook:
    """Return the codes of that survey."""
    return code_book(survey_of(form), RUBRIC)


def centre_of(weighting: str) -> np.ndarray:
    """Return the weight of each criterion in the whole under a weighting of the rubric."""
    tree = plant(RUBRIC)
    local = local_weights(RUBRIC, tree, (RUBRIC.weighting(weighting),))
    return path_weights(tree, local, np.ones((1, len(tree.criteria)), dtype=bool)).criteria[0, 0]


def people_around(centre: np.ndarray, number: int, rng: np.random.Generator) -> np.ndarray:
    """Return the true weights of persons spread around a centre; the areas vary most."""
    area = [RUBRIC.paradigm_of(criterion.id) for criterion in RUBRIC.criteria]
    names = sorted(set(area))
    at = np.array([names.index(name) for name in area])
    whole = np.array([centre[at == k].sum() for k in range(len(names))])
    found = np.zeros((number, len(centre)))
    shares = rng.dirichlet(whole * NEAR + 0.05, number)
    for k in range(len(names)):
        inside = centre[at == k] / max(whole[k], 1e-12)
        found[:, at == k] = shares[:, [k]] * rng.dirichlet(inside * 60 + 0.02, number)
    return found


def swing(weights: np.ndarray, rng: np.random.Generator, error: float = ERROR) -> list[int]:
    """Return swing points in steps of ten, 100 for the first, of one person who errs."""
    said = np.maximum(weights, 1e-9) * np.exp(rng.normal(0, error, len(weights)))
    return [int(point) for point in np.round(10 * said / said.max()) * 10]


def answers_of(
    people: np.ndarray, group: str, book: CodeBook, rng: np.random.Generator, *, first: int = 1, error: float = ERROR
) -> list[Answer]:
    """Return the answers of persons with these true weights: all areas and stances, and lists by lot."""
    found = []
    columns = {
        (page.kind, page.node): [[k for k, part in enumerate(PARTS) if name in part] for name in page.codes.values()]
        for page in book.pages
    }
    lists = [page.node for page in book.pages if page.kind == "criteria"]
    for number, own in enumerate(people, first):
        dealt = set(rng.permutation(lists)[: book.dealt])
        for page in book.pages:
            if page.kind == "criteria" and page.node not in dealt:
                continue
            points = swing(np.array([own[part].sum() for part in columns[page.kind, page.node]]), rng, error)
            name = f"r{number:04}"
            found += [Answer(name, group, "points", number, c, p) for c, p in zip(page.codes, points, strict=True)]
    return found
