"""Ids of passages in the evaluators' own words: those that are named, and the numbers that a page prints for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

# An id such as E8, a-E8 where two coders' passages are kept apart, or a-E8-2; not the end of a name such as SRB-E8.
ID = r"(?<![\w-])(?:\w+-)?E\d+(?:-\d+)?(?![\w-])"
NAMED = re.compile(ID)
IN_BRACKETS = re.compile(rf"\(({ID}(?:(?:,|;| and) {ID})*)\)")
RANGE = re.compile(rf"{ID}(?: to | through |\s?[–—]\s?){ID}")

# What coders note for each other: the level that a passage argues for, in brackets, which a page leaves out, and the
# rules and words of rating, which no reader of a page knows.
NOTED = re.compile(r"\s?\(level [0-9][^()]*\)")
OF_CODERS = re.compile(
    r"\b[Ll]evels? [0-9]|\b(?:so not|not|Not|above|Above|at least|At least) [0-9](?=[.,:;](?!\d)|$)"
    r"|\blower of two\b|`[^`]*`|\bTIP (?:text )?alone\b|\b(?:one|two) kinds?\b"
    r"|\bthe (?:criterion|alarm|gate|coder|rater)\b|\bnot-assessed\b|\bat-least\b|\b[A-Z]{3}-[SX][0-9]+\b"
)

NUMBER = re.compile(r"\[\d+(?:, \d+)*\]")


def named_in(text: str) -> tuple[str, ...]:
    """Return the ids of passages that a text names, each once, in its order.

    Examples
    --------
    >>> named_in("Requalified (E8, a-E9); the source SRB-E15 says more than E8.")
    ('E8', 'a-E9', 'SRB-E15')
    """
    return tuple(dict.fromkeys(NAMED.findall(text)))


def ranges_in(text: str) -> tuple[str, ...]:
    """Return the ranges of ids in a text; a page cannot print them, as its numbers follow another order.

    Examples
    --------
    >>> ranges_in("The evidence list, E1 to E34; not E5 and E6.")
    ('E1 to E34',)
    """
    return tuple(found[0] for found in RANGE.finditer(text))


def in_numbers(text: str, numbers: Mapping[str, int]) -> str:
    """Return a text with the printed number in place of each passage's id; other words stay as they are.

    Examples
    --------
    >>> in_numbers("Requalified (E8, E9); E5 is of 2020 (press, E8).", {"E5": 1, "E8": 3, "E9": 4})
    'Requalified [3, 4]; [1] is of 2020 (press, [3]).'
    """
    bracketed = IN_BRACKETS.sub(lambda found: _bracketed_numbers(found, numbers), text)
    return NAMED.sub(lambda found: f"[{numbers[found[0]]}]" if found[0] in numbers else found[0], bracketed)


def without_ids(text: str) -> str:
    """Return a text without the passages that it names in brackets, for a page that has no list of them.

    Examples
    --------
    >>> without_ids("A committee is known (E34); the act (E2, E3) is of 2009 (press).")
    'A committee is known; the act is of 2009 (press).'
    """
    return re.sub(rf" ?{IN_BRACKETS.pattern}", "", text)


def without_notes(text: str) -> str:
    """Return a text without what coders note in brackets, the level that it argues for.

    Examples
    --------
    >>> without_notes("A body follows the plan (level 2, the lower of two that could fit). It reports to nobody.")
    'A body follows the plan. It reports to nobody.'
    """
    return NOTED.sub("", text)


def words_of_coders(text: str) -> str:
    """Return the first words of a reason that are written for other coders and would reach its readers; else nothing.

    Examples
    --------
    >>> words_of_coders("Victims were fined (E2). TIP alone, one kind, so the neighbour 1.")
    'TIP alone'
    >>> words_of_coders("Not 2: no body is named."), words_of_coders("At least 2 bodies; not 2.5 %.")
    ('Not 2', '')
    >>> words_of_coders("A body follows the plan (level 2).")
    ''
    """
    found = OF_CODERS.search(without_notes(text))
    return found[0] if found else ""


def has_number(text: str) -> bool:
    """Return whether a text names a passage by its printed number.

    Examples
    --------
    >>> has_number("Requalified [3, 4]."), has_number("Requalified [often].")
    (True, False)
    """
    return bool(NUMBER.search(text))


def _bracketed_numbers(found: re.Match[str], numbers: Mapping[str, int]) -> str:
    ids = named_in(found[1])
    if not all(name in numbers for name in ids):
        return found[0]
    return f"[{', '.join(str(number) for number in sorted(numbers[name] for name in ids))}]"
