"""Resolution of typed names to plans and countries, with suggestions for wrong names."""

from __future__ import annotations

import difflib
import functools
import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError, gather
from evaluator.model.defaults import DEFAULT_RUBRIC
from evaluator.model.schema import CODER, CODER_WORDS, KEBAB, LONGEST_ID
from evaluator.read.country import bare_names_of, names_of

if TYPE_CHECKING:
    from evaluator.library import Library
    from evaluator.model.rubric import Rubric

CODE = re.compile(r"[A-Za-z]{3}")
PLAN_ID = re.compile(r"[A-Za-z]{3}-\d{4}.*")


def refuse_coder(code: str) -> None:
    """Raise an `EvaluatorError`, which explains the form, if a text is not a valid coder's code."""
    if code.isdecimal():
        raise EvaluatorError(f"{code!r} is not a coder's code, for it reads as a level. Write a letter: --coder a.")
    if not CODER.fullmatch(code):
        raise EvaluatorError(f"{code!r} is not a coder's code. Write {CODER_WORDS}.")


def refuse_name(name: str, what: str) -> None:
    """Raise an `EvaluatorError`, which explains the form, if a text cannot name a new file of the library."""
    if not KEBAB.fullmatch(name) or len(name) > LONGEST_ID:
        near = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:LONGEST_ID].strip("-")
        as_in = f", such as {near}" if KEBAB.fullmatch(near) else ""
        raise EvaluatorError(f"{name!r} cannot be the name of {what}. Write small letters, digits and hyphens{as_in}.")


def book_of(plan_id: str, rubric_id: str, coder: str, ending: str) -> Path:
    """Return the default file name of a coder's score sheet; with an empty `ending`, the name of its folder.

    Examples
    --------
    >>> book_of("ALB-2005-2007", "first-look", "a", "xlsx").name
    'ALB-2005-2007.first-look.a.xlsx'
    """
    rubric = "" if rubric_id == DEFAULT_RUBRIC else rubric_id
    return Path(".".join(filter(None, (plan_id, rubric, coder, ending))))


def country_named(library: Library, name: str) -> str:
    """Return the ISO3 code of a country in the library, named by that code or by its name in any language.

    Raises
    ------
    EvaluatorError
        No country has that code or name; the message suggests the nearest ones.
    """
    if CODE.fullmatch(name) and library.has_country(name.upper()):
        return name.upper()
    if code := library.country_called(name):
        return code
    raise _unknown_country(library, name)


def part_named(rubric: Rubric, name: str) -> str:
    """Return the id of the criterion or node that has this title in any language; else the text as it is.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> rubric = Library.open().rubric("four-paradigms")
    >>> part_named(rubric, "protection of victims and witnesses"), part_named(rubric, "total")
    ('witness-protection', 'total')
    """
    wanted = name.casefold()
    languages = ("en", *rubric.translations)
    parts = (*rubric.nodes, *rubric.by_id)
    called = [part for part in parts if any(rubric.title(part, lang).casefold() == wanted for lang in languages)]
    return called[0] if len(called) == 1 else name


def _unknown_country(library: Library, name: str) -> EvaluatorError:
    if there := elsewhere(library, name):
        return EvaluatorError(f"no country {name!r} is in the folder that was read. {there}")
    near = suggestion(library, name)
    if not near:
        return UnknownNameError("country", name, library.country_codes)
    return EvaluatorError(f"no country has the code or name {name!r}. {near}")


def elsewhere(library: Library, name: str) -> str:
    """Return in which folder beside or above the country of a code or plan id is, which was not read; else ""."""
    here, read = Path.cwd(), library.layers.folders
    folders = (*here.parents, *sorted(one for one in here.iterdir() if one.is_dir()))
    code = next(iter(name.upper().split("-")), "")
    with_it = [one for one in folders if CODE.fullmatch(code) and (one / "countries" / code).is_dir()]
    found = next((one for one in with_it if one.resolve() not in read), None)
    if found is None:
        return ""
    shown = found.name if found.parent == here else str(found)
    return f"It is in {shown}: add --library {shlex.quote(shown)}."


def suggestion(library: Library, name: str) -> str:
    """Return "Did you mean ALB (Albania)?" for a country's name in any language or a misspelt code, else ""."""
    names: dict[str, str] = {}
    for code in library.country_codes:
        names.update({text.casefold(): code for text in (*bare_names_of(library.country_folder(code)), code)})
    near = difflib.get_close_matches(name.casefold(), list(names), n=3, cutoff=0.7)
    codes = list(dict.fromkeys(names[text] for text in near))
    if name.casefold() in names:
        codes = [names[name.casefold()]]
    said = " or ".join(f"{code} ({(names_of(library.country_folder(code)) or [code])[0]})" for code in codes)
    return f"Did you mean {said}?" if codes else ""


