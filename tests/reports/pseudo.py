"""A language that nobody speaks: every text that can be translated stands in marks, accented and longer.

What stands outside the marks is data, or a text that cannot be translated. It goes by the
code of German, so that numbers and dates change their form too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from evaluator.model.sentence import Foreign, Spoken
from evaluator.reports.subject import period
from tools.messages import collected

CODE = "de"
OPEN, CLOSE = "‹", "›"
ACCENTS = str.maketrans("aeioucnsyzAEIOUCNSYZ", "àéîõüçñšýžÀÉÎÕÜÇÑŠÝŽ")
KEPT = re.compile(r"(%(?:\(\w+\))?[sd%])")
LETTERS = re.compile(r"[^\W\d_]{2,}")
DAY = re.compile(rf"(?:\d{{1,2}}\. )?(?:{'|'.join(Locale.parse(CODE).months['format']['wide'].values())}) \d{{4}}")
# A number in the form of English; 342.000 is one of German.
DECIMAL = re.compile(r"(?<![\d.])(?:0\.\d+|\d+\.(?!\d{3}(?!\d))\d+)(?![\d.])")
# Not said in any language: the toolkit's name and licences, fingerprints, what stands in files.
SAME = ("nap-evaluator", "SHA-256", "TIP")


def pseudo(text: str) -> str:
    """Return a text accented and a third longer, its placeholders kept."""
    said = "".join(part if KEPT.fullmatch(part) else part.translate(ACCENTS) for part in KEPT.split(text))
    return f"{OPEN}{said}{'~' * (len(text) // 3)}{CLOSE}"


def write_catalogue(folder: Path) -> None:
    """Write the catalogue of the language into the templates of a user's folder."""
    catalogue = Catalog(locale=CODE, charset="utf-8", fuzzy=False)
    for message in collected():
        if message.id:
            forms = message.id if isinstance(message.id, tuple | list) else (message.id,)
            said = tuple(pseudo(form) for form in forms)
            catalogue.add(message.id, said if len(said) > 1 else said[0])
    file = BytesIO()
    write_po(file, catalogue)
    (folder / "templates" / "lang").mkdir(parents=True)
    (folder / "templates" / "lang" / f"{CODE}.po").write_bytes(file.getvalue())


class Texts(HTMLParser):
    """The texts of a page, element by element, but for those marked as in another language."""

    VOID = frozenset({"meta", "col", "br", "img", "link", "hr"})
    ATTRIBUTES = ("data-plan", "data-weighting", "data-note", "data-draft", "alt", "aria-label", "title")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.attributes: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang") or CODE
        hidden = tag in ("style", "script") or lang != CODE
        if not (hidden or self._hidden):
            self.attributes += [outside(given[name] or "")[1] for name in self.ATTRIBUTES if name in given]
        if tag not in self.VOID:
            # A passage in the page's language inside a foreign one is the page's again.
            self._open.append((tag, hidden or (self._hidden and "lang" not in given)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave out what has no content."""

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "desc":  # read aloud as one text, as an attribute is
            self.attributes.append(outside(data)[1])
            return
        # Marks may open before a foreign passage and close behind it.
        self._depth, rest = outside(data, self._depth)
        if not self._hidden:
            self.found.append(rest)

    @property
    def _hidden(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def strings(value: object) -> Iterator[str]:
    """Yield every text of a view; the program's own sentences are none."""
    if isinstance(value, str):
        yield from () if isinstance(value, Spoken) else (value,)
        return
    parts: object = ()
    if dataclasses.is_dataclass(value):
        parts = [getattr(value, field.name) for field in dataclasses.fields(value)]
    elif isinstance(value, tuple | list | dict):
        parts = value.items() if isinstance(value, dict) else value
    for part in parts:
        yield from strings(part)


KEY = re.compile(r"[a-z]+(?:-[a-z]+)*")


def untranslated(page: str, data: set[str]) -> list[str]:
    """Return the texts of a page that are neither in the language nor data."""
    texts = Texts()
    texts.feed(page)
    # A bare number is in no language, and taking it out would break a longer one.
    known = sorted((text for text in data if len(text) > 1 and not text.isdigit()), key=len, reverse=True)
    own = [text for text in known if not isinstance(text, Foreign)]
    left = []
    # An attribute cannot say that a part of it is in another language.
    for text, allowed in [*((text, own) for text in texts.found), *((text, known) for text in texts.attributes)]:
        rest = DAY.sub(" ", " ".join(text.split()))
        for one in (*allowed, *SAME):
            rest = rest.replace(" ".join(one.split()), " ")
        if LETTERS.search(rest) or DECIMAL.search(rest):
            left.append(" ".join(text.split()))
    return left


def outside(text: str, depth: int = 0) -> tuple[int, str]:
    """Return the depth at the end, and what stands outside the marks; marks may lie in marks."""
    kept = []
    for letter in text:
        if letter == OPEN:
            depth += 1
        elif letter == CLOSE:
            depth -= 1
        elif depth == 0:
            kept.append(letter)
    return depth, "".join(kept)


def data_of(view: object) -> set[str]:
    """Return the texts of the data in a view, with the periods that name plans.

    A lone lower-case word is a key, and keys are said, not printed.
    """
    # Of equal texts a set keeps the first: one that stands without a language anywhere may stand anywhere.
    plain_first = sorted(strings(view), key=lambda text: isinstance(text, Foreign))
    texts = {text for text in plain_first if not KEY.fullmatch(text)}
    return texts | {period(text) for text in texts}
