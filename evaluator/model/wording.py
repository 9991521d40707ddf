"""Other words for the sentences of pages, where a rubric has words for bands instead of letters, or scores no plan.

Code and templates speak of grades and of plans; `templates/wording.yaml` has what stands for their messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar, cast

from evaluator.model.sentence import Sentence, Series, say_again, series

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


@dataclass(frozen=True)
class Wording:
    """How a page words what it says of a rubric.

    `messages` gives for a message in English the one that stands for it. `bands` gives each band in the
    language of the page, and `marks` the sign that stands for it in a chart. What the rubric has decides what its pages
    show: `has_stances`, `has_codings` of other systems, `has_floors`, and
    `has_roles` that decide which criteria apply. `subject` is what it is about, in the language of
    the page; empty if it does not say.
    """

    messages: tuple[tuple[str, Worded], ...] = ()
    bands: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str], ...] = ()
    has_stances: bool = True
    has_codings: bool = True
    has_floors: bool = True
    has_roles: bool = True
    subject: str = ""

    @cached_property
    def _by_message(self) -> dict[str, Worded]:
        return dict(self.messages)

    @property
    def has_signs(self) -> bool:
        """Return whether charts have a sign for each band."""
        return any(sign and sign != band for band, sign in self.marks)

    def one(self, message: str) -> str:
        """Return what stands for a message."""
        found = self._by_message.get(message)
        return found.one if found else message

    def forms(self, one: str, many: str) -> tuple[str, str]:
        """Return what stands for a message with two forms; it may be one form for both."""
        found = self._by_message.get(one)
        return (found.one, found.many or found.one) if found else (one, many)

    def band(self, text: str) -> str:
        """Return a band in the language of the page, and any other text unchanged."""
        return next((said for band, said in self.bands if band == text), text)

    def mark(self, text: str) -> str:
        """Return the sign of a band, and any other text unchanged."""
        return next((sign for band, sign in self.marks if band == text), text)

    def reworded(self, text: T) -> T:
        """Return a sentence in these words, with those inside it; anything else is returned unchanged.

        Examples
        --------
        >>> from evaluator.model.sentence import say
        >>> wording = Wording((("Grade %(grade)s.", worded("It is %(grade)s.")),))
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
