"""Terminal output of a contrast: one block of text for each section."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from evaluator.cli.shared.layout import (
    NONE,
    blocks_text,
    columns,
    declared_lines,
    rounding_note,
    score_text,
    share_text,
    table,
    weight_text,
    wrapped,
)
from evaluator.contrasts.blind import BASIS_WORDS, BlindSpot, PartScore, narrow_parts
from evaluator.contrasts.common_order import CommonOrder, common_words
from evaluator.contrasts.compare import draft_words
from evaluator.contrasts.effective import effective_weights, one_text_words, shown_weights
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.flips.lines import Crossing
from evaluator.contrasts.group_findings import AskedFindings, AskedRow, asked_words
from evaluator.contrasts.leave_out import Mover
from evaluator.contrasts.moves import MovePart
from evaluator.contrasts.nearest import Neighbour, nearest_words
from evaluator.contrasts.places import TIE_RULE
from evaluator.contrasts.prevailed import GroupStanding, prevailing_words
from evaluator.contrasts.robustness import RankStanding
from evaluator.contrasts.tables.flips import AttainableRow, FlipRow, StabilityRow
from evaluator.contrasts.tables.moves import TurnRow, nearest_and_furthest
from evaluator.contrasts.tables.robust import AcceptabilityRow, MethodRow, PairRow
from evaluator.contrasts.tables.section_table import ContrastTable
from evaluator.contrasts.tables.study import PlanRow, VerdictRow, WeightRow
from evaluator.contrasts.tiers import Association
from evaluator.contrasts.void import places_words
from evaluator.model.report import least_move
from evaluator.model.wording import PLAIN
from evaluator.reports.retitle import finding_in_print, in_words
from evaluator.reports.subject import Examples, examples_among
from evaluator.reports.wording import wording_of
from evaluator.scoring.grade import rounded

APART = 4  # most frames whose criteria are named in the terminal's output
ENDS = 6  # most turns of one frame in the terminal's output
SEVERAL = 12  # most moves in the terminal's output
UNRANKED = "not ranked"
MANY = 24  # most scores by coding in the terminal's output
BROAD = 12  # most ranks whose shares fit in a line of a terminal
LOST = "too little is assessed without it for a rank, or only one has enough. The place stays free."
NARROW = 5  # most plans whose names fit in a line of a terminal

# The columns of tables on a terminal, see `columns`.
COLUMNS = {
    "plans": "plan={plan_id}|years={start:text} to {end:text}|roles={roles}|ratings={state}",
    "scores": "frame={weighting}|plan={plan_id}|>score={score:score}|>coverage={coverage:share}"
    "|range={low:score} to {high:score}",
    "common-order": "frame={weighting}|first={own}|first on the common criteria={common}|>pairs turned={turned}",
    "void": "frame={weighting}|paradigm={title}|>share of what it states={share:weight}|gives places={place}",
    "nearest": "frame={weighting}|whose={kind}|>weight elsewhere={elsewhere:share}|>pairs turned={turns}"
    "|>other NOUN={grades}|>largest move={largest:score}|>passes on={passed_on:share}",
    "prevailed": "plan={plan_id}|frames={group}|>mean={mean:score}|>spread={spread:score}"
    "|range={low:score} to {high:score}|>coverage={coverage:share}|>mean place={place:.1f}"
    "|places={place_low} to {place_high}",
    "seen-and-ignored": "basis={basis}|plan={plan_id}|part={coding}|>weight={weight:weight}|>score={score:score}"
    "|>coverage={coverage:share}|range={low:score} to {high:score}",
    "tiers": "plan={plan_id}|report={year}|tier={tier}|evidence={evidence}|why none={why:text}",
    "crossings": "way={before} to {after}|ahead before={ahead}|ahead after={behind}|>at={at:.1%}|>shared={joint}"
    "|>on these, at={joint_at:.1%}",
    "attainable-ranks": "plan={plan_id}|at={end}|>rank={rank}|={proof}|for example with the shares={example:text}",
    "stability": "weight={title}|>share={share:score}|no plans swap places={low:score} to {high:score}"
    "|swap below it={below}|swap above it={above}",
    "ranks": "drawn={drawn}|plan={plan_id}|rank interval={best} to {worst}|>median={median}|>mean={mean:score}"
    "|>first alone in={first:share}|>tied in={tied:share}",
    "levels": "group={level}|plan={plan_id}|firmly ahead of it={under}",
    "leave-one-out": "left out={kind}|which={id}|who moves={plan_id}|score={score}|rank={rank}",
    "asked": "group={group}|>asked={invited}|>answers={n}|>equal points={straight}|>turned by them={turned_without}"
    "|>agree on plans={agree_plans:score}|>agree on criteria={agree_criteria:score}|>first to last, said={said:.1f}"
    "|>by points={given:.1f}|nearest portrait={nearest:text}|>elsewhere={elsewhere:share}",
    "members": "group={group}|plan={plan_id}|>mean={mean:score}|of other samples={low:score} to {high:score}"
    "|middle half={q25:score} to {q75:score}|nine tenths={q05:score} to {q95:score}|grades by members={grades:text}",
    "firm": "group={group}|plan={plan_id}|other={other}|>ahead in samples={samples:share}"
    "|>ahead for members={members:share}|ahead beyond chance={ahead:text}|over all groups={across}",
    "conflict": "one={group_a}|other={group_b}|>distance={distance:score}|>inside={within:score}"
    "|>between={between:score}|>p={p:.3f}|>pairs turned={pairs_turned}",
    "spread": "group={group}|criterion={title}|>mean={mean:weight}|>spread={sd:weight}",
    "sensitivity": "choice={doubt}|alone={first:.2f} ± {first_interval:.2f}"
    "|with interactions={total:.2f} ± {total_interval:.2f}|what it decides={words:text}",
}


def text_of(found: Findings, tables: Sequence[ContrastTable], *, ranks: bool = True) -> str:
    """Return the tables as text, one block each, after sentences on drafts and on the plans that can be ranked.

    Empty tables are left out.
    """
    blocks = [opening_lines(found, ranks=ranks)]
    rubric = found.study.rubric
    wording = PLAIN if rubric.has_stances else wording_of(rubric)
    for one in tables:
        lines = _table_lines(found, replace(one, rows=in_words(one.rows, wording))) if one.rows else []
        if lines:
            title = wording.one(one.title)
            blocks.append([title, "=" * len(title), *lines])
    return blocks_text(blocks)


def opening_lines(found: Findings, *, ranks: bool = True) -> list[str]:
    """Return the lines that open a contrast: drafts, the finding, and which plans are invented or examples."""
    study = found.study
    opening = finding_in_print(found.finding(ranks=ranks), study.rubric).sentences
    first = wrapped(
        *draft_words(study.rubric, study.entrants, frames=study.weightings),
        *opening,
        *((*found.headline, *common_words(study)) if ranks else ()),
        *places_words(study.rubric, study.weightings),
    )
    if invented := [plan.plan_id for plan in study.entrants if plan.assessment.country.invented]:
        first += wrapped(f"Invented, to show what the toolkit does: {', '.join(invented)}.")
    whose = one_text_words(study.rubric, study.weightings, effective_weights(study.rubric, study.weightings))
    first += wrapped(whose or "")
    known = examples_among((entrant.plan_id, entrant.assessment) for entrant in study.entrants)
    if known.names:
        read = "read by machine, checked by no person" if known.by_machine else "not official evaluations"
        first += wrapped(f"Worked examples, {read}{_examples_named(known)}.")
    if known.unchecked:
        first += wrapped(f"Rated by machine, checked by no person: {', '.join(known.unchecked)}.")
    return first


def _examples_named(known: Examples) -> str:
    """Return which plans are the examples, by the shorter list; nothing where all are."""
    if not known.others:
        return ""
    few = known.names if len(known.names) <= len(known.others) else known.others
    return f": {'all but ' if few is known.others else ''}{', '.join(few)}"


def _table_lines(found: Findings, one: ContrastTable) -> list[str]:
    """Return the lines of a table: from its printer, else its columns here, else the declaration of its columns."""
    if one.name in PRINTERS:
        return PRINTERS[one.name](found, one.rows)
    if one.name in COLUMNS:
        return columns(COLUMNS[one.name], one.rows)
    return declared_lines(one.declaration, one.rows)


def _plan_lines(found: Findings, rows: Sequence[PlanRow]) -> list[str]:
    told = COLUMNS["plans"]
    if not wording_of(found.study.rubric).has_roles:
        told = told.replace("|roles={roles}", "")
    lines = columns(told, rows, lambda row: {"roles": row.roles or "not recorded"})
    warnings = wrapped(*(f"! {warning}" for warning in found.study.warnings))
    return [*lines, *(["", *warnings] if warnings else [])]


def score_lines(found: Findings, rows: Sequence[VerdictRow]) -> list[str]:
    """Return the table of scores under every frame, and notes on ranks where there are some."""
    ranked = any(row.rank for row in rows)
    grading, common = found.study.rubric.grading, found.study.common
    text = f"{COLUMNS['scores']}|{grading.noun}={{verdict}}"
    if ranked:
        text = text.replace("|plan=", "|>rank={place}|plan=")
        text += f"|>rank on {len(common)} shared={{shared}}" if common else ""
    edges = {"score": [band.lower for band in grading.bands], "share": [grading.least_coverage]}

    def more(row: VerdictRow) -> Mapping[str, object]:
        possible = NONE if grading.kind == "none" else f"- ({row.grade_lowest} to {row.grade_highest})"
        none = possible if row.coverage is not None else "- (nothing has weight)"
        return {"place": row.rank or UNRANKED, "verdict": row.grade or none, "shared": row.common_rank or None}

    return [*columns(text, rows, more, edges), *(_score_note_lines(found) if ranked else [])]


def _score_note_lines(found: Findings) -> list[str]:
    study = found.study
    said = f"{len(study.common)} of {len(study.scores.tree.criteria)} criteria are rated in every plan that has a rank"
    lines = ["", *wrapped(TIE_RULE)]
    lines += wrapped(f"{said}; the last column ranks them on these alone." if study.common else f"{said}.")
    known = [(w.id, r) for w, r in zip(study.weightings, study.correlations, strict=True) if r is not None]
    if known:
        told = ", ".join(f"{name} {r:+.2f}" for name, r in known)
        lines += wrapped(f"Correlation of score with coverage (Pearson's r): {told}.")
    return lines


def _common_lines(found: Findings, rows: Sequence[CommonOrder]) -> list[str]:
    told = {row: {"own": ", ".join(row.first), "common": ", ".join(row.common_first)} for row in rows}
    return [*columns(COLUMNS["common-order"], rows, lambda row: told[row]), "", *wrapped(*common_words(found.study))]


def _prevailed_lines(found: Findings, rows: Sequence[GroupStanding]) -> list[str]:
    return [*wrapped(*prevailing_words(rows, found.study)), "", *columns(COLUMNS["prevailed"], rows)]


def _weight_lines(found: Findings, rows: Sequence[WeightRow]) -> list[str]:
    told = {(line.kind, line.id) for line in shown_weights(found.study.rubric, found.weights)}
    shown = [row for row in rows if row.kind != "criterion" and (row.kind, row.id) in told]
    ids = list(dict.fromkeys((row.kind, row.id) for row in shown))
    share = {(row.weighting, row.kind, row.id): row.share or 0.0 for row in shown}
    heads = "|>".join(["frame", *(name for _, name in ids)])
    body = [[w.id, *(weight_text(share[w.id, *key]) for key in ids)] for w in found.study.weightings]
    kinds = [[key for key in ids if key[0] == kind] for kind in ("group", "stance")]
    sums = [[share[w.id, *key] for key in keys] for w in found.study.weightings for keys in kinds]
    return [*table(heads, body), *rounding_note(*sums)]


def _nearest_lines(found: Findings, rows: Sequence[Neighbour]) -> list[str]:
    """Return the frames by nearness, and for the nearest and the furthest on which criteria the weight differs."""
    rubric = found.study.rubric
    title, wording = rubric.title, wording_of(rubric)
    lines = wrapped(*map(wording.reworded, nearest_words(rows, found.study)))

    def more(row: Neighbour) -> Mapping[str, object]:
        return {
            "turns": None if row.pairs is None else f"{row.turned} of {row.pairs}",
            "grades": None if row.graded is None else f"{row.new_grades} of {row.graded}",
        }

    known = {
        "kind": any(row.kind for row in rows),
        "turns": any(row.pairs for row in rows),
        "grades": any(row.graded for row in rows),
        "largest": any(row.largest is not None for row in rows),
        "passed_on": any(row.passed_on for row in rows),
    }
    empty = [name for name, is_known in known.items() if not is_known]
    shown = [cell for cell in COLUMNS["nearest"].split("|") if not any(f"{{{name}" in cell for name in empty)]
    lines += ["", *columns("|".join(shown).replace("NOUN", rubric.grading.noun), rows, more), ""]
    for row in rows if len(rows) <= APART else (*rows[: APART - 1], rows[-1]):
        sides = (("more", row.more), ("less", row.less))
        parts = [f"{word} on {', '.join(f'“{title(name)}”' for name in names)}" for word, names in sides if names]
        lines += wrapped(f"{row.weighting}: {'; '.join(parts) or 'the same weights'}.", later="  ")
    return lines


def _turn_lines(found: Findings, rows: Sequence[TurnRow]) -> list[str]:
    """Return the turns of the nearest and of the furthest frame that has any, in words; the CSV table lists all."""
    ends = [way.after for way in nearest_and_furthest(found)]
    totals = [row for row in rows if row.kind == "total"]
    told = [row for name in ends for row in [row for row in totals if row.after == name][:ENDS]]
    lines = wrapped(*(row.text for row in told), later="  ")
    more = len(totals) - len(told)
    rest = wrapped(
        f"Turns not told here: {more} (--format csv --table turns). Any two plans between any two frames, such as: "
        f"`{found.example_of_turns}`."
    )
    return [*lines, *(["", *rest] if more else [])]


def _move_lines(found: Findings, rows: Sequence[MovePart]) -> list[str]:
    """Return the moves that change ranks most, then scores, in words; the CSV table lists the others.

    Told are those between frames that can both grade the plan, from the rubric's `least_move` on.
    """
    moves = [move for way in found.ways for move in way.moves]
    totals = [row for row in rows if row.kind == "total"]
    least = least_move(found.study.rubric.report)
    size = [(abs((m.before.rank or 0) - (m.after.rank or 0)), rounded(abs(m.change or 0.0))) for m in moves]
    far = [k for k, m in enumerate(moves) if m.before.rankable and m.after.rankable and size[k] >= (0, least)]
    told = sorted(sorted(far, key=lambda k: size[k], reverse=True)[:SEVERAL])
    lines = wrapped(*(totals[k].text for k in told), later="  ")
    more = len(totals) - len(told)
    rest = [f"Moves not told here: {more} (--format csv --table moves)."] if more else []
    return [*lines, *([""] if lines and rest else []), *rest]


def _blind_spot_lines(found: Findings, rows: Sequence[BlindSpot]) -> list[str]:
    lines = _text_lines(found, rows)
    title = found.study.rubric.title
    for row in rows:
        ways = (("ignored", row.gates_ignored), ("seen in part", row.gates_partly))
        if passed := [f"{how}: {', '.join(map(title, names))}" for how, names in ways if names]:
            lines += wrapped(f"Safeguards by {BASIS_WORDS[row.basis]}, {'; '.join(passed)}.")
    return lines


def _coding_lines(found: Findings, rows: Sequence[PartScore]) -> list[str]:
    shown = [row for row in rows if row.basis == found.base.reference_tip] if len(rows) > MANY else rows
    edges = {"score": [band.lower for band in found.study.rubric.grading.bands]}
    lines = columns(COLUMNS["seen-and-ignored"], shown, lambda row: {"weight": row.weight or 0.0}, edges)
    if any(row.too_small for row in shown):
        lines += ["", "No score: too few criteria, or too little of the weight."]
    narrow = wrapped(*narrow_parts(found.study.rubric, found.base))
    rest = ["", "The other bases: --format csv --table seen-and-ignored."] if len(shown) < len(rows) else []
    return [*lines, *(["", *narrow] if narrow else []), *rest]


def _text_lines(_: Findings, rows: Sequence[Association | BlindSpot]) -> list[str]:
    return wrapped(*(row.text for row in rows))


def _crossing_lines(_: Findings, rows: Sequence[Crossing]) -> list[str]:
    lines = columns(
        COLUMNS["crossings"],
        rows,
        lambda row: {"at": ((row.low or 0.0) + (row.high or 0.0)) / 2, "joint": row.joint or None},
    )
    note = (
        "Shared are the criteria that both plans have; nothing stands where these do not order them as their scores do."
    )
    return [*lines, "", *wrapped(note)]


def _flip_lines(_: Findings, rows: Sequence[FlipRow]) -> list[str]:
    """Return lines on the smallest changes of weights, measured by their sum; the CSV table has other measures too."""
    told = [row for row in rows if row.kind == "total" and row.norm == "l1"]
    lines = wrapped(*(row.text for row in told if row.shared is None), later="  ")
    shared = [f"({row.shared} criteria) {row.text}" for row in told if row.shared is not None]
    if shared:
        head = "On the criteria that both plans share alone, fewer than their scores rest on:"
        lines += [*([""] if lines else []), head, *wrapped(*shared, later="  ")]
    return lines


def _attainable_lines(found: Findings, rows: Sequence[AttainableRow]) -> list[str]:
    lines = columns(
        COLUMNS["attainable-ranks"],
        rows,
        lambda row: {
            "proof": "proved" if row.proved == "yes" else "not proved",
            "example": f"under {row.under}" if row.under else row.weights.replace(";", ", "),
        },
    )
    dropped = found.attainable[0].dropped if found.attainable else ()
    if dropped:
        why = "Not proved, because some plans are rated there and others are not"
        lines += ["", *wrapped(f"{why}: {', '.join(dropped)}.")]
    return lines


def _stability_lines(_: Findings, rows: Sequence[StabilityRow]) -> list[str]:
    note = "If a tie is only made or broken, ranks change, but no plans swap places."
    return [*columns(COLUMNS["stability"], rows), "", *wrapped(note)]


def _rank_lines(found: Findings, rows: Sequence[RankStanding]) -> list[str]:
    drawn = [one for one in (found.robustness, found.doubts) if one is not None]
    ties = dict.fromkeys(one.tie_words for one in drawn if one.tie_words)
    return [*columns(COLUMNS["ranks"], rows), *wrapped(*ties)]


def _acceptability_lines(_: Findings, rows: Sequence[AcceptabilityRow]) -> list[str]:
    ranks = sorted({row.rank for row in rows if row.rank})
    if len(ranks) > BROAD:
        return wrapped(f"{len(ranks)} ranks are too many for a terminal: --format csv --table acceptability.")
    share = {(row.drawn, row.plan_id, row.rank): row.share for row in rows}
    lines = dict.fromkeys((row.drawn, row.plan_id) for row in rows)
    shown: list[int | None] = [*ranks, None]  # None: a rank that is shared
    body = [[*key, *(share_text(share[(*key, rank)]) for rank in shown)] for key in lines]
    return table("|>".join(["drawn|plan", *map(str, ranks), "tied"]), body)


def _pair_lines(_: Findings, rows: Sequence[PairRow]) -> list[str]:
    names = list(dict.fromkeys(row.plan_id for row in rows))
    if len(names) > NARROW:
        return wrapped(f"{len(names)} plans are too many for a terminal: --format csv --table pairs.")
    share = {(row.drawn, row.plan_id, row.other): row.share for row in rows}
    lines = dict.fromkeys((row.drawn, row.plan_id) for row in rows)
    body = [[*key, *(share_text(share.get((*key, other))) for other in names)] for key in lines]
    ties = any(share_text(row.tied) != share_text(0.0) for row in rows)
    note = wrapped("What two plans lack to 100 % are draws in which they tie.") if ties else []
    return [*table("|>".join(["drawn|higher", *names]), body), *note]


def _left_out_lines(found: Findings, rows: Sequence[Mover]) -> list[str]:
    moved = [row for row in rows if row.rank_before != row.rank_after or row.rank_before is None]
    if not moved:
        return wrapped("Nothing that is left out alone moves any rank.")
    lines = columns(
        COLUMNS["leave-one-out"],
        moved,
        lambda row: {
            "kind": wording_of(found.study.rubric).one(row.kind),
            "score": f"{score_text(row.score_before)} to {score_text(row.score_after)}",
            "rank": f"{row.rank_before} to {row.rank_after or NONE}" if row.rank_before else None,
        },
    )
    lost = any(row.rank_before and not row.rank_after for row in rows)
    return [*lines, *(["", *wrapped(f"{NONE}: {LOST}")] if lost else [])]


def _method_lines(_: Findings, rows: Sequence[MethodRow]) -> list[str]:
    return wrapped(*(f"{row.about}: {row.text}" for row in rows), later="  ")


def _asked_lines(found: Findings, rows: Sequence[AskedRow]) -> list[str]:
    return [*wrapped(*(asked_words(found.asked) if found.asked else ())), "", *columns(COLUMNS["asked"], rows)]


def group_lines(asked: AskedFindings) -> list[str]:
    """Return who was asked, and the plans in the eyes of each group."""
    return [*wrapped(*asked_words(asked)), "", *columns(COLUMNS["members"], asked.members)]


PRINTERS: dict[str, Callable[[Findings, Sequence[Any]], list[str]]] = {
    "plans": _plan_lines,
    "scores": score_lines,
    "common-order": _common_lines,
    "void": lambda _, rows: columns(COLUMNS["void"], rows, lambda row: {"place": "yes" if row.has_place else "no"}),
    "prevailed": _prevailed_lines,
    "weights": _weight_lines,
    "nearest": _nearest_lines,
    "turns": _turn_lines,
    "moves": _move_lines,
    "blind-spot": _blind_spot_lines,
    "seen-and-ignored": _coding_lines,
    "association": _text_lines,
    "crossings": _crossing_lines,
    "levels": lambda _, rows: columns(COLUMNS["levels"], rows, lambda row: {"level": row.level or UNRANKED}),
    "ranking": lambda _, __: [],  # the opening sentences and the table of scores contain it
    "flips": _flip_lines,
    "attainable-ranks": _attainable_lines,
    "stability": _stability_lines,
    "ranks": _rank_lines,
    "acceptability": _acceptability_lines,
    "pairs": _pair_lines,
    "leave-one-out": _left_out_lines,
    "method": _method_lines,
    "asked": _asked_lines,
}
