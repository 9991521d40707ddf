"""Flips on a terminal."""

from __future__ import annotations

from evaluator import contrast
from evaluator.cli.contrast_text_flips import FLIP_PRINTERS
from evaluator.contrast.findings import Asked, findings_of
from evaluator.contrast.tables_flips import flip_tables
from tests.contrast.synthetic import ALIKE, choices, three_plans, toy_assessment, toy_rubric


def test_flips_are_told_in_words_and_gaps_are_named():
    plans = [*three_plans()[:2], toy_assessment("CCC-2010-2012", {**ALIKE, "migration.control": None})]
    study = contrast(plans, toy_rubric(contrast=choices()), ["police", "rights"])
    found = findings_of(study, Asked(("flips",)))
    tables = {t.name: t.rows for t in flip_tables(found)}
    text = {name: "\n".join(FLIP_PRINTERS[name](found, rows)) for name, rows in tables.items()}
    assert "of the weight of police must move" in text["flips"].replace("\n  ", " ")
    assert (
        "Not proved, because some plans are rated there and others are not: migration.control."
        in text["attainable-ranks"]
    )
    assert "police to rights" in text["crossings"]
    assert "nobody changes places" in text["stability"]
