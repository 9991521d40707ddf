"""The comparison of a country with other countries of the library, by paradigm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.scorecard import Peer, PeerScore
from evaluator.model.words import Sentence, Series, say, say_n, series, text_for
from evaluator.reports.sections.findings import GroupView, Interval
from evaluator.reports.subject import country_name, span
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed

LEAST = 2  # least number of other countries for a comparison


@dataclass(frozen=True, slots=True)
class DotView:
    """One country's score in one paradigm, with its range; `is_own` marks the country of the report."""

    code: str
    score: float
    low: float
    high: float
    is_own: bool


@dataclass(frozen=True, slots=True)
class PeerRowView:
    """One paradigm: every country with enough coverage in it, the highest score first.

    `end` is `highest` or `lowest` where no missing answer can change that the report's country has the highest or the
    lowest score, shared with the countries of equal score, `shared` in number; empty elsewhere.
    """

    id: str
    title: str
    dots: tuple[DotView, ...]
    end: str
    shared: int

    @property
    def own(self) -> float:
        """Return the score of the report's country."""
        return next(dot.score for dot in self.dots if dot.is_own)

    @property
    def drawn(self) -> tuple[tuple[str, float, bool], ...]:
        """Return code, score and `is_own` of each country, for the row of dots in the chart."""
        return tuple((dot.code, dot.score, dot.is_own) for dot in self.dots)

    @property
    def told(self) -> Sentence:
        """Return the paradigm's title, with the number of countries that share its end."""
        if not self.shared:
            return say("%(title)s", title=self.title)
        return say_n(
            "%(title)s (with %(number)s other)", "%(title)s (with %(number)s others)", self.shared, title=self.title
        )

    def score_of(self, code: str) -> float | None:
        """Return a country's score; None if its coverage is too low."""
        return next((dot.score for dot in self.dots if dot.code == code), None)


@dataclass(frozen=True, slots=True)
class PeersView:
    """The country compared with other countries: one row for each paradigm.

    `names` gives the code, name and years of each country in a row, `footnotes` explain names.
    `scored` are those countries with all their scores; the report attaches them as data.
    """

    rows: tuple[PeerRowView, ...]
    names: tuple[tuple[str, str, str], ...]
    footnotes: tuple[str, ...]
    scored: tuple[Peer, ...]

    @property
    def first(self) -> Series:
        """Return the paradigms in which the report's country is firmly highest; empty if there are none."""
        return series(", ", [row.told for row in self.rows if row.end == "highest"])

    @property
    def last(self) -> Series:
        """Return the paradigms in which the report's country is firmly lowest; empty if there are none."""
        return series(", ", [row.told for row in self.rows if row.end == "lowest"])


def peers_view(
    peers: Sequence[Peer], iso3: str, groups: Sequence[GroupView], least: float, lang: str
) -> PeersView | None:
    """Return a country's comparison with others in each paradigm with enough coverage in at least three countries.

    Parameters
    ----------
    peers : sequence of Peer
        The scores of the other countries.
    iso3 : str
        The code of the report's country.
    groups : sequence of GroupView
        The scores of the report's country, by paradigm.
    least : float
        The least coverage, 0 to 1, from which a score is compared with others.
    lang : str
        Language of the report, BCP 47.

    Returns
    -------
    PeersView or None
        None if no paradigm can be compared.
    """
    rows = tuple(row for group in groups if (row := _row(group, peers, iso3, least)) is not None)
    if not rows:
        return None
    shown = tuple(peer for peer in peers if any(row.score_of(peer.plan[:3]) is not None for row in rows))
    notes = (text_for(peer.footnote, lang) for peer in shown)
    return PeersView(rows, tuple(_named(peer, lang) for peer in shown), tuple(filter(None, notes)), shown)


def _row(group: GroupView, peers: Sequence[Peer], iso3: str, least: float) -> PeerRowView | None:
    own = group.interval
    if own.score is None or not _is_firm(own, least):
        return None
    others = [(peer.plan[:3], peer.groups[group.id]) for peer in peers if group.id in peer.groups]
    firm = [_dot(code, one) for code, one in others if _is_firm(one, least)]
    if len(firm) < LEAST:
        return None
    mine = DotView(iso3, own.score, own.low, own.high, is_own=True)
    dots = sorted((*firm, mine), key=lambda dot: (-rounded(dot.score), dot.code))
    return PeerRowView(group.id, group.title, tuple(dots), *_end(mine, firm))


def _dot(code: str, one: PeerScore) -> DotView:
    return DotView(code, one.score, one.low, one.high, is_own=False)


def _end(mine: DotView, others: Sequence[DotView]) -> tuple[str, int]:
    """Return `highest`, `lowest` or neither, and the number of countries with the same printed score.

    The range must lie clear of those of all countries with another score; where all have the same, none is an end. An
    end is shared only where nothing is left to assess of those who share it.
    """
    level = printed(mine.score, 2)
    rest = [dot for dot in others if printed(dot.score, 2) != level]
    alike = [dot for dot in others if printed(dot.score, 2) == level]
    shared = len(alike)
    if alike and any(printed(dot.low, 2) != printed(dot.high, 2) for dot in (mine, *alike)):
        return "", 0
    if rest and all(rounded(mine.low) > rounded(dot.high) for dot in rest):
        return "highest", shared
    if rest and all(rounded(mine.high) < rounded(dot.low) for dot in rest):
        return "lowest", shared
    return "", 0


def _is_firm(one: Interval | PeerScore, least: float) -> bool:
    return one.coverage is not None and rounded(one.coverage) >= least


def _named(peer: Peer, lang: str) -> tuple[str, str, str]:
    name = country_name(peer.names, peer.plan[:3], lang).text
    return peer.plan[:3], f"{name}*" if peer.footnote else name, span(*peer.years)
