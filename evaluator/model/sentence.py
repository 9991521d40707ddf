"""Texts with metadata: a sentence with its message and arguments, and a text in another language than its page.

Each is an ordinary English `str`, so that tables, files and comparisons need no special case; a page in another
language translates a sentence from its message.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from html import escape
from typing import Any, Protocol

from evaluator.model.schema import Texts, text_in

DIGITS = 9  # decimals of a computed number that affect its printed form


@dataclass(frozen=True, slots=True)
class Figure:
    """A number inside a sentence, with its format, such as `.1%`.

    Halves are rounded up, as in tables. The number is first rounded to nine digits, so that floating-point noise has no
    effect.

    Examples
    --------
    >>> str(Figure(0.256, ".1%")), str(Figure(0.0625, ".3f")), str(Figure(0.06249999999999999, ".3f"))
    ('25.6%', '0.063', '0.063')
    """

    number: float
    form: str

    def __str__(self) -> str:
        """Return the number in its English format."""
        if self.form.endswith("g"):
            return format(self.number, self.form)
        with localcontext(rounding=ROUND_HALF_UP):
            return format(Decimal(repr(round(float(self.number), DIGITS))), self.form)


class Voice(Protocol):
    """A renderer of sentences in one language."""

    def gettext(self, message: str) -> str:
        """Return the translation of the message."""
        ...

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the translation of the message in the plural form for the number."""
        ...

    def figure(self, figure: Figure) -> str:
        """Return the number in the format of the language."""
        ...

    def foreign(self, text: Foreign) -> str:
        """Return a text in another language, marked for use inside a sentence."""
        ...

    def band(self, text: str) -> str:
        """Return a rubric's word for a band in the language, and any other text unchanged."""
        ...


class Spoken(str):
    """A text of the program that can be translated."""

    __slots__ = ()

    def said(self, voice: Voice) -> str:
        """Return the text in the language of `voice`."""
        raise NotImplementedError

    def __getnewargs__(self) -> Any:  # noqa: ANN401  (what `str` is made anew of)
        """Return the plain text, from which copying and unpickling start."""
        return (str.__str__(self),)


class Sentence(Spoken):
    """A message with its arguments filled in; `many` and `number` are set if its form depends on a number."""

    __slots__ = ("arguments", "many", "message", "number")
    message: str
    many: str
    number: int
    arguments: Mapping[str, object]

    def said(self, voice: Voice) -> str:
        """Return the sentence, with its arguments, in the language of `voice`.

        Raises KeyError if the translation lacks a placeholder or has an unknown one; a check of the catalogues
        precludes this in a release.
        """
        form = voice.ngettext(self.message, self.many, self.number) if self.many else voice.gettext(self.message)
        return form % {name: in_words(value, voice) for name, value in self.arguments.items()}


class Series(Spoken):
    """Texts joined by a separator."""

    __slots__ = ("parts", "separator")
    separator: str
    parts: Sequence[object]

    def said(self, voice: Voice) -> str:
        """Return the parts in the language of `voice`, joined."""
        return self.separator.join(in_words(part, voice) for part in self.parts)


def in_words(value: object, voice: Voice) -> str:
    """Return a text or number in the language of `voice`; a text of the data stays unchanged."""
    if isinstance(value, Spoken):
        return value.said(voice)
    if isinstance(value, Foreign):
        return voice.foreign(value)
    return voice.figure(value) if isinstance(value, Figure) else voice.band(str(value))


def say(message: str, **arguments: object) -> Sentence:
    """Return a sentence from a message with named placeholders; a literal `%` is written twice.

    Messages must be literal, because a tool collects them for the catalogues.

    Examples
    --------
    >>> said = say("%(plan)s moves %(share)s of the weight.", plan="XXA-1", share=Figure(0.25, ".0%"))
    >>> said, said.message
    ('XXA-1 moves 25% of the weight.', '%(plan)s moves %(share)s of the weight.')
    """
    return _sentence_with_parts(message, "", 0, arguments)


