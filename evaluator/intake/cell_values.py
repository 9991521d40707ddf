"""Times and sums of money as plans write them: days, months, quarters, years; 1.250.000,00 or 1,250,000.00."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from evaluator.intake.formats.cells import one_line
from evaluator.intake.vocabulary import FAMILY, any_phrase, begins_with
from evaluator.model.intake import ByLanguage, PlanWords
from evaluator.model.schema import CURRENCIES, is_partial_date
from evaluator.plans.fold import find_phrase, folded, phrase_words, words_of

DAY = re.compile(r"\b([0-3]?[0-9])\s?[./]\s?([0-3]?[0-9])\s?[./]\s?((?:19|20)[0-9]{2})\b")
ISO = re.compile(r"\b((?:19|20)[0-9]{2})-([01][0-9])(?:-([0-3][0-9]))?\b")
MONTH_YEAR = re.compile(r"\b([01]?[0-9])\s?[./]\s?((?:19|20)[0-9]{2})\b")
YEAR = re.compile(r"(?<![0-9.,])((?:19|20)[0-9]{2})(?![0-9])")
TWO_DAYS = re.compile(rf"(?:{DAY.pattern}|{ISO.pattern})[\s.;,]*(?:{DAY.pattern}|{ISO.pattern})")
SHORT_RANGE = re.compile(r"(?<![0-9.,])((?:19|20)([0-9]{2}))\s?[/–-]\s?([0-9]{2})(?![0-9.])")
DASHES = "-–—"
TOKEN = re.compile(r"[a-z]+|[0-9]+")
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
HALVES, QUARTERS, MONTHS = 2, 4, 12
LONGEST_NUMBER = 2
SHORTEST_MONTH, YEAR_DIGITS, LAST_DAY = 3, 4, 31
NO_MONTHS = {"set"}  # an English word before it is a Portuguese month
# What may stand between a day and its month: "31st of December", "31 de diciembre", "1er janvier".
BESIDE_DAY = {"st", "nd", "rd", "th", "of", "de", "del", "do", "er"}
# What may stand between a year and its month.
OF_YEARS = {
    "gada",
    "gads",
    "gadam",
    "m",
    "metu",
    "metai",
    "men",
    "g",
    "godina",
    "godine",
    "roku",
    "r",
    "rik",
    "den",
    "dienai",
}
GROUP = 3
NUMBER = re.compile(
    r"(?<![\w.,])[0-9]{1,3}(?:[ .,'’][0-9]{3})+(?:[.,][0-9]{1,2})?(?![\w])|(?<![\w.,])[0-9]+(?:[.,][0-9]+)?(?![\w])"
)
# Names and signs of currencies in plans, besides their codes.
NAMES = {
    "eur": "EUR", "euro": "EUR", "evra": "EUR", "rsd": "RSD", "din": "RSD", "dinara": "RSD",
    "lei": "RON", "ron": "RON", "mdl": "MDL", "leke": "ALL", "lek": "ALL", "den": "MKD", "mkd": "MKD", "km": "BAM",
    "bam": "BAM", "lv": "BGN", "bgn": "BGN", "uah": "UAH", "kn": "HRK", "ksh": "KES", "rub": "RUB",
    "grn": "UAH", "pln": "PLN", "zl": "PLN",
}  # fmt: skip
# Currencies that their own countries write "$".
DOLLARS = {"ARS", "AUD", "BBD", "BSD", "CAD", "CLP", "COP", "FJD", "JMD", "MXN", "NZD", "SGD", "TTD", "USD", "UYU"}
# What stands before "$" where it is no country's own sign; another letter there names a currency that is not known.
BEFORE_DOLLAR = {
    "": "$", "A": "AUD", "AU": "AUD", "BZ": "BZD", "CA": "CAD", "EC": "XCD", "FJ": "FJD", "HK": "HKD", "J": "JMD",
    "MX": "MXN", "N": "NAD", "NT": "TWD", "NZ": "NZD", "R": "BRL", "S": "SGD", "TT": "TTD", "U": "UYU", "US": "USD",
}  # fmt: skip
DOLLAR = re.compile(r"(?<![A-Za-z])([A-Z]{0,3})\$")
AFTER_SIGN = ((re.compile(r"(?<=[$€])[Kk]\b"), " thousand "), (re.compile(r"(?<=[$€])[Mm]\b"), " million "))
# A letter beside a digit: "2.5m", "EUR2.5".
JOINT = re.compile(r"(?<=[0-9])(?=[^\W\d_])|(?<=[^\W\d_])(?=[0-9])")
SHORTEST_UNIT = 3  # a shorter word is a unit in the plan's own language alone: "mn", "bn"


@dataclass(frozen=True, slots=True)
class Time:
    """The dates that a text names, in its order, and its recurrence (continuous, annual or empty)."""

    dates: tuple[str, ...] = ()
    recurrence: str = ""

    @property
    def is_read(self) -> bool:
        """Return whether the text named a date or a recurrence."""
        return bool(self.dates or self.recurrence)


def read_time(text: str, words: PlanWords) -> Time:
    """Return the dates of a text, each at the precision of the text, and its recurrence.

    A quarter becomes its last month, because by then the measure can be checked.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> [read_time(text, words).dates for text in ("31.03.2026.", "II квартал 2025.", "децембар 2025 – јун 2026.")]
    [('2026-03-31',), ('2025-06',), ('2025-12', '2026-06')]
    >>> read_time("Trim. II 2025", words).dates, read_time("vazhdimisht", words).recurrence
    (('2025-06',), 'continuous')
    """
    recurrence = ""
    if any_phrase(text, words.continuous):
        recurrence = "continuous"
    elif any_phrase(text, words.annual):
        recurrence = "annual"
    found = sorted(_dated_places(text, words))
    return Time(tuple(dict.fromkeys(date for _, date in found)), recurrence)


def lists_times(text: str, words: PlanWords) -> bool:
    r"""Return whether the lines of a text are times of their own, and no range that goes on over the end of a line.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> [lists_times(text, words) for text in ("2025\n2026", "from 2025\nto 2026", "2025 -\n2026", "2025")]
    [True, False, False, False]
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return len(lines) > 1 and not any(
        before[-1] in DASHES or after[0] in DASHES or begins_with(after, words.until)
        for before, after in pairwise(lines)
    )


