"""The same plans in the eyes of groups that were asked: members as a cloud, what is beyond chance, what turns.

Three questions are kept apart: would the mean of another sample order two plans alike, do the members, and do the
groups? Groups are never pooled: together they would look settled where they contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

import numpy as np

from evaluator.contrasts.effective import criterion_shares
from evaluator.contrasts.naming import listed
from evaluator.contrasts.study import Study, enough
from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Rubric
from evaluator.model.schema import column
from evaluator.model.sentence import Figure, Spoken, say, say_n, series, text_for
from evaluator.model.survey import Conflict, SurveyFile
from evaluator.scoring.card import gate_count
from evaluator.scoring.grade import band, capped, grades_of
from evaluator.scoring.matrix import Array, Mask
from evaluator.scoring.rounding import shared_out
from evaluator.scoring.tree import Tree
from evaluator.scoring.weights import LocalWeights, path_weights
from evaluator.surveys.groups import Asked, Group, conflict, distance, ends_of
from evaluator.surveys.means import commonest, firm_order, interval_of_score

BLOCK = 128  # members whose weights are computed at once
SAME = 5e-10  # scores closer than this are equal
MOST_LISTED = 40  # plans up to which every pair is listed; else those that turn
NOT_GRADED = "not graded"


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One group that was asked: how many answered, how far its members agree, and the portrait nearest to its mean."""

    group: str = column("id", "group that was asked", required=True)
    label: str = column("text", "its name")
    invited: int | None = column("integer", "persons who were asked, if known")
    organisations: int | None = column("integer", "organisations they belong to, if known")
    n: int | None = column("integer", "members who answered", required=True)
    asked_whole: int | None = column("integer", "members who judged every page they were dealt", required=True)
    straight: int | None = column("integer", "members with equal points on a whole page", required=True)
    moved: float | None = column("number", "share of weight that leaving them out moves in the mean")
    turned_without: int | None = column("integer", "pairs of plans that leaving them out turns in the mean", least=0)
    geometric: float | None = column("number", "share of weight that a geometric mean places elsewhere")
    said: float | None = column("number", "first area as many times the last, as stated: median")
    given: float | None = column("number", "the same by the points: median")
    agree_plans: float | None = column("number", "agreement of members on the order of the plans, Kendall's W")
    agree_criteria: float | None = column("number", "agreement of members on the order of criteria, Kendall's W")
    nearest: str = column("id", "portrait whose weights are nearest to the mean")
    elsewhere: float | None = column("number", "share of weight that lies elsewhere in that portrait")


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One plan in the eyes of one group: the mean, its interval, and where the members lie."""

    group: str = column("id", "group that was asked", required=True)
    plan_id: str = column("id", "plan", required=True)
    mean: float | None = column("number", "score under the mean of the members' weights")
    low: float | None = column("number", "lower end of the interval of that score; empty where too many members agree")
    high: float | None = column("number", "upper end of it")
    q05: float | None = column("number", "nine tenths of the members lie above; empty in a small group")
    q25: float | None = column("number", "three quarters of the members lie above; empty in a small group")
    q75: float | None = column("number", "three quarters of the members lie below; empty in a small group")
    q95: float | None = column("number", "nine tenths of the members lie below; empty in a small group")
    grades: str = column("text", "grades with the share of members in per cent, the best first; empty in a small group")


@dataclass(frozen=True, slots=True)
class FirmRow:
    """One pair of plans in the eyes of one group: who is ahead in other samples of it, and among its members."""

    group: str = column("id", "group that was asked", required=True)
    plan_id: str = column("id", "one plan", required=True)
    other: str = column("id", "the other plan", required=True)
    samples: float | None = column("number", "share of samples whose mean puts the first ahead", required=True)
    members: float | None = column("number", "share of members who put the first ahead; empty in a small group")
    ahead: str = column("id", "who is ahead beyond chance, all pairs allowed for; empty where it is open")
    ahead_members: str = column("id", "who is ahead for nearly all members; empty where it is open")
    across: str = column("choice", "over all groups", choices=("alike", "turned", "open"))


@dataclass(frozen=True, slots=True)
class SpreadRow:
    """One of the criteria on which the members of a group differ most."""

    group: str = column("id", "group that was asked", required=True)
    criterion: str = column("id", "criterion", required=True)
    title: str = column("text", "its short name")
    mean: float | None = column("number", "mean weight in the whole", required=True)
    sd: float | None = column("number", "standard deviation over the members", required=True)


@dataclass(frozen=True, slots=True)
class AskedFindings:
    """What the groups of a survey make of the plans of a study; `plans` are those that every group can grade."""

    asked: Asked
    plans: tuple[str, ...]
    groups: tuple[AskedRow, ...]
    members: tuple[MemberRow, ...]
    pairs: tuple[FirmRow, ...]
    spread: tuple[SpreadRow, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def turned(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of plans that one group orders one way beyond chance, and another group the other way."""
        return tuple(dict.fromkeys((row.plan_id, row.other) for row in self.pairs if row.across == "turned"))

    @property
    def alike(self) -> int:
        """Return the number of pairs that all groups order alike, beyond chance."""
        return len({(row.plan_id, row.other) for row in self.pairs if row.across == "alike"})


