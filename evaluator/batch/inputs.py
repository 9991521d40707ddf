"""The fingerprint of everything that determines a report: files, options, and the program itself.

The inputs are the whole folder of the country, with its other plans; tables and headers of
other countries, if these are few enough for the report to compare; every rubric with every
weighting, because one may borrow from another; templates, fonts, shared facts, standards; the
program and the libraries that shape a PDF.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from evaluator.batch.job import ReportJob
from evaluator.library import Library, shipped_root
from evaluator.model.publisher import PUBLISHER
from evaluator.model.schema import ISO3
from evaluator.read.shipped import FOLDERS
from evaluator.reports.context.alongside import MOST
from evaluator.reports.editions.earlier import EDITIONS

# Libraries whose version affects the bytes of a report.
LIBRARIES = (
    "nap-evaluator",
    "weasyprint",
    "pydyf",
    "fonttools",
    "jinja2",
    "markupsafe",
    "numpy",
    "pikepdf",
    "babel",
    "xlsxwriter",
)
# Files of these kinds in a country's folder are inputs, as are kept editions; others, such as a scan, are not.
COUNTRY_FILES = (".csv", ".yaml", ".md")
# Files on which a score depends, also through their faults.
RATED = (".csv", ".yaml")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Two fingerprints (SHA-256): of the inputs that all reports of a batch share, and of one report's own inputs."""

    shared: str
    own: str

    @property
    def digest(self) -> str:
        """Return one fingerprint of the shared and the own inputs."""
        return _digest([self.shared, self.own])


def open_library(folder: Path | None) -> Library:
    """Return the library of a job: the user's folder over the shipped one, whatever the environment variables name."""
    return Library.open(folder or shipped_root())


def shared_inputs(library: Library) -> str:
    """Return the fingerprint of the inputs that every report from a library shares."""
    parts = [program_digest()]
    for layer, root in enumerate(library.layers.folders):
        parts.append(f"layer {layer}")
        for name in FOLDERS:
            parts.extend(_digest_lines(root, _below(root / name, without=ISO3 if name == "countries" else None)))
        parts.extend(_digest_lines(root, filter(Path.is_file, [root / PUBLISHER])))
        parts.extend(_digest_lines(root, _rated_files(library, root / "countries")))
    return _digest(parts)


def _rated_files(library: Library, countries: Path) -> Iterator[Path]:
    """Yield the files behind all countries' scores, if the countries are few enough for each report to compare."""
    if len(library.country_codes) <= MOST:
        for code in library.country_codes:
            yield from (path for path in _below(countries / code) if path.suffix in RATED)


def own_inputs(library: Library, job: ReportJob) -> str:
    """Return the fingerprint of one report's own inputs: its country's files and its options."""
    parts = [job.plan_id, repr(job.variant)]
    for layer, root in enumerate(library.layers.folders):
        country = root / "countries" / job.plan_id[:3]
        files = [path for path in _below(country) if path.suffix in COUNTRY_FILES or _is_in_editions(path, country)]
        parts.extend([f"layer {layer}", *_digest_lines(country, files)])
    return _digest(parts)


def _is_in_editions(path: Path, country: Path) -> bool:
    return EDITIONS in path.relative_to(country).parts


@functools.cache
def program_digest() -> str:
    """Return the fingerprint of the running program: its own files, and the versions of its libraries."""
    package = Path(__file__).resolve().parents[1]
    own = [path for path in _below(package) if "_library" not in path.relative_to(package).parts]
    return _digest([*_digest_lines(package, own), *(f"{name} {_library_version(name)}" for name in LIBRARIES)])


def _library_version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "none"


def _below(folder: Path, without: re.Pattern[str] | None = None) -> Iterator[Path]:
    """Yield the files below a folder in a fixed order; links are followed, and each real folder is read once.

    Hidden files and folders are left out, and so are the direct subfolders that match `without`.
    """
    seen: set[Path] = set()
    for name, folders, files in os.walk(folder, followlinks=True):
        here = Path(name)
        real = here.resolve()
        folders[:] = sorted(f for f in folders if not f.startswith((".", "__pycache__")))
        if real in seen:
            folders.clear()
        elif without and here == folder:
            folders[:] = [f for f in folders if not without.fullmatch(f)]
        if real not in seen:
            yield from (here / file for file in sorted(files) if not file.startswith("."))
        seen.add(real)


def _digest_lines(root: Path, files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        yield f"{path.relative_to(root).as_posix()} {_file_digest(path)}"


def _file_digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        return f"unreadable {error.errno}"


def _digest(parts: Iterable[str]) -> str:
    """Return SHA-256 over texts, each framed by its length so that none can run into the next."""
    whole = hashlib.sha256()
    for part in parts:
        text = part.encode("utf-8", errors="surrogateescape")
        whole.update(f"{len(text)}:".encode() + text)
    return whole.hexdigest()
