"""Lookup of countries by name or code in ISO 3166-1."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache

from evaluator.errors import EvaluatorError
from evaluator.read.units import iso3_codes
from evaluator.reports.language import KNOWN_AS, territory

# Codes in the locale data that are no countries of ISO 3166-1: withdrawn codes, parts of countries, unions, tests.
NO_COUNTRY = frozenset(
    {"ASC", "BUR", "CPT", "DDR", "DGA", "FXX", "QUU", "TAA", "TMP", "XAA", "XBB", "XKK", "YMD", "ZAR", "ZZZ"}
)
USERS = re.compile("X[A-Z]{2}")
WRITE = (
    "Give its English name or its code of three letters (ISO 3166-1); for an invented country a code from XAA to XZZ, "
    "which a state that is no more may take too."
)
NEAR = 0.75
MOST = 3


@dataclass(frozen=True, slots=True)
class Territory:
    """A country: its three-letter code, and its name by language, English first."""

    iso3: str
    names: dict[str, str]

    @property
    def name(self) -> str:
        """Return the English name of the territory."""
        return self.names["en"]


def country_of(text: str, languages: Sequence[str]) -> Territory:
    """Return the country of a code or a name, with its names in `languages`.

    The name may be in any of these languages, or in one that some country has for its own, if it is no other country's
    name there; case, accents and punctuation are ignored. Codes of two letters work as well.

    Raises
    ------
    EvaluatorError
        No country matches; the message suggests similar names.

    Examples
    --------
    >>> country_of("ireland", ["en", "sr-Latn"])
    Territory(iso3='IRL', names={'en': 'Ireland', 'sr-Latn': 'Irska'})
    >>> [country_of(said, ["en"]).iso3 for said in ("Éire", "ie", "IRL", "Irlanda", "Litauen")]
    ['IRL', 'IRL', 'IRL', 'IRL', 'LTU']
    """
    known = territories()
    code = text.strip().upper()
    if code not in known:
        code = next((iso3 for iso3, short in known.items() if code == short), "") or _find_by_name(text, languages)
    names = {lang: _with_and_in_words(territory(code, lang)) for lang in ("en", *languages)}
    return Territory(code, {lang: name for lang, name in names.items() if name})


def territories() -> dict[str, str]:
    """Return the two-letter code of each country by its three-letter code; Kosovo has its code in common use."""
    from babel.core import get_global

    aliases = get_global("territory_aliases")
    sole = {code: aliases[code][0] for code in sorted(iso3_codes() - NO_COUNTRY) if len(aliases[code]) == 1}
    return {code: short for code, short in sole.items() if territory(code, "en")} | {
        code: shorts[0] for code, shorts in KNOWN_AS.items()
    }


def is_invented(code: str) -> bool:
    """Return whether a code is from XAA to XZZ, which ISO 3166-1 leaves to users, and belongs to no country.

    Examples
    --------
    >>> is_invented("XAR"), is_invented("XKX"), is_invented("IRL")
    (True, False, False)
    """
    return bool(USERS.fullmatch(code)) and code not in territories()


def _with_and_in_words(name: str) -> str:
    return name.replace(" & ", " and ")


def _find_by_name(text: str, languages: Sequence[str]) -> str:
    """Return the code of the country with the given name."""
    names = _codes_by_name(tuple(languages))
    wanted = _folded_name(text)
    if wanted not in names:  # as its own laws call it
        wanted = wanted.removeprefix("republic of ").removeprefix("kingdom of ")
    if wanted in names:
        return names[wanted]
    near = [name for name in names if wanted and name.startswith(f"{wanted} ")]
    if not near and len(elsewhere := _codes_in_every_language().get(wanted, set())) == 1:
        return next(iter(elsewhere))
    near += difflib.get_close_matches(wanted, list(names), n=MOST, cutoff=NEAR)
    codes = list(dict.fromkeys(names[name] for name in near))[:MOST]
    said = " or ".join(f"{code} ({_with_and_in_words(territory(code, 'en'))})" for code in codes)
    mend = f"Did you mean {said}?" if said else WRITE
    raise EvaluatorError(f"no country is called {text!r}. {mend}")


@lru_cache(maxsize=4)
def _codes_by_name(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the country codes by folded name, in these languages and each country's official ones."""
    return {
        _folded_name(name): iso3
        for iso3, short in territories().items()
        for lang in (*_official_languages(short), *languages, "en")
        if (name := territory(iso3, lang))
    }


@lru_cache(maxsize=1)
def _codes_in_every_language() -> dict[str, set[str]]:
    """Return the codes of the countries that have a folded name in a language that is official in some country."""
    from babel import Locale, UnknownLocaleError

    known = territories()
    found: dict[str, set[str]] = {}
    for lang in sorted({lang for short in known.values() for lang in _official_languages(short)}):
        with suppress(UnknownLocaleError, ValueError):
            names = Locale.parse(lang, sep="-").territories
            for iso3, short in known.items():
                if name := names.get(short):
                    found.setdefault(_folded_name(str(name)), set()).add(iso3)
    return found


def _official_languages(short: str) -> Iterator[str]:
    from babel.languages import get_official_languages

    yield from (lang.replace("_", "-") for lang in get_official_languages(short, regional=False, de_facto=True))


def _folded_name(text: str) -> str:
    """Return a name in lower case without accents, punctuation and the words "and" and "the".

    Examples
    --------
    >>> _folded_name("Bosnia & Herzegovina") == _folded_name("bosnia and herzegovina")
    True
    >>> _folded_name("Côte d’Ivoire")
    'cote d ivoire'
    """
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    words = re.sub(r"[^\w]+", " ", _with_and_in_words(bare)).split()
    return " ".join(word for word in words if word not in ("and", "the"))
