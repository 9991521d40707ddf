"""The whole contrast: the results of every section in one frozen object, for printing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from html import escape
from itertools import pairwise, permutations
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from evaluator.contrasts.blind import BlindSpot, PartScore, blind_spots, part_scores
from evaluator.contrasts.draws.layout import Layout, layout_of, whole_tree_of
from evaluator.contrasts.draws.scene import scene_of
from evaluator.contrasts.draws.weights import Space, space_of
from evaluator.contrasts.effective import WeightLine, effective_weights
from evaluator.contrasts.flips.attain import DRAWN, AttainableRanks, attainable_ranks, is_whole, widened
from evaluator.contrasts.flips.lines import (
    JointCrossing,
    Stability,
    WeightingPath,
    crossings,
    joint_crossing,
    stability,
)
from evaluator.contrasts.flips.smallest import Flip, Norm, flip
from evaluator.contrasts.group_findings import AskedFindings, asked_findings
from evaluator.contrasts.headline.one import Headline
from evaluator.contrasts.headline.several import across_frames
from evaluator.contrasts.leave_out import LeftOut
from evaluator.contrasts.moves import Move, moves
from evaluator.contrasts.naming import (
    ASKED,
    contradiction_words,
    left_out_words,
    needs_ranks_words,
    too_many_pairs_words,
    too_many_plans_words,
    without_ranks_words,
)
from evaluator.contrasts.nearest import Neighbour, neighbours_of
from evaluator.contrasts.options import USUAL, ContrastOptions
from evaluator.contrasts.order import PartialOrder, head_to_head, pairs_of, partial_order
from evaluator.contrasts.places import places, steps
from evaluator.contrasts.ranked import ranking_words
from evaluator.contrasts.robustness import Robustness, Sampling, Tell, simulate, simulate_doubts
from evaluator.contrasts.sensitivity import SensitivityResult, sensitivity
from evaluator.contrasts.study import Study
from evaluator.contrasts.tiers import Association, TierMatch, association, match_tier
from evaluator.contrasts.turns import GapChange, turns_between
from evaluator.errors import EvaluatorError
from evaluator.model.contrast import ContrastChoices, FlipChoices
from evaluator.model.conveniences import convenience
from evaluator.model.defaults import with_rubric
from evaluator.model.facts import TierPlacement
from evaluator.model.sentence import Sentence, say
from evaluator.model.standard import Standard
from evaluator.model.weighting import Weighting
from evaluator.surveys.groups import Asked

if TYPE_CHECKING:
    import pandas as pd

RANKED = ("flips", "robustness", "levels", "sensitivity")  # sections that are empty if fewer than two plans have a rank


@dataclass(frozen=True, slots=True)
class ContrastContext:
    """Input of a contrast other than plans: standards, tiers, the leave-one-out function, and how to run chunks."""

    standards: tuple[Standard, ...] = ()
    placements: tuple[TierPlacement, ...] = ()
    left_out: Callable[[Study, str], tuple[LeftOut, ...]] | None = None
    run: Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]] = map
    tell: Tell | None = None
    asked: Asked | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """The comparison of the first weighting with another.

    It holds moves, the pairs of plans that change places, and crossings of plans on the line between the two.
    """

    before: str
    after: str
    moves: tuple[Move, ...]
    turns: tuple[GapChange, ...] = ()
    line: WeightingPath | None = None
    joint: tuple[JointCrossing, ...] = ()


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Findings:
    """The results of every section of a contrast.

    A section that was not requested, or cannot be computed, is empty or None. Results that need one weighting use the
    first of the study and cover the plans that can be ranked under it. `options` are the options of the contrast.
    `notes` state which sections could not be computed, and why.
    """

    study: Study
    options: ContrastOptions = field(default_factory=ContrastOptions)
    weights: tuple[WeightLine, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    ways: tuple[Way, ...] = ()
    spots: tuple[BlindSpot, ...] = ()
    parts: tuple[PartScore, ...] = ()
    tier_matches: tuple[TierMatch, ...] = ()
    tiers: Association | None = None
    flips: tuple[Flip, ...] = ()
    attainable: tuple[AttainableRanks, ...] = ()
    stability: tuple[Stability, ...] = ()
    robustness: Robustness | None = None
    doubts: Robustness | None = None
    order: PartialOrder | None = None
    left_out: tuple[LeftOut, ...] = ()
    sensitivity: SensitivityResult | None = None
    asked: AskedFindings | None = None
    notes: tuple[str, ...] = ()

    @property
    def example_of_turns(self) -> str:
        """Return the command that explains one pair of plans between two frames; any others may take their place."""
        named = (*self.study.plan_ids[:2], "--frames", self.base.id, self.study.weightings[-1].id)
        return f"evaluator explain {' '.join(named)}{with_rubric(self.study.rubric.id)}"

    def __repr__(self) -> str:
        """Return the study and the sections with results, short enough for a notebook cell."""
        return f"<Findings in {', '.join(self.options.sections)} of {self.study!r}>"

    def _repr_html_(self) -> str:
        """Return an HTML view for a notebook: the first sentences for a reader, and the table of the study."""
        return "".join(f"<p>{escape(str(one))}</p>" for one in self.headline) + self.study._repr_html_()

    def frame(self, table: str) -> pd.DataFrame:
        """Return one table of the contrast as a data frame with its declared columns.

        Parameters
        ----------
        table : str
            The name of a table with the columns that `Study.frame` lists; its section must be among the requested ones.

        Raises
        ------
        UnknownNameError
            There is no such table.
        EvaluatorError
            Its section was not requested, or cannot be computed for these plans; the message gives the reason.
        """
        frame: pd.DataFrame = convenience("Findings.frame")(self, table)
        return frame

    @property
    def base(self) -> Weighting:
        """Return the base weighting, with which the others are compared: the first."""
        return self.study.weightings[0]

    def finding(self, *, ranks: bool = True) -> Headline:
        """Return the opening finding of a report under all weightings of the study; without `ranks` it omits ranks."""
        return across_frames(self.study, self.sensitivity, self.order, ranks=ranks)

    @property
    def headline(self) -> tuple[Sentence, ...]:
        """Return the first sentences for a reader: whether the plans' order is firm, and which plans can be ranked."""
        verdict = () if self.order is None else (self.order.verdict,)
        return (*verdict, *ranking_words(self.study))

    @property
    def whole(self) -> bool:
        """Return whether attainable ranks use every unit in which some plan has a value, so that none was dropped."""
        return not any(one.dropped for one in self.attainable)


