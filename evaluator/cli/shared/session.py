"""The session of a command: the library in use, its watched files, messages and colours."""

from __future__ import annotations

import difflib
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
    from evaluator.read.prints import Prints
    from evaluator.store.still import Sight

P = ParamSpec("P")
R = TypeVar("R")
OWN = ("countries", "rubrics", "surveys")
LOOKS = 3  # most attempts to read files that other programs change meanwhile


@dataclass
class Session:
    """The common options of a command, its library, and the files that it watches for changes."""

    folder: Path | None = None
    quiet: bool = False
    told: set[str] = field(default_factory=set)
    sights: list[Sight] = field(default_factory=list)
    has_put_out: bool = False

    @cached_property
    def library(self) -> Library:
        """Return the shipped library with the user's folder on top; the first call starts to watch its files."""
        library = self._open_library()
        self.watch(library.layers.folders[0])
        return library

    @cached_property
    def prints(self) -> Prints:
        """Return the hashes of what this command's rows depend on."""
        from evaluator.read.prints import Prints

        return Prints(self.library.layers)

    def _open_library(self) -> Library:
        from evaluator.library import Library, shipped_root

        if self.folder is None and not os.environ.get("EVALUATOR_LIBRARY"):
            here = Path.cwd()
            if any((here / name).is_dir() for name in OWN) and here.resolve() != shipped_root().resolve():
                return Library.open(here)
        self.refuse_misnamed()
        return Library.open(self.folder)

    def refuse_misnamed(self) -> None:
        """Refuse a folder inside of a library, and one that is not there, with the one that is near.

        Raises
        ------
        EvaluatorError
            The folder lies in `countries/` or the like of a library, or there is none and a library of a like name.
        """
        from evaluator.library import shipped_root

        named = self._folder_named()
        whole = named.expanduser().resolve()
        inside = next((one.parent for one in (whole, *whole.parents) if one.name in OWN and one.parent.is_dir()), None)
        if self.folder and inside and inside.resolve() != shipped_root().resolve():
            meant = shown_path(inside)
            raise EvaluatorError(f"{named} lies inside of the library {meant}. Name that one: --library {meant}")
        if self.folder and not whole.exists() and whole.parent.is_dir():
            libraries = [one.name for one in whole.parent.iterdir() if any((one / name).is_dir() for name in OWN)]
            if near := difflib.get_close_matches(whole.name, libraries, n=1):
                meant = shown_path(whole.parent / near[0])
                raise EvaluatorError(f"{named}: there is no such folder. Did you mean --library {meant}? Else make it.")

    def refuse_changed(self) -> None:
        """Raise an error if another program changed a file of the library after the library was opened.

        Call this before any output, so that no result mixes old and new files.

        Raises
        ------
        EvaluatorError
            A file was changed; the message names it.
        """
        if changed := self._changed_file():
            raise EvaluatorError(
                f"{changed} was changed by another program while it was read; nothing more was written. "
                "Run the command again once that has ended."
            )

    def _changed_file(self) -> str:
        return next(filter(None, (sight.changed() for sight in self.sights)), "")

    def watch(self, folder: Path) -> None:
        """Record the state of the files in a library's folder, before they are read."""
        from evaluator.read.shipped import FOLDERS
        from evaluator.store.still import Sight

        self.sights.append(Sight.of(folder, FOLDERS))

    def wrote(self, path: Path) -> None:
        """Exempt a file that this command wrote from the watch for changes by other programs."""
        self.sights = [sight.without(path) for sight in self.sights]

    def read_anew(self) -> bool:
        """Discard the library if its files have changed and the command has printed nothing yet.

        Return whether the library was discarded.
        """
        if self.has_put_out or not self._changed_file():
            return False
        self.__dict__.pop("library", None)
        self.__dict__.pop("prints", None)
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
            A file was changed after the library was opened.
        """
        self.refuse_changed()
        self.watch_no_more()

    @cached_property
    def typed_library(self) -> Library:
        """Return the shipped library, with a folder on top only if `--library` names one.

        It is for untrusted files, whose author could supply a folder along with them.
        """
        from evaluator.library import Library, shipped_root
        from evaluator.read.layers import Layers

        return Library(Layers((shipped_root(),))) if self.folder is None else Library.open(self.folder)

    @cached_property
    def library_to_begin(self) -> Library:
        """Return the library for a command that may create the user's folder; the shipped one if it is missing."""
        from evaluator.library import Library, shipped_root
        from evaluator.read.layers import Layers

        return self.library if self._folder_named().expanduser().exists() else Library(Layers((shipped_root(),)))

    def _folder_named(self) -> Path:
        return self.folder or Path(os.environ.get("EVALUATOR_LIBRARY") or ".")

    def own_folder(self) -> Path:
        """Return the user's own folder for new files, locked for this command; create it if it is missing.

        No other command writes there until this one ends. Call this before reading any data from which the new
        files are made.

        Raises
        ------
        EvaluatorError
            The folder is the shipped library, cannot be made, or is in use by another writing command.
        """
        from evaluator.store.change import recover
        from evaluator.store.lock import held

        own = self.own_place()
        context = click.get_current_context()
        context.with_resource(held(own, context.command_path))
        recover(own)
        return own

    def own_place(self) -> Path:
        """Return the user's own folder without the lock, for long commands that lock it only while they write.

        Raises
        ------
        EvaluatorError
            The folder is the shipped library, or cannot be made.
        """
        from evaluator.library import shipped_root

        self.refuse_misnamed()
        named = self._folder_named()
        own = named.expanduser().resolve()
        if own.is_relative_to(shipped_root().resolve()) and (self.folder is None or shipped_root().name == "_library"):
            raise EvaluatorError("the shipped library is not written to. Name a folder of your own with --library.")
        try:
            own.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise EvaluatorError(f"{named}: cannot be made ({error.strerror})") from None
        return own

    def tell_written(self, *paths: Path) -> None:
        """Print the paths of written files to standard error, one a line."""
        for path in paths:
            self.tell(f"Written: {shown_path(path)}")

    def tell(self, message: str) -> None:
        """Print a message to standard error, unless it was printed before or --quiet is set.

        If the user gave --library, the option is added to the commands in the message.
        """
        message = runnable(message)
        if self.quiet or message in self.told:
            return
        self.told.add(message)
        put(message, err=True)


