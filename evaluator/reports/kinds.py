"""The kinds of report, each with its list of sections in the order of the page.

To add a section, add a module in `sections/`, a template, and a line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from evaluator.reports.context.country import CountryContext
from evaluator.reports.contrast import blind_spot, draws, flips, frames, trust
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
from evaluator.reports.sections.short import SHORT
from evaluator.reports.sections.side_by_side import BLIND_SPOT_AND_GAPS, GAPS, MAP, PRACTICES
from evaluator.reports.sections.silence import BLIND_SPOT
from evaluator.reports.sections.standing import WEIGHTINGS
from evaluator.reports.sections.trend import TREND
from evaluator.reports.sections.whose import WHOSE
from evaluator.reports.view import CountryView

if TYPE_CHECKING:  # their pages are made of these lists
    from evaluator.model.scorecard import Scorecard
    from evaluator.reports.context.contrasted import Contrasted
    from evaluator.reports.context.several import SeveralContext
    from evaluator.reports.contrast.parts import ContrastView
    from evaluator.reports.region import RegionView
    from evaluator.reports.request import RequestView

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
    alone=SHORT,
)

COMPARATIVE: Report[SeveralContext, RegionView] = Report(
    "comparative",
    [
        Section("levels", "comparative/levels.html"),
        MAP,
        Section("gradients", "comparative/gradients.html"),
        Section("heat", "comparative/heat.html"),
        Section("paradigms", "comparative/paradigms.html"),
        PRACTICES,
        GAPS,
        Section("blind_spot", "comparative/blind-spot.html"),
        Section("countries", "comparative/countries.html"),
    ],
    frame="several.html",
    block="parts",
    is_several=True,
    found=("levels",),
)

CONTRAST: Report[Contrasted, ContrastView] = Report(
    "contrast",
    [
        Section("plans", "contrast/plans.html"),
        frames.SCORES,
        frames.MOVES,
        blind_spot.BLIND_SPOT,
        trust.LEVELS,
        draws.DRAWS,
        trust.SENSITIVITY,
        Section("compared", "contrast/compared.html"),
        frames.WEIGHTS,
        flips.FLIPS,
        trust.LEFT_OUT,
        trust.METHOD,
    ],
    is_several=True,
)

BRIEF: Report[SeveralContext, RegionView] = Report(
    "brief",
    [
        Section("plan", "brief/plan.html"),
        Section("paradigms", "brief/paradigms.html"),
        BLIND_SPOT_AND_GAPS,
    ],
    frame="several.html",
    block="parts",
    is_several=True,
)

REQUEST: Report[Scorecard, RequestView] = Report("request", [Section("questions", "request/questions.html")])

REPORTS: tuple[Report[Any, Any], ...] = (COUNTRY, COMPARATIVE, CONTRAST, BRIEF, REQUEST)
# The kinds of a report on several plans; the first is the usual one.
SEVERAL = tuple(report.kind for report in REPORTS if report.is_several)


def layouts() -> dict[str, str]:
    """Return the layout template of every kind of report, by template name."""
    return {report.layout_name: report.layout() for report in REPORTS}
