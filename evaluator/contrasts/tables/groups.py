"""Tables on groups of frames: those that prevailed beside those that were heard, and those of people who were asked."""

from __future__ import annotations

from evaluator.contrasts.findings import Findings
from evaluator.contrasts.group_findings import AskedRow, FirmRow, MemberRow, SpreadRow
from evaluator.contrasts.prevailed import GroupStanding, standings
from evaluator.contrasts.tables.section_table import ContrastTable, SectionTable
from evaluator.model.survey import Conflict

PREVAILED = SectionTable("prevailed", "scores", "Frames that prevailed beside those that did not", GroupStanding)
ASKED_GROUPS = SectionTable("asked", "members", "Groups that were asked", AskedRow)
MEMBERS = SectionTable("members", "members", "The plans in the eyes of each group", MemberRow)
FIRM = SectionTable("firm", "firm", "Pairs of plans in each group", FirmRow, is_order=True)
CONFLICT = SectionTable("conflict", "conflict", "How far the groups lie apart", Conflict)
SPREAD = SectionTable("spread", "conflict", "Criteria on which members differ most", SpreadRow)
ASKED_KINDS = (ASKED_GROUPS, MEMBERS, FIRM, CONFLICT, SPREAD)


def prevailed_tables(found: Findings, *, ranks: bool) -> tuple[ContrastTable, ...]:
    """Return the table of both groups, two rows a plan; none where the study lacks one of the groups."""
    rows = standings(found.study, ranks=ranks)
    return (PREVAILED.of(rows),) if rows else ()


def asked_tables(found: Findings) -> tuple[ContrastTable, ...]:
    """Return the tables on the groups of a survey; none without one."""
    asked = found.asked
    if asked is None:
        return ()
    rows = (asked.groups, asked.members, asked.pairs, asked.conflicts, asked.spread)
    return tuple(kind.of(own) for kind, own in zip(ASKED_KINDS, rows, strict=True))
