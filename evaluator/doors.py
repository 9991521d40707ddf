"""The doors of the house: what a package of anybody's adds, by entry points of Python packaging, a group for each kind.

A `Door` is one group: what an entry must be, and our own entries, by the same names and read in the same way. It is
declared where its entries are used; `GROUPS` says where. Nothing is looked up before an entry is asked for that is not
ours, or all are. What is broken is told by name as an `ExtensionWarning`, once, and left out.

An entry of `nap_evaluator.commands`, `NAME = "MODULE:ATTRIBUTE"`, adds a command: the attribute is click's command or
group. The first line of its docstring is its line in the help, and `HEADING = "..."` in its module the heading there.
Both are read from the module's text, so that a list of commands imports none. A module may say `MADE_FOR = 1`, the
edition of the doors that it was written for.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.metadata import EntryPoint, distributions, entry_points
from operator import attrgetter
from pathlib import Path
from typing import Generic, Protocol, TypeVar, cast

EDITION = 1
OURS = "nap-evaluator"
# Each group, and the module that declares its door and the protocol of its entries.
GROUPS = {
    "nap_evaluator.commands": "evaluator.doors",
    "nap_evaluator.charts": "evaluator.reports.charts.door",
    "nap_evaluator.checks": "evaluator.read.checks.door",
    "nap_evaluator.kinds": "evaluator.model.kind",
    "nap_evaluator.lenses": "evaluator.model.lens_unit",
    "nap_evaluator.readers": "evaluator.intake.formats.door",
    "nap_evaluator.sections": "evaluator.reports.outline",
    "nap_evaluator.templates": "evaluator.reports.html.template_door",
}
T = TypeVar("T")
R = TypeVar("R")
Errors = tuple[type[BaseException], ...]
# What code of strangers may do: it is left out, and the program goes on with the status that it has without it.
BREAKS: Errors = (Exception, SystemExit)


class CommandModule(Protocol):
    """What a module that is named in `nap_evaluator.commands` says beside its command, if it likes."""

    HEADING: str
    MADE_FOR: int


class BrokenExtensionError(Exception):
    """An extension cannot be used; the text says why."""


class ExtensionWarning(UserWarning):
    """An extension is left out; the text names it and says why."""


@dataclass(frozen=True, order=True)
class Extension:
    """An entry point: its group and name, who brings it, and where it lies."""

    group: str
    name: str
    distribution: str
    version: str
    module: str
    attribute: str

    @property
    def named(self) -> str:
        """Return the name of the extension with who brings it."""
        return f"{self.name!r} of {self.distribution} {self.version}"

    def left_out(self, why: object) -> str:
        """Return the sentence that tells that the extension is left out, and why."""
        return f"The extension {self.named} is left out: {why}."

    def load(self) -> object:
        """Import the extension.

        Raises
        ------
        BrokenExtensionError
            It raises, lacks what it names, or is made for another edition of the doors.
        """
        if not self.module:
            raise BrokenExtensionError("its entry point names no module")
        try:
            module = import_module(self.module)
            loaded: object = getattr(module, self.attribute)
        except BREAKS as error:
            raise BrokenExtensionError(error_words(error)) from error
        if (made_for := getattr(module, "MADE_FOR", EDITION)) != EDITION:
            raise BrokenExtensionError(f"it is made for edition {made_for} of the doors, and this is edition {EDITION}")
        return loaded

    def source(self) -> str:
        """Return the text of the module without importing it or its package; nothing if there is none to read."""
        spec, places = None, None
        parts = self.module.split(".")
        for depth in range(1, len(parts) + 1) if all(parts) else ():
            spec = PathFinder.find_spec(".".join(parts[:depth]), places)
            if spec is None:
                return ""
            places = spec.submodule_search_locations
        try:
            return Path(spec.origin).read_text(encoding="utf-8") if spec and spec.origin else ""
        except (OSError, UnicodeDecodeError):
            return ""

    def summary(self) -> str:
        """Return the first line of the docstring of the function that the entry names; else who brings it."""
        body = self.source().partition(f"\ndef {self.attribute}(")[2]
        told = re.search(r'^    r?"""([^\n"]+)', body, re.MULTILINE)
        return told[1].strip() if told else f"From {self.distribution} {self.version}."

    def heading(self) -> str:
        """Return the heading that the module asks for."""
        told = re.search(r'^HEADING = "([^"\n]+)"', self.source(), re.MULTILINE)
        return told[1] if told else "Extensions"


def error_words(error: BaseException) -> str:
    """Return an error on one line, with its class.

    Examples
    --------
    >>> error_words(KeyError("head")), error_words(NotImplementedError())
    ("KeyError: 'head'", 'NotImplementedError')
    """
    return ": ".join(filter(None, (type(error).__name__, " ".join(str(error).split()))))


def extensions(group: str) -> list[Extension]:
    """Return the extensions of a group by name, read from what is installed; imports none.

    Of several with one name ours comes first, then they stand by distribution: the first has the name.
    """
    found = [
        Extension(group, one.name, one.dist.name, one.dist.version, *_named_in(one))
        for one in _entry_points(group)
        if one.dist
    ]
    return sorted(found, key=lambda one: (one.name, one.distribution != OURS, one))


def _named_in(one: EntryPoint) -> tuple[str, str]:
    """Return the module and the attribute that an entry point names; both empty where it names none."""
    return (one.module, one.attr or "command") if one.pattern.match(one.value) else ("", "")


@cache
def _installed() -> Callable[..., Iterable[EntryPoint]]:
    """Return what selects from the entry points of all that is installed; each reading is costly."""
    return entry_points().select


def _entry_points(group: str) -> Iterable[EntryPoint]:
    """Return the entry points of a group; a package whose list of them cannot be read is told and left out."""
    try:
        return _installed()(group=group)
    except Exception:  # noqa: BLE001  (what is wrong with one package is told below)
        packages = {one.name: one for one in reversed([*distributions()])}
    found: list[EntryPoint] = []
    for name, one in packages.items():
        try:
            found += one.entry_points.select(group=group)
        except Exception as error:  # noqa: BLE001  (a file of strangers)
            told = f"The extensions of {name} {one.version} are left out: their entry points cannot be read"
            warnings.warn(f"{told}: {error_words(error)}.", ExtensionWarning, stacklevel=3)
    return found


@dataclass(frozen=True)
class Door(Generic[T]):
    """A group of entry points: our own entries by name, as `MODULE:ATTRIBUTE`, and those of anybody's packages.

    `fits` returns what is wrong with an entry, in words that follow a colon; nothing where it fits.
    """

    group: str
    ours: Mapping[str, str]
    fits: Callable[[object], str]
    opened: dict[str, T | None] = field(default_factory=dict)

    @cached_property
    def added(self) -> Mapping[str, Extension]:
        """The extensions of others by name; one that claims a name already taken is told and left out."""
        added: dict[str, Extension] = {}
        for one in extensions(self.group):
            if one.name in self.ours or one.name in added:
                _tell(one, "another has its name")
            else:
                added[one.name] = one
        return added

    def names(self) -> tuple[str, ...]:
        """Return the names of all entries, ours first; none is imported."""
        return (*self.ours, *self.added)

    def get(self, name: str) -> T | None:
        """Return the entry of that name, imported; None if there is none, or it is broken."""
        if name not in self.opened:
            self.opened[name] = self._open(name)
        return self.opened[name]

    def all(self) -> Iterator[tuple[str, T]]:
        """Yield the name and entry of all that are not broken, ours first."""
        for name in self.names():
            if (one := self.get(name)) is not None:
                yield name, one

    def _open(self, name: str) -> T | None:
        if name in self.ours:
            module, _, attribute = self.ours[name].partition(":")
            return cast("T", attrgetter(attribute)(import_module(module)))
        if (extension := self.added.get(name)) is None:
            return None
        try:
            loaded = extension.load()
            why = self.fits(loaded)
        except BREAKS as error:
            why = str(error) if isinstance(error, BrokenExtensionError) else error_words(error)
        if why:
            _tell(extension, why)
            return None
        return cast("T", loaded)

    def attempt(
        self,
        name: str,
        is_kind: type[R],
        call: Callable[..., object],
        *given: object,
        passing: Errors = (),
        unfit: Callable[[R], str] = lambda _: "",
    ) -> R | None:
        """Return what an entry's function gives for `given`; what an entry of ours raises goes on, and `passing`.

        Where an extension raises, gives something else than `is_kind`, or what `unfit` says something against, it is
        told and left out, and None returned.
        """
        try:
            found = call(*given)
        except passing:
            raise
        except BREAKS as error:
            if name in self.ours:
                raise
            self.leave_out(name, error_words(error))
            return None
        if not isinstance(found, is_kind):
            why = f"it gave {type(found).__name__} and no {is_kind.__name__}"
        elif name in self.ours or not (why := unfit(found)):
            return found
        self.leave_out(name, why)
        return None

    def leave_out(self, name: str, why: str) -> None:
        """Tell that an extension is left out, and leave it out from now on."""
        self.opened[name] = None
        _tell(self.added[name], why)


def lacking(entry: object, *names: str) -> str:
    """Return what of an entry's names is missing, as a reason to leave it out; nothing if it has all.

    Examples
    --------
    >>> lacking("text", "strip"), lacking("text", "strip", "open", "close")
    ('', 'it has no `open`, `close`')
    """
    missing = [f"`{name}`" for name in names if not hasattr(entry, name)]
    return f"it has no {', '.join(missing)}" if missing else ""


def _tell(extension: Extension, why: str) -> None:
    warnings.warn(extension.left_out(why), ExtensionWarning, stacklevel=3)
