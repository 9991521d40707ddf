"""`evaluator report --kind`: write one report on several plans."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import click

from evaluator.cli.report.bulk import Bulk, plans_meant
from evaluator.cli.shared.choice import PlanChoice
from evaluator.cli.shared.options import flag, handing, option
from evaluator.cli.shared.out import write_out
from evaluator.cli.shared.session import Session
from evaluator.contrasts.options import whole_contrast
from evaluator.model.defaults import with_rubric
from evaluator.model.rubric import ALL
from evaluator.model.scorecard import Scorecard
from evaluator.model.script import alphabetical
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

    `rank_all` ranks plans of any coverage in a contrast. `explorer` is a page of `evaluator explore`, to which a
    comparative page links. `annex` adds the annex where the kind has one.
    """

    kind: str = option(
        "--kind", type=click.Choice([ONE_EACH, *SEVERAL]), default=ONE_EACH, show_default=True,
        help="One report on each plan (country), or one report on all plans.",
    )  # fmt: skip
    rank_all: bool = flag("--rank-all", help="With --kind contrast, rank plans below the rubric's least coverage too.")
    lang: str = ENGLISH
    annex: bool = False
    explorer: Path | None = option(
        "--explorer", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE",
        help="Link a comparative page to this page of `evaluator explore`.",
    )  # fmt: skip

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
        """Raise an error if `--explorer` is set but there is no such page, or the report has none to link to it.

        Raises
        ------
        click.UsageError
            The report is not comparative or not HTML, or the explorer's page is not written yet.
        """
        if self.explorer is None:
            return
        if self.kind != COMPARATIVE.kind or form != ".html":
            raise click.UsageError("--explorer goes with a comparative page: add --kind comparative --html.")
        if not self.explorer.is_file():
            raise click.UsageError(
                f"{self.explorer}: there is no such page. Write it first: `evaluator explore --out {self.explorer}`."
            )

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


def write_several(session: Session, cards: list[Scorecard], order: ReportOrder, path: Path) -> None:
    """Write one report on the plans, as PDF, HTML or workbook by the file's suffix."""
    form = path.suffix.lower().removeprefix(".")
    linked = order.explorer if form == "html" else None
    beside = Path(os.path.relpath(linked, path.parent)).as_posix() if linked else ""
    write_out(path, report_bytes(session, cards, order, form, beside))


def report_bytes(session: Session, cards: list[Scorecard], order: ReportOrder, form: str, explorer: str = "") -> bytes:
    """Return one report on the plans in a form; `explorer` is the address to which a comparative page links."""
    wanted = Several(order.kind, form, order.lang, order.rank_all, explorer, order.annex)
    return several_bytes(session.library, cards, wanted)
