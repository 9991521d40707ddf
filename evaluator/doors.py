"""The doors of the house: what a package of anybody's adds, by entry points of Python packaging, a group for each kind.

An entry of `nap_evaluator.commands`, `NAME = "MODULE:ATTRIBUTE"`, adds a command: the attribute is click's command or
group. The first line of its docstring is its line in the help, and `HEADING = "..."` in its module the heading there.
Both are read from the module's text, so that a list of commands imports none. A module may say `MADE_FOR = 1`, the
edition of the doors that it was written for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import PathFinder
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

EDITION = 1
OURS = "nap-evaluator"
GROUPS = ("nap_evaluator.commands",)


class CommandModule(Protocol):
    """What a module that is named in `nap_evaluator.commands` says beside its command, if it likes."""

    HEADING: str
    MADE_FOR: int


class BrokenExtensionError(Exception):
    """An extension cannot be used; the text says why."""


@dataclass(frozen=True, order=True)
class Extension:
    """An entry point: its group and name, who brings it, and where it lies."""

    group: str
    name: str
    distribution: str
    version: str
    module: str
    attribute: str

    def left_out(self, why: object) -> str:
        """Return the sentence that tells that the extension is left out, and why."""
        return f"The extension {self.name!r} of {self.distribution} {self.version} is left out: {why}."

    def load(self) -> object:
        """Import the extension.

        Raises
        ------
        BrokenExtensionError
            It raises, lacks what it names, or is made for another edition of the doors.
        """
        try:
            module = import_module(self.module)
            loaded: object = getattr(module, self.attribute)
        except Exception as error:
            raise BrokenExtensionError(f"{type(error).__name__}: {' '.join(str(error).split())}") from error
        if (made_for := getattr(module, "MADE_FOR", EDITION)) != EDITION:
            raise BrokenExtensionError(f"it is made for edition {made_for} of the doors, and this is edition {EDITION}")
        return loaded

    def source(self) -> str:
        """Return the text of the module without importing it or its package; nothing if there is none to read."""
        spec, places = None, None
        parts = self.module.split(".")
        for depth in range(1, len(parts) + 1):
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


def extensions(group: str) -> list[Extension]:
    """Return the extensions of a group by name, read from what is installed; imports none.

    Of several with one name ours comes first, then they stand by distribution: the first has the name.
    """
    found = [
        Extension(group, one.name, one.dist.name, one.dist.version, one.module, one.attr or "command")
        for one in entry_points(group=group)
        if one.dist
    ]
    return sorted(found, key=lambda one: (one.name, one.distribution != OURS, one))
