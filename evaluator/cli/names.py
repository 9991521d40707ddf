"""From what a user types to a plan or a country; a wrong name suggests the right one."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from evaluator.errors import EvaluatorError, InvalidInputError, UnknownNameError

if TYPE_CHECKING:
    from evaluator.library import Library

CODE = re.compile(r"[A-Za-z]{3}")
PLAN_ID = re.compile(r"[A-Za-z]{3}-\d{4}.*")


def country_named(library: Library, name: str) -> str:
    """Return the ISO3 code of a country of the library.

    Raises
    ------
    UnknownNameError
        It is no code of a country here; a country's name is answered with its code.
    """
    if CODE.fullmatch(name) and name.upper() in library.country_codes:
        return name.upper()
    raise _unknown_country(library, name)


def _unknown_country(library: Library, name: str) -> EvaluatorError:
    names: dict[str, str] = {}
    for code in library.country_codes:
        names.update({text.casefold(): code for text in (*_names_of(library, code), code)})
    near = difflib.get_close_matches(name.casefold(), list(names), n=3, cutoff=0.7)
    codes = list(dict.fromkeys(names[text] for text in near))
    if name.casefold() in names:
        codes = [names[name.casefold()]]
    if not codes:
        return UnknownNameError("country", name, library.country_codes)
    said = " or ".join(f"{code} ({(_names_of(library, code) or [code])[0]})" for code in codes)
    return EvaluatorError(f"no country has the code {name!r}. Did you mean {said}?")


def _names_of(library: Library, code: str) -> list[str]:
    """Return the English name first; a country whose file is broken has none here."""
    try:
        names = library.country(code).names
    except InvalidInputError:
        return []
    return [*([names["en"]] if "en" in names else []), *(text for lang, text in names.items() if lang != "en")]


def plans_named(library: Library, names: Sequence[str], plan: str | None, rubric_id: str) -> list[str]:
    """Return the plan ids that names (countries or plans) and the option --plan mean, each once.

    A country stands for its newest plan with a final assessment under the
    rubric; with none, its newest with a draft, else its newest.

    Raises
    ------
    EvaluatorError
        A name is unknown, or --plan is of another country.
    """
    if plan is None:
        return list(dict.fromkeys(_plan_named(library, name, rubric_id) for name in names))
    codes = {country_named(library, name.partition("-")[0]) for name in names}
    chosen = _plan_named(library, plan, rubric_id)
    if codes and codes != {chosen[:3]}:
        raise EvaluatorError(f"--plan {plan} is a plan of {chosen[:3]}, not of {', '.join(sorted(codes))}")
    return [chosen]


def _plan_named(library: Library, name: str, rubric_id: str) -> str:
    if not PLAN_ID.fullmatch(name):
        return library.newest_plan(country_named(library, name), rubric_id)
    country = country_named(library, name[:3])
    known = library.plan_ids(country)
    if name not in known:
        raise UnknownNameError("plan", name, known)
    return name