@dataclass(frozen=True, slots=True)
class _GroupScores:
    """The plans in the eyes of one group: scores (members or samples, plans), of the mean, and coverage of each."""

    group: Group
    members: Array
    covered: Array
    without: Array | None
    samples: Array
    mean: Array
    mean_covered: Array


def asked_findings(study: Study, asked: Asked) -> AskedFindings:
    """Return what every group of a survey makes of the plans of a study.

    Raises
    ------
    EvaluatorError
        The survey asked about another rubric, or no group may be printed.
    """
    rubric = study.rubric
    if asked.rubric.id not in (rubric.id, rubric.weightings_from):
        raise EvaluatorError(
            say("the survey %(survey)s asks about %(other)s, not %(rubric)s", survey=asked.survey.id,
                other=asked.rubric.id, rubric=rubric.id)
        )  # fmt: skip
    if not asked.groups:
        raise EvaluatorError(
            say_n(
                "no group of the survey has %(number)s answer",
                "no group of the survey has %(number)s answers",
                asked.rules.least,
            )
        )
    seen = [_scores_of_group(study, asked, group) for group in asked.groups]
    compared = np.all([enough(rubric, one.mean_covered) & ~np.isnan(one.mean) for one in seen], axis=0)
    plans = tuple(plan for plan, kept in zip(study.plan_ids, compared, strict=True) if kept)
    pairs, turned = _firm_rows(asked, seen, plans, compared)
    return AskedFindings(
        asked=asked,
        plans=plans,
        groups=tuple(_row_of_group(asked, one, compared) for one in seen),
        members=tuple(row for one in seen for row in _member_rows(study, asked, one)),
        pairs=pairs,
        spread=tuple(row for one in seen for row in _weight_spread_rows(asked, one.group)),
        conflicts=tuple(
            conflict(one, other, asked.rules, turned.get((one.id, other.id)))
            for one, other in combinations(asked.groups, 2)
        ),
    )


def local_of(asked: Rubric, weights: Array, rubric: Rubric, tree: Tree) -> LocalWeights:
    """Return weights of an asked rubric's criteria, shape (S, criteria), as the weights of siblings in a rubric.

    A rubric that takes its weightings from the asked one has its nodes; criteria of its own weigh alike inside a node.
    """
    total: dict[str, Array] = {}
    for k, criterion in enumerate(asked.criteria):
        for name in (criterion.id, *asked.ancestors(criterion.id)):
            total[name] = total.get(name, np.zeros(len(weights))) + weights[:, k]
    nothing = np.zeros(len(weights))
    nodes = np.stack([total.get(branch.id, nothing) for branch in tree.branches], axis=1)
    nodes[:, 0] = 1.0
    criteria = np.ones((len(weights), len(tree.criteria)))
    if rubric.id == asked.id:
        criteria = np.stack([total[name] for name in tree.criteria], axis=1)
    return LocalWeights(nodes, criteria)


def _scores_of_group(study: Study, asked: Asked, group: Group) -> _GroupScores:
    rubric, mean = asked.rubric, group.mean[None]
    return _GroupScores(
        group=group,
        members=_scored(study, rubric, group.members),
        covered=_covered(study, rubric, group.members),
        without=None if group.without is None else _scored(study, rubric, group.without[None])[0],
        samples=_scored(study, rubric, group.resampled(asked.rules)),
        mean=_scored(study, rubric, mean)[0],
        mean_covered=_covered(study, rubric, mean)[0],
    )


