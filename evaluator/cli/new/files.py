"""The first files of a country and of a plan, from templates, written all or none, without overwriting any file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import get_args

from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session
from evaluator.cli.shared.territory import is_invented
from evaluator.errors import EvaluatorError
from evaluator.library import shipped_root
from evaluator.model.plan import Measure
from evaluator.model.rubric import Missing, MissingPolicy
from evaluator.read.country import COUNTRY_TABLES
from evaluator.read.plan import PLAN_TABLES
from evaluator.read.text.file import read_text
from evaluator.read.text.table import write_table
from evaluator.store.change import write_all
from evaluator.workbook.sheet.score_sheet import FIRST_ROW

# The policies for missing ratings that a rubric may name instead of the usual one.
POLICIES = ", ".join(name for name in get_args(MissingPolicy) if name != Missing().policy)


def blank(name: str, **filled: str) -> str:
    """Return the text of a template in templates/blanks, with the given values filled in.

    Examples
    --------
    >>> blank("weighting", id="my-rubric").splitlines()[2]
    'rubric: my-rubric'
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


NEW_PLAN = re.compile(r"(?P<iso3>[A-Z]{3})-(?P<start>[0-9]{4})-(?P<end>[0-9]{4}|open)(-[a-z0-9-]{1,60})?")
NO_TITLE = "Title as printed, to be filled in"


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


def plan_files(plan_id: str, title: str) -> dict[str, str]:
    """Return the initial files of a plan, by their paths in a library.

    Raises
    ------
    EvaluatorError
        The id has another form.
    """
    parts = years_of(plan_id)
    years = {"start": quoted(parts["start"]), "end": quoted(parts["end"])}
    files = {"plan.yaml": blank("plan", id=plan_id, title=quoted(title), **years)}
    files["measures.csv"] = write_table((FIRST_ROW,), Measure)
    for table in ("indicators", "money", "evidence"):
        files[f"{table}.csv"] = write_table((), PLAN_TABLES[table])
    return {f"countries/{parts['iso3']}/plans/{plan_id}/{name}": text for name, text in files.items()}


def write_own(session: Session, files: Mapping[str, str]) -> Path:
    """Write new files into the user's own folder with `write_new`; return the folder."""
    own = session.own_folder()
    session.before_change()
    write_new(own, files)
    return own


def write_new(own: Path, files: Mapping[str, str]) -> None:
    """Write new files below the user's own folder, all or none.

    Raises
    ------
    EvaluatorError
        One of the files exists already, or the folder is not writable.
    """
    there = [shown_path(own / name) for name in files if (own / name).exists()]
    if there:
        raise EvaluatorError(f"nothing is overwritten, and there is already: {', '.join(there)}")
    write_all(own, dict(files))
    show("".join(f"{shown_path(own / name)}\n" for name in files))


def tell_next(session: Session, commands: Iterable[str], when: str = "Next, after filling in:") -> None:
    """Print the next commands to standard error, with --library if the user gave it."""
    lines = [runnable(f"  `evaluator {words}`").replace("`", "") for words in commands]
    session.tell("\n".join([when, *lines]))
