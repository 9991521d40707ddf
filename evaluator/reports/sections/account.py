"""The section with the evaluators' own account of the plan, next to the plan's header."""

from __future__ import annotations

from dataclasses import dataclass

from evaluator.model.assessment import Assessment
from evaluator.reports.context.country import CountryContext
from evaluator.reports.html.narrative import Block, blocks, summary_of
from evaluator.reports.sections.base import Part, Section
from evaluator.reports.view import CountryView


@dataclass(frozen=True, slots=True)
class AccountView:
    """The evaluators' own account and its language; `summary` is its short beginning, `blocks` the rest."""

    summary: tuple[Block, ...]
    blocks: tuple[Block, ...]
    lang: str


def account_view(assessment: Assessment, lang: str) -> AccountView:
    """Return the evaluators' account in the language, or else in English; without blocks if there is none."""
    written = lang if lang in assessment.narrative else "en"
    summary, rest = summary_of(blocks(assessment.narrative.get(written, "")))
    return AccountView(summary, rest, written)


ACCOUNT_SHOWN: Part[CountryContext, CountryView, AccountView] = Part(
    "account", lambda context, _: account_view(context.card.assessment, context.lang)
)
ACCOUNT = Section("account", "country/account.html", (ACCOUNT_SHOWN,))
