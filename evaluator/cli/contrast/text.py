"""Terminal output of a contrast: one block of text for each section."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from evaluator.cli.contrast.flips import FLIP_PRINTERS
from evaluator.cli.contrast.robust import ROBUST_PRINTERS
from evaluator.cli.shared.layout import (
    NONE,
    declared_lines,
    range_text,
    rounding_note,
    score_text,
    share_text,
    table,
    weight_text,
    wrapped,
)
from evaluator.contrasts.blind import BASIS_WORDS, PartScore, narrow_parts
from evaluator.contrasts.compare import draft_words
from evaluator.contrasts.effective import effective_weights, one_text_words
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.places import TIE_RULE
from evaluator.contrasts.tables.base import ContrastTable
from evaluator.contrasts.tables.blind import AssociationRow, BlindRow, TierRow
from evaluator.contrasts.tables.study import MoveRow, PlanRow, RankableRow, VerdictRow, WeightRow
from evaluator.model.report import least_move
from evaluator.reports.retitle import finding_in_print
from evaluator.reports.subject import Examples, examples_among
from evaluator.scoring.grade import rounded

SEVERAL = 12  # most moves in the terminal's output
UNRANKED = "not ranked"
MANY = 24  # most scores by coding in the terminal's output


def text_of(found: Findings, tables: Sequence[ContrastTable], *, ranks: bool = True) -> str:
    """Return the tables as text, one block each, after sentences on drafts and on the plans that can be ranked.

    Empty tables are left out.
    """
    first = [line for sentence in draft_words(found.study.rubric, found.study.entrants) for line in wrapped(sentence)]
    first += [line for sentence in _said(found, ranks=ranks) for line in wrapped(sentence)]
    if invented := [plan.plan_id for plan in found.study.entrants if plan.assessment.country.invented]:
        first += wrapped(f"Invented, to show what the toolkit does: {', '.join(invented)}.")
    study = found.study
    whose = one_text_words(study.rubric, study.weightings, effective_weights(study.rubric, study.weightings))
    first += wrapped(whose or "")
    known = examples_among((entrant.plan_id, entrant.assessment) for entrant in found.study.entrants)
    if known:
        first += wrapped(f"Worked examples of the project, not official evaluations{_which(known)}.")
    blocks = [first] if first else []
    for one in tables:
        lines = _lines(found, one) if one.rows else []
        if lines:
            blocks.append([one.title, "=" * len(one.title), *lines])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def _which(known: Examples) -> str:
    """Return which plans are the examples, by the shorter list; nothing where all are."""
    if not known.others:
        return ""
    few = known.names if len(known.names) <= len(known.others) else known.others
    return f": {'all but ' if few is known.others else ''}{', '.join(few)}"


def _lines(found: Findings, one: ContrastTable) -> list[str]:
    """Return the lines of a table: from its own printer, else from the declaration of its columns."""
    printer = _PRINTERS.get(one.name)
    return printer(found, one.rows) if printer else declared_lines(one.declaration, one.rows)


def _said(found: Findings, *, ranks: bool) -> tuple[str, ...]:
    """Return the sentences of the main finding, followed with `ranks` by the headlines on ranks."""
    opening = finding_in_print(found.finding(ranks=ranks), found.study.rubric).sentences
    return (*opening, *(found.headline if ranks else ()))


def _plans(found: Findings, rows: Sequence[PlanRow]) -> list[str]:
    lines = table(
        ["plan", "years", "roles", "ratings"],
        [[r.plan_id, f"{r.start} to {r.end}", ", ".join(r.roles) or "not recorded", r.state] for r in rows],
    )
    told = [line for warning in found.study.warnings for line in wrapped(f"! {warning}")]
    return [*lines, *(["", *told] if told else [])]


def _ranking(_: Findings, __: Sequence[RankableRow]) -> list[str]:
    """Return no lines, because the opening sentences and the table of scores contain the ranking."""
    return []


def _scores(found: Findings, rows: Sequence[VerdictRow]) -> list[str]:
    ranked = any(row.rank for row in rows)
    grading = found.study.rubric.grading
    edges, least = [band.lower for band in grading.bands], [grading.least_coverage]
    header = [
        "frame",
        *(["rank"] if ranked else []),
        "plan",
        "score",
        "coverage",
        "range",
        grading.noun,
    ]
    shared = ranked and bool(found.study.common)
    header += [f"rank on {len(found.study.common)} shared"] if shared else []
    body = []
    for row in rows:
        ranks = [[str(row.rank or UNRANKED)] if ranked else [], [str(row.common_rank or NONE)] if shared else []]
        numbers = [score_text(row.score, edges), share_text(row.coverage, least), range_text(row.low, row.high, edges)]
        possible = NONE if grading.kind == "none" else f"- ({row.grade_lowest} to {row.grade_highest})"
        left = possible if row.coverage is not None else "- (nothing has weight)"
        grade = row.grade or left
        body.append([row.weighting, *ranks[0], row.plan_id, *numbers, grade, *ranks[1]])
    right = [1, 3, 4, *([7] if shared else [])] if ranked else [2, 3]
    return [*table(header, body, right=right), *(_score_notes(found) if ranked else [])]


def _score_notes(found: Findings) -> list[str]:
    study = found.study
    said = f"{len(study.common)} of {len(study.scores.tree.criteria)} criteria are rated in every plan that has a rank"
    lines = ["", *wrapped(TIE_RULE)]
    lines += wrapped(f"{said}; the last column ranks them on these alone." if study.common else f"{said}.")
    known = [(w.id, r) for w, r in zip(study.weightings, study.correlations, strict=True) if r is not None]
    if known:
        told = ", ".join(f"{name} {r:+.2f}" for name, r in known)
        lines += wrapped(f"Correlation of score with coverage (Pearson's r): {told}.")
    return lines


def _weights(found: Findings, rows: Sequence[WeightRow]) -> list[str]:
    shown = [row for row in rows if row.kind != "criterion"]
    ids = list(dict.fromkeys((row.kind, row.id) for row in shown))
    share = {(row.weighting, row.kind, row.id): row.share or 0.0 for row in shown}
    header = ["frame", *(name for _, name in ids)]
    body = [[w.id, *(weight_text(share[w.id, *key]) for key in ids)] for w in found.study.weightings]
    kinds = [[key for key in ids if key[0] == kind] for kind in ("group", "stance")]
    sums = [[share[w.id, *key] for key in keys] for w in found.study.weightings for keys in kinds]
    return [*table(header, body, right=range(1, len(header))), *rounding_note(*sums)]


def _moves(found: Findings, rows: Sequence[MoveRow]) -> list[str]:
    """Return the moves that change ranks most, then scores, in words; the CSV table lists the others.

    Told are those between frames that can both grade the plan, from the rubric's `least_move` on.
    """
    moves = [move for way in found.ways for move in way.moves]
    totals = [row for row in rows if row.kind == "total"]
    least = least_move(found.study.rubric.report)
    size = [(abs((m.before.rank or 0) - (m.after.rank or 0)), rounded(abs(m.change or 0.0))) for m in moves]
    far = [k for k, m in enumerate(moves) if m.before.rankable and m.after.rankable and size[k] >= (0, least)]
    told = sorted(sorted(far, key=lambda k: size[k], reverse=True)[:SEVERAL])
    lines = [line for k in told for line in wrapped(totals[k].text, later="  ")]
    more = len(totals) - len(told)
    rest = [f"Moves not told here: {more} (--format csv --table moves)."] if more else []
    return [*lines, *([""] if lines and rest else []), *rest]


def _blind(found: Findings, rows: Sequence[BlindRow]) -> list[str]:
    lines = [line for row in rows for line in wrapped(row.text)]
    for row in rows:
        passed = [
            f"{how}: {', '.join(found.study.rubric.title(name) for name in names)}"
            for how, names in (("ignored", row.gates_ignored), ("seen in part", row.gates_partly))
            if names
        ]
        if passed:
            lines += wrapped(f"Safeguards by {BASIS_WORDS[row.basis]}, {'; '.join(passed)}.")
    return lines


def _parts(found: Findings, rows: Sequence[PartScore]) -> list[str]:
    shown = [row for row in rows if row.basis == found.base.reference_tip] if len(rows) > MANY else rows
    more = ["", "The other bases: --format csv --table seen-and-ignored."] if len(shown) < len(rows) else []
    edges = [band.lower for band in found.study.rubric.grading.bands]
    body = [
        [
            row.basis,
            row.plan_id,
            row.coding,
            weight_text(row.weight or 0.0),
            score_text(row.score, edges),
            share_text(row.coverage),
            range_text(row.low, row.high, edges),
        ]
        for row in shown
    ]
    lines = table(["basis", "plan", "part", "weight", "score", "coverage", "range"], body, right=[3, 4, 5])
    if any(row.too_small for row in shown):
        lines += ["", "No score: too few criteria, or too little of the weight."]
    narrow = [line for said in narrow_parts(found.study.rubric, found.base) for line in wrapped(said)]
    return [*lines, *(["", *narrow] if narrow else []), *more]


def _tiers(_: Findings, rows: Sequence[TierRow]) -> list[str]:
    body = [[r.plan_id, str(r.year or NONE), r.tier or NONE, r.evidence or NONE, r.why] for r in rows]
    return table(["plan", "report", "tier", "evidence", "why none"], body)


def _association(_: Findings, rows: Sequence[AssociationRow]) -> list[str]:
    return [line for row in rows for line in wrapped(row.text)]


_PRINTERS: dict[str, Callable[[Findings, Sequence[Any]], list[str]]] = {
    "plans": _plans,
    "scores": _scores,
    "weights": _weights,
    "moves": _moves,
    "blind-spot": _blind,
    "seen-and-ignored": _parts,
    "tiers": _tiers,
    "association": _association,
    "ranking": _ranking,
    **FLIP_PRINTERS,
    **ROBUST_PRINTERS,
}
