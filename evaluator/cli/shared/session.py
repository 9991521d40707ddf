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

from evaluator.cli.shared.advice import FOLDER, runnable
from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.options import PATH
from evaluator.cli.shared.terminal import put
from evaluator.errors import EvaluatorError

if TYPE_CHECKING:
    from evaluator.library import Library
    from evaluator.store.still import Sight

P = ParamSpec("P")
R = TypeVar("R")
OWN = ("countries", "rubrics")
LOOKS = 3  # times that a command reads files which others change meanwhile


@dataclass
class Session:
    """The options that every command has, as they were given."""

    folder: Path | None = None
    quiet: bool = False
    told: set[str] = field(default_factory=set)
    sights: list[Sight] = field(default_factory=list)
    has_put_out: bool = False

    @cached_property
    def library(self) -> Library:
        """Return the shipped library, overlaid by the user's folder; from here on its files are watched for changes."""
        library = self._opened()
        self.watch(library.layers.folders[0])
        return library

    def _opened(self) -> Library:
        from evaluator.library import Library, shipped_root

        if self.folder is None and not os.environ.get("EVALUATOR_LIBRARY"):
            here = Path.cwd()
            if any((here / name).is_dir() for name in OWN) and here.resolve() != shipped_root().resolve():
                self.tell(f"The library in {here} lies over the shipped one.")
                return Library.open(here)
        return Library.open(self.folder)

    def refuse_changed(self) -> None:
        """Refuse to go on where a file of the library was changed since the library was opened.

        Called before anything is put out, so that nothing is made of files some of
        which are as they were and some as they are now.

        Raises
        ------
        EvaluatorError
            One was; it is named.
        """
        if changed := self._changed():
            raise EvaluatorError(
                f"{changed} was changed by another program while it was read; nothing more was written. "
                "Run the command again once that has ended."
            )

    def _changed(self) -> str:
        return next(filter(None, (sight.changed() for sight in self.sights)), "")

    def watch(self, folder: Path) -> None:
        """Note how the files of a library's folder are, before they are read."""
        from evaluator.library import FOLDERS
        from evaluator.store.still import Sight

        self.sights.append(Sight.of(folder, FOLDERS))

    def wrote(self, path: Path) -> None:
        """Exempt a file that this command wrote from the watch for changes by other programs."""
        self.sights = [sight.without(path) for sight in self.sights]

    def read_anew(self) -> bool:
        """Forget the library that was read if its files have changed and the command has printed nothing yet.

        Return whether the library was forgotten.
        """
        if self.has_put_out or not self._changed():
            return False
        self.__dict__.pop("library", None)
        self.sights.clear()
        return True

    def watch_no_more(self) -> None:
        """Stop watching files for changes; the commands that call this compare the files in another way."""
        self.sights.clear()

    def before_change(self) -> None:
        """Refuse to change files if another program changed one since they were read, then stop watching the files.

        Raises
        ------
        EvaluatorError
            One was changed since the library was opened.
        """
        self.refuse_changed()
        self.watch_no_more()

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
        from evaluator.store.change import recover
        from evaluator.store.lock import held

        own = self.own_place()
        context = click.get_current_context()
        context.with_resource(held(own, context.command_path))
        recover(own)
        return own

    def own_place(self) -> Path:
        """Return the same for a command that runs long and keeps others out only while it writes.

        Raises
        ------
        EvaluatorError
            It is the shipped library, or cannot be made.
        """
        from evaluator.library import shipped_root

        named = self._named()
        own = named.expanduser().resolve()
        if own.is_relative_to(shipped_root().resolve()) and (self.folder is None or shipped_root().name == "_library"):
            raise EvaluatorError("the shipped library is not written to. Name a folder of your own with --library.")
        try:
            own.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvaluatorError(f"{named}: cannot be made ({error.strerror})") from None
        return own

    def tell_written(self, *paths: Path) -> None:
        """Say which files were written, one a line."""
        for path in paths:
            self.tell(f"Written: {shown_path(path)}")

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
        type=PATH,
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
        session = click.get_current_context().ensure_object(Session)
        for _ in range(LOOKS - 1):
            try:
                return function(session, *args, **kwargs)
            except (EvaluatorError, OSError):
                if not session.read_anew():
                    raise
        return function(session, *args, **kwargs)

    return common_options(run)


def leave_open(is_open: object) -> None:
    """End the command with status 1 where work is open; its output is whole all the same."""
    if is_open:
        click.get_current_context().exit(1)


def before_output() -> Session | None:
    """Refuse to put out what was made of files that were changed meanwhile; every result passes here first.

    Returns the session of the command that runs, None outside of one.

    Raises
    ------
    EvaluatorError
        A file of the library was changed since the command opened it.
    """
    context = click.get_current_context(silent=True)
    session = context.find_object(Session) if context else None
    if session is not None:
        session.refuse_changed()
        session.has_put_out = True
    return session
