"""Groups of respondents: the frame of each as the mean of its members, how firm it is, and how far two lie apart.

Nothing here is computed of a group under the least number of members, and nothing over two groups together but their
distance: no total lets a small group be subtracted.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from evaluator.errors import EvaluatorError
from evaluator.model.conveniences import convenience
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.survey import (
    NO_GROUP,
    Answer,
    CodeBook,
    Conflict,
    GroupWeight,
    PersonWeight,
    SurveyFile,
    SurveyRules,
)
from evaluator.model.weighting import Factor, WeightEntry, Weighting, Where
from evaluator.scoring.matrix import Array
from evaluator.surveys.frames import Filled, Frames, Respondents, filled, frames_of, respondents_of
from evaluator.surveys.means import commonest, equal_means, interval_of_weights
from evaluator.surveys.pages import code_book, text_of

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # members whose distances are computed at once
FINE = 6  # decimals of a share in the weighting of a large group


@dataclass(frozen=True, slots=True)
class Group:
    """A group that may be printed: its members' weights of the criteria, with gaps filled, and its figures.

    `straight` is the number of members with equal points on a whole page, and `without` the mean
    without them (None where too few are left). `said` and `given` are the medians of how many times as
    much the first area is worth as the last, as stated and by the points. `few` are areas with too few answers to fill.
    `rests` says what the means rest on, None where every member judged all; `areas` is the area of each criterion.
    """

    id: str
    label: str
    members: Array = field(repr=False)
    asked_whole: int
    straight: int
    without: Array | None = field(repr=False)
    said: float | None
    given: float | None
    few: tuple[str, ...]
    invited: int | None = None
    organisations: int | None = None
    rests: Filled | None = field(default=None, repr=False)
    areas: tuple[str, ...] = field(default=(), repr=False)

    @property
    def n(self) -> int:
        """Return the number of members."""
        return len(self.members)

    @property
    def mean(self) -> Array:
        """Return the arithmetic mean of the members' weights, whose score is the mean of the members' scores."""
        return np.asarray(self.members.mean(axis=0))

    @property
    def moved(self) -> float | None:
        """Return the share of weight that leaving out members with equal points moves in the mean."""
        return None if self.without is None else distance(self.mean, self.without)

    @property
    def geometric(self) -> Array:
        """Return the geometric mean, rescaled; a 0 of one member makes it 0."""
        with np.errstate(divide="ignore"):
            mean = np.exp(np.log(self.members).mean(axis=0))
        return np.asarray(mean / mean.sum()) if mean.sum() else np.zeros(mean.shape)

    def resampled(self, rules: SurveyRules) -> Array:
        """Return the means of as many samples of the members, drawn with replacement, as the rules say."""
        rng = np.random.default_rng([rules.seed, zlib.crc32(self.id.encode())])
        counts = rng.multinomial(self.n, np.full(self.n, 1 / self.n), rules.resamples)
        return np.asarray(np.maximum(0.0, self.mean + (counts - 1) @ self._rests.adds / self.n))

    @property
    def _rests(self) -> Filled:
        whole = np.full(self.members.shape[1], self.n)
        return self.rests or Filled(self.members, self.members, self.members, whole)

    @property
    def degrees(self) -> int:
        """Return the degrees of freedom of a score: one less than judged a criterion, in the mean."""
        return round(float(self._rests.judges.mean())) - 1

    def interval(self, rules: SurveyRules) -> tuple[Array, Array]:
        """Return the ends of the interval of the mean of each weight; NaN where too many members say the same."""
        rests = self._rests
        spread = rests.adds.std(axis=0, ddof=1)
        ends = interval_of_weights(self.mean, spread, rests.judges, self.n, rules.taken)
        alike = commonest(self.members) > max(rules.alike, 1 / self.n)
        low, high = (np.where(alike, np.nan, end) for end in ends)
        return low, high

    def compared(self, few: Collection[str]) -> Array:
        """Return the members for a test of means: as judged, and areas with too few answers as one weight each."""
        found = self._rests.judged.copy()
        for area in few:
            at = [k for k, name in enumerate(self.areas) if name == area]
            found[:, at[0]] = found[:, at].sum(axis=1)
            found[:, at[1:]] = 0.0
        return found


@dataclass(frozen=True, slots=True, repr=False)
class Asked:
    """A survey as it was answered: its groups that may be printed, and the names of those that may not."""

    survey: SurveyFile
    rubric: Rubric
    rules: SurveyRules
    groups: tuple[Group, ...]
    hidden: tuple[str, ...]
    answered: int

    def __repr__(self) -> str:
        """Return the survey and the sizes of its groups on one line, and no answer."""
        sizes = ", ".join(f"{group.id} {group.n}" for group in self.groups)
        return f"<Survey {self.survey.id} by {self.rubric.id}: {sizes or 'no group that may be printed'}>"

    def frame(self, table: str = "groups") -> pd.DataFrame:
        """Return `groups` or `conflict` as a data frame with its declared columns.

        Returns
        -------
        pandas.DataFrame
            With these columns:

            - groups: group, n, asked_whole, criterion, mean, low_90, high_90, sd, share_zero, geometric
            - conflict: group_a, group_b, distance, within, between, p, pairs_turned
        """
        frame: pd.DataFrame = convenience("Asked.frame")(self, table)
        return frame

    def weights(self) -> tuple[GroupWeight, ...]:
        """Return the rows of groups.csv."""
        return tuple(row for group in self.groups for row in _weight_rows(group, self.rubric, self.rules))

    def conflicts(self) -> tuple[Conflict, ...]:
        """Return the rows of conflict.csv: every two groups."""
        return tuple(conflict(one, other, self.rules) for one, other in combinations(self.groups, 2))

    def weighting(self, group: Group, *, geometric: bool = False) -> Weighting:
        """Return the frame of a group as a weighting of origin `asked`: of the arithmetic mean, or the geometric."""
        return _weighting_of_group(
            group, self, group.geometric if geometric else group.mean, "geometric mean" if geometric else "mean"
        )


def asked_of(
    survey: SurveyFile, book: CodeBook, rubric: Rubric, rules: SurveyRules, answers: Sequence[Answer]
) -> Asked:
    """Return a survey as it was answered.

    Raises
    ------
    EvaluatorError
        No answer can be used, or the forms were made from other lists or criteria than stand there now.
    """
    if code_book(survey, rubric).pages != book.pages:
        raise EvaluatorError(
            f"survey {survey.id}: its lists, or the criteria of {rubric.id}, are no longer those of its forms. Put "
            "back the rubric and survey.yaml as they were, or start another survey."
        )
    people = respondents_of(answers, book)
    if not people.names:
        raise EvaluatorError(
            f"survey {survey.id} has no answer yet: read some with `evaluator survey read {survey.id} FOLDER`"
        )
    frames = frames_of(people, book, rubric)
    sizes = {name: frames.groups.count(name) for name in sorted(set(frames.groups))}
    printed = tuple(
        _group_of(survey, rubric, rules, name, frames.rows(np.array([g == name for g in frames.groups])), book.dealt)
        for name, size in sizes.items()
        if size >= rules.least
    )
    hidden = tuple(name or NO_GROUP for name, size in sizes.items() if size < rules.least)
    return Asked(survey, rubric, rules, printed, hidden, len(frames.groups))


def _group_of(survey: SurveyFile, rubric: Rubric, rules: SurveyRules, name: str, own: Frames, dealt: int) -> Group:
    made = filled(own, rubric, rules.least)
    kept = made.members[~own.straight]
    order = np.lexsort(made.members.T)  # so that no figure depends on the numbers given by lot
    rests = replace(made, members=made.members[order], adds=made.adds[order], judged=made.judged[order])
    without = None if len(kept) < rules.least else np.asarray(kept.mean(axis=0))
    declared = survey.groups.get(name)
    return Group(
        id=name or NO_GROUP,
        label=text_of(declared.label, "en") if declared else name or "no group named",
        members=rests.members,
        asked_whole=int(own.whole(dealt).sum()),
        straight=int(own.straight.sum()),
        without=without,
        said=_median_if_enough(own.said, rules.least),
        given=_median_if_enough(own.given, rules.least),
        few=made.few,
        invited=declared.invited if declared else None,
        organisations=declared.organisations if declared else None,
        rests=rests,
        areas=tuple(rubric.paradigm_of(criterion.id) for criterion in rubric.criteria),
    )


def _median_if_enough(numbers: Array, least: int) -> float | None:
    known = numbers[~np.isnan(numbers)]
    return round(float(np.median(known)), 1) if len(known) >= least else None


def members_of(people: Respondents, salt: str) -> dict[str, tuple[str, ...]]:
    """Return the members of each group as salted hashes of what they answered, in order."""
    found: dict[str, list[str]] = {}
    for group, points in zip(people.groups, people.points.tolist(), strict=True):
        found.setdefault(group or NO_GROUP, []).append(hashlib.sha256(f"{salt} {group} {points}".encode()).hexdigest())
    return {group: tuple(sorted(members)) for group, members in found.items()}


def exchanged(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many members two printings of a group differ by: who joined or who left, whichever are more.

    Examples
    --------
    >>> exchanged("abc", "abd"), exchanged("abc", "abcde"), exchanged("aab", "ab")
    (1, 2, 1)
    """
    before, now = Counter(one), Counter(other)
    return max((now - before).total(), (before - now).total())


