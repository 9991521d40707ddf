"""A voice that brackets every message: what stays outside the brackets cannot be said in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable

from evaluator.model.sentence import Figure, Foreign, in_words

PLACE = re.compile(r"(%\(\w+\)s)")
SAID = re.compile(r"\[[^\[\]]*\]")


class Marked:
    """Says messages in brackets and figures as `#`; arguments stand between the brackets."""

    def gettext(self, message: str) -> str:
        return "[" + PLACE.sub(r"]\1[", message) + "]"

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.gettext(one if number == 1 else many)

    def figure(self, _: Figure) -> str:
        return "#"

    def band(self, text: str) -> str:
        return text

    def foreign(self, text: Foreign) -> str:
        return str(text)


def unsaid(text: str, data: Iterable[str] = ()) -> str:
    """Return the words of a text that belong to no message and to no data: none, if it can be said again."""
    rest = SAID.sub(" ", in_words(text, Marked()))
    for name in sorted(data, key=len, reverse=True):
        rest = rest.replace(name, " ")
    return " ".join(re.findall(r"[^\W\d_][\w'-]*", rest))
