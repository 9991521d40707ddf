"""Grids and logical frameworks: tables whose heads are phases, bodies or periods, or whose rows are levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.intake.attributes import list_items
from evaluator.intake.cell_values import read_time
from evaluator.intake.formats.cells import Row
from evaluator.intake.looks import not_its_kind
from evaluator.intake.vocabulary import BODIES, any_phrase, begins_with, is_mark
from evaluator.model.intake import PlanWords, Role

FEWEST, HALF = 2, 2
OF_FRAMES: set[Role | None] = {"indicator", "verification", "risk"}
LONGEST_PERIOD, LONGEST_LEVEL, LONGEST_PHASE, SENTENCE = 4, 4, 12, 8  # in words
STEPS = {"aim": 1, "objective": 2, "output": 3, "activity": 0}
NUMBER_IN_FRONT = re.compile(r"^\s*(?:[0-9IVX]{1,4}(?:\.[0-9]{1,3}){0,3}[.):]?\s+)")
Roles = tuple[Role | None, ...]


@dataclass(frozen=True, slots=True)
class HeadTexts:
    """The texts of a table's head: of each column whole, of its upper and of its lower row, with the rows below.

    `alone` are the roles that the texts of the lower row have by themselves.
    """

    whole: tuple[str, ...]
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    alone: Roles
    rows: Sequence[Row]

    def below(self, column: int) -> list[str]:
        """Return the texts of a column, each cell once."""
        cells = {cell.place: cell.text for row in self.rows if (cell := row[column]) is not None and cell.text}
        return list(cells.values())


def grid_roles(head: HeadTexts, roles: Roles, words: PlanWords) -> Roles | None:
    """Return the roles of the columns of a grid or logical framework, or None if the table is neither."""
    return (
        _level_roles(head, roles, words) or _phase_roles(head, roles, words) or _duty_roles(head, roles, words)
    ) or _period_roles(head, roles, words)


def level_of(text: str, words: PlanWords) -> str:
    """Return the level of a logical framework that a text begins with: aim, objective, output, activity or none."""
    plain = NUMBER_IN_FRONT.sub("", text)
    return next((level for level, phrases in words.levels.items() if begins_with(plain, phrases)), "")


def step_of(text: str, words: PlanWords) -> int:
    """Return the depth of a goal by the level it names: 1 to 3; 0 for an activity and for what names no level.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> [step_of(text, words) for text in ("Overall objective", "Outcome 1", "Output 1.1", "Activities", "Trainers")]
    [1, 2, 3, 0, 0]
    """
    return STEPS.get(level_of(text, words), 0)


def _level_roles(head: HeadTexts, roles: Roles, words: PlanWords) -> Roles | None:
    """Return the roles of a logical framework: its first column names goal, outcome, output and activities."""
    if len(OF_FRAMES & set(roles)) < FEWEST:
        return None
    texts = head.below(0)
    named = [level_of(text, words) for text in texts]
    if sum(map(bool, named)) * HALF < len(texts) or len({*named} - {""}) < FEWEST:
        return None
    is_bare = all(len(text.split()) <= LONGEST_LEVEL for text in texts)
    told = next((at for at in range(1, len(roles)) if roles[at] not in OF_FRAMES), None) if is_bare else None
    return tuple("level" if at == 0 else "activity" if at == told else role for at, role in enumerate(roles))


def _phase_roles(head: HeadTexts, roles: Roles, words: PlanWords) -> Roles | None:
    """Return the roles of a grid of bodies by phases: its rows are bodies, its columns what they do in each phase."""
    if roles[0] is not None and roles[0] not in BODIES:
        return None
    named = [at for at, text in enumerate(head.whole) if at and text and _is_phase(text, roles[at], words)]
    phased = [at for at in named if _tell_of_duties(head.below(at))]
    several = len({head.whole[at] for at in phased})
    if several < FEWEST or len(phased) * HALF <= len(roles) or (head.whole[0] and roles[0] is None):
        return None
    return tuple(
        "duties" if at in phased else "responsible" if at == 0 else role or "note" for at, role in enumerate(roles)
    )


def _tell_of_duties(texts: Sequence[str]) -> bool:
    """Return whether most texts of a column are lists or sentences."""
    told = sum(len(list_items(text)) > 1 or len(text.split()) >= SENTENCE for text in texts)
    return bool(texts) and told * HALF > len(texts)


def _is_phase(text: str, role: Role | None, words: PlanWords) -> bool:
    is_head = len(text.split()) <= LONGEST_PHASE and role in (None, "activity", "duties", "time")
    return is_head and (role == "activity" or any_phrase(text, words.phases))


def _duty_roles(head: HeadTexts, roles: Roles, words: PlanWords) -> Roles | None:
    """Return the roles of a list of bodies and what each does."""
    if "activity" in roles or "task" in roles:
        return None
    bodies = [at for at, role in enumerate(roles) if role in BODIES and not _has_duty(head, at, words)]
    told = [at for at, role in enumerate(roles) if role == "duties" or (role in BODIES and _has_duty(head, at, words))]
    if not bodies or not told:
        return None
    return tuple("duties" if at == told[0] else "note" if at in told else role for at, role in enumerate(roles))


def _has_duty(head: HeadTexts, column: int, words: PlanWords) -> bool:
    """Return whether the texts of a column are lists of duties rather than names of bodies."""
    texts = head.below(column)
    return _tell_of_duties(texts) or bool(not_its_kind("responsible", texts, words))


def _period_roles(head: HeadTexts, roles: Roles, words: PlanWords) -> Roles | None:
    """Return the roles with those of columns that are periods or bodies, in which a mark says when or who."""
    found = list(roles)
    for at, lower in enumerate(head.lower):
        texts = head.below(at)
        if roles[at] in (None, "time") and _is_period(lower, words) and not _are_sums(texts):
            found[at] = "period"
        elif roles[at] in BODIES and _names_bodies(head, at):
            found[at] = "actor"
        elif roles[at] in (None, *BODIES) and texts and all(is_mark(text, words) for text in texts):
            found[at] = "actor" if any(any_phrase(lower, one) for one in words.bodies.values()) else found[at]
    several = {role for role in ("period", "actor") if found.count(role) >= FEWEST}
    kept = tuple(new if new in several or new == old else old for new, old in zip(found, roles, strict=True))
    return kept if kept != roles and "activity" in kept else None


def _names_bodies(head: HeadTexts, column: int) -> bool:
    """Return whether a head over several columns is divided below into names of bodies rather than into roles."""
    beside = [at for at, text in enumerate(head.upper) if text and text == head.upper[column]]
    return sum(head.alone[at] is None and head.lower[at] != head.upper[at] for at in beside) >= FEWEST


def _is_period(text: str, words: PlanWords) -> bool:
    return len(text.split()) <= LONGEST_PERIOD and bool(read_time(text, words).dates)


def _are_sums(texts: Sequence[str]) -> bool:
    figures = [text for text in texts if any(c.isdigit() for c in text) and len(text.split()) < FEWEST]
    return len(figures) * HALF > len(texts)