def people_rows(people: Respondents, book: CodeBook, rubric: Rubric) -> Iterator[PersonWeight]:
    """Yield the rows of people.csv, which is private: each respondent's own frame, before anything is filled."""
    frames = frames_of(people, book, rubric)
    for name, group, weights in zip(frames.names, frames.groups, frames.weights.tolist(), strict=True):
        for criterion, weight in zip(rubric.criteria, weights, strict=True):
            yield PersonWeight(name, group, criterion.id, round(weight, 6))


def distance(one: Array, other: Array) -> float:
    """Return the share of weight that has to move from one frame to make the other.

    Examples
    --------
    >>> distance(np.array([0.5, 0.5]), np.array([0.8, 0.2])).__round__(9)
    0.3
    """
    return float(np.abs(one - other).sum() / 2)


def _weight_rows(group: Group, rubric: Rubric, rules: SurveyRules) -> Iterator[GroupWeight]:
    digits = rules.digits(group.n)
    spread, none = group.members.std(axis=0, ddof=1), (group.members == 0).mean(axis=0)
    columns = [group.mean, *group.interval(rules), spread, none, group.geometric]
    for criterion, row in zip(rubric.criteria, np.round(np.stack(columns, axis=1), digits).tolist(), strict=True):
        numbers = [None if math.isnan(number) else number for number in row]
        yield GroupWeight(group.id, group.n, group.asked_whole, criterion.id, *numbers)