def _turned_without(one: _GroupScores, compared: Mask) -> int | None:
    """Return how many pairs of plans the mean orders the other way without members who gave equal points."""
    if one.without is None:
        return None
    gaps = [scores[compared][:, None] - scores[compared][None] for scores in (one.mean, one.without)]
    signs = [np.where(np.abs(gap) > SAME, np.sign(gap), 0) for gap in gaps]
    return int((signs[0] * signs[1] < 0).sum() // 2)


def _local_blocks(study: Study, asked: Rubric, weights: Array) -> Iterator[LocalWeights]:
    for at in range(0, len(weights), BLOCK):
        yield local_of(asked, weights[at : at + BLOCK], study.rubric, study.scores.tree)


def _scored(study: Study, asked: Rubric, weights: Array) -> Array:
    """Return the scores of all plans under weights (rows)."""
    return np.concatenate([study.scores.totals(local) for local in _local_blocks(study, asked, weights)])


def _covered(study: Study, asked: Rubric, weights: Array) -> Array:
    """Return the share of weight that is assessed in all plans under weights (rows)."""
    tree, cells = study.scores.tree, study.scores.cells
    paths = (path_weights(tree, local, cells.applicable) for local in _local_blocks(study, asked, weights))
    return np.concatenate([(path.criteria * cells.covered[None]).sum(axis=2) for path in paths])


def _row_of_group(asked: Asked, one: _GroupScores, compared: Mask) -> AskedRow:
    group, rubric = one.group, asked.rubric
    digits = asked.rules.digits(group.n)
    portraits = [frame for frame in rubric.weightings.values() if frame.survey is None]
    apart = [distance(shares, group.mean) for shares in criterion_shares(rubric, portraits)]
    near = int(np.argmin(apart)) if apart else None
    return AskedRow(
        group=group.id,
        label=group.label,
        invited=group.invited,
        organisations=group.organisations,
        n=group.n,
        asked_whole=group.asked_whole,
        straight=group.straight,
        moved=_rounded(group.moved, digits),
        turned_without=_turned_without(one, compared),
        geometric=round(distance(group.geometric, group.mean), digits),
        said=group.said,
        given=group.given,
        agree_plans=_rounded(kendall(one.members[:, compared]), digits),
        agree_criteria=_rounded(kendall(group.members), digits),
        nearest="" if near is None else portraits[near].id,
        elsewhere=None if near is None else round(apart[near], digits),
    )


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None or np.isnan(number) else round(float(number), digits) + 0.0


def kendall(judgements: Array) -> float | None:
    """Return Kendall's W, corrected for ties, of raters (rows) on things (columns); None for fewer than two of either.

    Examples
    --------
    >>> kendall(np.array([[3, 2, 1], [3, 2, 1]])), kendall(np.array([[1, 2], [2, 1.0]]))
    (1.0, 0.0)
    """
    judged = judgements[~np.isnan(judgements).any(axis=1)]
    raters, things = judged.shape
    if raters < 2 or things < 2:  # noqa: PLR2004
        return None
    ranks, ties = np.empty(judged.shape), 0.0
    for at, row in enumerate(np.round(judged, 9)):
        _, back, counts = np.unique(row, return_inverse=True, return_counts=True)
        ranks[at] = (np.cumsum(counts) - (counts - 1) / 2)[back]
        ties += float((counts**3 - counts).sum())
    spread = ((ranks.sum(axis=0) - raters * (things + 1) / 2) ** 2).sum()
    whole = raters**2 * (things**3 - things) - raters * ties
    return None if whole <= 0 else float(12 * spread / whole)


def _member_rows(study: Study, asked: Asked, one: _GroupScores) -> Iterator[MemberRow]:
    rules, n = asked.rules, one.group.n
    digits, alike = rules.digits(n), commonest(one.members)
    for p, entrant in enumerate(study.entrants):
        own, drawn = (scores[~np.isnan(scores[:, p]), p] for scores in (one.members, one.samples))
        q05, q25, q75, q95 = ends_of(own, rules, digits)
        is_told = len(drawn) and alike[p] <= max(rules.alike, 1 / n)
        ends = interval_of_score(float(one.mean[p]), drawn, one.group.degrees, rules.taken) if is_told else (None, None)
        low, high = (_rounded(end, digits) for end in ends)
        tripped = len(gate_count(study.rubric.grading.gates, entrant.outcomes).tripped)
        shares = (
            _grade_shares(study.rubric, one.members[:, p], one.covered[:, p], tripped) if n >= rules.firm_from else ""
        )
        mean = _rounded(one.mean[p], digits)
        yield MemberRow(one.group.id, entrant.plan_id, mean, low, high, q05, q25, q75, q95, shares)


def _grade_shares(rubric: Rubric, scores: Array, covered: Array, tripped: int) -> str:
    """Return the grades that members give a plan with their shares, which add up to 100 per cent."""
    grading = rubric.grading
    if grading.kind == "none":
        return ""
    firm = enough(rubric, covered) & ~np.isnan(scores)
    given = [capped(grading, band(grading, float(s)), tripped) for s in scores[firm]]
    names = (*grades_of(grading), NOT_GRADED)
    counts = [given.count(name) for name in names[:-1]] + [int((~firm).sum())]
    shares = shared_out([100 * count / len(scores) for count in counts], Decimal(100))
    return "; ".join(f"{name} {share} %" for name, share, count in zip(names, shares, counts, strict=True) if count)


def _weight_spread_rows(asked: Asked, group: Group) -> Iterator[SpreadRow]:
    rubric, digits = asked.rubric, asked.rules.digits(group.n)
    spread = group.members.std(axis=0, ddof=1)
    for k in sorted(range(len(spread)), key=lambda k: (-spread[k], rubric.criteria[k].id))[: asked.rules.spread]:
        name = rubric.criteria[k].id
        mean = round(float(group.mean[k]), digits) + 0.0
        yield SpreadRow(group.id, name, rubric.short(name), mean, round(float(spread[k]), digits))


def _firm_rows(
    asked: Asked, seen: Sequence[_GroupScores], plans: Sequence[str], compared: Mask
) -> tuple[tuple[FirmRow, ...], dict[tuple[str, str], int]]:
    """Return a row for each pair and group, and how many pairs turn between each two groups."""
    rules = asked.rules
    samples = [_share_ahead(one.samples[:, compared]) for one in seen]
    members = [_share_ahead(one.members[:, compared]) for one in seen]
    is_enough = [one.group.n >= rules.firm_from for one in seen]
    firm = [
        firm_order(one.mean[compared], one.samples[:, compared], one.group.degrees, rules.agree) * told
        for one, told in zip(seen, is_enough, strict=True)
    ]
    own = [_firm_sign(share, rules.agree) * told for share, told in zip(members, is_enough, strict=True)]
    signs = np.stack(firm)
    turned_any = (signs.max(axis=0) > 0) & (signs.min(axis=0) < 0)
    alike = (np.abs(signs.sum(axis=0)) == len(seen)) & (len(seen) > 1)
    turned = {
        (seen[a].group.id, seen[b].group.id): int((firm[a] * firm[b] < 0).sum() // 2)
        for a, b in combinations(range(len(seen)), 2)
    }
    rows = []
    for i, j in combinations(range(len(plans)), 2):
        across = "turned" if turned_any[i, j] else "alike" if alike[i, j] else "open"
        if len(plans) > MOST_LISTED and across != "turned":
            continue
        for k, one in enumerate(seen):
            digits = rules.digits(one.group.n)
            ahead, inside = ({1: plans[i], -1: plans[j]}.get(int(s[k][i, j]), "") for s in (firm, own))
            drawn = _rounded(samples[k][i, j], digits)
            said = _rounded(members[k][i, j], digits) if one.group.n >= rules.firm_from else None
            rows.append(FirmRow(one.group.id, plans[i], plans[j], drawn, said, ahead, inside, across))
    return tuple(rows), turned


def _share_ahead(scores: Array) -> Array:
    """Return the share of rows in which the plan of the row scores higher than that of the column."""
    plans = scores.shape[1]
    ahead = [(scores[:, [p]] > scores + SAME).mean(axis=0) for p in range(plans)]
    return np.array(ahead, dtype=np.float64).reshape(plans, plans)


def _firm_sign(ahead: Array, agree: float) -> Array:
    """Return 1 where nearly all members put the plan of the row ahead, -1 where that of the column, else 0."""
    return np.where(ahead >= agree, 1, np.where(agree <= ahead.T, -1, 0))


def asked_words(found: AskedFindings, lang: str = "en") -> tuple[Spoken, ...]:
    """Return by rule who was asked, what all groups say alike and what two turn round; never what a group thinks."""
    told = [_group_words(found, row, lang) for row in found.groups]
    pairs = len(found.plans) * (len(found.plans) - 1) // 2
    firm = [group for group in found.asked.groups if group.n >= found.asked.rules.firm_from]
    if len(firm) > 1 and pairs:
        told.append(
            say(
                "Of %(pairs)s pairs of plans all groups order %(alike)s alike beyond chance; %(turned)s stand one way "
                "in one group and the other way in another, each beyond chance, which no further answers would settle.",
                pairs=pairs,
                alike=found.alike,
                turned=len(found.turned),
            )
        )
    return (*told, *_source_words(found.asked.survey))


def group_label(found: AskedFindings, group: str, lang: str = "en") -> str:
    """Return the name of a group in a language, else in English."""
    declared = found.asked.survey.groups.get(group)
    own = next(row.label for row in found.groups if row.group == group)
    return text_for(declared.label, lang, own) if declared else own


def _group_words(found: AskedFindings, row: AskedRow, lang: str) -> Spoken:
    survey = found.asked.survey
    facts = series(", ", [group_label(found, row.group, lang), *filter(None, (survey.place, survey.asked_from))])
    told = {"asked": row.invited, "organisations": row.organisations, "n": row.n, "facts": facts}
    if row.invited is None:
        answered = say("%(n)s persons answered (%(facts)s); how many were asked is not recorded.", **told)
    elif row.organisations is None:
        answered = say("Of %(asked)s persons asked (%(facts)s) %(n)s answered.", **told)
    else:
        answered = say(
            "Of %(asked)s persons from %(organisations)s organisations asked (%(facts)s) %(n)s answered.", **told
        )
    own = [one for one in found.members if one.group == row.group and one.plan_id in found.plans]
    if not own:
        return answered
    low, high = (choose(rounded_score(one) for one in own) for choose in (min, max))
    least, most = (listed([one.plan_id for one in own if rounded_score(one) == end]) for end in (low, high))
    scores = {"low": Figure(low, ".2f"), "high": Figure(high, ".2f"), "least": least, "most": most}
    if low == high:
        return series(" ", [answered, say("By the mean of their weights the score is %(low)s (%(least)s).", **scores)])
    run = say("By the mean of their weights scores run from %(low)s (%(least)s) to %(high)s (%(most)s).", **scores)
    return series(" ", [answered, run])


def rounded_score(row: MemberRow) -> float:
    """Return the score under the mean as it is printed, so that what prints alike is a tie."""
    return round(row.mean or 0.0, 2)


def _source_words(survey: SurveyFile) -> Iterator[Spoken]:
    """Yield who was found how, and who holds the answers until when; what is not written is told as not written."""
    facts = [
        say("found by: %(how)s", how=survey.found_by)
        if survey.found_by
        else say("how they were found is not recorded"),
        *([say("facilitated by: %(who)s", who=survey.facilitated)] if survey.facilitated else []),
        *([say("paid: %(how)s", how=survey.paid)] if survey.paid else []),
        *([say("ethics decision: %(which)s", which=survey.ethics)] if survey.ethics else []),
        say("answers held by: %(who)s", who=survey.held_by)
        if survey.held_by
        else say("who holds the answers is not recorded"),
        *([say("deleted on: %(day)s", day=survey.deleted_on)] if survey.deleted_on else []),
    ]
    yield say(
        "Survey %(survey)s, version %(version)s: %(facts)s. This says what those who answered gave; nothing here says "
        "what others of a group hold.",
        survey=survey.id,
        version=survey.version,
        facts=series("; ", facts),
    )
