"""`evaluator silence`: count what TIP Report chapters state on a matter, and how many do not mention it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import click

from evaluator.cli.shared.layout import blocks_text, columns, wrapped
from evaluator.cli.shared.out import as_json, rows_text, show
from evaluator.cli.shared.session import Session, with_session
from evaluator.errors import UnknownNameError
from evaluator.model.facts import MATTERS, PunishedBeside, ReportChapter, SilenceByTier, SilenceByYear, SilenceOfCountry
from evaluator.model.schema import columns_of
from evaluator.scoring.consequences import punished_beside
from evaluator.scoring.silence import by_tier, by_year, of_country

FORMATS = ("table", "csv", "json")
BESIDE = "beside"
VIEWS = ("years", "tiers", BESIDE)
CAUTION = "A chapter that does not mention a matter says nothing of what happened."
# The meaning of "yes" for each matter, from the declaration of the data set.
MEANINGS = {one.name: one.doc for one in columns_of(ReportChapter) if one.name in MATTERS}
ROWS = {"countries": SilenceOfCountry, "years": SilenceByYear, "tiers": SilenceByTier, BESIDE: PunishedBeside}
Tables = dict[str, Sequence[Any]]
COUNTS = (
    ">chapters={chapters}|>silent={silent}|>share silent={silent_share:share}"
    "|>yes={yes}|>share yes={yes_share:share}|>some={some}|>no={no}"
)
HEAD_BESIDE = "punishment beside what the same chapter says, all reports; shares of the chapters that speak of it"
BESIDE_COLUMNS = (
    "beside={beside}|value={value}|>chapters={chapters}|>silent={silent}|>speak={speak}|>punished={punished}"
    "|>share={share:share}|>from={low:share}|>to={high:share}|>countries={countries}"
)
NO_CAUSE = (
    "Association is no cause: one text gives the tier and the answers, "
    "and the 3P index is coded from the same reports. "
    "Intervals of 95 % take the countries as the sample."
)
TIER_WORDS = {"1": "Tier 1", "2_or_2WL": "Tier 2 or Watch List", "3": "Tier 3", "SC": "special case"}


@click.command("silence")
@click.argument("names", nargs=-1, metavar="[COUNTRY]...")
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
    r"""Count on what the TIP Reports of 2001 to 2011 are silent.

    Without countries the command counts all chapters by year and by tier; with
    countries it lists each of their chapters. Without --matter the matter is whether
    victims were punished. `--by beside` shows how often a chapter says so beside its
    tier, what it says of enforcement, convictions and help, and the 3P index.

    \b
    Examples:
      evaluator silence
      evaluator silence ALB SRB
      evaluator silence --by beside
      evaluator silence --matter identification --by years --format csv
    """
    chapters = session.library.shared_facts.chapters
    known = {c.iso3 for c in chapters}
    tables: Tables = {"years": by_year(chapters, matter), "tiers": by_tier(chapters, matter)}
    if names:
        tables = {"countries": [row for name in names for row in of_country(chapters, _code_in(name, known), matter)]}
    elif view == BESIDE:
        tables = {BESIDE: punished_beside(chapters, session.library.shared_facts.three_p_index)}
    elif form != "json" and view:
        tables = {view: tables[view]}
    if form == "json":
        show(as_json({name: [*map(dataclasses.asdict, rows)] for name, rows in tables.items()}))
    elif form == "table":
        show(_tables_text(tables, matter))
    elif len(tables) > 1:
        raise click.UsageError("CSV holds one table: name it with --by years or --by tiers.")
    else:
        ((name, rows),) = tables.items()
        show(rows_text(rows, ROWS[name]))


def _code_in(name: str, known: set[str]) -> str:
    if name.upper() not in known:
        raise UnknownNameError("country", name, known)
    return name.upper()


def _tables_text(tables: Tables, matter: str) -> str:
    heads = {"years": [f"{matter} by report"], "tiers": [f"{matter} by tier, all reports"], BESIDE: [HEAD_BESIDE]}
    texts = {
        "countries": f"country={{iso3}}|report={{year}}|tier={{tier_name}}|{matter}={{said}}",
        "years": f"report={{year}}|{COUNTS}",
        "tiers": f"tier={{tier_name}}|{COUNTS}",
        BESIDE: BESIDE_COLUMNS,
    }
    blocks = [[*heads.get(name, []), *columns(texts[name], rows, _computed_cells)] for name, rows in tables.items()]
    if BESIDE in tables:
        blocks.append(wrapped(NO_CAUSE))
    blocks.append(wrapped(f"{matter}, yes: {MEANINGS[matter]}. some: in part. no: the chapter says that it is not so."))
    return f"{blocks_text(blocks)}{CAUTION}\n"


def _computed_cells(row: Any) -> dict[str, object]:  # noqa: ANN401  (a row of any of the tables)
    """Return the name of a row's tier, and its shares of chapters."""
    tier: dict[str, object] = {"tier_name": TIER_WORDS[row.tier]} if hasattr(row, "tier") else {}
    if not hasattr(row, "yes"):
        return tier
    return {**tier, "silent_share": row.silent / (row.chapters or 1), "yes_share": row.yes / (row.chapters or 1)}
