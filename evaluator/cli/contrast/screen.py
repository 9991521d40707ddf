"""The first screen of a contrast: its finding, plans by frames as one table, and how to see the rest."""

from __future__ import annotations

from collections.abc import Sequence

from evaluator.cli.contrast.blocks import group_lines, opening_lines, score_lines
from evaluator.cli.shared.layout import NONE, blocks_text, range_text, score_text, table
from evaluator.cli.shared.layout import SCREEN as SCREEN_LINES
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.study import VerdictRow
from evaluator.model.sentence import series

SCREEN = ("scores", "levels")  # the sections that the first screen computes
BESIDE = 6  # lines beside frames and finding: an empty one, heads, what is assessed, how many more, how to see them
LETTERS = 2  # characters up to which a grade has room in a cell
MOST_SCORES = 3  # plans up to which a cell has room for place, grade, score and range


def screen_of(found: Findings, rows: Sequence[VerdictRow], *, ranks: bool = True) -> str:
    """Return the finding, plans by frames as one table, and how to see the rest."""
    opening = opening_lines(found, ranks=ranks)
    asked = group_lines(found.asked) if found.asked else []
    room = max(1, SCREEN_LINES - len(opening) - len(asked) - bool(asked) - BESIDE)
    several = len(found.study.entrants) > 1
    body = _frame_lines(found, rows, room, ranks=ranks) if several else score_lines(found, rows)
    return blocks_text([opening, asked, [*body, "More: `--full` prints all usual sections, `--show` one."]])


def _frame_lines(found: Findings, rows: Sequence[VerdictRow], room: int, *, ranks: bool) -> list[str]:
    """Return a row for each of the first `room` frames, a column for each plan, and last how much of it is assessed.

    A cell holds the place, the grade if it is a letter, and with few plans score and range.
    """
    plans = found.study.plan_ids
    has_room = len(plans) <= MOST_SCORES
    edges = [band.lower for band in found.study.rubric.grading.bands]
    shown = {(row.weighting, row.plan_id): row for row in rows}
    has_letters = all(len(band.grade) <= LETTERS for band in found.study.rubric.grading.bands)

    def cell(row: VerdictRow) -> str:
        result = f"{score_text(row.score, edges)} ({range_text(row.low, row.high, edges)})"
        parts = ((str(row.rank or NONE), ranks), (row.grade or NONE, has_letters), (result, has_room))
        return "  ".join(text for text, is_shown in parts if is_shown)

    frames = [frame.id for frame in found.study.weightings]
    body = [[frame, *(cell(shown[frame, plan]) for plan in plans)] for frame in frames[:room]]
    body.append(["assessed", *(_assessed_text([row for row in rows if row.plan_id == plan]) for plan in plans)])
    heads = "|>".join(["frame", *(plans if has_room else _country_codes(plans))])
    parts = (("place", ranks), (found.study.rubric.grading.noun, has_letters), ("score, range", has_room))
    told = [name for name, is_shown in parts if is_shown]
    more = [f"and {len(frames) - room} more frames"] if len(frames) > room else []
    return [f"Plans by frames: {series(', ', told)}", *table(heads, body), *more]


def _assessed_text(rows: Sequence[VerdictRow]) -> str:
    """Return the share of a plan's weight that is assessed, over the frames."""
    shares = sorted(
        {f"{row.coverage:.0%}" for row in rows if row.coverage is not None}, key=lambda text: float(text[:-1])
    )
    return NONE if not shares else shares[0] if len(shares) == 1 else f"{shares[0]}-{shares[-1]}"


def _country_codes(plan_ids: Sequence[str]) -> list[str]:
    """Return the countries' codes in place of plans, where no country has two."""
    codes = [plan_id[:3] for plan_id in plan_ids]
    return codes if len(set(codes)) == len(codes) else list(plan_ids)
