"""`evaluator report --kind`: write one report on several plans."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.report.bulk import Bulk, plans_meant
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.options import flag, handing, option
from evaluator.cli.shared.out import ANOTHER_NAME, refuse_standing, write_out
from evaluator.cli.shared.session import Session
from evaluator.contrasts.options import whole_contrast
from evaluator.explorer.explorer_page import explorer_page
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import ALL
from evaluator.model.scorecard import Scorecard
from evaluator.model.script import alphabetical
from evaluator.pipeline import enter
from evaluator.reports.context.several import refuse_unlike
from evaluator.reports.contrast.report import CONTRAST, contrast_name
from evaluator.reports.country import COUNTRY
from evaluator.reports.kinds import SEVERAL
from evaluator.reports.language import ENGLISH
from evaluator.reports.region import COMPARATIVE, region_name
from evaluator.reports.subject import country_name
from evaluator.reports.years import YEARS
from evaluator.workbook.results.report import SUFFIX
from evaluator.workbook.results.report_files import Several, several_bytes

ONE_EACH = COUNTRY.kind


@dataclass(frozen=True, slots=True)
class ReportOrder:
    """The kind and language of a report on several plans, and two options.

    `rank_all` ranks plans of any coverage in a contrast. `explorer` also writes the explorer's page with a
    comparative report. `annex` adds the annex where the kind has one.
    """

    kind: str = option(
        "--kind", type=click.Choice([ONE_EACH, *SEVERAL]), default=ONE_EACH, show_default=True,
        help="One report on each plan (country), or one report on all plans.",
    )  # fmt: skip
    rank_all: bool = flag("--rank-all", help="With --kind contrast, rank plans below the rubric's least coverage too.")
    lang: str = ENGLISH
    annex: bool = False
    explorer: bool = flag(
        "--explorer", help="With a comparative page, also write a page on which readers change the weighting."
    )

    @property
    def several(self) -> bool:
        """Return whether the options request one report on all plans together."""
        return self.kind != ONE_EACH

    def refuse_ranks(self, form: str) -> None:
        """Raise an error if `--rank-all` is set but the report prints no ranks of a contrast.

        Raises
        ------
        click.UsageError
            The report is of another kind, or a workbook of results.
        """
        if self.rank_all and (self.kind != CONTRAST.kind or form == SUFFIX):
            raise click.UsageError("--rank-all is for a contrast as PDF or HTML: add --kind contrast, or leave it out.")

    def refuse_explorer(self, form: str) -> None:
        """Raise an error if `--explorer` is set but the report has no page to link to the explorer.

        Raises
        ------
        click.UsageError
            The report is not comparative, or not HTML.
        """
        if self.explorer and (self.kind != COMPARATIVE.kind or form != ".html"):
            raise click.UsageError("--explorer goes with a comparative page: add --kind comparative --html.")

    def document(self, cards: list[Scorecard]) -> str:
        """Return the name of the report, without a suffix."""
        if self.kind != CONTRAST.kind:
            return region_name(cards, self.kind, self.lang, annex=self.annex and self.kind == COMPARATIVE.kind)
        refuse_unlike(cards)
        options = whole_contrast(cards[0].rubric, cards[0].weighting, rank_all=self.rank_all)
        return contrast_name(cards, options, self.lang, annex=self.annex)


with_order = handing(ReportOrder)


def cards_of(
    session: Session, choice: PlanChoice, bulk: Bulk, names: tuple[str, ...], order: ReportOrder
) -> list[Scorecard]:
    """Return the scorecards for a report on several plans, under one weighting.

    Plans keep the order of `names`; without any, records by year are those of the library's countries. With `--all`,
    all assessed countries come in the alphabetical order of the report's language.

    Raises
    ------
    click.UsageError
        No plan is named, several weightings are named, or an option for many reports is set.
    EvaluatorError
        No country is assessed.
    """
    bulk.refuse_for_one(order.kind)
    if order.kind == YEARS.kind and not names and not bulk.every:
        units = {unit.iso3 for unit in session.library.units_of(choice.rubric)}
        names = tuple(code for code in session.library.country_codes if code in units)
    of_rubric = with_rubric(choice.rubric)
    if bool(names) == bulk.every:
        call = f"evaluator report ALB SRB --kind {order.kind}{of_rubric}"
        wrong = "--all leaves nothing to name." if names else "Name the plans, or ask for --all:"
        raise click.UsageError(f"{wrong} `{call}`.")
    if len(set(choice.weightings)) > 1 or ALL in choice.weightings:
        several = " ".join(f"-w {name}" for name in choice.weightings)
        meant = names or plans_meant(session, choice, names)
        raise click.UsageError(
            "One report rests on one --weighting; every other stands beside it where it matters. To compare those you "
            f"name: `evaluator contrast {' '.join(meant)} {several}{of_rubric} --format pdf --out contrast.pdf`."
        )
    cards = choice.cards(session, plans_meant(session, choice, names))
    if order.kind == COMPARATIVE.kind and names and len(cards) == 1:
        both, alone = (f"evaluator report {names[0]}{more}{of_rubric}" for more in (" SRB --kind comparative", ""))
        raise click.UsageError(f"One plan compares with none. Name a second: `{both}`; or print it alone: `{alone}`.")
    return cards if names else sorted(cards, key=_name_order(order.lang))


def _name_order(lang: str) -> Callable[[Scorecard], tuple[object, str]]:
    alphabet = alphabetical(lang)

    def key(card: Scorecard) -> tuple[object, str]:
        country = card.assessment.country
        return alphabet(country_name(country.names, country.iso3, lang).text), card.assessment.plan.id

    return key


def write_several(
    session: Session, cards: list[Scorecard], order: ReportOrder, path: Path, *, force: bool
) -> list[Path]:
    """Write one report on the plans, as PDF, HTML or workbook by the file's suffix; return the files written.

    Raises
    ------
    EvaluatorError
        The explorer's page exists already, and `force` is not set.
    """
    form = path.suffix.lower().removeprefix(".")
    if form != "html":
        write_out(path, report_bytes(session, cards, order, form))
        return [path]
    beside = path.with_suffix(".explorer.html") if order.explorer else None
    if beside is not None:
        refuse_standing(beside, session.library, force=force, remedy=ANOTHER_NAME)
        write_out(beside, _explorer_bytes(session, cards, order))
    write_out(path, report_bytes(session, cards, order, form, beside.name if beside else ""))
    return [path, *([beside] if beside else [])]


def _explorer_bytes(session: Session, cards: list[Scorecard], order: ReportOrder) -> bytes:
    rubric = cards[0].rubric
    entrants = [enter(card.assessment, rubric, card.assessor or None) for card in cards]
    return explorer_page(session.library, rubric, list(rubric.weightings.values()), entrants, order.lang).encode()


def report_bytes(session: Session, cards: list[Scorecard], order: ReportOrder, form: str, explorer: str = "") -> bytes:
    """Return one report on the plans in a form; `explorer` is the file to which a comparative page links."""
    wanted = Several(order.kind, form, order.lang, order.rank_all, explorer, order.annex)
    return several_bytes(session.library, cards, wanted)