@dataclass(slots=True)
class _Making:
    """A contrast in progress: the results computed so far, and notes on sections that cannot be computed."""

    study: Study
    options: ContrastOptions
    beside: ContrastContext
    found: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    simulated: Robustness | None = None

    @property
    def base(self) -> Weighting:
        return self.study.weightings[0]

    @property
    def choices(self) -> ContrastChoices:
        if self.study.rubric.contrast is None:
            raise EvaluatorError(
                say(
                    "the rubric %(rubric)s states no choices for it; add `contrast:` to its rubric.yaml",
                    rubric=self.study.rubric.id,
                )
            )
        return self.study.rubric.contrast

    @property
    def sampling(self) -> Sampling:
        own = self.choices
        draws = own.draws if self.options.draws is None else self.options.draws
        seed = own.seed if self.options.seed is None else self.options.seed
        return Sampling(draws, seed, own.rank_interval)

    def space(self, layout: Layout) -> Space:
        options = self.options
        around = options.concentration or (self.choices.concentration if options.around else None)
        walking = self.choices.hit_and_run
        return space_of(
            layout,
            walking,
            nested=options.nested,
            concentration=around,
            rules=options.parsed_rules,
            seed=self.sampling.seed,
        )

    def drawn(self) -> Robustness | None:
        """Return the ranks over drawn weights, simulated once; None where the rubric states no choices for draws."""
        if self.study.rubric.contrast is None:
            return None
        if self.simulated is None:
            layout = layout_of(self.study, self.base, nested=self.options.nested)
            space, beside = self.space(layout), self.beside
            self.simulated = simulate(layout, space, self.sampling, run=beside.run, tell=beside.tell)
        return self.simulated

    def drawn_ahead(self, pair: tuple[str, str]) -> bool:
        """Return whether the first plan of the pair is ahead of the second in any draw."""
        drawn = self.drawn()
        if drawn is None:
            return False
        one, other = (drawn.plan_ids.index(plan) for plan in pair)
        return bool(drawn.wins[one, other] > 0)

    def ahead(self, pair: tuple[str, str], weighting_id: str) -> bool:
        """Return whether the first plan leads under a weighting, or at some point on the way to it from another one."""
        lead = self.study.lead(pair, weighting_id)
        ways: tuple[Way, ...] = self.found.get("ways", ())
        crossed = [c for way in ways if way.after == weighting_id and way.line for c in way.line.crossings]
        return (lead or 0) > 0 or any((c.behind, c.ahead) == pair for c in crossed)


