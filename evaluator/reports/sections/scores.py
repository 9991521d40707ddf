"""The section on scores by paradigm, with levels by object, other countries, and floors that apply."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evaluator.model.country import starred
from evaluator.model.rubric import ROOT
from evaluator.model.scorecard import Peer, PeerScore
from evaluator.model.sentence import Sentence, Series, say, say_n, series, text_for
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, CriterionView, GroupView, Interval
from evaluator.reports.outline import Part, Section
from evaluator.reports.subject import country_name, span
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import printed

OBJECTS = ("plan", "law", "practice")
LEAST_OBJECTS = 2  # objects needed for a comparison
SHADES = 4


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One paradigm and one object (plan, law or practice): the levels of its criteria, highest first.

    A level is None if the criterion is not assessed. `group` is empty in the sum of an object over all
    paradigms. `shades` run from 0 to 4 on any scale.
    """

    group: str
    object: str
    levels: tuple[int | None, ...]
    top: int
    norm: int | None

    @property
    def rated(self) -> int:
        """Return the number of criteria with a level."""
        return sum(level is not None for level in self.levels)

    @property
    def reached(self) -> int:
        """Return the number of criteria that reach the norm level; 0 if the rubric has no norm level."""
        return sum(level is not None and self.norm is not None and level >= self.norm for level in self.levels)

    @property
    def shades(self) -> tuple[int | None, ...]:
        """Return the shade of each criterion's box; None if it is not assessed."""
        return tuple(None if level is None else round(SHADES * level / self.top) for level in self.levels)


@dataclass(frozen=True, slots=True)
class PromiseView:
    """Levels of criteria by paradigm and object (plan, law, practice), and the sums for each object.

    `weightless` counts the assessed criteria among them that have no weight here, such as an actor's yardsticks.
    """

    rows: tuple[PromiseRow, ...]
    sums: tuple[PromiseRow, ...]
    norm: int | None
    weightless: int = 0


def promise_view(groups: Sequence[GroupView], norm: int | None) -> PromiseView | None:
    """Return levels by paradigm and object; None if criteria of fewer than two objects are assessed.

    Parameters
    ----------
    groups : sequence of GroupView
        The paradigms and the quality of the plan, with their criteria.
    norm : int or None
        The level that meets a legal standard, None if the rubric declares none.
    """
    rows = [_levels_row(group.title, kind, [*group.rated, *group.open], norm) for group in groups for kind in OBJECTS]
    every = [criterion for group in groups for criterion in (*group.rated, *group.open)]
    sums = [row for kind in OBJECTS if (row := _levels_row("", kind, every, norm)) is not None]
    if sum(row.rated > 0 for row in sums) < LEAST_OBJECTS:
        return None
    weightless = sum(one.scored.stated == 0 and one.outcome.level is not None for one in every)
    return PromiseView(tuple(row for row in rows if row is not None), tuple(sums), norm, weightless)


def _levels_row(group: str, kind: str, criteria: Sequence[CriterionView], norm: int | None) -> PromiseRow | None:
    own = [one for one in criteria if one.object == kind]
    if not own:
        return None
    levels = sorted((c.outcome.level for c in own), key=lambda level: -1 if level is None else level, reverse=True)
    return PromiseRow(group, kind, tuple(levels), own[0].top, norm)


LEAST_COUNTRIES = 2  # least number of other countries for a comparison


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

    title: str
    dots: tuple[DotView, ...]
    end: str
    shared: int

    @property
    def own(self) -> float:
        """Return the score of the report's country."""
        return next(dot.score for dot in self.dots if dot.is_own)

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
    rows = tuple(row for group in groups if (row := _peer_row(group, peers, iso3, least)) is not None)
    if not rows:
        return None
    shown = tuple(peer for peer in peers if any(row.score_of(peer.plan[:3]) is not None for row in rows))
    notes = (text_for(peer.footnote, lang) for peer in shown)
    return PeersView(rows, tuple(_peer_name(peer, lang) for peer in shown), tuple(filter(None, notes)), shown)


def _peer_row(group: GroupView, peers: Sequence[Peer], iso3: str, least: float) -> PeerRowView | None:
    own = group.interval
    if own.score is None or not _is_firm(own, least):
        return None
    others = [(peer.plan[:3], peer.groups[group.id]) for peer in peers if group.id in peer.groups]
    firm = [DotView(code, one.score, one.low, one.high, is_own=False) for code, one in others if _is_firm(one, least)]
    if len(firm) < LEAST_COUNTRIES:
        return None
    mine = DotView(iso3, own.score, own.low, own.high, is_own=True)
    dots = sorted((*firm, mine), key=lambda dot: (-rounded(dot.score), dot.code))
    return PeerRowView(group.title, tuple(dots), *_firm_end(mine, firm))


def _firm_end(mine: DotView, others: Sequence[DotView]) -> tuple[str, int]:
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


def _peer_name(peer: Peer, lang: str) -> tuple[str, str, str]:
    name = country_name(peer.names, peer.plan[:3], lang).text
    return peer.plan[:3], starred(name) if peer.footnote else name, span(*peer.years)


@dataclass(frozen=True, slots=True)
class FloorView:
    """A node whose sum a floor raises: its title (empty for the root), the floor, and the sum without it."""

    title: str
    held: float
    without: float


def floor_views(context: CountryContext) -> tuple[FloorView, ...]:
    """Return the nodes whose sum is below their floor and is therefore shown at the floor, from the root down."""
    rubric = context.card.rubric
    if not any(rubric.aggregation_of(node).kind == "net-sum" for node in (ROOT, *rubric.nodes)):
        return ()
    found = []
    for part in context.derivation.root.walk():
        if part.kind == "floor" and part.value is not None:
            node = part.id.removesuffix(".floor")
            held = rubric.aggregation_of(node).lowest
            title = "" if node == ROOT else context.words.title(node)
            found.append(FloorView(title, held, held - part.value))
    return tuple(found)


def _promise_of_page(context: CountryContext, page: CountryView) -> PromiseView | None:
    norm = context.card.rubric.norm_level
    return promise_view(page.groups, norm.level if norm else None)


def _peers_of_page(context: CountryContext, page: CountryView) -> PeersView | None:
    iso3, beside = context.card.assessment.country.iso3, context.beside
    return peers_view(beside.peers, iso3, page.groups, page.grade.least_coverage, context.lang) if beside else None


PROMISE = Part("promise", _promise_of_page)
PEERS = Part("peers", _peers_of_page)
SCORES: Section[CountryContext, CountryView] = Section(
    "scores", "country/scores.html", (PROMISE, PEERS, Part("floors", lambda context, _: floor_views(context)))
)
