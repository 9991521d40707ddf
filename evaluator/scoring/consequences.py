"""How often chapters say that victims were punished, beside what the same chapters say of enforcement and help."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

from evaluator.model.facts import PunishedBeside, ReportChapter, ThreePScore
from evaluator.scoring.silence import TIERS

SPEAKS = ("yes", "no", "some")
ANSWERS = ("yes", "some", "no", "no-mention")
BESIDE = ("enforcement", "conviction_data", "services")
NORMAL = 1.96  # standard errors on each side of a 95 % interval


def punished_beside(chapters: Sequence[ReportChapter], index: Sequence[ThreePScore] = ()) -> tuple[PunishedBeside, ...]:
    """Return, for each tier, answer and level of the 3P index beside it, the share of chapters that say so.

    The share is of the chapters that speak of punishment at all; the others are counted as silent and are no `no`.
    The 3P level of a report is that of the year before it, of which it tells. Association is no cause: one text
    gives the tier and both answers.
    """
    of_index = {(row.iso3, row.year): row.prosecution for row in index}

    def level(chapter: ReportChapter) -> str:
        return str(of_index.get((chapter.iso3, (chapter.year or 0) - 1)) or "")

    return (
        *_punished_beside(chapters, "tier", TIERS, lambda chapter: chapter.tier),
        *(row for matter in BESIDE for row in _punished_beside(chapters, matter, ANSWERS, _answer(matter))),
        *_punished_beside(chapters, "prosecution", "12345", level),
    )


def share_with_interval(counts: Mapping[str, tuple[int, int]]) -> tuple[float, float, float] | None:
    """Return a share with its 95 % interval from yes and all chapters of each country; None without chapters.

    Chapters of one country are not independent, so that the countries are the sample: the share is a ratio of
    two sums over them, with the standard error of such a ratio.

    Examples
    --------
    >>> share_with_interval({"AAA": (1, 2), "BBB": (1, 2)})
    (0.5, 0.5, 0.5)
    >>> [round(each, 2) for each in share_with_interval({"AAA": (2, 2), "BBB": (0, 2)})]
    [0.5, 0.0, 1.0]
    """
    every = sum(spoke for _, spoke in counts.values())
    if not every:
        return None
    share, countries = sum(yes for yes, _ in counts.values()) / every, len(counts)
    spread = sum((yes - share * spoke) ** 2 for yes, spoke in counts.values())
    error = math.sqrt(spread * countries / (countries - 1)) / every if countries > 1 else 1.0
    return share, max(0.0, share - NORMAL * error), min(1.0, share + NORMAL * error)


def _answer(matter: str) -> Callable[[ReportChapter], str]:
    def said(chapter: ReportChapter) -> str:
        answer: str = getattr(chapter, matter)
        return answer

    return said


def _punished_beside(
    chapters: Sequence[ReportChapter], beside: str, values: Sequence[str], of: Callable[[ReportChapter], str]
) -> Iterator[PunishedBeside]:
    for value in values:
        own = [chapter for chapter in chapters if of(chapter) == value]
        if not own:
            continue
        speak = [chapter for chapter in own if chapter.punishment in SPEAKS]
        counts: dict[str, tuple[int, int]] = {}
        for chapter in speak:
            yes, spoke = counts.get(chapter.iso3, (0, 0))
            counts[chapter.iso3] = (yes + (chapter.punishment == "yes"), spoke + 1)
        told = share_with_interval(counts)
        share, low, high = told or (None, None, None)
        punished = sum(yes for yes, _ in counts.values())
        yield PunishedBeside(
            beside, value, len(own), len(own) - len(speak), len(speak), punished, len(counts), share, low, high
        )
