"""The section on how far the order can be trusted: ranks and pairs over random weights."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from evaluator.contrasts.robustness import RankStanding, Robustness
from evaluator.contrasts.tables.robust import PairRow
from evaluator.model.sentence import Sentence
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.view import ContrastView
from evaluator.reports.outline import Part, Section, fields_of
from evaluator.scoring.rounding import shared_out

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class RankBar(RankStanding):
    """A plan's ranks over all draws: interval, median, mean, and the share of draws at each rank, raw and printed.

    `printed` ends with the share of draws in which it shares its rank.
    """

    shares: tuple[float, ...]
    printed: tuple[Decimal, ...]


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
    found, pairs = made.found, made.rows("pairs")
    named = [(name, r) for name, r in (("weights", found.robustness), ("doubts", found.doubts)) if r is not None]
    return tuple(
        RanksOverDraws(
            name,
            r.space,
            _rank_bars(r) if made.options.ranks else (),
            tuple(row for row in pairs if row.drawn == name),
            r.sampling.rank_interval,
            r.tie_words,
        )
        for name, r in named
    )


def _rank_bars(found: Robustness) -> tuple[RankBar, ...]:
    bars = []
    for standing, row in zip(found.standings, found.acceptability, strict=True):
        shares = tuple(float(share) for share in row)
        parts = (*shares, standing.tied)
        printed = shared_out([100 * s for s in parts], WHOLE) if sum(parts) > 1 - 1e-9 else ()
        bars.append(RankBar(**fields_of(standing), shares=shares, printed=printed))
    return tuple(sorted(bars, key=lambda bar: (bar.mean, bar.plan_id)))


DRAWN: Part[Contrasted, ContrastView, tuple[RanksOverDraws, ...]] = Part("drawn", _ranks_over_draws)
DRAWS = Section("draws", "contrast/draws.html", (DRAWN,))
