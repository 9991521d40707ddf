"""Serbian in its two scripts: each Cyrillic letter has one Latin letter or pair, so that one text serves both."""

from __future__ import annotations

CYRILLIC = "абвгдђежзијклљмнњопрстћуфхцчџш"
LATIN = (
    *("a", "b", "v", "g", "d", "đ", "e", "ž", "z", "i", "j", "k", "l", "lj", "m"),
    *("n", "nj", "o", "p", "r", "s", "t", "ć", "u", "f", "h", "c", "č", "dž", "š"),
)
LOWER = dict(zip(CYRILLIC, LATIN, strict=True))
UPPER = {letter.upper(): pair for letter, pair in LOWER.items()}


def serbian_latin(text: str) -> str:
    """Return a Serbian text in Latin script; what is not Serbian Cyrillic stays as it is.

    A pair such as `Lj` is written in capitals throughout inside a word in capitals.
    The way back is not unique (`nj` in `injekcija` is two letters), so that texts
    are kept in Cyrillic. Letters: Unicode CLDR, transform Serbian-Latin (`sr_Cyrl-sr_Latn`).

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


def _in_capitals(text: str, at: int) -> bool:
    """Return whether the letters beside a capital are capitals too: the next one, at a word's end the one before."""
    after = text[at + 1 : at + 2]
    if after.isalpha():
        return after.isupper()
    before = text[at - 1 : at] if at else ""
    return before.isalpha() and before.isupper()
