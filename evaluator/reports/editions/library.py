"""Open the files that a report carries as a library, in a temporary folder."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import ClassVar

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.layers import Layers
from evaluator.reports.carried.attach import MADE
from evaluator.reports.editions.open import MOST_FILES, MOST_UNPACKED, SAFE_PATH, Held, HeldFile, refused, too_much

BUNDLE = ".zip"
# Files of an earlier edition that a report carries; they are no part of the report's library.
EARLIER_RESULT, EARLIER_FILES = "earlier/result.json", "earlier/files.zip"
# Characters of a path, and of each name in it: all systems accept these, even below a temporary folder.
LONGEST_PATH, LONGEST_NAME = 1_000, 200


@dataclass(frozen=True)
class CarriedLibrary(Library):
    """A library that holds only the files of a report; its templates are those of another library."""

    shown: Layers
    is_carried: ClassVar[bool] = True

    @property
    def templates(self) -> Layers:
        """Return the template folders of the library that verifies the report."""
        return self.shown


@contextmanager
def carried_library(held: Held, library: Library) -> Iterator[CarriedLibrary]:
    """Write the files that a report carries into a temporary folder, and open it as a library.

    Error messages name the report and the carried file, not the temporary folder, which is gone by
    then.

    Raises
    ------
    InvalidInputError
        A bundle is not a ZIP, is too large, or has a path outside its folder; or, raised within the
        context, a carried file does not fit its schema.
    """
    with library_of(carried_contents(held), held.name, library) as carried:
        yield carried


@contextmanager
def library_of(contents: Mapping[str, bytes], report: str, library: Library) -> Iterator[CarriedLibrary]:
    """Write files into a temporary folder and open it as a library; `report` names their origin in messages."""
    with tempfile.TemporaryDirectory(prefix="evaluator-verify-") as name:
        folder = Path(name).resolve()
        for path, content in contents.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        try:
            yield CarriedLibrary(Layers((folder,)), library.templates)
        except InvalidInputError as error:
            start = f"{folder}/"
            problems = [replace(p, path=p.path.replace(start, f"{report}: ")) for p in error.problems]
            raise InvalidInputError(problems) from None


def carried_contents(held: Held) -> Mapping[str, bytes]:
    """Return the bytes of the library files that a report carries, by path, with its bundles unpacked.

    A bundle unpacks into the folder that it is in. A file carried on its own goes before one of the
    same path in a bundle.

    Raises
    ------
    InvalidInputError
        A file's name is not a safe path, or a bundle cannot be unpacked safely.
    """
    found: dict[str, bytes] = {}
    own = [file for file in held.files if file.name not in (*MADE, EARLIER_RESULT, EARLIER_FILES)]
    for file in own:
        if not SAFE_PATH.fullmatch(file.name):
            raise refused(held.name, f"a file named {file.name!r} inside", "files below countries/ or rubrics/")
        if file.name.endswith(BUNDLE):
            found.update(_bundle_files(file, f"{held.name}: {file.name}"))
    alone = {file.name: file.content for file in own if not file.name.endswith(BUNDLE)}
    paths = {**found, **alone}
    _refuse_nested(paths, held.name)
    return paths


def _refuse_nested(paths: Mapping[str, bytes], name: str) -> None:
    """Raise an error for paths that collide: file and folder at once, equal up to case, or too long for a disk."""
    for path in paths:
        if len(path) > LONGEST_PATH or max(map(len, path.split("/"))) > LONGEST_NAME:
            raise refused(name, f"a file named {path[:LONGEST_NAME]!r}... inside", "a name that a disk takes")
    folded = [path.casefold() for path in paths]
    folders = {str(parent) for path in folded for parent in PurePosixPath(path).parents}
    if len(set(folded)) < len(folded) or folders & set(folded):
        raise refused(name, "two files inside at one place", "each file at a place of its own")


def earlier_contents(held: Held) -> Mapping[str, bytes]:
    """Return the files of the earlier edition that a report carries, by path; empty if it carries none.

    Raises
    ------
    InvalidInputError
        The bundle cannot be unpacked safely.
    """
    file = held.file(EARLIER_FILES)
    paths = _zip_files(file, f"{held.name}: {file.name}", "") if file else {}
    _refuse_nested(paths, held.name)
    return paths


def _bundle_files(file: HeldFile, name: str) -> dict[str, bytes]:
    return _zip_files(file, name, file.name.rpartition("/")[0] + "/")


def _zip_files(file: HeldFile, name: str, folder: str) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as bundle:
            _refuse_bundle(bundle, folder, name)
            return {f"{folder}{entry.filename}": bundle.read(entry) for entry in bundle.infolist()}
    # A damaged ZIP has a faulty directory, a wrong checksum, or an unknown compression method.
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise refused(name, f"no ZIP that can be read ({error})", "files bundled as one ZIP") from None


def _refuse_bundle(bundle: zipfile.ZipFile, folder: str, name: str) -> None:
    """Raise an error for a bundle that the toolkit never writes: compressed entries, odd names, or too much data."""
    entries = bundle.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise too_much(name)
    for entry in entries:
        if not SAFE_PATH.fullmatch(f"{folder}{entry.filename}"):
            raise refused(name, f"a file named {entry.filename!r}", f"files below {folder or 'countries/ or rubrics/'}")
        if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
            raise refused(name, f"{entry.filename} packed", "files stored as they are")