def _take_folder(ctx: click.Context, _: click.Parameter, value: Path | None) -> None:
    session = ctx.ensure_object(Session)
    if value is not None:
        session.folder = value
        ctx.meta[FOLDER] = value


def _take_quiet(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  (click's own signature)
    session = ctx.ensure_object(Session)
    session.quiet = session.quiet or value


def _take_colour(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value or os.environ.get("NO_COLOR"):
        ctx.color = False


def common_options(function: Callable[P, R]) -> Callable[P, R]:
    """Add --library, --quiet and --no-color to a command; they work before and after the command's name."""
    library = click.option(
        "--library",
        type=PATH,
        metavar="FOLDER",
        expose_value=False,
        is_eager=True,
        callback=_take_folder,
        help="Your own folder, laid over the shipped library. Else EVALUATOR_LIBRARY, else the current folder "
        "if it holds countries/, rubrics/ or surveys/.",
    )
    quiet = click.option(
        "--quiet", "-q", is_flag=True, expose_value=False, callback=_take_quiet, help="Print only results and errors."
    )
    colour = click.option(
        "--no-color",
        is_flag=True,
        expose_value=False,
        callback=_take_colour,
        help="Print no colours; the variable NO_COLOR does the same.",
    )
    return library(quiet(colour(function)))


def with_session(function: Callable[Concatenate[Session, P], R]) -> Callable[P, R]:
    """Pass the session to a command as its first argument, and add the common options."""

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
    """End the command with status 1 if `is_open` is true; its output is complete in either case."""
    if is_open:
        click.get_current_context().exit(1)


def before_output() -> Session | None:
    """Raise an error if files changed while the command ran; every output function calls this first.

    Return the session of the running command, or None outside of one.

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