def findings_of(
    study: Study, options: ContrastOptions | None = None, beside: ContrastContext | None = None
) -> Findings:
    """Return the results of every section requested.

    A section that cannot be computed (one plan alone, no common weight) stays empty and adds a note.

    Raises
    ------
    EvaluatorError
        Rules conflict, or the only section requested cannot be computed.
    """
    making = _Making(study, options or ContrastOptions(), beside or ContrastContext())
    sections = making.options.sections
    if making.options.rules:
        making.space(layout_of(study, making.base, nested=making.options.nested))  # raises an error if rules conflict
    rankless_ones = _rankless_sections(making)
    for section in sections:
        if section in rankless_ones:
            continue
        try:
            if section in _MAKERS:
                _MAKERS[section](making)
        except EvaluatorError as error:
            if len(sections) == 1 or making.options.rules:
                raise
            making.notes.append(left_out_words(section, error))
    return Findings(study, making.options, notes=tuple(making.notes), **making.found)


def _rankless_sections(making: _Making) -> list[str]:
    """Return the requested sections on ranks if fewer than two plans have one, and note that they are empty.

    Else return nothing.
    """
    study, sections = making.study, making.options.sections
    ranked = [section for section in sections if section in RANKED]
    if len(study.rankable(making.base.id)) > 1:
        return []
    if len(study.entrants) > 1 and ranked:
        making.notes.append(without_ranks_words(ranked, making.base.id))
    elif sections != USUAL:
        making.notes += [needs_ranks_words(section) for section in ranked]
    return ranked


def _make_weights(making: _Making) -> None:
    making.found["weights"] = effective_weights(making.study.rubric, making.study.weightings)


def _make_neighbours(making: _Making) -> None:
    if len(making.study.weightings) == 1 and len(making.options.sections) == 1:
        raise EvaluatorError(say("one frame alone has no neighbours; name a second one, or all of the rubric"))
    making.found["neighbours"] = neighbours_of(making.study)


def _ways_between_frames(making: _Making) -> tuple[Way, ...]:
    """Return the moves and turns to every other weighting, computed once; no turns for too many plans."""
    if "ways" in making.found:
        return tuple(making.found["ways"])
    study, base = making.study, making.base.id
    few = _plans_are_few(making)
    return tuple(
        Way(base, w.id, moves(study, base, w.id), turns_between(study, base, w.id) if few else ())
        for w in study.weightings[1:]
    )


def _plans_are_few(making: _Making) -> bool:
    """Return whether plans are few enough to look at every pair; else note that they are not."""
    most = flip_choices(making.study).swaps
    if len(making.study.entrants) <= most:
        return True
    making.notes = list(dict.fromkeys([*making.notes, too_many_pairs_words(most)]))
    return False


