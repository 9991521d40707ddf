"""From answers to frames: each respondent's points as weights of the criteria, and a group's frames with gaps filled.

Points of siblings are shares, and shares are multiplied down the tree. A list that a person did not judge takes the
mean shares of those of the group who did, drawn to even as far as their spread calls for (a James-Stein factor): even
shares would pull the mean of the group to even, and more people would not help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from evaluator.model.rubric import Rubric
from evaluator.model.survey import CHECK, EQUAL, Answer, CodeBook, CodedPage
from evaluator.scoring.matrix import Array, Mask
from evaluator.surveys.pages import stance_nodes


@dataclass(frozen=True, slots=True)
class Respondents:
    """The answers as a table: `points` has a row for each respondent and a column for each code, NaN for a blank."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    codes: tuple[str, ...]
    points: Array

    def of(self, codes: Sequence[str]) -> Array:
        """Return the columns of some codes; NaN for a code that nobody answered."""
        at = {code: k for k, code in enumerate(self.codes)}
        blank = np.full(len(self.names), np.nan)
        return np.stack([self.points[:, at[code]] if code in at else blank for code in codes], axis=1)


def respondents_of(answers: Sequence[Answer], book: CodeBook) -> Respondents:
    """Return the answers as a table, a respondent a row, in the order of their numbers."""
    groups = {answer.respondent: answer.group for answer in answers}
    names, codes = sorted(groups), sorted(book.codes)
    row, col = ({name: k for k, name in enumerate(all_)} for all_ in (names, codes))
    points = np.full((len(names), len(codes)), np.nan)
    for answer in answers:
        points[row[answer.respondent], col[answer.code]] = answer.points
    return Respondents(tuple(names), tuple(groups[name] for name in names), tuple(codes), points)


def page_shares(points: Array, rest: Array | None = None) -> tuple[Array, Mask]:
    """Return each respondent's shares of a page (they add up to 1), and who judged it; a blank is not 0.

    A blank among the areas or stances (`rest` None) counts as the mean of what was judged. On a list it counts as the
    stated figure for the rest; else as the mean if more than half was judged, else as half of the least. Who judged
    fewer than two items, or gave only zeros, did not judge the page, and has even shares.

    Examples
    --------
    >>> shares, judged = page_shares(np.array([[100, 50, np.nan], [np.nan, 40, np.nan]]))
    >>> shares.round(3).tolist(), judged.tolist()
    ([[0.444, 0.222, 0.333], [0.333, 0.333, 0.333]], [True, False])
    """
    known = ~np.isnan(points)
    count, total = known.sum(axis=1), np.where(known, points, 0.0).sum(axis=1)
    enough = count > 1
    other = total / np.maximum(count, 1)
    if rest is not None:
        least = np.where(known, points, np.inf).min(axis=1, initial=np.inf)
        half = np.where(np.isfinite(least), least, 0.0) / 2
        other = np.where(np.isnan(rest), np.where(count > points.shape[1] / 2, other, half), rest)
        enough |= ~np.isnan(rest)
    whole = np.where(known, points, other[:, None])
    sums = whole.sum(axis=1)
    judged = np.asarray(enough & (total > 0), dtype=bool)
    even = np.full(points.shape, 1 / points.shape[1])
    return np.where(judged[:, None], whole / np.where(sums > 0, sums, 1.0)[:, None], even), judged


@dataclass(frozen=True, slots=True)
class Frames:
    """Each respondent as a frame: `weights` of the criteria in the whole (they add up to 1), even where not judged.

    `judged` says for each page, by kind and node, who judged it; `straight` who gave equal points on a whole page;
    `said` and `given` how many times as much the first is worth as the last, as stated and by the points.
    """

    names: tuple[str, ...]
    groups: tuple[str, ...]
    weights: Array
    judged: dict[tuple[str, str], Mask]
    straight: Mask
    said: Array
    given: Array

    def whole(self, dealt: int) -> Mask:
        """Return who judged every page that is not a list, and as many lists as were dealt."""
        lists = [mask for (kind, _), mask in self.judged.items() if kind == "criteria"]
        others = [mask for (kind, _), mask in self.judged.items() if kind != "criteria"]
        enough = np.sum(lists, axis=0) >= dealt if lists else np.ones(len(self.groups), dtype=bool)
        return np.asarray(np.all(others, axis=0) & enough, dtype=bool)

    def rows(self, mask: Mask) -> Frames:
        """Return the frames of some respondents."""
        return Frames(
            tuple(name for name, kept in zip(self.names, mask, strict=True) if kept),
            tuple(group for group, kept in zip(self.groups, mask, strict=True) if kept),
            self.weights[mask],
            {page: judged[mask] for page, judged in self.judged.items()},
            self.straight[mask],
            self.said[mask],
            self.given[mask],
        )


