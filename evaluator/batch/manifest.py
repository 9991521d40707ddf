"""The manifest in a folder of reports: fingerprints by which the next run knows the reports it can skip.

    {"schema": "nap-evaluator/printed", "schema_version": 1,
     "reports": {"ALB-2005-2007.pdf": {"inputs": "<sha256>", "output": "<sha256>", "draft": false}}}

It is not an input and may be deleted: the next run then prints everything anew, as it does if the
file cannot be read or is of another version.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

from evaluator.store.whole import write_whole

NAME = ".evaluator-printed.json"
SCHEMA = "nap-evaluator/printed"
SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class ManifestEntry:
    """The fingerprints (SHA-256) of a report's inputs and of the file itself, and whether it is a draft."""

    inputs: str
    output: str
    draft: bool


def read_manifest(folder: Path) -> dict[str, ManifestEntry]:
    """Return the manifest entry of each report in a folder, by file name; an empty dict without a readable manifest."""
    try:
        held = json.loads((folder / NAME).read_bytes())
        if (held["schema"], held["schema_version"]) != (SCHEMA, SCHEMA_VERSION):
            return {}
        return {str(name): _entry(**fields) for name, fields in held["reports"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _entry(inputs: str, output: str, *, draft: bool) -> ManifestEntry:
    return ManifestEntry(str(inputs), str(output), draft is True)


def recorded_bytes(out: Path) -> ManifestEntry | None:
    """Return the manifest entry of a report if the file still has the recorded bytes, else None."""
    entry = read_manifest(out.parent).get(out.name)
    try:
        return entry if entry and sha256_of(out.read_bytes()) == entry.output else None
    except OSError:
        return None


def recorded(out: Path, inputs: str) -> ManifestEntry | None:
    """Return the manifest entry of a report if it is up to date (same inputs, same bytes), else None."""
    entry = recorded_bytes(out)
    return entry if entry and entry.inputs == inputs else None


def record(out: Path, entry: ManifestEntry) -> None:
    """Add or replace the entry of a report in the manifest of its folder.

    If two runs write into one folder at the same time, an entry may be lost and its report printed
    again, but none is skipped wrongly.

    Raises
    ------
    EvaluatorError
        The folder cannot be written to.
    """
    reports = {**read_manifest(out.parent), out.name: entry}
    held = {
        "schema": SCHEMA,
        "schema_version": SCHEMA_VERSION,
        "reports": {name: asdict(reports[name]) for name in sorted(reports)},
    }
    write_whole(out.parent / NAME, (json.dumps(held, ensure_ascii=False, indent=1) + "\n").encode())


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
