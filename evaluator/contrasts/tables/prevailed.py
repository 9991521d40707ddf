"""Rows of the table on the frames that prevailed beside those that were heard and did not."""

from __future__ import annotations

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.prevailed import GroupStanding, standings
from evaluator.contrasts.tables.base import ContrastTable, SectionTable

PREVAILED = SectionTable("prevailed", "scores", "Frames that prevailed beside those that did not", GroupStanding)


def prevailed_tables(found: Findings, *, ranks: bool) -> tuple[ContrastTable, ...]:
    """Return the table of both groups, two rows a plan; none where the study lacks one of the groups."""
    rows = standings(found.study, ranks=ranks)
    return (PREVAILED.of(rows),) if rows else ()
