"""Flips on a terminal."""

from __future__ import annotations

from evaluator import contrast
from evaluator.cli.contrast.flips import FLIP_PRINTERS
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.tables.flips import flip_tables
from tests.contrasts.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric, weighting

VIEWS = {
    "equal": weighting("equal", {"migration": 1 / 3, "law-enforcement": 1 / 3, "human-rights": 1 / 3}),
    "police": weighting("police", {"migration": 0.0, "law-enforcement": 1.0, "human-rights": 0.0}),
    "rights": weighting("rights", {"migration": 0.1, "law-enforcement": 0.1, "human-rights": 0.8}),
}


def test_flips_are_told_in_words_and_gaps_are_named():
    plans = [*three_plans()[:2], toy_assessment("CCC-2010-2012", {**ALIKE, "migration.control": None})]
    study = contrast(plans, toy_rubric(contrast=choices()), ["police", "rights"])
    found = findings_of(study, ContrastOptions(sections=("flips",)))
    tables = {t.name: t.rows for t in flip_tables(found)}
    text = {name: "\n".join(FLIP_PRINTERS[name](found, rows)) for name, rows in tables.items()}
    assert "of the weight of “police” must move" in text["flips"].replace("\n  ", " ")
    assert (
        "Not proved, because some plans are rated there and others are not: migration.control."
        in text["attainable-ranks"]
    )
    assert "police to rights" in text["crossings"]
    assert "no plans swap places" in text["stability"]


def test_a_tie_that_is_broken_is_said_to_change_ranks_but_nobody_s_place():
    """Both plans are alike in policing, which alone has weight under `police`; any weight of rights parts them."""
    rights = {**ALIKE, "human-rights.protection": 4}
    plans = [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", rights)]
    study = contrast(plans, toy_rubric(contrast=choices(), weightings=VIEWS), ["police", "rights"])
    assert [v.rank for v in study.row("police")] == [1, 1]
    assert [v.rank for v in study.row("rights")] == [2, 1]
    found = findings_of(study, ContrastOptions(sections=("flips",)))
    (row,) = [row for row in found.stability if row.node_id == "human-rights"]
    assert (row.low, row.high, row.below, row.above) == (0.0, 1.0, None, None)
    rows = next(t.rows for t in flip_tables(found) if t.name == "stability")
    assert "If a tie is only made or broken, ranks change" in "\n".join(FLIP_PRINTERS["stability"](found, rows))