def plans_named(
    library: Library, names: Sequence[str], plan: str | None, rubric_id: str, years: Sequence[str] = ()
) -> list[str]:
    """Return the ids of the plans named by `names` (countries or plans) and --plan, each once.

    A country stands for its newest plan with a final assessment under the rubric; if it has none, for its newest
    with a draft, else for its newest. Under a rubric that scores the units of countries/units.csv, it stands for
    its unit that ends in each of the `years`, or for its newest unit.

    Raises
    ------
    EvaluatorError
        A name is unknown, or --plan is of another country.
    """
    if library.units_of(rubric_id):
        wanted = names if plan is None else (plan,)
        chosen = [_unit_named(library, name, rubric_id, year) for name in wanted for year in years or (None,)]
        return list(dict.fromkeys(chosen))
    refuse_years(library, rubric_id, years)
    if plan is None:
        return list(dict.fromkeys(_plan_named(library, name, rubric_id) for name in names))
    codes = {country_named(library, name[:3] if PLAN_ID.fullmatch(name) else name) for name in names}
    one = _plan_named(library, plan, rubric_id)
    if codes and codes != {one[:3]}:
        raise EvaluatorError(f"--plan {plan} is a plan of {one[:3]}, not of {', '.join(sorted(codes))}")
    return [one]


def rubrics_of_ratings(library: Library, names: Sequence[str]) -> list[str]:
    """Return the rubrics under which somebody has rated a plan that is named, or one of a country that is named.

    The user's own folder counts alone, where it has ratings of them.
    """
    plans: list[str] = []
    for name in names:
        code = country_named(library, name[:3] if PLAN_ID.fullmatch(name) else name)
        plans += [name] if PLAN_ID.fullmatch(name) else library.plan_ids(code)
    for folder in library.layers.folders:
        rated = [folder / "countries" / plan[:3] / "plans" / plan / "assessments" for plan in plans]
        if found := {file.parent.name for one in rated for file in one.glob("*/*.yaml")}:
            return sorted(found)
    return []


def refuse_years(library: Library, rubric_id: str, years: Sequence[str]) -> None:
    """Raise an `EvaluatorError` if units are chosen by year, and the rubric has none."""
    if years and not library.units_of(rubric_id):
        mend = "Name a plan, or --rubric public-record."
        raise EvaluatorError(f"--year names a year of records, and {rubric_id} scores none. {mend}")


def _unit_named(library: Library, name: str, rubric_id: str, year: str | None) -> str:
    """Return the id of the unit that a name (country code or unit id) means, for a rubric that scores units."""
    if not PLAN_ID.fullmatch(name) and not CODE.fullmatch(name):
        name = country_named(library, name)
    if year is not None and not PLAN_ID.fullmatch(name):
        own = [unit for unit in library.units_of(rubric_id) if unit.iso3 == name.upper()]
        found = [unit.unit_id for unit in own if unit.end[:4] == year]
        if own and not found:
            raise UnknownNameError("unit of that year", f"{name} {year}", [unit.end[:4] for unit in own])
        if found:
            return found[-1]
    return library.unit(name if PLAN_ID.fullmatch(name) else name.upper(), rubric_id).unit_id


def _plan_named(library: Library, name: str, rubric_id: str) -> str:
    if not PLAN_ID.fullmatch(name):
        return _newest(library, country_named(library, name), rubric_id)
    country = country_named(library, name[:3])
    known = library.plan_ids(country)
    if name not in known:
        if there := elsewhere(library, name):
            raise EvaluatorError(f"no plan {name!r} is in the folder that was read. {there}")
        raise UnknownNameError("plan", name, known)
    return name


def _newest(library: Library, code: str, rubric_id: str) -> str:
    """Return the newest plan of a country; if a plan's header is faulty, raise with the faults of all its plans."""
    try:
        return library.newest_plan(code, rubric_id)
    except InvalidInputError as error:
        problems = list(error.problems)
        for plan_id in library.plan_ids(code):
            gather(functools.partial(library.assessment, plan_id, rubric_id), problems)
        raise InvalidInputError(dict.fromkeys(problems)) from None