def frames_of(people: Respondents, book: CodeBook, rubric: Rubric) -> Frames:
    """Return each respondent as a frame; who judged fewer than two areas is left out.

    A criterion weighs the area's share times the stance's, times its own share of its stance. Where the stances of an
    area were not judged, its list alone divides it.
    """
    read = {(page.kind, page.node): _shares_of_page(people, page) for page in book.pages}
    areas, sound = read["areas", "total"]
    weights = np.zeros((len(people.names), len(rubric.criteria)))
    place = {criterion.id: k for k, criterion in enumerate(rubric.criteria)}
    for k, area in enumerate(book.pages[0].codes.values()):
        ids = [c.id for c in rubric.criteria if rubric.paradigm_of(c.id) == area]
        local = read.get(("criteria", area), (np.full((len(people.names), len(ids)), 1 / len(ids)), None))[0]
        if ("stances", area) in read:
            local = _with_stances(local, [rubric.by_id[i].parent for i in ids], rubric, area, read["stances", area])
        weights[:, [place[i] for i in ids]] = areas[:, [k]] * local
    points = [people.of(list(page.codes)) for page in book.pages]
    said = people.of([CHECK])[:, 0]
    frames = Frames(
        people.names,
        people.groups,
        weights,
        {page: judged for page, (_, judged) in read.items()},
        np.asarray(np.any([_is_straight(page) for page in points], axis=0), dtype=bool),
        said,
        _highest_over_lowest(points[0]),
    )
    return frames.rows(sound)


def _shares_of_page(people: Respondents, page: CodedPage) -> tuple[Array, Mask]:
    rest = people.of([page.rest])[:, 0] if page.kind == "criteria" else None
    return page_shares(people.of(list(page.codes)), rest)


def _with_stances(
    local: Array, parents: Sequence[str], rubric: Rubric, area: str, stances: tuple[Array, Mask]
) -> Array:
    """Return the shares of an area's criteria with the stances' shares, for those who judged the stances."""
    shares, judged = stances
    found = local.copy()
    for s, node in enumerate(stance_nodes(rubric, area)):
        at = [k for k, parent in enumerate(parents) if parent == node]
        total = local[:, at].sum(axis=1, keepdims=True)
        inside = np.where(total > 0, local[:, at] / np.where(total > 0, total, 1.0), 1 / len(at))
        found[:, at] = np.where(judged[:, None], shares[:, [s]] * inside, local[:, at])
    return found


def _is_straight(points: Array) -> Mask:
    known = ~np.isnan(points)
    low = np.where(known, points, np.inf).min(axis=1)
    high = np.where(known, points, -np.inf).max(axis=1)
    return np.asarray((known.sum(axis=1) >= EQUAL) & (low == high), dtype=bool)


def _highest_over_lowest(points: Array) -> Array:
    """Return the highest points over the lowest above 0; NaN where fewer than two are above 0."""
    above = points > 0
    low = np.where(above, points, np.inf).min(axis=1)
    high = np.where(above, points, -np.inf).max(axis=1)
    return np.where(above.sum(axis=1) > 1, high / low, np.nan)


@dataclass(frozen=True, slots=True)
class Filled:
    """The weights of a group's members, with pages that a member did not judge filled, and what their mean rests on.

    `adds` is what each member adds to the mean, by linearisation of the ratio that fills: its mean is that of `members`
    and its spread is that of the mean, as if each row were a member on its own. `judged` is the same of the mean by
    those who judged alone, which is not drawn to even. `judges` counts, for each criterion, who judged its page.
    """

    members: Array
    adds: Array
    judged: Array
    judges: NDArray[np.int_]
    few: tuple[str, ...] = ()


