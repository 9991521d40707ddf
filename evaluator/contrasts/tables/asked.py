"""Rows of the tables on the groups of a survey: who answered, members, firm pairs, spread, conflict."""

from __future__ import annotations

from evaluator.contrasts.asked import AskedRow, FirmRow, MemberRow, SpreadRow
from evaluator.contrasts.findings import Findings
from evaluator.contrasts.tables.base import ContrastTable, SectionTable
from evaluator.model.survey import Conflict

ASKED_GROUPS = SectionTable("asked", "members", "Groups that were asked", AskedRow)
MEMBERS = SectionTable("members", "members", "The plans in the eyes of each group", MemberRow)
FIRM = SectionTable("firm", "firm", "Pairs of plans in each group", FirmRow, is_order=True)
CONFLICT = SectionTable("conflict", "conflict", "How far the groups lie apart", Conflict)
SPREAD = SectionTable("spread", "conflict", "Criteria on which members differ most", SpreadRow)
ASKED_KINDS = (ASKED_GROUPS, MEMBERS, FIRM, CONFLICT, SPREAD)


def asked_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables on the groups of a survey; none without one."""
    asked = found.asked
    if asked is None:
        return ()
    rows = (asked.groups, asked.members, asked.pairs, asked.conflicts, asked.spread)
    return tuple(kind.of(own) for kind, own in zip(ASKED_KINDS, rows, strict=True))
