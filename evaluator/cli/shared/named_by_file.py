"""A filled-in workbook names its plan and its rubric, so that a call needs to name neither."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import click
from click.core import ParameterSource

from evaluator.cli.shared.choice import PlanChoice, RatedPlan
from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.workbook.back.sheet_import import read_sheet
from evaluator.workbook.sheet.read import NO_META

Choice = TypeVar("Choice", PlanChoice, RatedPlan)
TABLES = (".ods", ".xls", ".xlsm", ".numbers", ".tsv")  # what a program can save as a workbook
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
    for one in files:
        _refuse_no_sheet(one)
    if not alone:
        return named[0], files, choice
    meta = _meta_of(files[0])
    typed = click.get_current_context().get_parameter_source("rubric") is ParameterSource.COMMANDLINE
    rubric = "" if typed else meta.get("rubric", "")
    return meta.get("plan", ""), files, replace(choice, rubric=rubric) if rubric else choice


def _refuse_no_sheet(file: Path) -> None:
    """Raise an error if a file is a table of another program, or one file of a sheet that is a folder of CSV files."""
    ending = file.suffix.lower()
    if ending in TABLES:
        saved = shlex.quote(str(file.with_suffix(".xlsx")))
        call = f"{click.get_current_context().command_path} {saved}"
        raise EvaluatorError(f"{file} is of another program. Save it as a plain Excel workbook (.xlsx), then `{call}`.")
    if ending == ".csv" and file.is_file():
        call = f"{click.get_current_context().command_path} FOLDER"
        raise EvaluatorError(f"{file} is one file. A sheet of CSV files is read as the whole folder: `{call}`.")


def _meta_of(file: Path) -> dict[str, str]:
    """Return what a file says of itself; say of one that is no sheet of ours how such a sheet is made."""
    try:
        return dict(read_sheet(file).meta)
    except InvalidInputError as error:
        raise told_of_strange(error, (file,)) from None


def told_of_strange(error: InvalidInputError, files: Sequence[Path]) -> EvaluatorError:
    """Return what is said of a file that is no sheet of ours: how such a sheet is made; another error as it is."""
    strange = {problem.path for problem in error.problems if NO_META in problem.found}
    file = next((one for one in files if str(one) in strange), None)
    if file is None:
        return error
    group = click.get_current_context().command_path.rpartition(" ")[0]
    coder = " --coder a" if group.endswith("sheet") else ""
    what = "folder that was" if file.is_dir() else "workbook that was"
    return EvaluatorError(
        f"{file} is no {what} exported here. `{group} export COUNTRY{coder}` makes one: copy your rows into that, "
        f"and read it back with `{group} import FILE`."
    )