def filled(frames: Frames, rubric: Rubric, least: int) -> Filled:
    """Return the weights of a group's members, with pages that a member did not judge filled from those who did.

    The shares of those who judged are weighed by what the part is worth to them. The weight of the part stays the
    member's own. A page that fewer than `least` judged keeps even shares; the areas of these are `few`.
    """
    weights, few = frames.weights.copy(), []
    made = Filled(weights, weights.copy(), weights.copy(), np.full(weights.shape[1], len(weights)))
    columns = {node: [k for k, c in enumerate(rubric.criteria) if c.parent == node] for node in rubric.nodes}
    for (kind, area), judged in frames.judged.items():
        if kind == "areas" or judged.all():
            continue
        if judged.sum() < least:
            few.append(area)
            continue
        nodes = [columns[node] for node in stance_nodes(rubric, area)]
        if kind == "stances":
            own_list = frames.judged.get(("criteria", area), np.zeros_like(judged))
            _fill_shares(made, nodes, judged, ~judged & ~own_list)
        else:
            for node in nodes:
                _fill_shares(made, [[k] for k in node], judged, ~judged)
    made.adds[:] += weights.mean(axis=0) - made.adds.mean(axis=0)
    return replace(made, few=tuple(dict.fromkeys(few)))


def _fill_shares(made: Filled, parts: Sequence[Sequence[int]], judged: Mask, missing: Mask) -> None:
    """Fill in place, for those who are missing, the shares of the parts of one whole from those who judged them."""
    weights = made.members
    sums = np.stack([weights[:, list(part)].sum(axis=1) for part in parts], axis=1)
    known = judged & (sums.sum(axis=1) > 0)
    theirs = sums[known]
    if len(theirs) < 2 or len(parts) < 2:  # noqa: PLR2004
        return
    sizes = np.array([len(part) for part in parts], dtype=np.float64)
    shares, kept = drawn_to(sizes / sizes.sum(), theirs)
    plain = theirs.sum(axis=0) / theirs.sum()
    whole = sums.sum(axis=1, keepdims=True)
    # Of those who judged each stands for so many, and the spread is that of as few.
    stands = whole[known | missing].sum() / whole[known].sum()
    stands *= np.sqrt(len(theirs) / (len(theirs) - 1) * (len(weights) - 1) / len(weights))
    by_judges = np.where(known[:, None], whole * plain + (sums - whole * plain) * stands, whole * plain)
    for k, part in enumerate(parts):
        rows, at = np.flatnonzero(missing), np.array(part)
        now = sums[missing, k : k + 1]
        weights[np.ix_(rows, at)] *= whole[missing] * shares[k] / np.where(now > 0, now, 1.0)  # 0 stays 0
        made.judged[:, at] = by_judges[:, [k]] * _inside(weights[:, at])
        made.judges[at] = np.minimum(made.judges[at], len(theirs))
        made.adds[:, at] = kept * made.judged[:, at] + (1 - kept) * weights[:, at]


def _inside(part: Array) -> Array:
    """Return the shares inside a part; of who gives it nothing those of all together."""
    whole, own = part.sum(axis=0), part.sum(axis=1, keepdims=True)
    together = whole / whole.sum() if whole.sum() else np.full(len(whole), 1 / len(whole))
    return np.where(own > 0, part / np.where(own > 0, own, 1.0), together)


def drawn_to(even: Array, theirs: Array) -> tuple[Array, float]:
    """Return the mean shares of those who judged, drawn to even as far as their spread calls for (James-Stein).

    The second number is how much of their distance from even is kept.

    `theirs` are weights in the whole, so that who gives the part more weight counts for more.

    Examples
    --------
    >>> drawn_to(np.array([0.5, 0.5]), np.array([[0.4, 0.1], [0.4, 0.1]]))[0].tolist()
    [0.8, 0.2]
    >>> drawn_to(np.array([0.5, 0.5]), np.array([[0.5, 0.0], [0.0, 0.5]]))[0].tolist()
    [0.5, 0.5]
    """
    shares = theirs.sum(axis=0) / theirs.sum()
    local = theirs / theirs.sum(axis=1, keepdims=True)
    noise = local.var(axis=0, ddof=1).sum() / len(local)
    seen = ((shares - even) ** 2).sum()
    kept = max(0.0, 1 - float(noise) / max(float(seen), 1e-12))
    return np.asarray(even + (shares - even) * kept), kept
