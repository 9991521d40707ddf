"""What the library has besides a plan: its country's other plans and tiers, and the scores of other countries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.contrasts.effective import effective_weights
from evaluator.errors import InvalidInputError, Problem
from evaluator.library import Library
from evaluator.model.country import FactsSource
from evaluator.model.facts import CriteriaEdition, TierPlacement
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Peer, PeerScore, PeersFile, Record, RecordYear, Scorecard
from evaluator.pipeline import contrast, evaluate
from evaluator.read.text_files.shape import load
from evaluator.reports.carried.beside import PEERS, other_plans
from evaluator.scoring.void import is_void, void_of


@dataclass(frozen=True, slots=True)
class Alongside:
    """A country's other plans and its tiers in the TIP Report.

    `cards` are the assessed plans, scored under the same rubric and weighting; `heads` are the headers
    of plans not assessed. `placements` are the tiers of this country alone. `first_report` and
    `last_report` are the earliest and latest report years in the whole data set, None without data.
    """

    cards: tuple[Scorecard, ...] = ()
    heads: tuple[PlanFile, ...] = ()
    placements: tuple[TierPlacement, ...] = ()
    editions: tuple[CriteriaEdition, ...] = ()
    sources: tuple[FactsSource, ...] = ()
    first_report: int | None = None
    last_report: int | None = None


def alongside(library: Library, card: Scorecard) -> Alongside:
    """Return the country's other plans and its tiers; other plans are scored on the panel's ratings.

    The other plans are scored under the rubric and the weighting of `card`.

    Raises
    ------
    InvalidInputError
        A file of another plan of the country, or of the tiers, does not fit its schema.
    """
    iso3, rubric = card.assessment.country.iso3, card.rubric
    others = other_plans(library, card)
    rated = [name for name in others if library.is_assessed(name, rubric)]
    facts = library.shared_facts
    years = [row.year for row in facts.tip_tiers if row.year is not None]
    page = library.tier_page
    return Alongside(
        cards=tuple(evaluate(library.assessment(name, rubric), rubric, card.weighting) for name in rated),
        heads=tuple(library.plan(name) for name in others if name not in rated),
        placements=tuple(row for row in facts.tip_tiers if row.iso3 == iso3),
        editions=facts.tip_criteria,
        sources=page.sources if page else (),
        first_report=min(years, default=None),
        last_report=max(years, default=None),
    )


MOST = 30  # countries: a row has no room for more names, and scoring more would delay the report


def peers_of(library: Library, card: Scorecard) -> tuple[Peer, ...]:
    """Return every other country's newest plan that shares a year with this one, under the same rubric and weighting.

    A report that is rebuilt from its files uses the scores that it carries. There are no peers for a
    scorecard of one coder, or in a library of more than `MOST` countries. Plans with draft ratings or
    faulty files are left out; their own country's report shows the fault.

    Raises
    ------
    InvalidInputError
        The file of scores that a report carries does not fit its schema.
    """
    if library.is_carried:
        return carried_scores(library).peers
    if card.assessor or len(library.country_codes) > MOST:
        return ()
    known = set(library.country_codes)
    plans = [plan for plan in library.plans_beside(card.assessment.plan, card.rubric.id) if plan[:3] in known]
    found = (_peer_scores(library, plan, card) for plan in plans)
    return tuple(peer for peer in found if peer is not None and peer.groups)


def _peer_scores(library: Library, plan_id: str, card: Scorecard) -> Peer | None:
    try:
        other = evaluate(library.assessment(plan_id, card.rubric), card.rubric, card.weighting)
    except InvalidInputError:
        return None
    if other.is_draft:
        return None
    country, groups = other.assessment.country, dict[str, PeerScore]()
    for group in card.rubric.paradigms:
        node = other.group(group)
        if node.score is not None and node.coverage is not None:
            low, high = 0.0 if node.low is None else node.low, 1.0 if node.high is None else node.high
            groups[group] = PeerScore(score=node.score, coverage=node.coverage, low=low, high=high)
    years, footnote = other.assessment.plan.years, country.footnote or {}
    return Peer(plan=plan_id, years=years, names=country.names, footnote=footnote, groups=groups)


def carried_scores(library: Library) -> PeersFile:
    """Return what a report carries of other plans' scores; nothing where it carries none."""
    path = library.layers.file(PEERS)
    if path is None:
        return PeersFile()
    problems: list[Problem] = []
    held, _ = load(PeersFile, path, problems)
    if held is None:
        raise InvalidInputError(problems)
    return held


RECORD = "public-record"


def record_of(library: Library, card: Scorecard) -> Record | None:
    """Return the country's public record by year, as an actor that was heard and one that prevailed would count it.

    Of the frames of each kind the two furthest apart on control are taken. None without a record, without such frames,
    or for a report on a record itself. A report that is rebuilt from its files uses the record that it carries.
    """
    if library.is_carried:
        return carried_scores(library).record
    return None if card.rubric.id == RECORD else _country_record(library, card.assessment.country.iso3)


def records_of(library: Library, countries: Iterable[str]) -> dict[str, Record]:
    """Return the public record by year of each of these countries that has one, by its code; see `record_of`."""
    if library.is_carried:
        return carried_scores(library).records or {}
    found = {iso3: _country_record(library, iso3) for iso3 in countries}
    return {iso3: record for iso3, record in found.items() if record is not None}


def _country_record(library: Library, iso3: str) -> Record | None:
    if RECORD not in library.rubric_names:
        return None
    rubric = library.rubric(RECORD)
    units = [unit.unit_id for unit in library.units_of(RECORD) if unit.iso3 == iso3]
    pair = furthest_pair(rubric)
    if not units or pair is None:
        return None
    study = contrast([library.assessment(name, rubric) for name in units], rubric, pair)
    one, other = (
        {
            int(entrant.years[1]): RecordYear(score=result.score, firm=result.coverage >= rubric.grading.least_coverage)
            for entrant, result in zip(study.entrants, row, strict=True)
            if result.score is not None and result.has_weight
        }
        for row in study.verdicts
    )
    frames = (study.weightings[0].names, study.weightings[1].names)
    return Record(frames=frames, one=one, other=other)


def furthest_pair(rubric: Rubric) -> tuple[str, str] | None:
    """Return the frame of an actor that was heard and that of one that prevailed, furthest apart on control.

    Frames of which too much lies where the rubric asks nothing are left out.
    """
    every = tuple(rubric.weightings.values())
    voids = void_of(rubric, every)
    weightings = tuple(w for w, v in zip(every, voids, strict=True) if not is_void(rubric, sum(v.values())))
    lines = effective_weights(rubric, weightings)
    control = next(line for line in lines if (line.kind, line.id) == ("stance", "control"))
    shares = {w.id: share for w, share in zip(weightings, control.shares, strict=True)}
    heard, prevailed = ([w.id for w in weightings if w.prevailed is kind] for kind in (False, True))
    if not heard or not prevailed:
        return None
    return min(heard, key=lambda name: (shares[name], name)), max(prevailed, key=lambda name: (shares[name], name))
