"""Portrait of a plan: its framing, its authors and funders, its similarity to others, its change between editions.

A portrait describes and does not score. Similarity is between recorded rows, which their coders restated in their own
words. Shifts are shown next to earlier events, without any claim on causes.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from evaluator.model.assessment import Assessment
from evaluator.model.facts import TierPlacement
from evaluator.model.framing import PARTS, VOCABULARY
from evaluator.model.plan import PARADIGMS, Measure
from evaluator.model.report import PortraitChoices
from evaluator.plans.computed import paradigm_weights
from evaluator.plans.rows import rows_above

# Kinds of plan that are not editions of the country's own plan.
BESIDE = ("child-plan", "entity-plan", "amendment", "no-plan")
# Kinds of body by reach: those of the paper's transnational actors, the state's own, and local ones.
REACHES = ("transnational", "state", "local")
REACH_OF_KIND = {
    **dict.fromkeys(("io", "donor", "eu", "ngo-international"), "transnational"),
    **dict.fromkeys(("ministry", "police", "prosecution", "court", "border", "inspectorate", "service"), "state"),
    **dict.fromkeys(("local", "ngo-local"), "local"),
}
REACH_OF_FUNDER = {"state": "state", "local": "local", "donor": "transnational", "io": "transnational"}
WORD = re.compile(r"[^\W\d_]{3,}")
# English words common to all plans; they are ignored, because otherwise any two rows would have a high cosine.
COMMON = frozenset({
    "and", "are", "for", "from", "into", "its", "not", "other", "such", "than", "that", "the", "their", "them", "they",
    "this", "through", "trafficking", "which", "with",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mix:
    """Shares of the paradigms among tagged rows; a row with several paradigms counts in equal parts.

    `shares` sum to 1, or are all 0 if no row is tagged. `proposed` counts the tagged rows whose tags nobody confirmed.
    """

    shares: tuple[tuple[str, float], ...]
    tagged: int
    rows: int
    proposed: int


@dataclass(frozen=True, slots=True)
class Face:
    """Bodies, or lines of money, counted by reach: `drafted`, `paid`, `named` by measures, or `funds`.

    `unplaced` counts open groups, private bodies and those of unknown kind; shares leave them out.
    """

    what: str
    counts: tuple[tuple[str, int], ...]
    unplaced: int

    @property
    def placed(self) -> int:
        """Return the number of bodies or lines with a known reach."""
        return sum(count for _, count in self.counts)

    def share(self, reach: str) -> float | None:
        """Return the share of one reach, in [0, 1], among those with a known reach; None if there are none."""
        return dict(self.counts)[reach] / self.placed if self.placed else None


@dataclass(frozen=True, slots=True)
class CodeShown:
    """A code of the framing with its meaning, its paradigm and its passages."""

    part: str
    code: str
    meaning: str
    paradigm: str
    passages: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Twin:
    """Two rows of two plans with nearly the same text."""

    first_id: str
    second_id: str
    likeness: float


@dataclass(frozen=True, slots=True)
class Likeness:
    """The similarity of two plans by structure and by text, each in [0, 1]; None where not comparable.

    `dealt` is the mean similarity of structure if the rows of both plans are dealt at random into two plans of their
    sizes. `chance` is the share of deals, the observed one included, that are at most as similar as observed: near 0
    the plans differ more than random deals do; otherwise both could come from one set of measures.
    """

    first: str
    second: str
    structure: float | None
    dealt: float | None
    chance: float | None
    text: float | None
    compared: tuple[int, int]
    twins: tuple[Twin, ...]


@dataclass(frozen=True, slots=True)
class PortraitEvent:
    """An event recorded between two editions; `before` and `after` are the tiers, if a tier changed."""

    date: str
    kind: str
    what: str
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortraitEdition:
    """One edition of a country's plan, the events since the previous edition, and the change of its mix.

    `moved` is half the sum of absolute differences of the paradigms' shares, in [0, 1]; None for the first edition, or
    if either edition has no tagged row. `gained` and `lost` are codes of the framing, empty unless both editions have a
    framing.
    """

    plan_id: str
    start: str
    mix: Mix
    moved: float | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    events: tuple[PortraitEvent, ...]


def tagged_rows(assessment: Assessment) -> tuple[Measure, ...]:
    """Return the rows with a paradigm, except rows below a row that has a paradigm itself.

    A heading or objective with a paradigm therefore counts instead of the rows below it.
    """
    tagged = [row for row in assessment.measures if row.paradigms]
    by_id = {row.measure_id: row for row in assessment.measures}
    return tuple(row for row in tagged if not any(above.paradigms for above in rows_above(row, by_id)))


def paradigm_mix(assessment: Assessment) -> Mix:
    """Return the shares of the paradigms among the plan's tagged rows.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> mix = paradigm_mix(Library.open().assessment("MNE-2010-2011"))
    >>> mix.tagged, round(sum(share for _, share in mix.shares), 9)
    (13, 1.0)
    """
    rows = tagged_rows(assessment)
    weights = zip(PARADIGMS, paradigm_weights(rows), strict=True)
    shares = tuple((paradigm, weight / max(len(rows), 1)) for paradigm, weight in weights)
    return Mix(shares, len(rows), len(assessment.measures), sum(row.tag_status == "proposed" for row in rows))


def frame(assessment: Assessment) -> tuple[CodeShown, ...]:
    """Return the codes of the plan's framing in the order of its parts; empty if it has no framing."""
    if assessment.framing is None:
        return ()
    return tuple(
        CodeShown(
            part,
            item.code,
            VOCABULARY[part][item.code].meaning,
            VOCABULARY[part][item.code].paradigm,
            tuple((passage.source_id, passage.locator, passage.note) for passage in item.passages),
        )
        for part in PARTS
        for item in assessment.framing.part(part)
    )


