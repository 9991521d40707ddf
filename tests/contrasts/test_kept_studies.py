"""All that a contrast says of some invented plans, word for word, as it was last reviewed.

Each study stands in `kept/` as text: its findings, warnings and notes, then every table. `--update-golden`
keeps what is said now; read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from evaluator import Library, contrast
from evaluator.contrasts.audit.variants import variants
from evaluator.contrasts.findings import ContrastContext, Findings, findings_of
from evaluator.contrasts.headline.one import headline_of
from evaluator.contrasts.headline.several import side_by_side
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.tables.all import tables_of
from evaluator.contrasts.tables.statistics import STATISTICS
from evaluator.model.facts import TierPlacement
from evaluator.pipeline import leave_one_out
from evaluator.read.text_files.table import write_table
from tests.contrasts.synthetic import CRITERIA, LEAVES, choices, doubted_plan, three_plans, toy_assessment
from tests.contrasts.test_headline_one import rubric_with
from tests.contrasts.test_statistics import CHOICES, audited
from tests.scoring.small import card_of

KEPT = Path(__file__).parent / "kept"
FEW = choices().model_copy(update={"draws": 200})
PLACED = ContrastContext(
    placements=tuple(
        TierPlacement(iso3=name, year=year, tier=tier, evidence="text")
        for name, year, tier in (("AAA", 2011, "2"), ("BBB", 2012, "1"), ("CCC", 2012, "2-watch-list"))
    ),
    left_out=leave_one_out,
)
RULED = ContrastOptions(sections=SECTIONS, rules=("human-rights>=0.4",), within=0.3, doubts=("weights", "quality"))
WHOLE = ContrastOptions(sections=SECTIONS, nested=True, around=True, concentration=20.0)
LESS = ContrastOptions(sections=("scores", "flips", "robustness", "levels"))


def _random(seed: int, *, gaps: float = 0.2, count: int = 4):
    rng = np.random.default_rng(seed)
    plans = []
    for name in "ABCDEFGHI"[:count]:
        levels = {c: int(rng.integers(0, 5)) for c in CRITERIA if rng.random() >= gaps}
        if rng.random() < 0.3:
            levels["human-rights.protection-1"] = "contrary"
        if rng.random() < 0.3:
            levels["migration.control-2"] = "not-applicable"
        roles = ("origin",) if rng.random() < 0.5 else ("destination", "transit")
        state = "final" if rng.random() < 0.7 else "draft"
        plans.append(
            toy_assessment(
                f"{name}AA-20{min(10 + count, 18)}-2018", levels, low=CRITERIA[::5], roles=roles, state=state
            )
        )
    return plans


def _study(plans, *, rank_all=True, **more):
    return contrast(plans, rubric_with(contrast=FEW, **more), rank_all=rank_all)


def _found(plans, asked=None, beside=PLACED, **more):
    return findings_of(_study(plans, **more), asked or ContrastOptions(sections=SECTIONS), beside)


STUDIES: dict[str, Callable[[], Findings]] = {
    "complete": lambda: _found([*three_plans(), doubted_plan()]),
    "gaps": lambda: _found(_random(1), rank_all=False),
    "gaps-ranked": lambda: _found(_random(2, gaps=0.4)),
    "alike": lambda: _found([toy_assessment(f"{n}-2010-2012", dict.fromkeys(LEAVES, 2)) for n in ("AAA", "BBB")]),
    "whole-tree": lambda: _found(_random(3, gaps=0.0), WHOLE),
    "rules": lambda: _found(three_plans(), RULED),
    "many": lambda: _found(_random(9, gaps=0.3, count=9), LESS, rank_all=False),
    "geometric": lambda: _found(_random(4, gaps=0.1, count=3), aggregation={"kind": "geometric"}),
    "weakest": lambda: _found(_random(5, gaps=0.1, count=3), aggregation={"kind": "minimum"}),
    "shrinks": lambda: _found(_random(6, gaps=0.1), not_applicable={"weight": "shrinks"}),
    "one-plan": lambda: _found([doubted_plan()]),
    "nothing-rated": lambda: _found([toy_assessment("DDD-2010-2012", {}), three_plans()[0]]),
}  # fmt: skip


def _said(found: Findings) -> Iterator[str]:
    study = found.study
    ordered = side_by_side(study, found.order)
    yield from ("# findings", *map(str, found.finding().sentences), *map(str, ordered.sentences))
    for place in range(len(study.entrants)):
        yield from map(str, headline_of(study, place).sentences)
    yield from ("# headline", *map(str, found.headline), "# warnings", *map(str, study.warnings))
    for way in found.ways:
        yield from (f"# from {way.before} to {way.after}", *(str(move.sentence) for move in way.moves))
    for ranks in (True, False):
        for table in tables_of(found, SECTIONS, ranks=ranks):
            if ranks or table.name in ("scores", "leave-one-out", "method"):
                yield f"# {table.name}{'' if ranks else ' without ranks'}"
                yield write_table(table.rows, table.row).rstrip()
    frames = (study.scores_by_plan(), study.ranks_by_plan())
    yield from ("# by plan", *(f"{frame.dtypes.iloc[0]}\n{frame.to_csv().rstrip()}" for frame in frames))


@pytest.mark.parametrize("name", STUDIES)
def test_a_study_says_what_was_reviewed(name, golden):
    golden(KEPT / f"{name}.txt", "\n".join(_said(STUDIES[name]())) + "\n")


def test_the_statistics_of_an_audit_say_what_was_reviewed(golden):
    rng = np.random.default_rng(8)
    rows = [tuple(int(x) if x < 5 else "?" for x in rng.integers(0, 6, 3)) for _ in range(14)]
    found = audited(rows, others=((1, 3), (1, 1)), choices=CHOICES.model_copy(update={"weak": 0.4, "apart": 1.1}))
    lines = (f"# {table.name}\n{table.csv(found).rstrip()}" for table in STATISTICS)
    golden(KEPT / "statistics.txt", "\n".join(lines) + "\n")


def test_the_numbers_that_an_audit_tries_are_those_reviewed_with_what_they_make_of_a_plan(golden):
    """Levels 0 to 4 in turn, each seventh criterion not assessed."""
    library = Library.open()
    rubric = library.rubric()
    levels = {c.id: k % 5 for k, c in enumerate(rubric.criteria) if k % 7}
    lines = []
    for tried in variants(rubric, library.audit(rubric)):
        card = card_of(tried.rubric, levels, tried.weighting)
        made = f"{card.score} {card.coverage} {card.grade.lowest}-{card.grade.highest}"
        lines.append(f"{tried.family} | {tried.number} | {tried.stated} | {tried.tried} | {made} | {tried.ground}")
    golden(KEPT / "variants.txt", "\n".join(lines) + "\n")


def test_every_kept_text_is_one_that_is_made():
    assert {path.stem for path in KEPT.iterdir()} == {*STUDIES, "statistics", "variants"}
