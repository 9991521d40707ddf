"""Several plans under every frame as the rows of one block: who is drawn, and what may be said of places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from evaluator.contrasts.effective import effective_weights, one_text
from evaluator.contrasts.frame_block import FrameRow, frame_row
from evaluator.contrasts.places import Counts, places
from evaluator.contrasts.study import Study
from evaluator.contrasts.turns import pulls
from evaluator.model.block import Block, Row, Title, Where, count, most
from evaluator.model.sentence import DIGITS, Figure, Sentence, Spoken, say, say_alike, say_n, series, text_for
from evaluator.scoring.grade import rounded
from evaluator.scoring.matrix import Array

PREVAILED, HEARD, OTHERS = "prevailed", "heard", "others"
MOST_COLUMNS = 8  # columns of places that a page has room for
NAMED, REASONS = 3, 2  # plans and criteria that a sentence names
LEAST_PULL = 0.0005  # of a score; what pulls less than prints is no reason
LEAST_PLACES = 3  # what counts as a move where the rubric does not say
STATES: Mapping[str, Sentence | None] = {
    "placed": None,
    "alone": say_alike("without a place: %(number)s, as no other has enough for one", 2),
    "unplaced": say_alike("without a place: %(number)s of which too little is assessed", 2),
    "range": say_alike("without a place: %(number)s of which only a range is known", 2),
    "void": say_alike("without a place: %(number)s, as too much of the frame lies where nothing is asked", 2),
}
PAIRS: Mapping[str, Sentence | None] = {"kept": None, "turned": None, "tied": None}
ORDINALS = (
    say("first"), say("second"), say("third"), say("fourth"), say("fifth"), say("sixth"),
    say("seventh"), say("eighth"), say("ninth"), say("tenth"), say("eleventh"), say("twelfth"),
)  # fmt: skip
HEADS = (
    say("First"), say("Second"), say("Third"), say("Fourth"), say("Fifth"), say("Sixth"),
)  # fmt: skip
COUNTS = (
    say("two"), say("three"), say("four"), say("five"), say("six"), say("seven"),
    say("eight"), say("nine"), say("ten"), say("eleven"), say("twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """A frame as a column: its names, who counts so, its share of control, and whether its actor's view prevailed.

    `one_text` is its share on the text of one observer.
    """

    id: str
    name: str
    head: str
    who: str
    control: float | None
    group: str
    used: bool
    one_text: float | None = None


@dataclass(frozen=True, slots=True)
class PlaceCell(FrameRow):
    """One plan under one frame, with its place among the plans that are compared; None where there is none."""

    frame: str = ""
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class PlaceRow(Row):
    """One plan under every frame of the study; its score under the frame used is the value.

    `shown` are its places in the columns that are drawn, `best` and `worst` the ends of them, `fall` how
    far the last lies below the first. `peak` and `bottom` are those under all frames that give places, `steady`
    counts the places between. `passed` is the largest number of others that it clearly passes between two actors.
    """

    cells: tuple[PlaceCell, ...] = ()
    shown: tuple[int, ...] = ()
    best: int | None = None
    worst: int | None = None
    fall: int | None = None
    peak: int | None = None
    bottom: int | None = None
    steady: int | None = None
    passed: int = 0


@dataclass(frozen=True, slots=True)
class PairRow(Row):
    """Two plans under all frames that give places; the first is ahead wherever the order is kept."""

    ahead: str = ""
    behind: str = ""


PlaceBlock = Block[PlaceRow]


@dataclass(frozen=True)
class Places:
    """The plans under every frame: a row a plan, and the frames that give places, by their share of control.

    `columns` give each plan that is ranked under the frame used a place; `drawn` are those of them that are drawn, by
    their place among the columns: one of each run of actors that place alike. `least` places are a move.
    """

    study: Study
    block: PlaceBlock
    frames: tuple[Column, ...]
    columns: tuple[Column, ...]
    drawn: tuple[int, ...]
    least: int

    @property
    def shown(self) -> tuple[Column, ...]:
        """Return the columns that are drawn."""
        return tuple(self.columns[at] for at in self.drawn)

    @property
    def placed(self) -> tuple[PlaceRow, ...]:
        """Return the plans that have a place, the best under the frame used first."""
        rows = self.block.in_state("placed")
        return tuple(sorted(rows, key=lambda row: (-rounded(row.value or 0.0), row.name)))

    def cell(self, row: PlaceRow, column: Column) -> PlaceCell:
        """Return the cell of a plan under a frame."""
        return next(cell for cell in row.cells if cell.frame == column.id)

    @property
    def pair(self) -> tuple[Column, Column] | None:
        """Return two frames to compare: the heard and the prevailing actor furthest apart on control.

        Without such a pair, the frames with least and most weight on control or, in a rubric without stances, the frame
        used and the one whose scores lie furthest from it; None with fewer than two frames.
        """
        told = self.columns or tuple(
            c for c in self.frames if any(self.cell(r, c).value is not None for r in self.block.rows)
        )
        heard, prevailed = ([c for c in told if c.group == group] for group in (HEARD, PREVAILED))
        if heard and prevailed:
            return heard[0], prevailed[-1]
        if len(told) < 2:  # noqa: PLR2004  (a pair)
            return None
        if told[0].control is not None:
            return told[0], told[-1]
        used = next((column for column in told if column.used), told[0])
        return used, max((c for c in told if c != used), key=lambda c: self._apart(used, c))

    def _apart(self, one: Column, other: Column) -> float:
        cells = [(self.cell(row, one).value or 0.0, self.cell(row, other).value or 0.0) for row in self.block.rows]
        return rounded(sum(abs(a - b) for a, b in cells))

    @property
    def mover(self) -> PlaceRow | None:
        """Return the plan that actors put before most others and after them; None where no place turns clearly."""
        found = most(self.block, "passed", "placed")
        rows = [self.block.row(name) for name in found.ids]
        if not rows or not rows[0].passed or rows[0].passed < min(self.least, found.of - 1):
            return None
        return min(rows, key=lambda row: ((row.best or 0) - (row.worst or 0), row.name))

    def moved(self, way: int) -> tuple[PlaceRow, ...]:
        """Return who falls (1) or rises (-1) by enough places from the first column drawn to the last, most first."""
        if any(column.control is None for column in self.shown):
            return ()
        far = [row for row in self.placed if way * (row.fall or 0) >= self.least]
        return tuple(sorted(far, key=lambda row: (-way * (row.fall or 0), row.name)))

    def note(self) -> Spoken:
        """Return which frames are not drawn, and what lies outside of the places that are."""
        ranks = [[self.cell(row, column).rank for row in self.placed] for column in self.columns]
        actors = [at for at, column in enumerate(self.columns) if at in self.drawn or column.group != OTHERS]
        alike = [at for at in actors if at not in self.drawn and ranks[at] in [ranks[k] for k in self.drawn]]
        rest = [column for at, column in enumerate(self.columns) if at not in {*self.drawn, *alike}]
        none = len(self.frames) - len(self.columns)
        told: list[Spoken] = []
        if alike:
            told.append(say_n("%(number)s other places alike", "%(number)s others place alike", len(alike)))
        if rest:
            mover = self.mover
            said = say_n("%(number)s is not drawn", "%(number)s are not drawn", len(rest))
            if mover and (mover.peak, mover.bottom) != (mover.best, mover.worst):
                ends = sorted(self.cell(mover, column).rank or 0 for column in rest)
                said = say_n(
                    "%(number)s is not drawn (%(plan)s there: %(places)s)",
                    "%(number)s are not drawn (%(plan)s there: %(places)s)",
                    len(rest), plan=mover.name, places="–".join(dict.fromkeys(str(end) for end in (ends[0], ends[-1]))),
                )  # fmt: skip
            told.append(said)
        if none:
            told.append(say_n("%(number)s gives no place", "%(number)s give no place", none))
        return series("; ", told)


def frame_columns(study: Study, lang: str = "en") -> tuple[Column, ...]:
    """Return the frames of a study as columns, by their share of control."""
    lines = effective_weights(study.rubric, study.weightings)
    text = one_text(study.rubric, lines)
    shares = next(line.shares for line in lines if (line.kind, line.id) == ("stance", "control"))
    found = [
        Column(
            frame.id, text_for(frame.names, lang, frame.id), frame.headed(lang), frame.said(lang),
            shares[at] if study.rubric.has_stances else None,
            OTHERS if frame.prevailed is None else PREVAILED if frame.prevailed else HEARD, at == 0,
            text[1][at] if text else None,
        )
        for at, frame in enumerate(study.weightings)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda column: (rounded(column.control or 0.0), column.name)))


def plan_places(study: Study, lang: str = "en", labels: Mapping[str, str] | None = None) -> Places:
    """Return every plan of a study under every frame; `labels` names plans by their ids.

    A plan has a place if it is ranked under the frame used, and places count these plans alone; a frame that cannot
    rank each of them gives none. Drawn are frames of actors, where there are two, and the frame used.
    """
    frames = frame_columns(study, lang)
    plans = [at for at, one in enumerate(study.verdicts[0]) if one.rank is not None]
    columns = tuple(c for c in frames if plans and all(study.row(c.id)[at].rank is not None for at in plans))
    scores = np.array([[study.row(c.id)[at].score for at in plans] for c in columns], dtype=np.float64)
    taken = places(scores.reshape(len(columns), len(plans)))
    passed = _passed(study, columns, scores)
    own = [at for at, column in enumerate(columns) if column.group != OTHERS or column.used]
    runs = _runs(own if len(own) > 2 else range(len(columns)), columns, taken)  # noqa: PLR2004  (two actors beside the frame used)
    widest = int(np.argmax(np.ptp(taken, axis=0))) if taken.size else 0
    drawn = _few(runs, [int(end) for end in (np.argmin(taken[:, widest]), np.argmax(taken[:, widest]))] if runs else ())
    rows = []
    for at, name in enumerate(study.plan_ids):
        ranks = taken[:, plans.index(at)].tolist() if at in plans else []
        by_frame = {column.id: rank for column, rank in zip(columns, ranks, strict=False)}
        row = _place_row(study, at, (labels or {}).get(name, name), frames, by_frame)
        if ranks and drawn:
            row = _with_places(row, ranks, [ranks[k] for k in drawn])
        rows.append(replace(row, passed=int(passed[plans.index(at)]) if at in plans and len(passed) else 0))
    chosen = study.rubric.report.finding if study.rubric.report else None
    block = Block.of("places", STATES, rows, asked=study.plan_ids)
    return Places(study, block, frames, columns, drawn, chosen.least_places if chosen else LEAST_PLACES)


def _place_row(study: Study, at: int, name: str, frames: Sequence[Column], ranks: Mapping[str, int]) -> PlaceRow:
    cells = []
    for column in frames:
        row = frame_row(study.rubric, study.row(column.id)[at], column.name, column.control, used=column.used)
        own = {field: getattr(row, field) for field in row.__dataclass_fields__}
        cell = PlaceCell(**{**own, "id": f"{study.plan_ids[at]}|{column.id}"}, frame=column.id)
        cells.append(replace(cell, rank=ranks.get(column.id)))
    used = next(cell for cell, column in zip(cells, frames, strict=True) if column.used)
    first = study.verdicts[0][at]
    state = "placed" if ranks else "alone" if first.rankable else "unplaced"
    if state == "unplaced" and first.state in ("range", "void"):
        state = first.state
    return PlaceRow(study.plan_ids[at], name, state, used.value, used.low, used.high, used.told, cells=tuple(cells))


def _with_places(row: PlaceRow, ranks: Sequence[int], shown: Sequence[int]) -> PlaceRow:
    return replace(
        row, shown=tuple(shown), best=min(shown), worst=max(shown), fall=shown[-1] - shown[0],
        peak=min(ranks), bottom=max(ranks), steady=max(ranks) - min(ranks),
    )  # fmt: skip


def _passed(study: Study, columns: Sequence[Column], scores: Array) -> Counts:
    """Return how many others each plan passes between two actors: ahead for one, behind for the other, clearly."""
    chosen = study.rubric.report.finding if study.rubric.report else None
    actors = [at for at, column in enumerate(columns) if column.group != OTHERS]
    if chosen is None or len(actors) < 2 or scores.shape[1] < 2:  # noqa: PLR2004  (to be compared)
        return np.zeros(scores.shape[1] if scores.size else 0, dtype=int)
    own = scores[actors]
    gaps = own[:, :, None] - own[:, None, :]
    ahead, behind = (np.rint(way * gaps * 1e9) >= round(chosen.least_move * 1e9) for way in (1, -1))
    return np.asarray(np.einsum("fpq,gpq->pfg", ahead.astype(int), behind.astype(int)).max(axis=(1, 2)))


def _runs(own: Sequence[int], columns: Sequence[Column], taken: Counts) -> list[int]:
    """Return one of each run of columns that place all plans alike: the frame used, else the first, and both ends."""
    runs: list[list[int]] = []
    for at in own:
        if runs and (taken[at] == taken[runs[-1][0]]).all():
            runs[-1].append(at)
        else:
            runs.append([at])
    found = [next((at for at in run if columns[at].used), run[0]) for run in runs]
    return sorted({own[0], *found[1:-1], own[-1]}) if len(runs) > 1 else found


def _few(runs: Sequence[int], kept: Sequence[int]) -> tuple[int, ...]:
    """Return at most eight of the columns: both ends, those to be kept, and others at even distances."""
    if len(runs) <= MOST_COLUMNS:
        return tuple(runs)
    last = len(runs) - 1
    ends = [runs[0], runs[-1], *(at for at in kept if at in runs)]
    even = [runs[round(place * last / (MOST_COLUMNS - 1))] for place in range(MOST_COLUMNS)]
    return tuple(sorted(list(dict.fromkeys([*ends, *even]))[:MOST_COLUMNS]))


def ordinal(number: int) -> Spoken | str:
    """Return a place in a word, beyond the twelfth in figures.

    Examples
    --------
    >>> ordinal(10), ordinal(40)
    ('tenth', '40')
    """
    return ORDINALS[number - 1] if number <= len(ORDINALS) else str(number)


def headed_ordinal(number: int) -> Sentence:
    """Return a place in a word with a capital, beyond the sixth in figures."""
    return HEADS[number - 1] if number <= len(HEADS) else say("Place %(number)s", number=number)


def counted(number: int) -> Spoken | str:
    """Return a number in a word, beyond twelve in figures."""
    return COUNTS[number - 2] if 1 < number <= len(COUNTS) + 1 else str(number)


def places_title(found: Places) -> Title:
    """Return whose place turns most, and between which places; else that the order, or the first place, holds."""
    block, mover = found.block, found.mover
    placed = count(block, Where("state", "=", "placed"), "placed")
    if mover is not None:
        return Title(
            say(
                "%(high)s of %(all)s for one, %(low)s for another: where %(plan)s stands depends on who is counting",
                high=headed_ordinal(mover.best or 0), low=ordinal(mover.worst or 0), all=counted(placed.number),
                plan=mover.name,
            ),
            (most(block, "passed", "placed"), placed),
        )  # fmt: skip
    still = count(block, Where("steady", "=", 0), "placed")
    if still.number == placed.number > 1:
        return Title(say("The order stays the same, whoever is counting"), (still, placed))
    first = count(block, Where("bottom", "=", 1), "placed")
    if first.number == 1:
        name = block.row(first.ids[0]).name
        return Title(say("%(plan)s comes first of %(all)s, whoever is counting", plan=name, all=counted(placed.number)),
                     (first, placed))  # fmt: skip
    return Title(say("No place turns clearly, whoever is counting"), (placed,))


def for_whom(found: Places) -> Sentence | None:
    """Return for whom the plan that moves most stands best and worst; None where none moves enough."""
    mover = found.mover
    if mover is None:
        return None
    own = [column for column in found.columns if column.group != OTHERS or column in found.shown]
    best, worst = (
        next(c.who for c in sorted(own, key=lambda c: (way * (c.control or 0.0), c.name))
             if found.cell(mover, c).rank == end)
        for end, way in ((mover.best, 1 if (mover.fall or 0) >= 0 else -1),
                         (mover.worst, -1 if (mover.fall or 0) >= 0 else 1))
    )  # fmt: skip
    return say(
        "%(high)s for %(best)s; %(low)s for %(worst)s: same evidence, same ratings.",
        high=headed_ordinal(mover.best or 0), best=best, low=ordinal(mover.worst or 0), worst=worst,
    )  # fmt: skip


def move_words(rows: Sequence[PlaceRow]) -> Spoken:
    """Return from which place to which each of some plans goes."""
    told = [
        say("%(plan)s goes from %(first)s to %(last)s", plan=row.name, first=ordinal(row.shown[0]),
            last=ordinal(row.shown[-1]))
        for row in rows[:NAMED]
    ]  # fmt: skip
    left = rows[NAMED:]
    if left:
        least = min(abs(row.fall or 0) for row in left)
        told.append(say_n("%(number)s more goes %(least)s places", "%(number)s more go %(least)s places or more",
                          len(left), least=least))  # fmt: skip
    return series("; ", told)


def reasons(found: Places, rows: Sequence[PlaceRow], way: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the criteria that most move plans past others: those that count more in the last column, and less.

    From the first column drawn to the last, a criterion adds to the gap to each plan that is passed, or that passes;
    those with the largest sums that move each of the plans its way are the reasons. Empty where contributions do not
    add up.
    """
    study = found.study
    if not rows or not study.scores.tree.additive:
        return (), ()
    moved, at = pulls(study, found.shown[0].id, found.shown[-1].id), study.plan_ids.index
    gained, shift = np.zeros(len(study.scores.tree.criteria)), np.zeros(len(study.scores.tree.criteria))
    own = -way * moved.pull[[at(row.id) for row in rows]].round(DIGITS)
    for row in rows:
        for other in found.placed:
            before, after = (row.shown[end] - other.shown[end] for end in (0, -1))
            if way * before < 0 < way * after:
                gained += way * (moved.pull[at(other.id)] - moved.pull[at(row.id)])
        shift += moved.after[at(row.id)] - moved.before[at(row.id)]
    by_size = sorted(range(len(gained)), key=lambda k: (-rounded(float(gained[k])), k))
    order = [k for k in by_size if gained[k] > LEAST_PULL and (own[:, k] > 0).all()]
    more, less = (
        tuple(study.scores.tree.criteria[k] for k in order if sign * shift[k] > 0)[:REASONS] for sign in (1, -1)
    )
    return more, less


