"""New files in the user's own folder, written all or none, without overwriting any file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import get_args

from evaluator.cli.shared.advice import runnable
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.out import show
from evaluator.cli.shared.session import Session
from evaluator.errors import EvaluatorError
from evaluator.model.rubric import Missing, MissingPolicy
from evaluator.store.change import write_all

# The policies for missing ratings that a rubric may name instead of the usual one.
POLICIES = ", ".join(name for name in get_args(MissingPolicy) if name != Missing().policy)


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


def tell_next(session: Session, commands: Iterable[str]) -> None:
    """Print the next commands to standard error, with --library if the user gave it."""
    lines = [runnable(f"  `evaluator {words}`").replace("`", "") for words in commands]
    session.tell("\n".join(["Next, after filling in:", *lines]))