def conflict(one: Group, other: Group, rules: SurveyRules, turned: int | None = None) -> Conflict:
    """Return how far two groups lie apart, and how often chance alone brings two equal means as far."""
    digits = min(rules.digits(one.n), rules.digits(other.n))
    rng = np.random.default_rng([rules.seed, zlib.crc32(f"{one.id} {other.id}".encode())])
    few = {*one.few, *other.few}
    p = equal_means(one.compared(few), other.compared(few), rules.draws, rng)
    inside = [_mean_distance(group.members, group.members) * group.n / (group.n - 1) for group in (one, other)]
    within = sum(value * group.n for value, group in zip(inside, (one, other), strict=True)) / (one.n + other.n)
    across = _mean_distance(one.members, other.members)
    return Conflict(
        group_a=one.id,
        group_b=other.id,
        distance=round(distance(one.mean, other.mean), digits),
        within=round(within, digits),
        between=round(across, digits),
        p=p,
        pairs_turned=turned,
    )


def _mean_distance(ones: Array, others: Array) -> float:
    """Return the mean distance of every one to every other; a member's own distance of 0 counts as well."""
    total = sum(np.abs(ones[at : at + CHUNK, None, :] - others[None]).sum() for at in range(0, len(ones), CHUNK))
    return float(total) / 2 / (len(ones) * len(others))


