"""What every command shares: the library in use, quiet or not, colour or not."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

import click

from evaluator.cli.advice import FOLDER, runnable
from evaluator.cli.terminal import put

if TYPE_CHECKING:
    from evaluator.library import Library

P = ParamSpec("P")
R = TypeVar("R")
OWN = ("countries", "rubrics")


@dataclass
class Session:
    """The options that every command has, as they were given."""

    folder: Path | None = None
    quiet: bool = False
    told: set[str] = field(default_factory=set)

    @cached_property
    def library(self) -> Library:
        """Return the shipped library, overlaid by the user's folder."""
        from evaluator.library import Library, shipped_root

        if self.folder is None and not os.environ.get("EVALUATOR_LIBRARY"):
            here = Path.cwd()
            if any((here / name).is_dir() for name in OWN) and here.resolve() != shipped_root().resolve():
                self.tell(f"The library in {here} lies over the shipped one.")
                return Library.open(here)
        return Library.open(self.folder)

    @cached_property
    def typed_library(self) -> Library:
        """Return the shipped library, overlaid by a folder only where `--library` names one.

        For files of strangers, whose makers can send a folder along with them.
        """
        from evaluator.library import Library, shipped_root
        from evaluator.read.layers import Layers

        return Library(Layers((shipped_root(),))) if self.folder is None else Library.open(self.folder)

    @cached_property
    def library_to_begin(self) -> Library:
        """Return the library of a command that may make the user's folder: the shipped one alone before it is there."""
        from evaluator.library import Library, shipped_root
        from evaluator.read.layers import Layers

        return self.library if self._named().expanduser().exists() else Library(Layers((shipped_root(),)))

    def _named(self) -> Path:
        return self.folder or Path(os.environ.get("EVALUATOR_LIBRARY") or ".")

    def own_folder(self) -> Path:
        """Return the user's own folder, made if it was named and is missing: where new files go.

        From here to the end of the command no other one writes there: call it before
        anything is read that the new files are made from.

        Raises
        ------
        EvaluatorError
            It is the shipped library, cannot be made, or is being written to.
        """
        from evaluator.errors import EvaluatorError
        from evaluator.library import shipped_root
        from evaluator.store.change import recover
        from evaluator.store.lock import held

        named = self._named()
        own = named.expanduser().resolve()
        if own.is_relative_to(shipped_root().resolve()) and (self.folder is None or shipped_root().name == "_library"):
            raise EvaluatorError("the shipped library is not written to. Name a folder of your own with --library.")
        try:
            own.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvaluatorError(f"{named}: cannot be made ({error.strerror})") from None
        context = click.get_current_context()
        context.with_resource(held(own, context.command_path))
        recover(own)
        return own

    def tell(self, message: str) -> None:
        """Write a message to standard error, once; nothing with --quiet. Commands in it name the user's folder."""
        message = runnable(message)
        if self.quiet or message in self.told:
            return
        self.told.add(message)
        put(message, err=True)


def _folder(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    session = ctx.ensure_object(Session)
    if value is not None:
        session.folder = value
        ctx.meta[FOLDER] = value


def _quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's own signature)
    session = ctx.ensure_object(Session)
    session.quiet = session.quiet or value


def _colour(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value or os.environ.get("NO_COLOR"):
        ctx.color = False


def common_options(function: Callable[P, R]) -> Callable[P, R]:
    """Add --library, --quiet and --no-color; they hold before the command's name and after it."""
    library = click.option(
        "--library",
        type=click.Path(path_type=Path),
        metavar="FOLDER",
        expose_value=False,
        is_eager=True,
        callback=_folder,
        help="Your own folder, laid over the shipped library. Else EVALUATOR_LIBRARY, else the current folder "
        "if it holds countries/ or rubrics/.",
    )
    quiet = click.option(
        "--quiet", "-q", is_flag=True, expose_value=False, callback=_quiet, help="Only results and errors."
    )
    colour = click.option(
        "--no-color", is_flag=True, expose_value=False, callback=_colour, help="No colours; NO_COLOR does the same."
    )
    return library(quiet(colour(function)))


def with_session(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Hand the session to a command as its first argument, and give the command the common options."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return function(click.get_current_context().ensure_object(Session), *args, **kwargs)

    return common_options(run)
