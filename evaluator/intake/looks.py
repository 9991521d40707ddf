"""Whether the texts of a column are like the kind that its head says, by what can be known without a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from statistics import median

from evaluator.intake.attributes import own_number
from evaluator.intake.cell_values import is_time, read_time
from evaluator.intake.formats.cells import Row, one_line
from evaluator.intake.vocabulary import BODIES, TIMES, only_phrase
from evaluator.model.intake import Looks, PlanWords, Role
from evaluator.plans.fold import words_of

NUMBER = re.compile(r"\W{0,9}[0-9IVXa-zа-я]{1,4}(?:[.\-/][0-9a-zа-я]{1,3}){0,5}\W{0,9}", re.IGNORECASE)
FIGURES = re.compile(r"[\d\W]+")
YEARS = re.compile(r"(?:19|20)[0-9]{2}\.?(?:\s?[-–/]\s?(?:(?:19|20)?[0-9]{2})\.?)?(?:\s?[^\W\d_]{1,6}\.?)?")
STEP = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,3})+[.)]?")
WITH_OTHERS = 2  # texts beside the number of a measure
LONGEST_CODE = 4  # in letters
LONGEST_DATE = 4  # in words


def not_its_kind(role: Role, texts: Sequence[str], words: PlanWords) -> str:
    """Return why the texts of a column are not like its role, or an empty text.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> not_its_kind("activity", ["Progress", "Completion", "Progress", "Progress", "Progress"], words)
    '2 of its 5 texts differ'
    >>> not_its_kind("time", ["2025", "Q1 2026", "soon", "2027"], words)
    ''
    """
    looks = words.looks
    filled = [one_line(text) for text in texts if words_of(text) and not only_phrase(text, words.nothing)]
    if role in ("activity", "task") and filled and all(FIGURES.fullmatch(text) for text in filled):
        return "its texts are numbers"
    if len(filled) < looks.rows:
        return ""
    if role in TIMES:
        return _why_too_few(filled, [text for text in filled if is_time(text, words)], looks, "a time")
    test = TESTS.get(role)
    return test(filled, looks) if test else ""


def is_date(text: str, words: PlanWords) -> bool:
    """Return whether a text is a date and little more."""
    return len(words_of(text)) <= LONGEST_DATE and bool(read_time(text, words).dates)


def has_numbers(texts: Sequence[str], words: PlanWords) -> bool:
    """Return whether most texts of a column begin with numbers of their own, as the measures of a plan do."""
    numbered = sum("." in own_number(text)[0] for text in texts)
    return numbered >= words.looks.rows and numbered > words.looks.readable * len(texts)


def _why_no_activities(filled: Sequence[str], looks: Looks) -> str:
    distinct = len({" ".join(words_of(text)) for text in filled})
    if distinct < looks.distinct * len(filled):
        return f"{distinct} of its {len(filled)} texts differ"
    usual = median(len(words_of(text)) for text in filled)
    return f"its texts have {usual:g} words" if usual < looks.words else ""


def _why_no_sums(filled: Sequence[str], looks: Looks) -> str:
    usual = median(len(words_of(text)) for text in filled)
    bare = sum(not any(letter.isdigit() for letter in text) for text in filled)
    return f"its texts have {usual:g} words, {bare} of them no figure" if usual > looks.sum_words else ""


def _why_no_bodies(filled: Sequence[str], looks: Looks) -> str:
    usual = median(len(words_of(text)) for text in filled)
    if usual > looks.most_words:
        return f"its texts have {usual:g} words"
    odd = [text for text in filled if FIGURES.fullmatch(text)]
    return f"{len(odd)} of its {len(filled)} texts are numbers" if len(odd) * 2 > len(filled) else ""


def _why_too_few(filled: Sequence[str], known: Sequence[str], looks: Looks, what: str) -> str:
    if len(known) >= looks.readable * len(filled):
        return ""
    return f"{len(known)} of its {len(filled)} texts are {what}"


def _why_no_numbers(filled: Sequence[str], looks: Looks) -> str:
    return _why_too_few(filled, [text for text in filled if NUMBER.fullmatch(text)], looks, "a number")


def _why_no_goals(filled: Sequence[str], _: Looks) -> str:
    return "its texts are codes" if median(len(text) for text in filled) <= LONGEST_CODE else ""


TESTS: dict[Role, Callable[[Sequence[str], Looks], str]] = {
    "activity": _why_no_activities,
    "task": _why_no_activities,
    "number": _why_no_numbers,
    "aim": _why_no_goals,
    "objective": _why_no_goals,
    "resources": _why_no_sums,
    **dict.fromkeys(BODIES, _why_no_bodies),
}


def is_measure(row: Row) -> bool:
    """Return whether a row is a measure of the plan: a number of two steps with two other texts or more beside it."""
    cells = {cell.place: cell for cell in row if cell is not None and cell.text}
    texts = [one_line(cell.text) for cell in cells.values()]
    return len(texts) > WITH_OTHERS and STEP.fullmatch(texts[0]) is not None


def goes_on_alike(rows: Sequence[Row], roles: Sequence[Role | None]) -> bool:
    """Return whether rows without a head are like those above them: their columns hold what the roles say.

    Years over columns that are no times are the head of another table, as of sums by year.
    """
    years = [at for at, cell in enumerate(rows[0]) if cell and YEARS.fullmatch(cell.text.strip())]
    if len([at for at in years if roles[at] not in (*TIMES, "period", "number")]) > 1:
        return False
    for at, role in enumerate(roles):
        texts = [one_line(cell.text) for row in rows if (cell := row[at]) is not None and cell.text]
        figures = [text for text in texts if FIGURES.fullmatch(text) and words_of(text)]
        is_odd = {
            "number": bool(texts) and not any(NUMBER.fullmatch(text) for text in texts),
            "activity": bool(texts) and len(figures) == len(texts),
            **dict.fromkeys(BODIES, len(figures) > 1 and len(figures) == len(texts)),
        }
        if role is not None and is_odd.get(role):
            return False
    return True
