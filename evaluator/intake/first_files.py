"""The first files of a country and of a plan, from templates: what an evaluation begins with."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from string import Template

from evaluator.errors import EvaluatorError
from evaluator.intake.territory import Territory, country_of, is_invented, territories
from evaluator.library import Library, shipped_root
from evaluator.model.plan import Measure
from evaluator.model.schema import ISO3
from evaluator.read.country import COUNTRY_TABLES
from evaluator.read.plan import PLAN_TABLES
from evaluator.read.text_files.file import read_text
from evaluator.read.text_files.table import write_table
from evaluator.reports.language import languages
from evaluator.workbook.sheet.score_sheet import FIRST_ROW

NEW_PLAN = re.compile(r"(?P<iso3>[A-Z]{3})-(?P<start>[0-9]{4})-(?P<end>[0-9]{4}|open)(-[a-z0-9-]{1,60})?")
YEARS = re.compile(r"[0-9]{4}(-([0-9]{4}|open))?")
NO_TITLE = "Title as printed, to be filled in"


def blank(name: str, **filled: str) -> str:
    """Return the text of a template in templates/blanks, with the given values filled in.

    Examples
    --------
    >>> blank("plan", id="XXA-2020-2021", title="A plan", start="2020", end="2021", here="0").splitlines()[1].split()[1]
    'XXA-2020-2021'
    """
    return Template(read_text(shipped_root() / "templates" / "blanks" / f"{name}.yaml")).substitute(filled)


def quoted(text: str) -> str:
    """Return a text in double quotes, as YAML writes it.

    Examples
    --------
    >>> print(quoted("a: b"))
    "a: b"
    """
    return json.dumps(text, ensure_ascii=False)


def country_files(iso3: str, names: Mapping[str, str]) -> dict[str, str]:
    """Return the initial files of a country, by their paths in a library."""
    listed = "\n  ".join(f"{lang}: {quoted(name)}" for lang, name in names.items())
    invented = "true " if is_invented(iso3) else "false"
    files = {"country.yaml": blank("country", iso3=iso3, names=listed, invented=invented)}
    for table in ("sources", "institutions", "facts"):
        files[f"{table}.csv"] = write_table((), COUNTRY_TABLES[table])
    return {f"countries/{iso3}/{name}": text for name, text in files.items()}


def years_of(plan_id: str) -> re.Match[str]:
    """Return the parts of a plan's id as a match: `iso3`, `start`, `end`.

    Raises
    ------
    EvaluatorError
        The id has another form, or its end is before its start.
    """
    parts = NEW_PLAN.fullmatch(plan_id)
    if parts is None:
        raise EvaluatorError(f"{plan_id!r} is not a plan id. Write country-start-end, as in ABC-2020-2023.")
    if parts["end"] != "open" and parts["end"] < parts["start"]:
        raise EvaluatorError(f"{plan_id!r} ends before it starts. Write country-start-end, as in ABC-2020-2023.")
    return parts


def plan_files(plan_id: str, title: str, *, with_row: bool = True) -> dict[str, str]:
    """Return the initial files of a plan, by their paths in a library; `with_row` is whether a row is to be filled in.

    Raises
    ------
    EvaluatorError
        The id has another form.
    """
    parts = years_of(plan_id)
    years = {"start": quoted(parts["start"]), "end": quoted(parts["end"])}
    rows = (FIRST_ROW,) if with_row else ()
    files = {"plan.yaml": blank("plan", id=plan_id, title=quoted(title), here=str(len(rows)), **years)}
    files["measures.csv"] = write_table(rows, Measure)
    for table in ("indicators", "money", "evidence"):
        files[f"{table}.csv"] = write_table((), PLAN_TABLES[table])
    return {f"countries/{parts['iso3']}/plans/{plan_id}/{name}": text for name, text in files.items()}


def begun_files(library: Library, plan_id: str) -> dict[str, str]:
    """Return the initial files of a plan that a sheet names, and of its country; none of what a library has.

    Raises
    ------
    EvaluatorError
        The id has another form, or no country has its code.
    """
    code = years_of(plan_id)["iso3"]
    is_known = code in library.country_codes
    if is_known and plan_id in library.plan_ids(code):
        return {}
    country = {} if is_known else country_files(code, country_of(code, languages(library.templates)).names)
    return {**country, **plan_files(plan_id, NO_TITLE)}


def territory_to_begin(library: Library, text: str, name: str = "") -> Territory:
    """Return the country of a code or name: from ISO 3166-1, the library, or invented with its code and `name`.

    Raises
    ------
    EvaluatorError
        No country matches, or an invented country has no name.
    """
    code, name = text.strip().upper(), name.strip()
    if not ISO3.fullmatch(code) or code in territories():
        found = country_of(text, languages(library.templates))
        return Territory(found.iso3, {**found.names, "en": name or found.name})
    if code in library.country_codes:
        return Territory(code, dict(library.country(code).names))
    if not name:
        raise EvaluatorError(
            f"no country has the code {code} (ISO 3166-1). An invented country needs a name; "
            f"take a code from XAA to XZZ for it, as in `evaluator new country {code} --name Testland`."
        )
    return Territory(code, {"en": name})


def plan_id_of(iso3: str, years: str) -> str:
    """Return the id of a plan from its years; a single year is both start and end."""
    years = "-".join(part.strip() for part in re.split(r"-|\N{EN DASH}| to ", years.strip()))
    if not YEARS.fullmatch(years):
        raise EvaluatorError(f"{years!r} are no years. Write first and last, as in 2023-2027 or 2023-open.")
    plan_id = f"{iso3}-{years}" if "-" in years else f"{iso3}-{years}-{years}"
    years_of(plan_id)
    return plan_id
