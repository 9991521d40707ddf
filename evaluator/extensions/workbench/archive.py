"""Backup of a desk (the workbench's database) to one file, and its restoration after a check for changes.

The file is a ZIP of `manifest.json` and one file of JSON lines for each table. Sessions are not in
it: people who were logged in at the backup log in again.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Engine, Table, Text, func, select
from sqlalchemy.exc import SQLAlchemyError

from evaluator import __version__
from evaluator.errors import EvaluatorError, InvalidInputError, Problem
from evaluator.extensions.workbench.database import ACCOUNTS, EVENTS, KEYS, SCHEMA, alone, asking, database_name
from evaluator.extensions.workbench.desk import moment, utc
from evaluator.extensions.workbench.events import KINDS, START, Event, first_broken, read_json
from evaluator.store.change import sha256_of
from evaluator.store.whole import write_whole

FORM, FORM_VERSION = "evaluator-desk", 1
TABLES: Mapping[str, Table] = {"events": EVENTS, "accounts": ACCOUNTS, "keys": KEYS}
MANIFEST = "manifest.json"
MOST_BYTES = 2_000_000_000  # of a backup, unpacked
OWN_ALONE = 0o600  # file mode: only the owner may read drafts and password hashes
WANTED = "the backup of a desk"
# The errors that `zipfile` raises on a damaged, encrypted or unknown ZIP.
TORN = (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error)
EPOCH = (1980, 1, 1, 0, 0, 0)  # a fixed time, so that the same content gives the same bytes

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class BackupContents:
    """The contents of a backup: the number of rows of each table, and the hash of the newest event."""

    rows: Mapping[str, int]
    head: str

    def __str__(self) -> str:
        counts = ", ".join(f"{many} {name}" for name, many in self.rows.items())
        return f"{counts}; newest event {self.head[:12]}"


def backup(engine: Engine, out: Path) -> BackupContents:
    """Write a consistent snapshot of a desk into a file that only its owner can read.

    Raises
    ------
    EvaluatorError
        The database does not answer, one of its events was changed, or the file cannot be written.
    """
    try:
        with engine.connect().execution_options(isolation_level="SERIALIZABLE") as connection:
            asked = {name: select(table).order_by(*table.primary_key.columns) for name, table in TABLES.items()}
            found = {name: [dict(row) for row in connection.execute(each).mappings()] for name, each in asked.items()}
    except SQLAlchemyError as error:
        raise EvaluatorError(f"{database_name(engine.url)} cannot be read ({error.__class__.__name__}).") from None
    events = [Event.of_row(row) for row in found["events"]]
    if fault := first_broken(events):
        raise EvaluatorError(
            f"{database_name(engine.url)}: the event {fault} was changed, or one before it was removed: "
            "no backup was made. Restore an earlier one."
        )
    kept = BackupContents({name: len(rows) for name, rows in found.items()}, events[-1].hash if events else START)
    texts = {name: _json_lines(rows) for name, rows in found.items()}
    manifest = {
        "form": FORM,
        "form_version": FORM_VERSION,
        "schema": SCHEMA,
        "evaluator": __version__,
        "made": moment(utc()),
        "head": kept.head,
        "tables": {name: {"rows": kept.rows[name], "sha256": sha256_of(text)} for name, text in texts.items()},
    }
    write_whole(
        out,
        zip_files(
            {
                MANIFEST: json.dumps(manifest, indent=2).encode(),
                **{f"{name}.jsonl": text for name, text in texts.items()},
            }
        ),
        mode=OWN_ALONE,
    )
    return kept


def restore(engine: Engine, source: Path) -> BackupContents:
    """Load a backup into an empty desk, all or nothing, after all of it is checked.

    Raises
    ------
    InvalidInputError
        The file is not a backup, or a part of it was changed; the error lists every fault.
    EvaluatorError
        The desk is not empty, or its database does not answer.
    """
    found, kept = read_backup(source)
    with asking(engine) as connection:
        alone(connection)
        for name, table in TABLES.items():
            if connection.scalar(select(func.count()).select_from(table)):
                raise EvaluatorError(
                    f"{database_name(engine.url)} is not empty ({name}): a backup is restored into a desk of its own. "
                    "Name another database or folder, or move this one away. Nothing was changed."
                )
        for name, table in TABLES.items():
            if found[name]:
                connection.execute(table.insert(), found[name])
    return kept


def read_backup(source: Path) -> tuple[dict[str, list[Row]], BackupContents]:
    """Return the rows of a backup by table, and a summary of them, after all of it is checked.

    Raises
    ------
    InvalidInputError
        The file is not a backup, or a part of it was changed; the error lists every fault.
    """
    texts = unpack(source, str(source), WANTED, MOST_BYTES)
    manifest = _read_manifest(source, texts)
    problems: list[Problem] = []
    found: dict[str, list[Row]] = {}
    for name, table in TABLES.items():
        text, said = texts.get(f"{name}.jsonl", b""), manifest["tables"].get(name, {})
        if said.get("sha256") != sha256_of(text):
            problems.append(Problem(str(source), f"{name}.jsonl is not as it was written", "its SHA-256", key=name))
        found[name] = list(_read_rows(str(source), name, table, text, problems))
        if said.get("rows") != len(found[name]):
            number = said.get("rows")
            problems.append(Problem(str(source), f"{len(found[name])} rows", f"{number}, as it states", key=name))
    if problems:
        raise InvalidInputError(problems)
    events = [Event.of_row(row) for row in found["events"]]
    head = events[-1].hash if events else START
    if fault := first_broken(events):
        found_ = f"the event {fault}, changed, or one before it removed"
        raise InvalidInputError([Problem(str(source), found_, "a whole chain of events", key="events")])
    if manifest.get("head") != head or [row["number"] for row in found["events"]] != list(range(1, len(events) + 1)):
        wanted = "the newest event that it states, and none left out"
        raise InvalidInputError([Problem(str(source), f"the newest event {head[:12]}", wanted, key="events")])
    return found, BackupContents({name: len(rows) for name, rows in found.items()}, head)


def _json_lines(rows: Sequence[Row]) -> bytes:
    return "".join(f"{json.dumps(row, ensure_ascii=False, sort_keys=True)}\n" for row in rows).encode()


def zip_files(texts: Mapping[str, bytes]) -> bytes:
    """Return files, given by name, as one ZIP; the same content gives the same bytes."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in texts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            pack.writestr(info, text)
    return whole.getvalue()


