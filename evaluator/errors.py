"""Errors of input, with messages that tell a person how to correct it."""

from __future__ import annotations

import difflib
import errno
import importlib
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from types import ModuleType
from typing import Literal, TypeVar

T = TypeVar("T")
PACKAGE = "nap-evaluator"
Severity = Literal["fault", "warning", "note"]


# Most characters of a message's part, of its `expected` part (which may list all known names), and of a number.
LONGEST_PART, LONGEST_LIST, LONGEST_NUMBER = 500, 3000, 40
# How a library names a file that it was given as bytes: an object of the program, which nobody can open.
OBJECT = re.compile(r"(?:stream )?<[\w.]+ object at 0x[0-9A-Fa-f]+>:? ?")
DIGITS = re.compile(rf"[0-9]{{{LONGEST_NUMBER},}}")


def shortened(text: str, most: int = LONGEST_PART) -> str:
    """Return a part of a message, without the middle of a long text, most digits of a long number, and objects.

    Examples
    --------
    >>> shortened("stream <_io.BytesIO object at 0x7f06d9fd>: xref not found")
    'xref not found'
    >>> shortened("level " + "9" * 300)
    'level 99999999... (300 digits)'
    >>> shortened("x" * 1000, 10)
    'xxxxx ... (990 characters left out) ... xxxxx'
    """
    text = DIGITS.sub(lambda found: f"{found[0][:8]}... ({len(found[0])} digits)", OBJECT.sub("", text))
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} ... ({len(text) - 2 * half} characters left out) ... {text[-half:]}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, warning or note at one place of one input file.

    `line` and `column` count from 1. `cell` names a place in a workbook
    (`Human rights!D14`); `key` names the entry (`levels.3`, `level`).
    A `fault` makes the file invalid; a `warning` or a `note` does not.
    """

    path: str
    found: str
    expected: str
    suggestion: str = ""
    line: int | None = None
    column: int | None = None
    cell: str = ""
    key: str = ""
    severity: Severity = "fault"

    @property
    def place(self) -> str:
        """Return the place as `path:line:column` or `path: sheet!cell`, as far as it is known."""
        if self.cell:
            return f"{self.path}: {self.cell}"
        numbers = [str(n) for n in (self.line, self.column) if n is not None]
        return ":".join([self.path, *numbers])

    @property
    def words(self) -> str:
        """Return the message without its place: what was found, what to give in its stead, and how."""
        mend = f" {shortened(self.suggestion)}" if self.suggestion else ""
        expected = f"Give {shortened(self.expected, LONGEST_LIST)}" if self.expected else ""
        return f"{'. '.join(filter(None, (shortened(self.found), expected)))}.{mend}"

    def __str__(self) -> str:
        key = f"{shortened(self.key)}: " if self.key else ""
        return f"{self.place}: {key}{self.words}"

    def as_dict(self) -> dict[str, str | int | None]:
        """Return the fields as a mapping for JSON."""
        return asdict(self)


class EvaluatorError(Exception):
    """An error that a user can correct; commands show it as one message, without a traceback."""

    exit_code = 2


class InvalidInputError(EvaluatorError):
    """Input breaks its contract; `problems` holds every problem, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InvalidInputError], tuple[tuple[Problem, ...]]]:
        """Return the class and its problems for pickling between processes, without the message."""
        return type(self), (self.problems,)


def has_faults(problems: Iterable[Problem]) -> bool:
    """Return whether one of the problems is a fault, rather than a warning or a note."""
    return any(problem.severity == "fault" for problem in problems)


def refuse_faults(problems: Collection[Problem]) -> None:
    """Raise an `InvalidInputError` with all problems if one of them is a fault."""
    if has_faults(problems):
        raise InvalidInputError(problems)


def sound(found: T | None, problems: Collection[Problem]) -> T:
    """Return the object that was read; raise all problems if it is None or one of them is a fault."""
    refuse_faults(problems)
    if found is None:
        raise InvalidInputError(problems)
    return found