def spread_of(asked: Asked, group: Group) -> dict[str, tuple[float | None, ...]]:
    """Return where the members' shares of the whole lie, by node: lower end of nine tenths, of the half, upper ends.

    An end that a group of this size may not show is None; a group without any has no node.
    """
    rules, rubric = asked.rules, asked.rubric
    found = {}
    for node in rubric.nodes if group.n >= rules.firm_from else ():
        at = [k for k, criterion in enumerate(rubric.criteria) if node in rubric.ancestors(criterion.id)]
        found[node] = ends_of(group.members[:, at].sum(axis=1), rules, rules.digits(group.n))
    return found


def ends_of(numbers: Array, rules: SurveyRules, digits: int) -> tuple[float | None, ...]:
    """Return the lower ends of nine tenths and of the half of a group's numbers, then the upper ends.

    An end that so few numbers may not show is None.
    """
    tail = (1 - rules.interval) / 2
    wanted = [(tail, rules.fine_from), (0.25, rules.firm_from), (0.75, rules.firm_from), (1 - tail, rules.fine_from)]
    return tuple(
        round(float(np.quantile(numbers, share)), digits) + 0.0 if len(numbers) >= least else None
        for share, least in wanted
    )


def frame_id(survey: str, group: str) -> str:
    """Return the id of the weighting of a group.

    Examples
    --------
    >>> frame_id("talks-2024", "ngo")
    'asked-talks-2024-ngo'
    """
    return f"asked-{survey}-{group}"


def _weighting_of_group(group: Group, asked: Asked, mean: Array, kind: str) -> Weighting:
    if not mean.any():
        raise EvaluatorError(f"the geometric mean of {group.id} is 0 everywhere: a 0 of one member makes it so")
    survey, rubric = asked.survey, asked.rubric
    digits = FINE if group.n >= asked.rules.fine_from else asked.rules.digits(group.n)
    ground = f"{kind} of {group.n} answers, survey {survey.id} version {survey.version}"
    label = survey.groups[group.id].label if group.id in survey.groups else {"en": group.label}
    names = {lang: said.format(n=group.n, group=text_of(label, lang)) for lang, said in asked.rules.frame_name.items()}
    factors = (Factor(where=Where(yardstick=True), times=1, origin="modelled", ground="asked like all other criteria"),)
    return Weighting(
        id=frame_id(survey.id, group.id),
        rubric=rubric.id,
        titles={lang: f"{name} ({survey.id})" for lang, name in names.items()},
        short=names,
        actor=f"{group.n} persons who were asked; nobody else",
        period=" to ".join(filter(None, (survey.asked_from, survey.asked_to))),
        portrait=f"Answers of {group.n} persons. Nothing here says what others of the group hold.",
        limits=survey.found_by,
        survey=survey.id,
        asked=group.invited,
        answers=group.n,
        weights={
            parent: {child: WeightEntry(share=share, origin="asked", ground=ground) for child, share in shares.items()}
            for parent, shares in local_shares(rubric, mean, digits).items()
        },
        factors=factors if any(criterion.yardstick for criterion in rubric.criteria) else (),
        gates="cap",
    )


def local_shares(rubric: Rubric, weights: Array, digits: int) -> Mapping[str, dict[str, float]]:
    """Return the share of each child at every node, from weights in the whole, rounded to add up to 1 exactly.

    They are made from the mean of whole weights and never from mean shares of levels. A node without weight is left
    out.
    """
    total = {criterion.id: float(weight) for criterion, weight in zip(rubric.criteria, weights, strict=True)}
    for criterion in rubric.criteria:
        for node in rubric.ancestors(criterion.id):
            total[node] = total.get(node, 0.0) + total[criterion.id]
    found = {}
    for parent in (ROOT, *rubric.nodes):
        children = [child for child in rubric.children[parent] if child in total]
        whole = sum(total[child] for child in children)
        if whole <= 0:
            continue
        shares = {child: round(total[child] / whole, digits) for child in children}
        most = max(children, key=lambda child: shares[child])
        shares[most] = round(1 - sum(share for child, share in shares.items() if child != most), digits)
        found[parent] = shares
    return found
