"""The kinds of report; each is declared, with its list of sections in the order of the page, where it is made."""

from __future__ import annotations

from typing import Any

from evaluator.reports.outline import SECTIONS, Report

REPORTS: tuple[Report[Any, Any], ...] = tuple(
    report for name in SECTIONS.ours if isinstance(report := SECTIONS.get(name), Report)
)
# The kinds of a report on several plans; the first is the usual one.
SEVERAL = tuple(report.kind for report in REPORTS if report.is_several)