def say_n(one: str, many: str, number: int, **arguments: object) -> Sentence:
    """Return a sentence whose form depends on a number, available in it as `%(number)s`.

    Examples
    --------
    >>> say_n("%(number)s row", "%(number)s rows", 1), say_n("%(number)s row", "%(number)s rows", 3)
    ('1 row', '3 rows')
    """
    return _sentence_with_parts(one, many, number, {"number": number, **arguments})


def say_alike(text: str, number: int, **arguments: object) -> Sentence:
    """Return a sentence with the same English form for every number; other languages may have several forms."""
    return say_n(text, text, number, **arguments)


def say_again(sentence: Sentence, arguments: Mapping[str, object], forms: tuple[str, str] | None = None) -> Sentence:
    """Return the same sentence with other arguments, or with a message and its plural form in place of its own."""
    one, many = forms or (sentence.message, sentence.many)
    return _sentence_with_parts(one, many, sentence.number, arguments)


def say_as_many(sentence: Sentence, number: int) -> Sentence:
    """Return a sentence of `say_n` for another number.

    Examples
    --------
    >>> say_as_many(say_n("%(number)s row", "%(number)s rows", 2), 1)
    '1 row'
    """
    return _sentence_with_parts(sentence.message, sentence.many, number, {**sentence.arguments, "number": number})


def series(separator: str, parts: Sequence[object]) -> Series:
    """Return texts joined by a separator, as a text that can be translated.

    Examples
    --------
    >>> series("; ", ["a", say("b")])
    'a; b'
    """
    made = Series(separator.join(str(part) for part in parts))
    made.separator, made.parts = separator, tuple(parts)
    return made


def _sentence_with_parts(message: str, many: str, number: int, arguments: Mapping[str, object]) -> Sentence:
    made = Sentence((many if many and number != 1 else message) % {name: str(v) for name, v in arguments.items()})
    made.message, made.many, made.number, made.arguments = message, many, number, dict(arguments)
    return made


class Foreign(str):
    """A text in another language than its page; as HTML it carries a `lang` attribute."""

    __slots__ = ("lang",)
    lang: str

    def __getnewargs__(self) -> Any:  # noqa: ANN401  (what `str` is made anew of)
        """Return the plain text, from which copying and unpickling start."""
        return (str.__str__(self),)

    def __html__(self) -> str:
        """Return the text as an HTML `span` with its language, which screen readers need for pronunciation."""
        return f'<span class="foreign" lang="{escape(self.lang)}">{escape(str.__str__(self))}</span>'


def foreign(text: str, lang: str, page: str) -> str:
    """Return a text in `lang`, marked as foreign if the page is in another language.

    An empty text, or a text with an unknown (empty) language, is never marked.

    Examples
    --------
    >>> foreign("Shelter", "en", "sr-Latn").__html__()
    '<span class="foreign" lang="en">Shelter</span>'
    >>> type(foreign("Shelter", "en", "en")) is str
    True
    """
    if not text or not lang or lang == page:
        return text
    made = Foreign(text)
    made.lang = lang
    return made


def text_for(texts: Texts, page: str, otherwise: str = "") -> str:
    """Return the text in the language of a page.

    If there is none, return it in another script of that language, in English, or in the first language, marked as
    foreign.

    Examples
    --------
    >>> text_for({"en": "Serbia", "sr": "Србија"}, "sr-Latn"), text_for({}, "sr-Latn", "SRB")
    ('Srbija', 'SRB')
    >>> text_for({"en": "Plan", "sr-Latn": "Nacrt"}, "sr-Cyrl").lang
    'sr-Latn'
    """
    own = text_in(texts, page)
    if own:
        return own
    base = page.partition("-")[0]
    nearest = sorted(texts, key=lambda lang: (lang.partition("-")[0] != base, lang != "en"))
    return next((foreign(texts[lang], lang, page) for lang in nearest if texts.get(lang)), otherwise)