def begins_there(text: str, words: PlanWords, lang: str) -> bool:
    """Return whether the only time of a text is when something begins: "from 2025" tells no end.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> [begins_there(text, words, "en") for text in ("from 2025", "From March 2025 on", "2025", "data from 2025")]
    [True, True, False, False]
    """
    base = lang.partition("-")[0]
    own = {one: words.since[one] for one in (base, FAMILY.get(base, base)) if one in words.since}
    return begins_with(text, own)


def lists_days(text: str) -> bool:
    """Return whether two days stand one after the other without a dash or word between them, so that none begins.

    Examples
    --------
    >>> lists_days("31.12.2025; 31.12.2026"), lists_days("01.01.2025 - 31.12.2026")
    (True, False)
    """
    return TWO_DAYS.search(text) is not None


def is_time(text: str, words: PlanWords) -> bool:
    """Return whether a text names a date, a recurrence or, without a year, a month.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> [is_time(text, Library.open().plan_words) for text in ("June update", "2025", "done")]
    [True, True, False]
    """
    return read_time(text, words).is_read or any(_month_number(token, words) for token in TOKEN.findall(folded(text)))


def _dated_places(text: str, words: PlanWords) -> Iterator[tuple[int, str]]:
    """Yield each date with its position in the text; text that one pattern matched is hidden from the next pattern."""
    plain = folded(text)
    for pattern, parts in ((ISO, (1, 2, 3)), (DAY, (3, 2, 1)), (MONTH_YEAR, (2, 1))):
        for match in pattern.finditer(plain):
            numbers = [match[part] for part in parts if match[part]]
            if pattern is DAY and int(numbers[1]) > MONTHS >= int(numbers[2]):
                numbers[1], numbers[2] = numbers[2], numbers[1]  # 12/31/2021, as Americans write
            date = "-".join([numbers[0], *(f"{int(number):02d}" for number in numbers[1:])])
            if is_partial_date(date):
                yield match.start(), date
                plain = plain[: match.start()] + " " * len(match[0]) + plain[match.end() :]
    yield from _named_places(plain, words)


def _named_places(plain: str, words: PlanWords) -> Iterator[tuple[int, str]]:
    """Yield each year with its position, at the precision of the month or part of it that a word beside it names."""
    taken: set[int] = set()
    for at, month, day, year_at, year in _months_and_quarters(plain, words):
        taken.add(year_at)
        date = f"{year}-{month:02d}-{day:02d}"
        yield at, date if day and is_partial_date(date) else f"{year}-{month:02d}"
    for start, years in _short_ranges(plain):
        yield from ((start + at, year) for at, year in enumerate(years))
        taken.add(start)
    for match in YEAR.finditer(plain):
        if match.start() not in taken:
            yield match.start(), match[1]


