"""Dates at the precision known, and periods of two of them: the days they may mean, and whether they meet."""

from __future__ import annotations

import calendar

FOREVER = "9999-12-31"


def first_day(date: str) -> str:
    """Return the first day that a date of known precision (year, month or day) may mean.

    Examples
    --------
    >>> first_day("2008"), first_day("2008-02"), first_day("2008-02-01")
    ('2008-01-01', '2008-02-01', '2008-02-01')
    """
    return date + "-01-01"[len(date) - 4 :]


def last_day(date: str) -> str:
    """Return the last day that a date of known precision may mean; of an open end a day after all others.

    Examples
    --------
    >>> last_day("2008"), last_day("2008-02"), last_day("open"), last_day("")
    ('2008-12-31', '2008-02-29', '9999-12-31', '')
    """
    if date == "open":
        return FOREVER
    year, _, month = date.partition("-")
    if len(month) == len("02"):
        return f"{date}-{calendar.monthrange(int(year), int(month))[1]}"
    return date if month or not date else f"{date}-12-31"


def is_before(first: str, second: str) -> bool:
    """Return whether one date is wholly before another, at the coarser precision; False if either is empty.

    Examples
    --------
    >>> is_before("2005-03", "2005"), is_before("2004", "2005-01-31"), is_before("", "2005")
    (False, True, False)
    """
    width = min(len(first), len(second))
    return bool(width) and first[:width] < second[:width]


def meet(one: str, other: str) -> bool:
    """Return whether two dates or periods (`2016/2019`) share a day; an empty text shares none.

    Examples
    --------
    >>> meet("2016/2019", "2019-05/2021"), meet("2018", "2019/open"), meet("", "2019")
    (True, False, False)
    """
    return (
        bool(one and other) and _first_day_of(one) <= _last_day_of(other) and _first_day_of(other) <= _last_day_of(one)
    )


def period_text(period: str) -> str:
    """Return a date or a period as it is printed.

    Examples
    --------
    >>> period_text("2016/2019"), period_text("2021/2021"), period_text("2021/open"), period_text("2020-09")
    ('2016–2019', '2021', '2021–', '2020-09')
    """
    start, _, end = period.partition("/")
    return start if end in ("", start) else f"{start}–{end.replace('open', '')}"


def _first_day_of(period: str) -> str:
    return first_day(period.partition("/")[0])


def _last_day_of(period: str) -> str:
    return last_day(period.rpartition("/")[2])