def _make_blind_spots(making: _Making) -> None:
    rubric = making.study.rubric
    if not rubric.has_codings:
        return
    making.found["spots"] = blind_spots(rubric, rubric.weighting(rubric.reference_weighting), making.beside.standards)
    making.found["parts"] = part_scores(making.study, making.base.id)
    placements = making.beside.placements
    if placements and (how := making.choices.tiers) is not None:
        entrants = making.study.entrants
        matches = making.found["tier_matches"] = tuple(match_tier(one.assessment, placements) for one in entrants)
        making.found["tiers"] = association(rubric, making.base, entrants, matches, how, making.sampling.seed)


def _make_flips(making: _Making) -> None:
    study, options = making.study, making.options
    choices = flip_choices(study)
    layout = layout_of(study, making.base, nested=options.nested)
    if _plans_are_few(making):
        making.found["ways"] = tuple(_way_with_crossings(study, way) for way in _ways_between_frames(making))
        making.found["stability"] = stability(study, making.base.id)
    if layout.tree.additive and not layout.shrinks:
        making.found["flips"] = _flips_to_tell(making, layout)
    if len(layout.plan_ids) > choices.ranks:
        making.notes.append(too_many_plans_words(choices.ranks))
        return
    try:
        found = attainable_ranks(layout, rules=options.parsed_rules, within=options.within)
    except EvaluatorError as error:
        making.notes.append(left_out_words("flips", error))
        return
    making.found["attainable"] = widened(found, layout.plan_ids, _ranks_by_source(making, layout))


def flip_choices(study: Study) -> FlipChoices:
    """Return up to how many plans changes of order are looked for, as the rubric states it."""
    return study.rubric.contrast.flips if study.rubric.contrast else FlipChoices()


def _flips_to_tell(making: _Making, layout: Layout) -> tuple[Flip, ...]:
    """Return the flips of the chosen pairs of plans.

    Flips that use fewer criteria than the scores, and seem to contradict other results, are left out and counted in a
    note.
    """
    study, options = making.study, making.options
    told, silent = [], 0
    for winner, loser in _pairs_to_flip(study, making.base.id):
        found = [
            flip(layout, winner, loser, norm=norm, rules=options.parsed_rules, within=options.within)
            for norm in get_args(Norm)
        ]
        kept = [one for each in found if (one := _flip_beside_other_frames(making, each)) is not None]
        told += kept
        silent += not kept
    if silent:
        making.notes.append(contradiction_words(silent))
    return tuple(told)


def _flip_beside_other_frames(making: _Making, one: Flip) -> Flip | None:
    """Return the flip completed with the results of other weightings; None where it would contradict them."""
    study, base = making.study, making.base.id
    pair = (one.winner, one.loser)
    towards = tuple(w.id for w in study.weightings if making.ahead(pair, w.id))
    if not one.dropped:
        return replace(one, despite=towards) if one.size is None else one
    lead = study.lead(pair, base)
    if (
        one.gap is None
        or lead is None
        or (steps(np.array(one.gap)) > 0)
        or (steps(np.array(-one.gap)) > 0) != (lead < 0)
    ):
        return None
    if one.size is None and (towards or making.drawn_ahead(pair)):
        return None
    return replace(one, shared=study.shared(pair))


def _ranks_by_source(making: _Making, layout: Layout) -> dict[str, list[tuple[int, int]]]:
    """Return the best and the worst rank of each plan by source.

    Sources are each weighting that ranks all of them, and the draws.
    """
    seen = {}
    for weighting in making.study.weightings:
        row = {v.plan_id: v for v in making.study.row(weighting.id)}
        own = [row[plan] for plan in layout.plan_ids]
        if all(v.rankable for v in own):
            ranks = places(np.array([[v.score for v in own]], dtype=np.float64))[0]
            seen[weighting.id] = [(int(rank), int(rank)) for rank in ranks]
    drawn = None if is_whole(layout) else making.drawn()
    if drawn is not None:
        there = [np.flatnonzero(row) for row in drawn.reached]
        seen[DRAWN] = [(int(at[0]) + 1, int(at[-1]) + 1) for at in there]
    return seen