def _short_ranges(plain: str) -> Iterator[tuple[int, tuple[str, str]]]:
    """Yield each range whose last year has two digits, 2025/26 or 2025-28, with its position; 2025-12 is a month."""
    for match in SHORT_RANGE.finditer(plain):
        first, last = int(match[2]), int(match[3])
        if last == first + 1 or last > max(first, MONTHS):
            yield match.start(), (match[1], f"{match[1][:2]}{match[3]}")


def _months_and_quarters(plain: str, words: PlanWords) -> Iterator[tuple[int, int, int, int, str]]:
    """Yield the months and quarters beside a year: position, month, day or 0, position of the year, year.

    They precede their year; where a text begins with a year and ends with a quarter or a month, each follows its own.
    """
    tokens = [(match.start(), match[0]) for match in TOKEN.finditer(plain)]
    if by_year := _quarters_after_years(tokens, words) or _months_after_years(tokens, words):
        yield from by_year
        return
    waiting: list[tuple[int, int, int]] = []
    for at, (start, token) in enumerate(tokens):
        if _is_year(token):
            yield from ((place, month, day, start, token) for place, month, day in waiting)
            waiting = []
        elif (month := _month_number(token, words)) is not None:
            waiting.append((start, month, _day_beside(tokens, at, words)))
        elif (last := _last_month_of(tokens, at, words)) is not None:
            waiting.append((start, last, 0))


def _quarters_after_years(tokens: list[tuple[int, str]], words: PlanWords) -> list[tuple[int, int, int, int, str]]:
    """Return the quarters and half years of a text that begins with a year, ends with one and has no month."""
    found: list[tuple[int, int, int, int, str]] = []
    year: tuple[int, str] | None = None
    is_last = False
    for at, (start, token) in enumerate(tokens):
        last = _last_month_of(tokens, at, words)
        if _is_year(token):
            year, is_last = (start, token), False
        elif _month_number(token, words) is not None or (last is not None and year is None):
            return []
        elif last is not None and year is not None:
            found.append((start, last, 0, *year))
            is_last = True
    return found if is_last else []


def _months_after_years(tokens: list[tuple[int, str]], words: PlanWords) -> list[tuple[int, int, int, int, str]]:
    """Return the months of a text in which each stands right after its year: "2025. gada 31. maijam"; else nothing."""
    found: list[tuple[int, int, int, int, str]] = []
    year: tuple[int, str] | None = None
    for at, (start, token) in enumerate(tokens):
        month = _month_number(token, words)
        if _is_year(token):
            year = (start, token)
        elif month is None and token not in OF_YEARS and not _is_day(token):
            year = None
        elif month is not None and year is None:
            return []
        elif month is not None and year is not None:
            day = _day_beside(tokens, at, words)
            last = tokens[at + 1][1] if at + 2 == len(tokens) else ""
            found.append((start, month, day or (int(last) if _is_day(last) else 0), *year))
    return found


def _is_year(token: str) -> bool:
    return len(token) == YEAR_DIGITS and token[:2] in ("19", "20")


def _day_beside(tokens: list[tuple[int, str]], at: int, words: PlanWords) -> int:
    """Return the day beside a month, as in "31 December", "31 de diciembre" or "December 31, 2021"; else 0."""
    before = [token for _, token in tokens[max(0, at - 5) : at] if token not in BESIDE_DAY]
    after = [token for _, token in tokens[at + 1 : at + 4] if token not in BESIDE_DAY]
    follows = int(after[0]) if len(after) > 1 and _is_day(after[0]) and after[1].isdecimal() else 0
    if not before or not _is_day(before[-1]):
        return follows or (int(after[0]) if after and _is_day(after[0]) and after[0] != after[-1] else 0)
    has_own = len(before) > LONGEST_NUMBER and _is_day(before[-3])
    is_of_another = len(before) > 1 and (
        (_month_number(before[-2], words) and not has_own) or _last_month_of([(0, token) for token in before], 0, words)
    )
    return follows if is_of_another else int(before[-1])


def _is_day(token: str) -> bool:
    return token.isdecimal() and len(token) <= LONGEST_NUMBER and 1 <= int(token) <= LAST_DAY


