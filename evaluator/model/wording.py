"""Other words for the sentences of pages, where a rubric has words for bands instead of letters.

Code and templates speak of grades. Where bands are words, each such message has another, in `band_words`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar, cast

from evaluator.model.words import Sentence, Series, say_again, series

T = TypeVar("T")


class Worded(NamedTuple):
    """A message that stands for another; `many` is empty if the other has one form."""

    one: str
    many: str = ""


def worded(message: str) -> Worded:
    """Return a message that stands for another; a tool collects it for the catalogues.

    Examples
    --------
    >>> worded("Place on record")
    Worded(one='Place on record', many='')
    """
    return Worded(message)


def worded_n(one: str, many: str) -> Worded:
    """Return a message with a plural form that stands for another; a tool collects both for the catalogues."""
    return Worded(one, many)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a page words what it says of a rubric.

    `messages` gives for a message in English the one that stands for it. `bands` gives each band in the
    language of the page, and `marks` the sign that stands for it in a chart.
    """

    messages: Mapping[str, Worded] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)

    def one(self, message: str) -> str:
        """Return what stands for a message."""
        return self.messages[message].one if message in self.messages else message

    def forms(self, one: str, many: str) -> tuple[str, str]:
        """Return what stands for a message with two forms; it may be one form for both."""
        found = self.messages.get(one)
        return (found.one, found.many or found.one) if found else (one, many)

    def reworded(self, text: T) -> T:
        """Return a sentence in these words, with those inside it; anything else is returned unchanged.

        Examples
        --------
        >>> wording = Wording({"Grade %(grade)s.": worded("It is %(grade)s.")})
        >>> wording.reworded(say("Grade %(grade)s.", grade="high on record"))
        'It is high on record.'
        """
        if isinstance(text, Series):
            return cast("T", series(text.separator, [self.reworded(part) for part in text.parts]))
        if not isinstance(text, Sentence):
            return text
        given = {name: self.reworded(part) for name, part in text.arguments.items()}
        one, many = self.forms(text.message, text.many)
        return cast("T", say_again(text, given, (one, many if text.many else "")))


PLAIN = Wording()
