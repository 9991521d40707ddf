"""Detection of names that readers confuse: by case, width, script, digits, or invisible characters.

The letters of other scripts that look like Latin ones are those of the Cyrillic, Greek and Armenian alphabets,
after the skeletons of Unicode Technical Standard 39. The standard's own table also equates 1 with l and 0 with O,
which occur in half of all valid ids.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Letters of another script, and the Latin letters that they look like.
CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝ", "ABESIJKMHOPCTYXaesijopcyxhdqw")
GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαικνορυϲϳ", "ABEZHIKMNOPTYXaikvopucj")
ARMENIAN = ("օսհ", "ouh")
LATIN = ("ıɡɑ", "iga")
DASHES = ("‐‑‒–—−", "------")
LATIN_OF = {
    ord(letter): plain
    for letters, plains in (CYRILLIC, GREEK, ARMENIAN, LATIN, DASHES)
    for letter, plain in zip(letters, plains, strict=True)
}
UNSEEN_KINDS = ("Cc", "Cf", "Mn", "Me", "Zs", "Zl", "Zp")


def skeleton(name: str) -> str:
    """Return a name reduced to its visual form; two names with the same result look alike.

    Examples
    --------
    >>> [skeleton(name) for name in ("E1", "e1", "Е1", "Ｅ1", "E" + chr(0x200B) + "1")]
    ['e1', 'e1', 'e1', 'e1', 'e1']
    >>> skeleton("č") == skeleton("c"), skeleton("l1") == skeleton("11")
    (False, False)
    >>> skeleton("E" + chr(0x0661)) == skeleton("E1")  # a digit of another script is the same number
    True
    """
    if name.isascii():
        return name.casefold()
    whole = unicodedata.normalize("NFKC", name).translate(LATIN_OF).casefold()
    seen = (letter for letter in whole if unicodedata.category(letter) not in UNSEEN_KINDS)
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in seen)


def spelt(name: str) -> str:
    r"""Return a name in quotation marks, followed by its code points if it is not plain ASCII.

    Examples
    --------
    >>> spelt("E1"), spelt("Е1")
    ("'E1'", "'Е1' (\\u04151)")
    """
    return repr(name) if name.isascii() else f"{name!r} ({name.encode('unicode_escape').decode('ascii')})"


def taken_for(name: str, others: Iterable[str]) -> str:
    """Return the first other name that looks like this one but has other letters, or an empty text."""
    own = skeleton(name)
    return next((other for other in others if other != name and skeleton(other) == own), "")
