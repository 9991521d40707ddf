"""Readers of the words by which the columns of plan tables are recognised and tags of their rows proposed."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from evaluator.errors import Problem
from evaluator.model.intake import PlanWords, Role, TagWords
from evaluator.read.text_files.shape import load, read_sound

MONTHS = 12
# Roles that need no words for a head: only a person can choose `ignore`, and a grid is recognised by its other heads.
WITHOUT_WORDS = {"ignore", "duties", "actor", "period", "level"}


def read_plan_words(path: Path) -> PlanWords:
    """Read `rubrics/plan-words.yaml`.

    Raises
    ------
    InvalidInputError
        With every fault: shape, a column without words, a year without twelve months.
    """
    return read_sound(lambda problems: take_plan_words(path, problems))


def take_plan_words(path: Path, problems: list[Problem]) -> PlanWords | None:
    """Read `plan-words.yaml` and append every fault to `problems`; return None if its shape is at fault."""
    words, document = load(PlanWords, path, problems)
    if words is None or document is None:
        return None
    for lang, months in words.months.items():
        if len(months) != MONTHS:
            found = f"{len(months)} months"
            problems.append(document.problem(("months", lang), found, f"{MONTHS}, January to December"))
    problems.extend(
        document.problem(("columns",), f"no words for the column {role!r}", "words in at least one language")
        for role in get_args(Role)
        if role not in WITHOUT_WORDS and not any(words.columns.get(role, {}).values())
    )
    return words


def read_tag_words(path: Path) -> TagWords:
    """Read `rubrics/tag-words.yaml`.

    Raises
    ------
    InvalidInputError
        With every fault: shape, a tag that measures.csv does not take.
    """
    return read_sound(lambda problems: load(TagWords, path, problems)[0])
