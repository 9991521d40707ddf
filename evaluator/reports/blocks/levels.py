"""Criteria over several plans as rows: their levels and means, gaps that plans share, shares at each level."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from evaluator.model.block import Block, Claim, Row, Title, Where, count, least, most
from evaluator.model.report import CommonGap
from evaluator.model.sentence import Figure, Sentence, Spoken, say, say_n

ENOUGH = 3  # plans in which a criterion must be known before the title speaks of its mean


PAIR = 2


MEANS: Mapping[str, Sentence | None] = {
    "mean": None,
    "bounded": say_n(
        "“1.0+”: the mean of %(number)s criterion is that or more, for it holds a “2+”",
        "“1.0+”: the means of %(number)s criteria are that or more, for they hold a “2+”",
        2,
    ),
    "harm": say_n(
        "no mean: %(number)s harm (‡), documented or not",
        "no mean: %(number)s harms (‡), documented or not",
        2,
    ),
    "few": say_n(
        "no mean: %(number)s criterion known of fewer than three",
        "no mean: %(number)s criteria known of fewer than three",
        2,
    ),
    "unknown": say_n(
        "no mean: %(number)s criterion without a level", "no mean: %(number)s criteria without a level", 2
    ),
}


GAPS: Mapping[str, Sentence | None] = {
    "shared": None,
    "alone": None,
    "clear": None,
    "too-few": say_n(
        "%(number)s criterion was assessed in too few to speak of a shared gap",
        "%(number)s criteria were assessed in too few to speak of a shared gap",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class CellRow(Row):
    """One criterion in one plan; a level is its value, `top` the highest of its scale."""

    top: int = 0


@dataclass(frozen=True, slots=True)
class LevelRow(Row):
    """One criterion over all plans: its mean is the value where it is exact, its range where a level is a least one.

    `known` counts the plans of which something is known.
    """

    group: str = ""
    top: int = 0
    yardstick: bool = False
    known: int = 0
    cells: tuple[CellRow, ...] = ()

    @property
    def marks(self) -> tuple[Row, ...]:
        """Return the cells, which are what is drawn."""
        return self.cells


@dataclass(frozen=True, slots=True)
class GapRow(LevelRow):
    """One criterion as a gap: `at_low` of the `decided` plans stay at or below `level`; its cells are those plans.

    `gate` is set of a safeguard.
    """

    at_low: int = 0
    decided: int = 0
    share: float = 0.0
    level: int = 0
    gate: bool = False


def levels_title(block: Block[LevelRow]) -> Title:
    """Return the highest and the lowest mean of three or more, and of how many criteria, where not all have one.

    A mean that is known as a least one alone counts with it, and the title then says that it is so far. Of one plan or
    two no average is said, but on how many criteria they are alike.
    """
    if block.rows and len(block.rows[0].cells) <= PAIR:
        return _pair_title(block)
    best, worst = most(block, "low", "mean", "bounded"), least(block, "low", "mean", "bounded")
    if not best.ids:
        return Title(say("No criterion is known of three or more"), (best,))
    given = {
        "best": _who(block, best),
        "worst": _who(block, worst),
        "high": _mean(block, best),
        "low": _mean(block, worst),
    }
    said = say("Highest on average: %(best)s (%(high)s); lowest: %(worst)s (%(low)s)", **given)
    if block.in_state("bounded"):
        said = say("Highest on average so far: %(best)s (%(high)s); lowest: %(worst)s (%(low)s)", **given)
    if best.ids == worst.ids:
        said = say("On average alike: %(best)s (%(high)s)", best=given["best"], high=given["high"])
    if not best.left:
        return Title(said, (best, worst))
    told = say_n(
        "%(number)s of %(all)s criteria have an average. %(said)s",
        "%(number)s of %(all)s criteria have an average. %(said)s",
        best.of,
        all=len(block.rows),
        said=said,
    )
    return Title(told, (best, worst))


def _pair_title(block: Block[LevelRow]) -> Title:
    """Return of how many criteria a level is known in both of two plans; of one plan, in it."""
    known = count(block, Where("known", ">=", len(block.rows[0].cells)))
    if len(block.rows[0].cells) == 1:
        said = say_n("%(number)s criterion is known", "%(number)s criteria are known", known.number)
        return Title(said, (known,))
    said = say_n(
        "%(number)s of %(all)s criteria is known of both",
        "%(number)s of %(all)s criteria are known of both",
        known.number,
        all=len(block.rows),
    )
    return Title(said, (known,))


def _who(block: Block[LevelRow], claim: Claim) -> Spoken | str:
    """Return the one row that a claim means by its name; of several that are equal, how many they are."""
    if len(claim.ids) > 1:
        return say_n("%(number)s criterion", "%(number)s criteria", len(claim.ids))
    return block.row(claim.ids[0]).name


def _mean(block: Block[LevelRow], claim: Claim) -> Spoken:
    rows = [block.row(name) for name in claim.ids]
    figure = Figure(rows[0].low or 0.0, ".1f")
    is_least = any(row.state == "bounded" for row in rows)
    return say("%(mean)s+", mean=figure) if is_least else say("%(mean)s", mean=figure)


def gap_block(levels: Block[LevelRow], chosen: CommonGap, gates: Collection[str] = ()) -> Block[GapRow]:
    """Return the criteria of a block of levels by how many plans stay at or below the rubric's share of the scale.

    A cell is decided where the level is known, or known to lie above the share. Of equal shares the safeguards, which
    are the `gates`, come first.
    """
    own = [row for row in levels.rows if not row.yardstick and row.state != "harm"]
    rows = sorted((_gap_row(row, chosen, gate=row.id in gates) for row in own), key=_by_share)
    return Block.of("gaps", GAPS, rows, asked=[row.id for row in own]).titled(gaps_title)


def _by_share(row: GapRow) -> tuple[bool, float, bool, int, str]:
    return row.state != "shared", -row.share, not row.gate, -row.at_low, row.name


def _gap_row(row: LevelRow, chosen: CommonGap, *, gate: bool) -> GapRow:
    line = chosen.up_to * row.top
    low = tuple(c for c in row.cells if c.state in ("exact", "contrary") and (c.value or 0) <= line)
    above = [c for c in row.cells if c.state in ("exact", "contrary", "at-least") and (c.low or 0) > line]
    decided = len(low) + len(above)
    state = "too-few" if decided < chosen.least_plans else "clear" if not low else "alone"
    state = "shared" if len(low) >= chosen.least_plans else state
    return GapRow(
        row.id, row.name, state, told=f"{len(low)}/{decided}",
        group=row.group, top=row.top, known=row.known, cells=low,
        at_low=len(low), decided=decided, share=len(low) / decided if decided else 0.0, level=int(line), gate=gate,
    )  # fmt: skip


def gaps_title(block: Block[GapRow]) -> Title:
    """Return the widest shared gap as a share, and how many there are; none only where all are decided."""
    over = ("shared", "alone", "clear")
    shared = count(block, Where("state", "=", "shared"), *over)
    if not shared.number:
        if shared.is_none:
            return Title(say("No gap is shared"), (shared,))
        said = say(
            "No gap is shared among the %(number)s of %(all)s criteria that can be judged",
            number=shared.of,
            all=len(block.rows),
        )
        return Title(said, (shared,))
    widest = most(block, "share", "shared")
    row = block.row(widest.ids[0])
    others = len(widest.ids) - 1
    given = {"title": row.name, "low": row.at_low, "decided": row.decided, "level": row.level}
    said = say("%(title)s: %(low)s of %(decided)s at level %(level)s or less", **given)
    if row.level == 0:
        said = say("%(title)s: %(low)s of %(decided)s at level 0", **given)
    if others:
        said = say_n(
            "%(first)s; the same share on %(number)s other", "%(first)s; the same share on %(number)s others",
            others, first=said,
        )  # fmt: skip
    rest = shared.number - len(widest.ids)
    if rest:
        said = say_n("%(first)s; shared on %(number)s more", "%(first)s; shared on %(number)s more", rest, first=said)
    return Title(said, (widest, shared))


@dataclass(frozen=True, slots=True)
class SharesRow(Row):
    """One criterion over many plans: how many stand at each level, and of how many it is not known.

    `decided` counts those with a level, or known to be above level 0; `at_zero` are those at level 0.
    """

    counts: tuple[int, ...] = ()
    open: int = 0
    at_zero: int = 0
    decided: int = 0
    share: float | None = None


SHARES: Mapping[str, Sentence | None] = {
    "counted": None,
    "open": say_n("%(number)s criterion without a level", "%(number)s criteria without a level", 2),
}


def shares_block(levels: Block[LevelRow]) -> Block[SharesRow]:
    """Return the criteria of a block of levels by how many plans stand at each level, most at level 0 first."""
    rows = sorted(
        map(_shares_row, levels.rows), key=lambda row: (-(row.share if row.share is not None else -1), row.name)
    )
    return Block.of("shares", SHARES, rows, asked=[row.id for row in levels.rows]).titled(shares_title)


def _shares_row(row: LevelRow) -> SharesRow:
    known = [int(cell.value) for cell in row.cells if cell.value is not None]
    counts = tuple(known.count(level) for level in range(row.top + 1))
    above = sum(cell.state == "at-least" and bool(cell.low) for cell in row.cells)
    decided = len(known) + above
    return SharesRow(
        row.id, row.name, "counted" if decided else "open",
        counts=counts, open=len(row.cells) - len(known), at_zero=counts[0], decided=decided,
        share=counts[0] / decided if decided else None,
    )  # fmt: skip


def shares_title(block: Block[SharesRow]) -> Title:
    """Return the criterion of which the largest share is at level 0; of equals, how many they are."""
    widest = most(block, "share", "counted")
    if not widest.ids or not block.row(widest.ids[0]).at_zero:
        return Title(say("On no question is a country known to be at level 0"), (widest,))
    row = block.row(widest.ids[0])
    said = say("%(title)s: %(low)s of %(decided)s at level 0", title=row.name, low=row.at_zero, decided=row.decided)
    others = len(widest.ids) - 1
    if others:
        said = say_n(
            "%(first)s; the same share on %(number)s other", "%(first)s; the same share on %(number)s others",
            others, first=said,
        )  # fmt: skip
    return Title(said, (widest,))