def diffusion(assessment: Assessment) -> tuple[Face, ...]:
    """Return the bodies that drafted, paid for, act in and fund the plan, counted by reach. Empty counts are left out.

    A body, or a kind that stands for bodies, counts once in each face; each line of money counts once. Bodies named by
    measures are their leads, partners and those through which a lead acts.
    """
    kinds = {body.institution_id: body.kind for body in assessment.institutions}

    def reach(value: str) -> str:
        return REACH_OF_KIND.get(kinds.get(value, value), "")

    named = {
        body
        for row in assessment.measures
        for body in (*row.lead_ids, *row.partner_ids, *((row.through_id,) if row.through_id else ()))
    }
    funds = [line.funder_kind for line in assessment.money if line.funder_kind and not line.total_of]
    faces = (
        _face_by_reach("drafted", [reach(value) for value in {body.value for body in assessment.plan.drafted_by}]),
        _face_by_reach("paid", [reach(value) for value in {body.value for body in assessment.plan.paid_by}]),
        _face_by_reach("named", [reach(body) for body in named]),
        _face_by_reach("funds", [REACH_OF_FUNDER.get(kind, "") for kind in funds]),
    )
    return tuple(face for face in faces if face.placed or face.unplaced)


def _face_by_reach(what: str, reaches: Sequence[str]) -> Face:
    count = Counter(reaches)
    return Face(what, tuple((reach, count[reach]) for reach in REACHES), count[""])


def likeness(first: Assessment, second: Assessment, choices: PortraitChoices) -> Likeness:
    """Return the similarity of two plans, by the structure of their tags and by the words of their rows.

    Structure is the overlap of the two distributions over paradigm and function,
    ``sum of min(p, q)``; a row with several paradigms counts in equal parts. Text is the mean, over the
    rows of both plans, of each row's highest cosine with a row of the other plan, with words weighted by how
    rare they are in the two plans together (tf-idf); a row's words count once.

    Parameters
    ----------
    first, second : Assessment
    choices : PortraitChoices
        Least words of a row, threshold of near-identical rows, number of deals and their seed.
    """
    cells = [_tags_of_rows(first), _tags_of_rows(second)]
    structure = dealt = chance = None
    if cells[0] and cells[1]:
        structure, dealt, chance = _against_chance(cells[0], cells[1], choices)
    rows = [_rows_with_words(plan, choices.least_words) for plan in (first, second)]
    text, twins = _likeness_of_texts(rows[0], rows[1], choices.near_identical)
    return Likeness(first.plan.id, second.plan.id, structure, dealt, chance, text, (len(rows[0]), len(rows[1])), twins)


def _tags_of_rows(assessment: Assessment) -> list[dict[tuple[str, str], float]]:
    return [{(p, row.function): 1 / len(row.paradigms) for p in row.paradigms} for row in tagged_rows(assessment)]


def _against_chance(
    first: Sequence[Mapping[tuple[str, str], float]],
    second: Sequence[Mapping[tuple[str, str], float]],
    choices: PortraitChoices,
) -> tuple[float, float, float]:
    """Return the overlap, its mean over random deals of all rows, and the share of deals at most as similar."""
    names = sorted({cell for row in (*first, *second) for cell in row})
    table = np.array([[row.get(cell, 0.0) for cell in names] for row in (*first, *second)])
    size, total = len(first), table.sum(axis=0)

    def overlap(part: np.ndarray) -> float:
        return float(np.minimum(part / size, (total - part) / len(second)).sum())

    rng = np.random.default_rng(choices.seed)
    seen = overlap(table[:size].sum(axis=0))
    deals = [overlap(table[rng.permutation(len(table))[:size]].sum(axis=0)) for _ in range(choices.permutations)]
    at_most = sum(round(deal, 9) <= round(seen, 9) for deal in deals)
    return seen, float(np.mean(deals)), (at_most + 1) / (len(deals) + 1)


