"""The kinds of report: the sections of each, in the order of the page.

A new section is its module in `sections/`, its template, and a line here.
"""

from __future__ import annotations

from typing import Any

from evaluator.reports.context.country import CountryContext
from evaluator.reports.editions.changes import CHANGES
from evaluator.reports.sections.account import ACCOUNT
from evaluator.reports.sections.asks import ASKS
from evaluator.reports.sections.base import Report, Section
from evaluator.reports.sections.evidence import EVIDENCE
from evaluator.reports.sections.figures import FIGURES
from evaluator.reports.sections.follow_up import FOLLOW_UP
from evaluator.reports.sections.instruments import INSTRUMENTS
from evaluator.reports.sections.pulled import GROUPS
from evaluator.reports.sections.raising import LIFT
from evaluator.reports.sections.recorded import AGREEMENT, PROFILE
from evaluator.reports.sections.scores import SCORES
from evaluator.reports.sections.silence import BLIND_SPOT
from evaluator.reports.sections.standing import WEIGHTINGS
from evaluator.reports.sections.trend import TREND
from evaluator.reports.sections.whose import WHOSE
from evaluator.reports.view import CountryView

COUNTRY: Report[CountryContext, CountryView] = Report(
    "country",
    [
        Section("summary", "country/summary.html"),
        ASKS,
        FIGURES,
        SCORES,
        WEIGHTINGS,
        BLIND_SPOT,
        GROUPS,
        PROFILE,
        FOLLOW_UP,
        LIFT,
        WHOSE,
        INSTRUMENTS,
        TREND,
        CHANGES,
        ACCOUNT,
        AGREEMENT,
        EVIDENCE,
        Section("method", "country/method.html"),
    ],
)

REPORTS: tuple[Report[Any, Any], ...] = (COUNTRY,)


def layouts() -> dict[str, str]:
    """Return, by name, the templates that lay out the sections of every kind."""
    return {report.layout_name: report.layout() for report in REPORTS}
