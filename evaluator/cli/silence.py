"""`evaluator silence`: what the chapters of the TIP Reports say of a matter, and where they are silent."""

from __future__ import annotations

import dataclasses

import click

from evaluator.cli.layout import share_text, table
from evaluator.cli.out import as_json, show
from evaluator.cli.session import Session, with_session
from evaluator.errors import UnknownNameError
from evaluator.model.silence import MATTERS, SilenceByTier, SilenceByYear, SilenceOfCountry
from evaluator.read.table import write_table
from evaluator.scoring.silence import by_tier, by_year, of_country

FORMATS = ("table", "csv", "json")
VIEWS = ("years", "tiers")
CAUTION = "A chapter that does not mention a matter says nothing of what happened."
TIER_WORDS = {"1": "Tier 1", "2_or_2WL": "Tier 2 or Watch List", "3": "Tier 3", "SC": "special case"}


@click.command("silence")
@click.argument("names", nargs=-1, metavar="[ISO3]...")
@click.option(
    "--matter", type=click.Choice(MATTERS), default="punishment", show_default=True, help="What the chapters speak of."
)
@click.option("--by", "view", type=click.Choice(VIEWS), help="One table alone; needed for CSV without countries.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@with_session
def command(session: Session, names: tuple[str, ...], matter: str, view: str | None, form: str) -> None:
    r"""Count what the TIP Reports of 2001 to 2011 say of a matter, and where they are silent.

    Of all chapters by year and by tier; with countries, chapter by chapter. The
    matter is whether victims were punished unless another is named.

    \b
    Examples:
      evaluator silence
      evaluator silence ALB SRB
      evaluator silence --matter identification --by years --format csv
    """
    chapters = session.library.shared_facts.chapters
    own = [row for name in names for row in of_country(chapters, _code(name, {c.iso3 for c in chapters}), matter)]
    years, tiers = by_year(chapters, matter), by_tier(chapters, matter)
    if form == "json":
        whole = {"years": [*map(dataclasses.asdict, years)], "tiers": [*map(dataclasses.asdict, tiers)]}
        show(as_json({"countries": [*map(dataclasses.asdict, own)]} if names else whole))
    elif form == "csv":
        show(_csv(own, years, tiers, view, named=bool(names)))
    else:
        show(_text(own, years, tiers, view, matter))


def _code(name: str, known: set[str]) -> str:
    if name.upper() not in known:
        raise UnknownNameError("country", name, known)
    return name.upper()


def _csv(
    own: list[SilenceOfCountry],
    years: tuple[SilenceByYear, ...],
    tiers: tuple[SilenceByTier, ...],
    view: str | None,
    *,
    named: bool,
) -> str:
    if named:
        return write_table(own, SilenceOfCountry)
    if view is None:
        raise click.UsageError("CSV holds one table: name it with --by years or --by tiers.")
    return write_table(years, SilenceByYear) if view == "years" else write_table(tiers, SilenceByTier)


def _text(
    own: list[SilenceOfCountry],
    years: tuple[SilenceByYear, ...],
    tiers: tuple[SilenceByTier, ...],
    view: str | None,
    matter: str,
) -> str:
    blocks: list[list[str]] = []
    if own:
        rows = [[row.iso3, str(row.year), TIER_WORDS[row.tier], row.said] for row in own]
        blocks.append(table(["country", "report", "tier", matter], rows))
    if not own and view in (None, "years"):
        head = ["report", "chapters", "silent", "share silent", "yes", "some", "no"]
        rows = [
            [str(r.year), str(r.chapters), str(r.silent), share_text(r.silent_share), *map(str, (r.yes, r.some, r.no))]
            for r in years
        ]
        blocks.append([f"{matter} by report", *table(head, rows, right=range(1, 7))])
    if not own and view in (None, "tiers"):
        head = ["tier", "chapters", "yes", "share yes", "silent", "some", "no"]
        rows = [
            [
                TIER_WORDS[r.tier],
                str(r.chapters),
                str(r.yes),
                share_text(r.yes_share),
                f"{r.silent}",
                f"{r.some}",
                f"{r.no}",
            ]
            for r in tiers
        ]
        blocks.append([f"{matter} by tier, all reports", *table(head, rows, right=range(1, 7))])
    return "\n\n".join("\n".join(block) for block in blocks) + f"\n\n{CAUTION}\n"
