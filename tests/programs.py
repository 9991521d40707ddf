"""Programs that some tests need and that the set-up for users does not bring.

python -m tests.programs    # the packages of those that are not here, a line for each program
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

POSTGRESQL = (
    "usr/lib/postgresql/*/bin", "usr/local/opt/postgresql*/bin", "usr/local/pgsql/bin", "opt/homebrew/bin",
)  # fmt: skip


@dataclass(frozen=True)
class Program:
    """A program by the names it goes by; `packages` bring it to a Debian or Ubuntu."""

    title: str
    names: Sequence[str]
    packages: str
    folders: Sequence[str] = ()
    must: bool = True  # be there before a change lands

    def path(self) -> Path | None:
        """Return where it is, the newest of several; None where it is not."""
        on_path = [Path(found) for found in map(shutil.which, self.names) if found]
        placed = [place / name for glob in self.folders for place in Path("/").glob(glob) for name in self.names]
        versions = sorted(
            (path for path in placed if path.is_file()), key=lambda path: path.parent.parent.name.rjust(4)
        )
        return next(iter([*reversed(versions), *on_path]), None)


# By the fixture that gives it to a test.
PROGRAMS = {
    "chromium": Program("Chromium", ("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "node": Program("Node", ("node", "nodejs"), "nodejs npm"),
    "postgres": Program("PostgreSQL", ("initdb",), "postgresql", POSTGRESQL),
    "java": Program("Java", ("java",), "default-jre-headless", must=False),
    "soffice": Program("LibreOffice", ("soffice",), "libreoffice-calc", must=False),
}


def lacking() -> dict[str, Program]:
    """Return the programs that are not here, by fixture."""
    return {name: program for name, program in PROGRAMS.items() if program.path() is None}


def left_out() -> Iterator[str]:
    """Yield a sentence for each program that is not here."""
    for program in lacking().values():
        install = f"apt-get install --no-install-recommends {program.packages}"
        yield f"Left out: the tests that need {program.title}. To run them:  {install}"


def faults() -> list[str]:
    """Return what keeps CI from running every test."""
    return [program.title for program in lacking().values() if program.must and os.environ.get("CI")]


if __name__ == "__main__":
    sys.stdout.writelines(f"{program.packages}\n" for program in lacking().values() if program.must)
