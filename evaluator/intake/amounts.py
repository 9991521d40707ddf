"""Sums of money as plans write them: 1.250.000,00 or 1,250,000.00, with or without a currency, but not in words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evaluator.intake.formats.cells import one_line
from evaluator.model.schema import CURRENCIES
from evaluator.plans.fold import words_of

GROUP = 3
NUMBER = re.compile(
    r"(?<![\w.,])[0-9]{1,3}(?:[ .,'’][0-9]{3})+(?:[.,][0-9]{1,2})?(?![\w])|(?<![\w.,])[0-9]+(?:[.,][0-9]+)?(?![\w])"
)
# Names and signs of currencies in plans, besides their codes.
NAMES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "evra": "EUR", "$": "USD", "rsd": "RSD", "din": "RSD", "dinara": "RSD",
    "lei": "RON", "ron": "RON", "mdl": "MDL", "leke": "ALL", "lek": "ALL", "den": "MKD", "mkd": "MKD", "km": "BAM",
    "bam": "BAM", "lv": "BGN", "bgn": "BGN", "uah": "UAH", "kn": "HRK",
}  # fmt: skip
THOUSANDS = {"thousand", "hiljada", "hiljade", "mii", "mije", "hiljadi", "hilj", "000", "milliers"}


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money that is the only one in a text; `doubt` gives the reason why it may be a different sum."""

    amount: float
    currency: str = ""
    doubt: str = ""


def read_sum(text: str, *, decimal_comma: bool) -> Sum | None:
    """Return the only sum of a text that has nothing else but a currency, or None.

    Examples
    --------
    >>> read_sum("1.250.000,00 РСД", decimal_comma=True)
    Sum(amount=1250000.0, currency='RSD', doubt='')
    >>> read_sum("345,600", decimal_comma=False).amount, read_sum("345,600", decimal_comma=True).doubt
    (345600.0, "'345,600' may be 345.6 or 345600")
    >>> read_sum("existing budget", decimal_comma=False) is None
    True
    """
    line = one_line(text).replace("\u00a0", " ")
    found = NUMBER.findall(line)
    if len(found) != 1:
        return None
    rest = NUMBER.sub(" ", line)
    currency = currency_in(rest)
    left = [word for word in words_of(rest) if word not in NAMES and word.upper() not in CURRENCIES]
    if left:
        return None
    amount, doubt = _value(found[0], decimal_comma=decimal_comma)
    return Sum(amount, currency, doubt)


def currency_in(text: str) -> str:
    """Return the code of the currency that a text names, or an empty text if it names none or several.

    Examples
    --------
    >>> currency_in("Budget (EUR)"), currency_in("Средства (РСД)"), currency_in("Funds")
    ('EUR', 'RSD', '')
    """
    named = {NAMES[sign] for sign in ("€", "$") if sign in text}
    named |= {NAMES[word] for word in words_of(text) if word in NAMES}
    named |= {word for word in re.findall(r"\b[A-Z]{3}\b", text) if word in CURRENCIES}
    return named.pop() if len(named) == 1 else ""


def in_thousands(head: str) -> bool:
    """Return whether a column head states that the sums below it are in thousands."""
    return any(word in THOUSANDS for word in words_of(head))


def _value(number: str, *, decimal_comma: bool) -> tuple[float, str]:
    """Return a number, and a doubt with both readings if its only mark may separate thousands or a fraction."""
    plain = re.sub(r"[ '’]", "", number)
    marks = re.findall(r"[.,]", plain)
    if not marks:
        return float(plain), ""
    last, tail = marks[-1], re.split(r"[.,]", plain)[-1]
    if len(set(marks)) > 1 or len(tail) != GROUP:
        whole, _, part = plain.rpartition(last)
        return float(f"{re.sub(r'[.,]', '', whole)}.{part}"), ""
    grouped = float(re.sub(r"[.,]", "", plain))
    if len(marks) > 1 or last != ("," if decimal_comma else "."):
        return grouped, ""
    fraction = float(plain.replace(",", "."))
    return grouped, f"{number!r} may be {fraction:g} or {grouped:.0f}"
