"""Serbian in Cyrillic and Latin script: each Cyrillic letter has one Latin letter or pair of letters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = (
    *("a", "b", "v", "g", "d", "đ", "e", "ž", "z", "i", "j", "k", "l", "lj", "m"),
    *("n", "nj", "o", "p", "r", "s", "t", "ć", "u", "f", "h", "c", "č", "dž", "š"),
)
# The letters of a text: each letter's place in the alphabet, and the letter itself if it has no place.
Letters = tuple[tuple[int, str], ...]
LOWER = dict(zip(CYRILLIC, LATIN, strict=True))
# The alphabetical order of each script; the Latin order differs from the Cyrillic one.
ORDERS = {
    "sr-Cyrl": tuple(CYRILLIC),
    "sr-Latn": (
        *("a", "b", "c", "č", "ć", "d", "dž", "đ", "e", "f", "g", "h", "i", "j", "k"),
        *("l", "lj", "m", "n", "nj", "o", "p", "r", "s", "š", "t", "u", "v", "z", "ž"),
    ),
}
UPPER = {letter.upper(): pair for letter, pair in LOWER.items()}


def serbian_latin(text: str) -> str:
    """Return a Serbian text in Latin script; all other characters stay as they are.

    A pair such as `Lj` is fully capitalised inside a word in capitals. The reverse is not unique (`nj` in `injekcija`
    is two letters), so texts are kept in Cyrillic. Letters: Unicode CLDR, transform Serbian-Latin (`sr_Cyrl-sr_Latn`).

    Examples
    --------
    >>> serbian_latin("Људска права, ЉУДИ, TIP")
    'Ljudska prava, LJUDI, TIP'
    """
    found = []
    for at, letter in enumerate(text):
        if letter in UPPER:
            pair = UPPER[letter]
            found.append(pair.upper() if len(pair) == 1 or _in_capitals(text, at) else pair.capitalize())
        else:
            found.append(LOWER.get(letter, letter))
    return "".join(found)


def alphabetical(lang: str) -> Callable[[str], tuple[Letters, str]]:
    """Return a sort key for names by the alphabet of a language; Serbian by its own letters in either script.

    Other languages sort by base letters, so that é sorts with e, and without regard to case.

    Examples
    --------
    >>> sorted(["Ljubljana", "Luka", "Čačak", "Cetinje"], key=alphabetical("sr-Latn"))
    ['Cetinje', 'Čačak', 'Luka', 'Ljubljana']
    >>> sorted(["Zambia", "Österreich", "Otago", "Oman"], key=alphabetical("en"))
    ['Oman', 'Österreich', 'Otago', 'Zambia']
    """
    letters = ORDERS.get(lang, ())
    places = {letter: number for number, letter in enumerate(letters)}
    pattern = re.compile("|".join(sorted(map(re.escape, letters), key=len, reverse=True)) + "|." if letters else ".")

    def key(text: str) -> tuple[Letters, str]:
        found = pattern.findall(text.casefold())
        own = (
            (places[letter], "") if letter in places else (len(places), _letter_without_marks(letter))
            for letter in found
        )
        # The text itself, with accents and case, decides only between names with equal letters.
        return tuple(own), text

    return key


def _letter_without_marks(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[:1]


def _in_capitals(text: str, at: int) -> bool:
    """Return whether a capital is part of a word in capitals.

    The next letter decides or, at a word's end, the previous one.
    """
    after = text[at + 1 : at + 2]
    if after.isalpha():
        return after.isupper()
    before = text[at - 1 : at] if at else ""
    return before.isalpha() and before.isupper()