def _rows_with_words(assessment: Assessment, least: int) -> dict[str, frozenset[str]]:
    worded = {row.measure_id: words_of(row.text) for row in assessment.measures}
    return {measure_id: words for measure_id, words in worded.items() if len(words) >= least}


def words_of(text: str) -> frozenset[str]:
    """Return the set of words of a text in lower case, without short and common words.

    Examples
    --------
    >>> sorted(words_of("Train the police, and the POLICE only"))
    ['only', 'police', 'train']
    """
    return frozenset(word for word in WORD.findall(text.casefold()) if word not in COMMON)


def _likeness_of_texts(
    first: Mapping[str, frozenset[str]], second: Mapping[str, frozenset[str]], least: float
) -> tuple[float | None, tuple[Twin, ...]]:
    if not first or not second:
        return None, ()
    seen = Counter(word for words in (*first.values(), *second.values()) for word in words)
    rarity = {word: math.log((1 + len(first) + len(second)) / (1 + count)) + 1 for word, count in seen.items()}
    grid = {(a, b): _cosine(first[a], second[b], rarity) for a in first for b in second}
    best = [max(grid[a, b] for b in second) for a in first] + [max(grid[a, b] for a in first) for b in second]
    twins = sorted((-cosine, a, b) for (a, b), cosine in grid.items() if round(cosine, 9) >= least)
    return sum(best) / len(best), tuple(Twin(a, b, -cosine) for cosine, a, b in twins)


def _cosine(first: frozenset[str], second: frozenset[str], rarity: Mapping[str, float]) -> float:
    def squares(words: Iterable[str]) -> float:
        return sum(rarity[word] ** 2 for word in sorted(words))

    return squares(first & second) / math.sqrt(squares(first) * squares(second))


def shift(editions: Sequence[Assessment], placements: Sequence[TierPlacement] = ()) -> tuple[PortraitEdition, ...]:
    """Return a country's plans in order of start, each with the events recorded since the previous one.

    Events are memberships that began and tiers that changed between the starts of two editions, the later start
    included. The result claims only that an event came before an edition.

    Parameters
    ----------
    editions : sequence of Assessment
        Plans of one country.
    placements : sequence of TierPlacement
        Tiers; those of other countries are ignored.
    """
    ordered = sorted(editions, key=lambda plan: (plan.plan.start, plan.plan.id))
    if not ordered:
        return ()
    mixes = [paradigm_mix(plan) for plan in ordered]
    found = [PortraitEdition(ordered[0].plan.id, ordered[0].plan.start, mixes[0], None, (), (), ())]
    for at, (before, plan) in enumerate(pairwise(ordered), start=1):
        old, new = ({f"{c.part}:{c.code}" for c in frame(one)} for one in (before, plan))
        both = bool(old and new)
        events = _events_between(plan, before.plan.start, plan.plan.start, placements)
        found.append(
            PortraitEdition(
                plan.plan.id,
                plan.plan.start,
                mixes[at],
                _distance_of_mixes(mixes[at - 1], mixes[at]),
                tuple(sorted(new - old)) if both else (),
                tuple(sorted(old - new)) if both else (),
                events,
            )
        )
    return tuple(found)


def _distance_of_mixes(old: Mix, new: Mix) -> float | None:
    if not (old.tagged and new.tagged):
        return None
    return sum(abs(a - b) for (_, a), (_, b) in zip(old.shares, new.shares, strict=True)) / 2


def _events_between(
    assessment: Assessment, after: str, until: str, placements: Sequence[TierPlacement]
) -> tuple[PortraitEvent, ...]:
    first, last = int(after[:4]), int(until[:4])
    events = [
        PortraitEvent(body.start, "membership", body.body)
        for body in assessment.country.memberships
        if first < int(body.start[:4]) <= last
    ]
    tiers: dict[int, set[str]] = {}
    for row in placements:
        if row.iso3 == assessment.country.iso3 and row.year is not None:
            tiers.setdefault(row.year, set()).add(row.tier)
    for old, year in pairwise(sorted(tiers)):
        if first < year <= last and tiers[year] != tiers[old]:
            was, now = (tuple(sorted(tiers[at])) for at in (old, year))
            events.append(PortraitEvent(str(year), "tier", f"{' or '.join(was)} to {' or '.join(now)}", was, now))
    return tuple(sorted(events, key=lambda event: (event.date, event.kind, event.what)))
