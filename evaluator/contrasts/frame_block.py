"""One plan under every frame as the rows of a block, and the titles that may be read from them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evaluator.contrasts.effective import effective_weights, one_text
from evaluator.contrasts.study import RankedResult, Study
from evaluator.model.block import Block, Claim, Row, Title, Where, count, spread
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Sentence, Spoken, say, say_n, series
from evaluator.scoring.grade import rounded
from evaluator.scoring.rounding import score_figure

STATES: Mapping[str, Sentence | None] = {
    "graded": None,
    "ungraded": say_n(
        "hollow: %(number)s frame under which too little is assessed",
        "hollow: %(number)s frames under which too little is assessed",
        2,
    ),
    "range": say_n(
        "without a dot: %(number)s frame that gives only a range",
        "without a dot: %(number)s frames that give only a range",
        2,
    ),
    "unread": say_n(
        "without a dot: %(number)s frame under which too little was read for a score",
        "without a dot: %(number)s frames under which too little was read for a score",
        2,
    ),
    "void": say_n(
        "without a dot: %(number)s frame of which too much lies where nothing is asked",
        "without a dot: %(number)s frames of which too much lies where nothing is asked",
        2,
    ),
    "weightless": say_n(
        "without a dot: %(number)s frame that gives weight to nothing that applies",
        "without a dot: %(number)s frames that give weight to nothing that applies",
        2,
    ),
}


@dataclass(frozen=True, slots=True)
class FrameRow(Row):
    """One plan under one frame: its score is the value, its grade is told.

    `points_to` is the grade whose band the score reaches, with or without enough for a grade; empty without a score.
    `step` is the place of the grade, or of that band, 0 for the worst. `control` is the frame's share of weight on
    control, None where the rubric has no stances; `stances` are its shares on control, protection and structural
    change, and `one_text` is its share on the text of one observer. `who` says who counts so.
    """

    points_to: str = ""
    step: int = 0
    control: float | None = None
    coverage: float | None = None
    prevailed: bool = False
    used: bool = False
    stances: tuple[float, ...] = ()
    one_text: float | None = None
    caps: bool = True
    who: str = ""


FrameBlock = Block[FrameRow]


def frame_block(
    study: Study, place: int, names: Mapping[str, str], used: str = "", whose: Mapping[str, str] | None = None
) -> FrameBlock:
    """Return a row for every frame of the rubric's study, by its share of control.

    `names` gives each frame's name by its id, `used` is the frame of the report, by default the first;
    `whose` says by frame who counts so.
    """
    rubric = study.rubric
    lines = effective_weights(rubric, study.weightings)
    shares = [line.shares for line in lines if line.kind == "stance"][:3] if rubric.has_stances else []
    text = one_text(rubric, lines)
    rows = []
    for at, (frame, results) in enumerate(zip(study.weightings, study.verdicts, strict=True)):
        row = frame_row(
            rubric,
            results[place],
            names[frame.id],
            shares[0][at] if shares else None,
            used=frame.id == (used or study.weightings[0].id),
        )
        row = replace(row, caps=frame.gates == "cap", who=(whose or {}).get(frame.id, ""))
        rows.append(replace(row, stances=tuple(s[at] for s in shares), one_text=text[1][at] if text else None))
    return Block.of("frames", STATES, sorted(rows, key=_by_control), asked=[frame.id for frame in study.weightings])


def _by_control(row: FrameRow) -> tuple[float, float, str]:
    return rounded(row.control or 0.0), 0.0 if row.control is not None else -rounded(row.value or 0.0), row.name


def frame_row(
    rubric: Rubric, result: RankedResult, name: str, control: float | None = None, *, used: bool = False
) -> FrameRow:
    """Return the row of one plan under one frame."""
    bands = sorted(rubric.grading.bands, key=lambda band: band.lower)
    score = result.score if result.state in ("graded", "ungraded") else None
    reached = [at for at, band in enumerate(bands) if score is not None and rounded(score) >= band.lower]
    grade = result.grade.grade if result.state == "graded" else None
    at = reached[-1] if reached else 0
    low, high = (None, None) if result.state == "weightless" else result.bounds
    return FrameRow(
        result.weighting_id, name, result.state, score, low, high, grade or "",
        points_to=bands[at].grade if reached else "",
        step=next((k for k, band in enumerate(bands) if band.grade == grade), at),
        control=control,
        coverage=result.told[0],
        prevailed=result.weighting_id in {w.id for w in rubric.every_weighting.values() if w.prevailed},
        used=used,
    )  # fmt: skip


def grades_by_frame(frames: FrameBlock) -> tuple[Claim, ...]:
    """Return how many frames give each grade, the most frequent first, of equally frequent ones the lowest."""
    steps = {row.told: row.step for row in frames.in_state("graded")}
    claims = [count(frames, Where("told", "=", grade), "graded") for grade in sorted(steps, key=lambda g: steps[g])]
    return tuple(sorted(claims, key=lambda claim: -claim.number))


def pointing(frames: FrameBlock) -> tuple[Claim, ...]:
    """Return in which bands the scores lie under frames with too little for a grade, the most frequent first."""
    bands = Counter(row.points_to for row in frames.in_state("ungraded"))
    return tuple(count(frames, Where("points_to", "=", band), "ungraded") for band, _ in bands.most_common())


def grades_title(frames: FrameBlock) -> Title:
    """Return how many of all frames give which grade; “all” is said only where every frame gives one."""
    given, whole = grades_by_frame(frames), len(frames.rows)
    if not given:
        return Title(say("Under no frame was enough assessed for a grade"))
    first, *others = given
    if first.is_every:
        said = say_n(
            "The %(number)s frame gives %(grade)s",
            "All %(number)s frames give %(grade)s: other weights do not change it",
            whole,
            grade=grade_of(first),
        )
        return Title(said, given)
    counted: list[Spoken] = [
        say_n(
            "%(number)s of %(all)s frames gives %(grade)s",
            "%(number)s of %(all)s frames give %(grade)s",
            first.number,
            all=whole,
            grade=grade_of(first),
        )
    ]
    counted += [
        say_n("%(number)s gives %(grade)s", "%(number)s give %(grade)s", c.number, grade=grade_of(c)) for c in others
    ]
    counts = series(", ", counted)
    if not first.left:
        return Title(say("%(counts)s: same ratings, other weights", counts=counts), given)
    points = pointing(frames)
    if not points:
        said = say_n(
            "%(counts)s; %(number)s cannot judge it", "%(counts)s; %(number)s cannot judge it", first.left_out,
            counts=counts,
        )  # fmt: skip
        return Title(said, given)
    told = series(
        ", ", [say("%(number)s in %(grade)s", number=claim.number, grade=grade_of(claim)) for claim in points]
    )
    said = say_n(
        "%(counts)s; under %(number)s too little was assessed, with a score so far %(points)s",
        "%(counts)s; under %(number)s too little was assessed, with scores so far %(points)s",
        first.left_out,
        counts=counts,
        points=told,
    )
    return Title(said, (*given, *points))


def grade_of(claim: Claim) -> str:
    """Return the grade that a claim of `grades_by_frame` or `pointing` counts."""
    return str(claim.where.operand) if claim.where else ""


def counted_by(row: FrameRow) -> Spoken | str:
    """Return who counts as a frame does, in words that stand after “for”; else its name."""
    return row.who or say("“%(name)s”", name=row.name)


def control_title(frames: FrameBlock, edges: Sequence[float] = ()) -> Title:
    """Return where the grade turns, if every frame grades and it turns at one share of control; else the extremes.

    A score that rounding would put across one of the `edges` of bands has more digits.
    """
    turn = _turn(frames)
    if turn is not None:
        return turn
    graded = spread(frames, "value", "graded")
    low, high = (frames.row(name) for name in (graded.ids[0], graded.ids[-1]))
    given = {
        "low": score_figure(low.value or 0.0, edges),
        "high": score_figure(high.value or 0.0, edges),
        "frame": counted_by(low),
        "other": counted_by(high),
    }
    if str(given["low"]) == str(given["high"]):
        said = say_n(
            "The %(number)s frame that can judge it gives %(low)s",
            "The %(number)s frames that can judge it all give %(low)s",
            graded.number,
            low=given["low"],
        )
        return Title(said, (graded,))
    if not graded.left:
        return Title(say("From %(low)s for %(frame)s to %(high)s for %(other)s", **given), (graded,))
    apart = spread(frames, "value", "ungraded")
    if not apart.ids:
        said = say_n(
            "From %(low)s for %(frame)s to %(high)s for %(other)s, where %(number)s frame can judge it",
            "From %(low)s for %(frame)s to %(high)s for %(other)s, where %(number)s frames can judge it",
            graded.number,
            **given,
        )
        return Title(said, (graded,))
    ends = [frames.row(name).value or 0.0 for name in (apart.ids[0], apart.ids[-1])]
    said = say(
        "From %(low)s for %(frame)s to %(high)s for %(other)s, where %(number)s frames can judge it; "
        "%(from)s to %(to)s so far where %(left)s cannot",
        number=graded.number,
        left=apart.number,
        **given,
        **{"from": score_figure(ends[0], edges), "to": score_figure(ends[1], edges)},
    )
    return Title(said, (graded, apart))


def _turn(frames: FrameBlock) -> Title | None:
    """Return the share of control at which the grade turns, where it does so once and every frame gives a grade."""
    rows = frames.rows
    if len(frames.in_state("graded")) < len(rows):
        return None
    for k in range(1, len(rows)):
        below, above = ({row.told for row in part} for part in (rows[:k], rows[k:]))
        share, before = rows[k].control, rows[k - 1].control
        if len(below) == len(above) == 1 and below != above and share is not None and share != before:
            claims = [count(frames, Where("told", "=", grade), "graded") for grade in (*above, *below)]
            said = say(
                "Frames with %(share)s or more on control give %(grade)s; all others give %(other)s",
                share=f"{math.floor(share * 100 + 1e-9)} %",
                grade=grade_of(claims[0]),
                other=grade_of(claims[1]),
            )
            return Title(said, (*claims, count(frames, Where("control", ">=", share))))
    return None
