"""The kinds of report; each is declared, with its list of sections in the order of the page, where it is made."""

from __future__ import annotations

from typing import Any

from evaluator.reports.contrast.report import CONTRAST
from evaluator.reports.country import COUNTRY
from evaluator.reports.outline import Report
from evaluator.reports.poster import POSTER
from evaluator.reports.region import BRIEF, COMPARATIVE, LAW
from evaluator.reports.request import REQUEST
from evaluator.reports.years import YEARS

REPORTS: tuple[Report[Any, Any], ...] = (COUNTRY, COMPARATIVE, CONTRAST, BRIEF, LAW, POSTER, YEARS, REQUEST)
# The kinds of a report on several plans; the first is the usual one.
SEVERAL = tuple(report.kind for report in REPORTS if report.is_several)