def _pairs_to_flip(study: Study, weighting_id: str) -> list[tuple[str, str]]:
    """Return pairs (winner, loser) to compute flips for.

    For a few plans this is every pair in which the loser now ranks higher; else each plan over the one before it.
    """
    order = [v.plan_id for v in study.ranking(weighting_id) if v.rankable]
    place = {plan: at for at, plan in enumerate(order)}
    if len(order) <= flip_choices(study).every_pair:
        return [(a, b) for a, b in permutations(order, 2) if place[a] > place[b]]
    return [(low, high) for high, low in pairwise(order)]


def _way_with_crossings(study: Study, way: Way) -> Way:
    before, after = way.before, way.after
    line = crossings(study, before, after)
    pairs = dict.fromkeys(tuple(sorted((c.ahead, c.behind))) for c in line.crossings)
    found = (joint_crossing(study, (a, b), before, after) for a, b in pairs)
    joint = tuple(j for j in found if _orders_as_scores(study, j, before, after))
    return replace(way, line=line, joint=joint)


def _orders_as_scores(study: Study, joint: JointCrossing, before: str, after: str) -> bool:
    """Return whether, at both ends of the line, the joint criteria order the two plans as their scores do."""
    pair = (joint.one, joint.other)
    ends = ((joint.before, study.lead(pair, before)), (joint.after, study.lead(pair, after)))
    return all(own is not None and lead is not None and round(own, 9) * lead > 0 for own, lead in ends)


def _make_robustness(making: _Making) -> None:
    beside = making.beside
    making.found["robustness"] = making.drawn()
    whole = whole_tree_of(making.study, making.base, nested=making.options.nested)
    scene = scene_of(making.study, whole, making.space(whole), making.choices)
    varied = making.options.doubts or scene.doubts
    making.found["doubts"] = simulate_doubts(scene, varied, making.sampling, run=beside.run, tell=beside.tell)


def _make_order(making: _Making) -> None:
    if "robustness" not in making.found:
        _make_robustness(making)
    pairs = pairs_of(making.study, making.base, nested=making.options.nested)
    found = head_to_head(pairs, making.space(pairs.layout), making.sampling)
    drawn = [making.found[name] for name in ("robustness", "doubts") if name in making.found]
    making.found["order"] = partial_order(making.study, found, drawn, making.base.id, making.choices.dominance)


def _make_left_out(making: _Making) -> None:
    if making.beside.left_out is not None:
        making.found["left_out"] = making.beside.left_out(making.study, making.base.id)


def _make_sensitivity(making: _Making) -> None:
    whole = whole_tree_of(making.study, making.base, nested=making.options.nested)
    scene = scene_of(making.study, whole, making.space(whole), making.choices)
    own = making.choices.sensitivity
    making.found["sensitivity"] = sensitivity(scene, own, making.sampling.seed, making.options.doubts)


def _make_group_findings(making: _Making) -> None:
    if making.beside.asked is None:
        raise EvaluatorError(say("it needs a survey: name one with --survey"))
    making.found["asked"] = making.found.get("asked") or asked_findings(making.study, making.beside.asked)


# A section that is not among them prints what the study itself holds.
_MAKERS: dict[str, Callable[[_Making], None]] = {
    "weights": _make_weights,
    "nearest": _make_neighbours,
    "moves": lambda making: making.found.update(ways=_ways_between_frames(making)),
    "blind-spot": _make_blind_spots,
    "flips": _make_flips,
    "robustness": _make_robustness,
    "levels": _make_order,
    "leave-one-out": _make_left_out,
    "sensitivity": _make_sensitivity,
    **dict.fromkeys(ASKED, _make_group_findings),
}
