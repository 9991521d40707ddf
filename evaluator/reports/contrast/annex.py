"""The sections of a contrast's annex: its tables and sentences, one section for each step of the contrast."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from evaluator.contrasts.blind import BlindSpot, PartScore, narrow_parts
from evaluator.contrasts.leave_out import Mover
from evaluator.contrasts.places import TIE_RULE
from evaluator.contrasts.prevailed import pairs, prevailing_words
from evaluator.contrasts.robustness import RankStanding, Robustness
from evaluator.contrasts.tables.flips import FlipRow, attainable_title
from evaluator.contrasts.tables.robust import MethodRow, PairRow
from evaluator.model.rubric import ROOT, Rubric
from evaluator.model.sentence import Sentence
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.nearest import NEAREST_FRAMES
from evaluator.reports.contrast.view import ContrastView, first_rows
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.reports.retitle import retitle, titles_in
from evaluator.scoring.rounding import shared_out

WHOLE = Decimal(100)
MakeRows = Callable[[Contrasted, ContrastView], tuple[Any, ...]]


def _group_titles(made: Contrasted, page: ContrastView) -> tuple[str, ...]:
    rubric = made.found.study.rubric
    return tuple(rubric.title(group, page.lang) for group in rubric.paradigms)


def _stance_titles(made: Contrasted, _: ContrastView) -> tuple[str, ...]:
    lines = made.found.weights if made.found.study.rubric.has_stances else ()
    return tuple(line.title for line in lines if line.kind == "stance")


def _has_empty_paradigm(rubric: Rubric) -> bool:
    return any(
        paradigm != ROOT and not any(paradigm in rubric.ancestors(name) for name in rubric.by_id)
        for paradigm in rubric.paradigms
    )


@dataclass(frozen=True, slots=True)
class PrintedSpot:
    """The blind spot under one coding of the TIP Report, with its four shares as printed, in per cent."""

    row: BlindSpot
    printed: tuple[Decimal, ...]


def _printed_spots(made: Contrasted, page: ContrastView) -> tuple[PrintedSpot, ...]:
    return tuple(_printed_spot(row, made.found.study.rubric, page.lang) for row in made.rows("blind-spot"))


def _printed_spot(row: BlindSpot, rubric: Rubric, lang: str) -> PrintedSpot:
    shares = [100 * (share or 0.0) for share in (row.assessed, row.partly, row.ignored, row.not_coded)]
    ignored, partly = (
        tuple(rubric.title(gate, lang) for gate in gates) for gates in (row.gates_ignored, row.gates_partly)
    )
    return PrintedSpot(replace(row, gates_ignored=ignored, gates_partly=partly), shared_out(shares, WHOLE))


def _part_scores(made: Contrasted, _: ContrastView) -> tuple[PartScore, ...]:
    """Return the scores under the coding that the base weighting refers to."""
    return tuple(row for row in made.rows("seen-and-ignored") if row.basis == made.found.base.reference_tip)


def _narrow_sentences(made: Contrasted, _: ContrastView) -> tuple[Sentence, ...]:
    """Return a sentence for each paradigm of which the report looks at little."""
    return narrow_parts(made.found.study.rubric, made.found.base) if "blind-spot" in made.options.sections else ()


@dataclass(frozen=True, slots=True)
class RankBar(RankStanding):
    """A plan's ranks over all draws: interval, median, mean, and the printed share of draws at each rank.

    `printed` ends with the share of draws in which it shares its rank.
    """

    printed: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class RanksOverDraws:
    """One simulation: a description of what it drew from, and a bar for each plan, ordered by mean rank.

    `held` is the share of draws that each plan's interval of ranks covers. `tie` is the sentence on shared ranks, None
    where no two plans ever share one.
    """

    name: str
    space: str
    bars: tuple[RankBar, ...]
    pairs: tuple[PairRow, ...]
    held: float
    tie: Sentence | None


def _ranks_over_draws(made: Contrasted, _: ContrastView) -> tuple[RanksOverDraws, ...]:
    if "robustness" not in made.options.sections:
        return ()
    named = {"weights": made.found.robustness, "doubts": made.found.doubts}
    return tuple(
        RanksOverDraws(
            name,
            drawn.space,
            _rank_bars(drawn) if made.options.ranks else (),
            tuple(row for row in made.rows("pairs") if row.drawn == name),
            drawn.sampling.rank_interval,
            drawn.tie_words,
        )
        for name, drawn in named.items()
        if drawn is not None
    )


def _rank_bars(found: Robustness) -> tuple[RankBar, ...]:
    bars = []
    for standing, row in zip(found.standings, found.acceptability, strict=True):
        parts = (*map(float, row), standing.tied)
        printed = shared_out([100 * s for s in parts], WHOLE) if sum(parts) > 1 - 1e-9 else ()
        bars.append(RankBar(**fields_of(standing), printed=printed))
    return tuple(sorted(bars, key=lambda bar: (bar.mean, bar.plan_id)))


def _total_flips(made: Contrasted, *, shared: bool) -> tuple[FlipRow, ...]:
    """Return the flips of whole scores by least sum of changes: on shared criteria alone, or on all."""
    rows = (row for row in made.rows("flips") if row.kind == "total" and row.norm == "l1")
    return tuple(row for row in rows if (row.shared is not None) == shared)


def _with_row_names(make: MakeRows) -> MakeRows:
    """Return a maker of the same rows, whose sentences call each plan what the head of its row does."""
    return lambda made, page: retitle(make(made, page), titles_in(made.found.study.rubric, page.lang), page.names)


def _levels_sentence(made: Contrasted, _: ContrastView) -> str:
    order = made.found.order
    return order.sentence if order and "levels" in made.options.sections else ""


def _moved_rows(made: Contrasted) -> tuple[Mover, ...]:
    return tuple(row for row in made.rows("leave-one-out") if row.rank_before != row.rank_after)


def _method_sentences(made: Contrasted, page: ContrastView) -> tuple[MethodRow, ...]:
    """Return the sentences on the method, without those printed elsewhere on the page."""
    said = {*page.headline, _levels_sentence(made, page)}
    return tuple(row for row in made.rows("method") if row.text not in said)


ANNEX: tuple[Section[Contrasted, ContrastView], ...] = (
    Section("scores", "contrast/scores.html", (Part("tie_rule", lambda *_: TIE_RULE),)),
    Section(
        "prevailed",
        "contrast/prevailed.html",
        (
            Part("prevailed", lambda made, _: pairs(made.rows("prevailed"))),
            Part(
                "prevailed_words",
                lambda made, page: prevailing_words(made.rows("prevailed"), made.found.study, page.lang),
            ),
        ),
    ),
    NEAREST_FRAMES,
    Section("moves", "contrast/moves.html", (Part("has_moves", lambda made, _: "moves" in made.options.sections),)),
    Section(
        "blind_spot",
        "contrast/blind-spot.html",
        (
            Part("spots", _printed_spots),
            Part("parts", _part_scores),
            Part("narrow", _narrow_sentences),
            Part("tiers", lambda made, _: made.rows("tiers")),
            Part("association", lambda made, _: made.rows("association")),
        ),
    ),
    Section(
        "levels",
        "contrast/levels.html",
        (Part("levels", lambda made, _: made.rows("levels")), Part("levels_sentence", _levels_sentence)),
    ),
    Section("draws", "contrast/draws.html", (Part("drawn", _ranks_over_draws),)),
    Section("sensitivity", "contrast/sensitivity.html", (Part("indices", lambda made, _: made.rows("sensitivity")),)),
    Section("compared", "contrast/compared.html"),
    Section(
        "weights",
        "contrast/weights.html",
        (
            Part("group_titles", _group_titles),
            Part("stance_titles", _stance_titles),
            Part("has_safeguards", lambda made, _: bool(made.found.study.rubric.grading.gates)),
            Part("has_empty_paradigm", lambda made, _: _has_empty_paradigm(made.found.study.rubric)),
        ),
    ),
    Section(
        "flips",
        "contrast/flips.html",
        (
            Part("crossings", lambda made, _: first_rows(made.rows("crossings"))[0]),
            Part("crossings_left", lambda made, _: first_rows(made.rows("crossings"))[1]),
            Part("flips", _with_row_names(lambda made, _: _total_flips(made, shared=False))),
            Part("flips_shared", _with_row_names(lambda made, _: _total_flips(made, shared=True))),
            Part("attainable", _with_row_names(lambda made, _: made.rows("attainable-ranks"))),
            Part("attainable_title", lambda made, _: attainable_title(made.found)),
            Part("stability", _with_row_names(lambda made, _: made.rows("stability"))),
        ),
    ),
    Section(
        "left_out",
        "contrast/left-out.html",
        (
            Part("left_out", lambda made, _: first_rows(_moved_rows(made))[0]),
            Part("left_out_left", lambda made, _: first_rows(_moved_rows(made))[1]),
        ),
    ),
    Section(
        "method",
        "contrast/method.html",
        (Part("top", lambda made, _: made.found.study.rubric.scale.top), Part("how", _method_sentences)),
    ),
)