def gather(call: Callable[[], T], problems: list[Problem]) -> T | None:
    """Return the result of `call`; if the input is invalid, add its problems to the list and return None."""
    try:
        return call()
    except InvalidInputError as error:
        problems.extend(error.problems)
        return None


class UnknownNameError(EvaluatorError):
    """A name that the library does not know; the message suggests similar names.

    Examples
    --------
    >>> print(UnknownNameError("weighting", "us-tp", ["equal", "us-tip"]))
    no weighting is called 'us-tp'. Did you mean 'us-tip'?
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, tuple(sorted(known))
        near = did_you_mean(name, self.known)
        if name.startswith("-"):
            near = f"{name} is an option: the {kind} before it is missing."
        tail = near or (f"Known: {', '.join(self.known)}." if self.known else f"There is no {kind} yet.")
        super().__init__(f"no {kind} is called {shortened(repr(name))}. {shortened(tail, LONGEST_LIST)}")

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, tuple[str, ...]]]:
        """Return the class and its arguments for pickling between processes, without the message."""
        return type(self), (self.kind, self.name, self.known)


class BusyError(EvaluatorError):
    """Another command writes into the folder."""


class UnwritableError(EvaluatorError):
    """A file or a folder cannot be written to."""


class FullDiskError(UnwritableError):
    """A file cannot be written because the disk is full."""


def unwritable(place: object, what: str, error: OSError, then: str = "") -> UnwritableError:
    """Return the error of a place that the system did not let be written to, with the system's reason.

    Examples
    --------
    >>> unwritable("a.csv", "cannot be written", OSError(28, "No space left on device"))
    FullDiskError('a.csv: cannot be written (No space left on device). Make room for it.')
    """
    is_full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    mend = "Make room for it" if is_full else "Change its rights, or name another place"
    return (FullDiskError if is_full else UnwritableError)(
        f"{place}: {what} ({error.strerror or error}){then}. {mend}."
    )


class MissingDependencyError(EvaluatorError):
    """An optional library is not installed; the message gives the command that installs it."""


def install_line(*extras: str) -> str:
    """Return the command that installs what extras need: by the packages' own names, wherever the toolkit came from.

    Examples
    --------
    >>> install_line("sign")
    'pip install "cryptography>=44"'
    """
    try:
        stated = metadata.requires(PACKAGE) or []
    except metadata.PackageNotFoundError:
        stated = []
    cut = [(line.partition(";")[0].strip(), line.partition(";")[2].replace("'", '"')) for line in stated]
    needed = [name for name, marker in cut if any(f'extra == "{extra}"' in marker for extra in extras)]
    return " ".join(
        ["pip install", *(f'"{name}"' for name in dict.fromkeys(needed or [f"{PACKAGE}[{','.join(extras)}]"]))]
    )


def library_of(extra: str, name: str, what: str) -> ModuleType:
    """Import and return a module that one of the project's extras installs.

    Parameters
    ----------
    extra : str
        The extra of the toolkit that brings it.
    name : str
        The module to import.
    what : str
        The start of the message, such as "workbooks need XlsxWriter".

    Raises
    ------
    MissingDependencyError
        It is not installed; the message gives the command that installs it.

    Examples
    --------
    >>> library_of("sheets", "json", "nothing needs json").__name__
    'json'
    >>> library_of("sheets", "no_such_library", "workbooks need X")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    evaluator.errors.MissingDependencyError: workbooks need X: run  pip install ...
    """
    try:
        importlib.import_module(name.partition(".")[0])  # an imported part proves nothing of the package
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise MissingDependencyError(f"{what}: run  {install_line(extra)}") from None


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """Return "Did you mean ...?" with the nearest names of `known`, or an empty text if none is near.

    Examples
    --------
    >>> did_you_mean("econmic", ["economic", "migration"])
    "Did you mean 'economic'?"
    >>> did_you_mean("zebra", ["economic"])
    ''
    """
    folded = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(name.casefold(), list(folded), n=2, cutoff=0.6)
    if not near:
        return ""
    return "Did you mean " + " or ".join(repr(folded[n]) for n in near) + "?"
