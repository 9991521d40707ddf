"""The comparison of a country with other countries of the library, by paradigm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.peers import Peer, PeerScore
from evaluator.model.words import text_for
from evaluator.reports.sections.findings import GroupView, Interval
from evaluator.reports.subject import country_name
from evaluator.scoring.grade import rounded

LEAST = 2  # least number of other countries for a comparison


@dataclass(frozen=True, slots=True)
class DotView:
    """One country's score in one paradigm; `is_own` marks the country of the report."""

    code: str
    score: float
    is_own: bool


@dataclass(frozen=True, slots=True)
class PeerRowView:
    """One paradigm: every country with enough coverage in it, the highest score first.

    `place` is the rank of the report's country: one more than the number of countries that score
    higher. `is_last` is set if no country scores lower.
    """

    id: str
    title: str
    dots: tuple[DotView, ...]
    place: int
    is_last: bool

    @property
    def own(self) -> float:
        """Return the score of the report's country."""
        return next(dot.score for dot in self.dots if dot.is_own)

    @property
    def drawn(self) -> tuple[tuple[str, float, bool], ...]:
        """Return code, score and `is_own` of each country, for the row of dots in the chart."""
        return tuple((dot.code, dot.score, dot.is_own) for dot in self.dots)

    def score_of(self, code: str) -> float | None:
        """Return a country's score; None if its coverage is too low."""
        return next((dot.score for dot in self.dots if dot.code == code), None)


@dataclass(frozen=True, slots=True)
class PeersView:
    """The country compared with other countries: one row for each paradigm.

    `names` gives the code and name of each country in a row, `footnotes` explain names.
    `scored` are those countries with all their scores; the report attaches them as data.
    """

    rows: tuple[PeerRowView, ...]
    names: tuple[tuple[str, str], ...]
    footnotes: tuple[str, ...]
    scored: tuple[Peer, ...]

    @property
    def first(self) -> tuple[str, ...]:
        """Return the titles of the paradigms in which no country scores higher."""
        return tuple(row.title for row in self.rows if row.place == 1)

    @property
    def last(self) -> tuple[str, ...]:
        """Return the titles of the paradigms in which no country scores lower."""
        return tuple(row.title for row in self.rows if row.is_last and row.place > 1)


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
    firm = [DotView(code, one.score, is_own=False) for code, one in others if _is_firm(one, least)]
    if len(firm) < LEAST:
        return None
    mine = rounded(own.score)
    dots = sorted((*firm, DotView(iso3, own.score, is_own=True)), key=lambda dot: (-rounded(dot.score), dot.code))
    return PeerRowView(
        id=group.id,
        title=group.title,
        dots=tuple(dots),
        place=1 + sum(rounded(dot.score) > mine for dot in firm),
        is_last=not any(rounded(dot.score) < mine for dot in firm),
    )


def _is_firm(one: Interval | PeerScore, least: float) -> bool:
    return one.coverage is not None and rounded(one.coverage) >= least


def _named(peer: Peer, lang: str) -> tuple[str, str]:
    name = country_name(peer.names, peer.plan[:3], lang).text
    return peer.plan[:3], f"{name}*" if peer.footnote else name