def unpack(source: Path | bytes, place: str, wanted: str, most: int = MOST_BYTES) -> dict[str, bytes]:
    """Return the files of a ZIP by name.

    Parameters
    ----------
    source : Path or bytes
        The file, or its content.
    place, wanted : str
        The name of the file in fault messages, and the kind of file expected.
    most : int
        The most bytes that it may hold unpacked.

    Raises
    ------
    InvalidInputError
        The file cannot be unpacked, or its content is larger than `most`.
    EvaluatorError
        There is no such file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source) as pack:
            if sum(info.file_size for info in pack.infolist()) > most:
                raise InvalidInputError([Problem(place, "more than it may hold", f"{wanted}, of {most} bytes at most")])
            return {name: pack.read(name) for name in pack.namelist()}
    except FileNotFoundError:
        raise EvaluatorError(f"{source!s}: there is no such file.") from None
    except (OSError, *TORN) as error:
        raise InvalidInputError([Problem(place, f"a file that cannot be unpacked ({error})", wanted)]) from None


def _read_manifest(source: Path, texts: Mapping[str, bytes]) -> dict[str, Any]:
    found = read_json(texts.get(MANIFEST, b""))
    is_one = isinstance(found, dict) and found.get("form") == FORM and isinstance(found.get("tables"), dict)
    if not is_one or not all(isinstance(said, dict) for said in found["tables"].values()):
        raise InvalidInputError([Problem(str(source), f"no {MANIFEST} of a desk", WANTED)])
    if found.get("form_version") != FORM_VERSION or str(found.get("schema")) > SCHEMA:
        made = f"a backup of a newer toolkit ({found.get('evaluator')}, schema {found.get('schema')})"
        raise InvalidInputError([Problem(str(source), made, f"schema {SCHEMA} or older", "Update this toolkit.")])
    return dict(found)


def _read_rows(source: str, name: str, table: Table, text: bytes, problems: list[Problem]) -> Iterator[Row]:
    for number, line in enumerate(text.splitlines(), 1):
        row = read_json(line)
        if isinstance(row, dict) and all(_fits_column(column, row.get(column.name)) for column in table.columns):
            is_event = name != "events" or (row["kind"] in KINDS and isinstance(read_json(row["payload"]), dict))
            if is_event and set(row) <= set(table.columns.keys()):
                yield {column.name: row.get(column.name) for column in table.columns}
                continue
        problems.append(Problem(source, "a line that is no row", f"a row of {name}", line=number, key=name))


def _fits_column(column: Column[Any], value: object) -> bool:
    if value is None:
        return bool(column.nullable)
    if column.name == "number":
        return isinstance(value, int) and not isinstance(value, bool)
    longest = getattr(column.type, "length", None)
    return isinstance(value, str) and (isinstance(column.type, Text) or longest is None or len(value) <= longest)
