"""`evaluator silence`: count what TIP Report chapters state on a matter, and how many do not mention it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

import click

from evaluator.cli.shared.layout import share_text, table, wrapped
from evaluator.cli.shared.out import as_json, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import UnknownNameError
from evaluator.model.base import columns_of
from evaluator.model.facts import MATTERS, ReportChapter, SilenceByTier, SilenceByYear, SilenceOfCountry
from evaluator.read.text.table import write_table
from evaluator.scoring.silence import by_tier, by_year, of_country

FORMATS = ("table", "csv", "json")
VIEWS = ("years", "tiers")
CAUTION = "A chapter that does not mention a matter says nothing of what happened."
# The meaning of "yes" for each matter, from the declaration of the data set.
MEANINGS = {one.name: one.doc for one in columns_of(ReportChapter) if one.name in MATTERS}
TIER_WORDS = {"1": "Tier 1", "2_or_2WL": "Tier 2 or Watch List", "3": "Tier 3", "SC": "special case"}


@click.command("silence")
@click.argument("names", nargs=-1, metavar="[ISO3]...")
@click.option(
    "--matter",
    type=click.Choice(MATTERS),
    default="punishment",
    show_default=True,
    help="Matter to look for in the chapters.",
)
@click.option("--by", "view", type=click.Choice(VIEWS), help="Show one table only; needed for CSV without countries.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True)
@with_session
def command(session: Session, names: tuple[str, ...], matter: str, view: str | None, form: str) -> None:
    r"""Count what the TIP Reports of 2001 to 2011 say of a matter, and where they are silent.

    Without countries the command counts all chapters by year and by tier; with
    countries it lists each of their chapters. Without --matter the matter is whether
    victims were punished.

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
        blocks.append([f"{matter} by report", *_counts("report", [(str(row.year), row) for row in years])])
    if not own and view in (None, "tiers"):
        blocks.append(
            [f"{matter} by tier, all reports", *_counts("tier", [(TIER_WORDS[row.tier], row) for row in tiers])]
        )
    blocks.append(wrapped(f"{matter}, yes: {MEANINGS[matter]}. some: in part. no: the chapter says that it is not so."))
    return "\n\n".join("\n".join(block) for block in blocks) + f"\n{CAUTION}\n"


def _counts(first: str, rows: Sequence[tuple[str, SilenceByYear | SilenceByTier]]) -> list[str]:
    """Return a table of counts by year or by tier, with the same columns for both."""
    head = [first, "chapters", "silent", "share silent", "yes", "share yes", "some", "no"]
    lines = [
        [
            name,
            str(row.chapters),
            str(row.silent),
            share_text(_share(row.silent, row.chapters)),
            str(row.yes),
            share_text(_share(row.yes, row.chapters)),
            str(row.some),
            str(row.no),
        ]
        for name, row in rows
    ]
    return table(head, lines, right=range(1, 8))


def _share(part: int | None, whole: int | None) -> float:
    return (part or 0) / whole if whole else 0.0