def _month_number(token: str, words: PlanWords) -> int | None:
    if len(token) < len("may"):
        return None
    for months in words.months.values():
        for number, name in enumerate(months, start=1):
            if any(_is_month(token, stem) for stem in phrase_words(name)):
                return number
    return None


def _is_month(token: str, stem: str) -> bool:
    """Return whether a word is a form of a month's name, or its beginning of three or four letters."""
    if token == stem or (len(stem) > len("mart") and token.startswith(stem)) or token in (stem + "a", stem + "u"):
        return True
    is_short = SHORTEST_MONTH <= len(token) <= YEAR_DIGITS < len(stem)
    return is_short and token not in NO_MONTHS and stem.startswith(token)


def _last_month_of(tokens: list[tuple[int, str]], at: int, words: PlanWords) -> int | None:
    """Return the last month of a quarter or half year that a word names with a number next to it, or None."""
    quarter, half = _part_of_year(tokens, at, words.quarters, words), _part_of_year(tokens, at, words.halves, words)
    if quarter is None and half is not None and half <= HALVES:
        return half * (MONTHS // HALVES)
    return quarter * (MONTHS // QUARTERS) if quarter is not None else None


def _part_of_year(tokens: list[tuple[int, str]], at: int, parts: ByLanguage, words: PlanWords) -> int | None:
    """Return the number of the part of a year that a word names, or None; a number without the word is none."""
    token = tokens[at][1]
    names = {name for phrases in parts.values() for phrase in phrases for name in phrase_words(phrase)}
    if not any(token == name or (len(name) > LONGEST_NUMBER + 1 and token.startswith(name)) for name in names):
        return None
    # A number joined to the word is its own: in "Q2, Q4" the second quarter is no second one again.
    is_joined = at + 1 < len(tokens) and tokens[at + 1][0] == tokens[at][0] + len(token)
    before = at - 2 if at and tokens[at - 1][1] in BESIDE_DAY else at - 1
    places = (at + 1,) if is_joined else (before, at + 1)
    numbers = [_ordinal_of(tokens[place][1], words) for place in places if 0 <= place < len(tokens)]
    return next((number for number in numbers if 1 <= number <= QUARTERS), None)


def _ordinal_of(token: str, words: PlanWords) -> int:
    """Return the number of a digit, a Roman number or a word such as "second"; 0 for any other."""
    if token.isdigit():
        return int(token) if len(token) == 1 else 0
    named = (number for number, by_language in words.ordinals.items()
             if any(token.startswith(stem) for stems in by_language.values() for stem in stems))  # fmt: skip
    return ROMAN.get(token) or next(named, 0)


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of the sums that a text is about, as 1000 for thousands; `doubt` gives why it may be another."""

    factor: float = 1.0
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money that is the only one in a text, in its unit; `doubt` gives why it may be a different sum."""

    amount: float
    currency: str = ""
    unit: Unit = Unit()
    doubt: str = ""


def read_sum(text: str, words: PlanWords, lang: str, dollar: str = "USD") -> Sum | None:
    """Return the only sum of a text in a language that has nothing else but a unit and a currency, or None.

    `dollar` is the currency that a sign alone stands for.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> found = read_sum("1.250.000,00 РСД", words, "sr")
    >>> found.amount, found.currency
    (1250000.0, 'RSD')
    >>> found = read_sum("2,5 mil. lei", words, "ro")
    >>> found.amount, found.unit.factor, found.currency
    (2.5, 1000000.0, 'RON')
    >>> read_sum("345,600", words, "en").amount, read_sum("345,600", words, "sr").doubt
    (345600.0, "'345,600' may be 345.6 or 345600")
    >>> read_sum("existing budget", words, "en") is None
    True
    """
    line = JOINT.sub(" ", one_line(text).replace("\u00a0", " "))
    found = NUMBER.findall(line)
    if len(found) != 1:
        return None
    rest = NUMBER.sub(" ", line)
    named = _units_named(rest, words, lang)
    known = {at for places in named for at in places}
    left = [word for at, word in enumerate(words_of(_spelled(rest))) if at not in known]
    if any(word not in NAMES and word.upper() not in CURRENCIES for word in left):
        return None
    amount, doubt = _amount_of(found[0], decimal_comma=lang.split("-", maxsplit=1)[0] in words.decimal_comma)
    return Sum(amount, currency_in(rest, dollar), _one_unit(named), doubt)


def currency_in(text: str, dollar: str = "USD") -> str:
    """Return the code of the currency that a text names, or an empty text if it names none or several.

    Examples
    --------
    >>> currency_in("Budget (EUR)"), currency_in("Средства (РСД)"), currency_in("R$ 2 mi"), currency_in("Funds")
    ('EUR', 'RSD', 'BRL', '')
    >>> currency_in("Cost (A$,000)"), currency_in("Cost (US$K)"), currency_in("CAD$ 2"), currency_in("Cost (Q$)")
    ('AUD', 'USD', 'CAD', '')
    """
    spelled = _spelled(text)
    named = {dollar} if "$" in spelled else set()
    named |= {NAMES[word] for word in words_of(spelled) if word in NAMES}
    named |= {word for word in re.findall(r"\b[A-Z]{3}\b", spelled) if word in CURRENCIES}
    return named.pop() if len(named) == 1 else ""


def unit_of_head(head: str, words: PlanWords, lang: str) -> Unit:
    """Return the unit that a column's head gives to the sums below it; single letters are none ("M & E").

    Examples
    --------
    >>> from evaluator.library import Library
    >>> words = Library.open().plan_words
    >>> [unit_of_head(head, words, "en").factor for head in ("Budget (million EUR)", "Cost, тыс. руб.", "M & E, EUR")]
    [1000000.0, 1000.0, 1.0]
    >>> [unit_of_head(head, words, "en").factor for head in ("Cost (US$K)", "Cost, €m", "Cost, A$,000")]
    [1000.0, 1000000.0, 1000.0]
    >>> unit_of_head("Cost, mil. EUR", words, "ro").factor, unit_of_head("Cost, mil. EUR", words, "en").doubt
    (1000000.0, "'mil' may be 1000 or 1000000")
    """
    return _one_unit(_units_named(head, words, lang, shortest=2))


def _spelled(text: str) -> str:
    """Return a text with its signs of currencies as words: "€m" is "EUR million", and "Q$" names none."""
    for letter, unit in AFTER_SIGN:
        text = letter.sub(unit, text)
    text = DOLLAR.sub(
        lambda found: f" {found[1] if found[1] in CURRENCIES else BEFORE_DOLLAR.get(found[1], '')} ", text
    )
    return text.replace("€", " EUR ")


def _one_unit(named: Mapping[range, tuple[str, frozenset[int]]]) -> Unit:
    """Return the unit that all words for units name, or a doubt if they name several."""
    meant = {factor for _, factors in named.values() for factor in factors}
    if len(meant) == 1:
        return Unit(float(meant.pop()))
    told = " and ".join(dict.fromkeys(repr(phrase) for phrase, _ in named.values()))
    return Unit(doubt=f"{told} may be {' or '.join(map(str, sorted(meant)))}") if meant else Unit()


def _units_named(text: str, words: PlanWords, lang: str, shortest: int = 1) -> dict[range, tuple[str, frozenset[int]]]:
    """Return the places of the words for units, with what they may mean: in a plan's own language, else in any."""
    tokens = words_of(_spelled(text))
    own = lang.split("-", maxsplit=1)[0]
    for among, least in (({own, FAMILY.get(own, own)}, shortest), (None, SHORTEST_UNIT)):
        found: dict[range, tuple[str, frozenset[int]]] = {}
        for factor, phrase in _unit_phrases(words, among, least):
            at = find_phrase(tokens, phrase_words(phrase))
            place = range(at, at + len(phrase_words(phrase))) if at is not None else range(0)
            if place in found:
                found[place] = (found[place][0], found[place][1] | {factor})
            elif place and not any(set(place) & set(one) for one in found):
                found[place] = (phrase, frozenset({factor}))
        if found:
            return found
    return {}


def _unit_phrases(words: PlanWords, among: set[str] | None, least: int) -> list[tuple[int, str]]:
    """Return the phrases for units with their factors, the longest first: "mil millones" stands before "mil"."""
    found = [
        (factor, phrase)
        for factor, by_language in words.units.items()
        for lang, phrases in by_language.items()
        for phrase in phrases
        if (among is None or lang in among) and len(phrase.replace(" ", "")) >= least
    ]
    return sorted(found, key=lambda one: (-len(phrase_words(one[1])), -len(one[1])))


def _amount_of(number: str, *, decimal_comma: bool) -> tuple[float, str]:
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
