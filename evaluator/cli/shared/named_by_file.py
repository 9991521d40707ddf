"""A filled-in workbook names its plan and its rubric, so that a call needs to name neither."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from evaluator.cli.shared.choice import PlanChoice, RatedPlan
from evaluator.workbook.back.sheet_import import read_sheet

Choice = TypeVar("Choice", PlanChoice, RatedPlan)
PLAN_FILES = (".docx", ".pdf", ".html", ".htm")  # what no score sheet is written as
NAMED = click.argument("named", nargs=-1, required=True, metavar="[COUNTRY|PLAN] FILE...")


def named_by(named: tuple[str, ...], choice: Choice) -> tuple[str, tuple[Path, ...], Choice]:
    """Return the name of the plan, the files, and the choice with the rubric that the call or the first file names.

    The first of the words is a file, and the plan is the file's, if it is there or ends as a workbook does.
    """
    first = Path(named[0])
    alone = first.suffix.lower() == ".xlsx" or first.is_file() or (len(named) == 1 and first.is_dir())
    files: tuple[Path, ...] = tuple(map(Path, named if alone else named[1:]))
    if strange := next((one for one in (first, *files) if one.suffix.lower() in PLAN_FILES), None):
        call = f"evaluator plan import {shlex.quote(str(strange))} --plan PLAN"
        raise click.UsageError(f"{strange} is no score sheet. A plan's own file is read by `{call}`.")
    if not files:
        raise click.UsageError("Missing argument 'FILE...'. Give the workbook that was filled in.")
    if not alone:
        return named[0], files, choice
    meta = read_sheet(files[0]).meta
    typed = click.get_current_context().get_parameter_source("rubric") is ParameterSource.COMMANDLINE
    rubric = "" if typed else meta.get("rubric", "")
    return meta.get("plan", ""), files, replace(choice, rubric=rubric) if rubric else choice