def pair_block(found: Places) -> Block[PairRow]:
    """Return every pair of the plans that have a place: whether all frames that give places order it alike."""
    rows = []
    ranks = {row.id: [found.cell(row, column).rank or 0 for column in found.columns] for row in found.placed}
    for one, other in combinations(found.placed, 2):
        signs = {(a > b) - (a < b) for a, b in zip(ranks[one.id], ranks[other.id], strict=True)}
        state = "kept" if signs in ({-1}, {1}) else "turned" if {-1, 1} <= signs else "tied"
        ahead, behind = (other.id, one.id) if signs == {1} else (one.id, other.id)
        rows.append(PairRow(f"{one.id}|{other.id}", f"{one.name}, {other.name}", state, ahead=ahead, behind=behind))
    asked = [f"{one.id}|{other.id}" for one, other in combinations(found.placed, 2)]
    return Block.of("pairs", PAIRS, rows, asked=asked)


def holds(found: Places) -> tuple[Title, ...]:
    """Return what holds under the frames that give places: how many pairs keep their order, and who a place or two."""
    pairs, frames, whole = pair_block(found), len(found.columns), len(found.frames)
    kept = count(pairs, Where("state", "=", "kept"))
    if not pairs.rows or frames < 2:  # noqa: PLR2004  (frames to hold under)
        return ()
    given = {"kept": Figure(kept.number, ",.0f"), "pairs": Figure(kept.of, ",.0f"), "frames": frames, "all": whole}
    said = say("%(kept)s of %(pairs)s pairs keep their order under all %(frames)s frames.", **given)
    if frames < whole:
        said = say(
            "%(kept)s of %(pairs)s pairs keep their order under the %(frames)s of %(all)s frames that place all.",
            **given,
        )
    steady = count(found.block, Where("steady", "<=", 1), "placed")
    told = [_kept_place(found.block.row(name)) for name in steady.ids[:NAMED]]
    if not told or kept.is_every:
        return (Title(said, (kept,)),)
    return Title(said, (kept,)), Title(series(" ", told), (steady,))


def _kept_place(row: PlaceRow) -> Sentence:
    if row.peak == row.bottom:
        return say("%(plan)s is always %(place)s.", plan=row.name, place=ordinal(row.peak or 0))
    return say("%(plan)s is always %(one)s or %(other)s.", plan=row.name, one=ordinal(row.peak or 0),
               other=ordinal(row.bottom or 0))  # fmt: skip
