"""The manifest in a folder of reports: fingerprints by which the next run knows the reports it can skip.

    {"file": "ALB-2005-2007.pdf", "inputs": "<sha256>", "output": "<sha256>", "draft": false}

A line is added for each report as it is written; of several lines for one file the last one holds, and a run folds
them at its end. The manifest is not an input and may be deleted: the next run then prints everything anew, as it does
if the file cannot be read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluator.errors import EvaluatorError
from evaluator.store.whole import write_whole

NAME = ".evaluator-printed.jsonl"


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """The fingerprints (SHA-256) of a report's inputs and of the file itself, and whether it is a draft."""

    inputs: str
    output: str
    draft: bool

    def is_in(self, out: Path) -> bool:
        """Return whether a file still has the bytes that were written."""
        try:
            return sha256_of(out.read_bytes()) == self.output
        except OSError:
            return False


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """Return the manifest entry of each report in a folder, by file name; an empty dict without a readable manifest.

    A line that cannot be read, such as the last one of a killed run, counts as absent.
    """
    try:
        lines = (folder / NAME).read_bytes().split(b"\n")
    except OSError:
        return {}
    return dict(filter(None, map(_read_line, lines)))


def _read_line(line: bytes) -> tuple[str, ManifestEntry] | None:
    try:
        held = json.loads(line)
    except ValueError:
        return None
    match held:
        case {"file": str(name), "inputs": str(inputs), "output": str(output), "draft": bool(draft)}:
            return name, ManifestEntry(inputs, output, draft)
    return None


def record(out: Path, entry: ManifestEntry) -> None:
    """Add the entry of a report to the manifest of its folder.

    Raises
    ------
    EvaluatorError
        The folder cannot be written to.
    """
    path = out.parent / NAME
    try:
        with path.open("ab") as file:
            file.write(_entry_line(out.name, entry))
    except OSError as error:
        raise EvaluatorError(f"{path}: cannot be written ({error.strerror or error})") from None


def fold(folder: Path, without: Collection[str] = ()) -> None:
    """Leave one line for each report in the manifest of a folder, and none for the files `without`.

    If two runs write into one folder at the same time, an entry may be lost and its report printed
    again, but none is skipped wrongly.

    Raises
    ------
    EvaluatorError
        The folder cannot be written to.
    """
    entries = read_manifest(folder)
    lines = [_entry_line(name, entries[name]) for name in sorted(entries.keys() - set(without))]
    write_whole(folder / NAME, b"".join(lines))


def _entry_line(name: str, entry: ManifestEntry) -> bytes:
    """Return a line with the break before it, so that half a line of a killed run spoils no other."""
    return b"\n" + json.dumps({"file": name, **asdict(entry)}).encode()


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
