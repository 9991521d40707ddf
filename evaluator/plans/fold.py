"""Folding of words of all languages to one form: small Latin letters without marks, whatever the script."""

from __future__ import annotations

import functools
import re
import unicodedata

from evaluator.model.script import LOWER

WORD = re.compile(r"[^\W_]+")
PIECE = 4
# Letters that have no base letter of their own, and those of Macedonian, Bulgarian and Ukrainian beside Serbian.
OTHER = {
    "đ": "dj", "ł": "l", "ø": "o", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe",
    "ѓ": "gj", "ќ": "kj", "ѕ": "dz", "й": "j", "щ": "st", "ъ": "a", "ь": "", "ю": "ju", "я": "ja", "э": "e", "ы": "y",
    "і": "i", "ї": "i", "є": "e", "ґ": "g",
}  # fmt: skip
TABLE = str.maketrans({**LOWER, **OTHER})


def folded(text: str) -> str:
    """Return a text in small Latin letters without marks, so that spellings of one word become equal.

    Examples
    --------
    >>> folded("Општи ЦИЉ"), folded("Opšti cilj"), folded("Acțiuni"), folded("Përgjegjës")
    ('opsti cilj', 'opsti cilj', 'actiuni', 'pergjegjes')
    """
    if text.isascii():
        return text.lower()
    small = unicodedata.normalize("NFKC", text).casefold().translate(TABLE).translate(TABLE)
    return "".join(c for c in unicodedata.normalize("NFD", small) if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded by `folded`.

    Examples
    --------
    >>> words_of("Р.бр. / No.")
    ['r', 'br', 'no']
    """
    return WORD.findall(folded(text))


def tokens(text: str) -> list[str]:
    """Return the tokens by which texts are compared: words, and the pieces of longer words.

    Examples
    --------
    >>> tokens("Жртва, victims")
    ['zrtva', '~zrtv', '~rtva', 'victims', '~vict', '~icti', '~ctim', '~tims']
    """
    return [token for word in words_of(text) for token in (word, *pieces(word))]


def pieces(word: str) -> list[str]:
    """Return the overlapping pieces of `PIECE` letters of a word, each prefixed with "~".

    Empty for a word of `PIECE` letters or fewer.
    """
    return [f"~{word[at : at + PIECE]}" for at in range(len(word) - PIECE + 1)] if len(word) > PIECE else []


@functools.lru_cache(maxsize=10_000)
def phrase_words(phrase: str) -> list[str]:
    """Return the folded words of a phrase of the vocabulary, from a cache."""
    return words_of(phrase)


def find_phrase(words: list[str], phrase: list[str]) -> int | None:
    """Return the position at which words begin with the words of a phrase, in order; None if there is none.

    Words of a phrase with up to three letters must match whole words.

    Examples
    --------
    >>> find_phrase(["the", "responsible", "institutions"], ["responsib", "institution"])
    1
    >>> find_phrase(["notes"], ["no"]) is None
    True
    """
    for at in range(len(words) - len(phrase) + 1):
        pairs = zip(words[at : at + len(phrase)], phrase, strict=True)
        if all(word == part if len(part) <= SHORT else word.startswith(part) for word, part in pairs):
            return at
    return None


SHORT = 3
