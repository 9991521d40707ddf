"""The content of score sheets at earlier imports, kept so that a revised sheet can be imported again.

An import compares the exported content of a sheet, its present content, and the present files.
After a first import the files differ from the export because of the sheet itself. So each import
keeps the sheet's content, in the user's hidden folder. The next import of that sheet compares with
this content instead of the export, and only other people's changes can clash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluator.read.text.table import parse_table
from evaluator.store.lock import STATE
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.meta import SCORE_BASE, base_faults

SHEETS = f"{STATE}/sheets"
RENAMED = "renamed"  # key, next to the texts of a workbook, of the JSON with new ids by old id
MOST_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class EarlierSheets:
    """The content of sheets from one export at their earlier imports: texts by name, as in a workbook's `base`.

    `last` is the content of the sheet with the same file name, None if there was none; `others` are
    the sheets of the same coder and export with other file names.
    """

    last: Mapping[str, str] | None = None
    others: tuple[Mapping[str, str], ...] = field(default=())

    def rows(self, name: str, row: type) -> frozenset[Any]:
        """Return all rows of one table from the coder's other imported sheets of the same export."""
        found: set[Any] = set()
        for said in self.others:
            found.update(parse_table(Path(name), said.get(name, ""), row, problems=[]).rows)
        return frozenset(found)

    def renamed(self, table: str) -> dict[str, str]:
        """Return the new id by old id of each row that an earlier import of the coder's sheets renamed."""
        found: dict[str, str] = {}
        for said in (*self.others, *([self.last] if self.last is not None else [])):
            found |= _renamed(said.get(RENAMED, ""), table)
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the text of one file from each other imported sheet of the same coder and export."""
        return tuple(said[name] for said in self.others if name in said)


def _renamed(text: str, table: str) -> dict[str, str]:
    try:
        ids = json.loads(text).get(table, {}) if text else {}
    except (ValueError, AttributeError, RecursionError):
        return {}
    sound = isinstance(ids, dict) and all(isinstance(name, str) for name in ids.values())
    return dict(ids) if sound else {}


def earlier_of(book: ReadBook, own: Path, imported: Collection[str]) -> EarlierSheets:
    """Return the content that this workbook and other sheets of its export had at their earlier imports.

    Parameters
    ----------
    book : ReadBook
        The returned sheet.
    own : Path
        The user's folder.
    imported : collection of str
        Fingerprints of the sheets in the folder's log. Kept content of any other sheet is ignored,
        because its ratings are not in this folder.

    Returns
    -------
    EarlierSheets
        Empty if no content is kept, or the kept content is damaged.
    """
    folder, name = own / SHEETS / _export(book), _name(book)
    kept = {path.name: said for path in sorted(folder.glob("*.json")) for said in _read(book, path, imported)}
    return EarlierSheets(kept.get(name), tuple(said for other, said in kept.items() if other != name))


def kept_as(book: ReadBook) -> str:
    """Return the path, relative to the user's folder, of the file with a workbook's content for the next import."""
    return f"{SHEETS}/{_export(book)}/{_name(book)}"


def kept_text(book: ReadBook, said: Mapping[str, str]) -> str:
    """Return the JSON text that keeps a workbook's content: the fingerprint of the sheet and its texts by name."""
    return json.dumps({"sheet": book.sha256, "said": dict(said)}, ensure_ascii=False, sort_keys=True) + "\n"


def _export(book: ReadBook) -> str:
    named = [book.meta.get(key, "") for key in ("plan", "rubric", "coder")]
    return _short(json.dumps([named, sorted(book.base.items())]))


def _name(book: ReadBook) -> str:
    return f"{_short(Path(book.path).name)}.json"


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _read(book: ReadBook, path: Path, imported: Collection[str]) -> Iterator[dict[str, str]]:
    """Yield the texts in one kept file, if the file is sound and its sheet was imported into this folder."""
    try:
        found = json.loads(path.read_bytes()) if path.is_file() and path.stat().st_size < MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return
    if not isinstance(found, dict) or found.get("sheet") not in imported:
        return
    said = found.get("said")
    if not isinstance(said, dict) or not all(isinstance(text, str) for pair in said.items() for text in pair):
        return
    if set(said) >= set(book.base) and not any(base_faults(said, SCORE_BASE)):
        yield said
