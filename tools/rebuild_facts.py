"""Rebuild the fact files of countries/facts from a folder of raw tables.

    python -m tools.rebuild_facts RAW [--facts countries/facts] [--check]

The folder RAW holds the raw tables named in tools/rebuild_facts.yaml. Of each countries/facts/<dataset>.yaml
the part above the mark is kept by hand; the part below it (fingerprint, rows, columns, sources) and
<dataset>.csv are written here. The same raw tables give the same bytes. `--check` writes nothing and fails if
a file would change.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tools.fact_tables import TABLES, Fault, Line, Raw, Settings, Sources, Work, built, header, missing_columns

MARK = "# Below: written by tools/rebuild_facts.py.\n"
SETTINGS = Path(__file__).with_suffix(".yaml")


class RawFactsError(Exception):
    """The raw tables or the settings break their contract; holds every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True, slots=True)
class Output:
    """A file to write."""

    path: Path
    text: str


def read_settings(path: Path = SETTINGS) -> dict[str, Settings]:
    """Read how each raw table is turned into a fact file."""
    found = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506  (BaseLoader makes texts only)
    return {name: _settings(entry) for name, entry in found.items()}


def _settings(entry: Mapping[str, Any]) -> Settings:
    return Settings(
        raw=entry["raw"],
        build=entry["build"],
        only=frozenset(entry.get("only", ())),
        reword=entry.get("reword", {}),
        variables=entry.get("variables", {}),
        notes=tuple(entry.get("notes", ())),
        verified_hosts=frozenset(entry.get("verified_hosts", ())),
        additions=tuple(entry.get("additions", ())),
        countries=entry.get("countries", {}),
        citation=entry.get("citation", {}),
    )


def read_raw(path: Path, settings: Settings) -> tuple[list[Raw], list[Fault]]:
    """Read one raw table as text; what is missing is a fault."""
    if not path.is_file():
        return [], [Fault(path.name, 0, "file", "nothing", f"a raw table in {path.parent}")]
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        columns = next(reader, [])
        lines = [(reader.line_num, cells) for cells in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [Fault(path.name, 0, "file", str(error), "a table in UTF-8 as in RFC 4180")]
    faults = [Fault(path.name, 1, name, "no such column", "this column") for name in missing_columns(settings, columns)]
    faults += [
        Fault(path.name, line, "row", f"{len(cells)} cells", f"{len(columns)} cells")
        for line, cells in lines
        if len(cells) != len(columns)
    ]
    return [Raw(line, dict(zip(columns, cells, strict=False))) for line, cells in lines], faults


def head_of(path: Path) -> str:
    """Return the part of a provenance file that is kept by hand."""
    return path.read_text(encoding="utf-8").split(MARK)[0] if path.is_file() else ""


def known_sources(path: Path) -> Sources:
    """Return the source numbers that an earlier run gave, so that they stay."""
    if not path.is_file():
        return Sources()
    found = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) or {}  # noqa: S506
    listed = found.get("sources", [])
    return Sources({(entry["title"], entry.get("url", "")): entry["id"] for entry in listed})


def table_text(columns: Line, lines: Sequence[Line]) -> str:
    """Return a table as RFC 4180 with line feeds."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(lines)
    return out.getvalue()


def provenance_text(head: str, columns: Line, text: str, sources: Sources) -> str:
    """Return a provenance file: the head as it is, then what the table gives."""
    rows = len(list(csv.reader(io.StringIO(text)))) - 1
    lines = [
        f"sha256: {hashlib.sha256(text.encode()).hexdigest()}",
        f"rows: {rows}",
        f"columns: [{', '.join(columns)}]",
        "sources:",
    ]
    for (title, url), number in sorted(sources.known.items(), key=lambda item: int(item[1][1:])):
        if number in sources.used:
            lines += [f"  - id: {number}", f"    title: {_quoted(title)}", f"    url: {_quoted(url)}"]
    return head + MARK + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def rebuilt(raw: Path, facts: Path, settings: Mapping[str, Settings]) -> list[Output]:
    """Return every file as it should be.

    Raises
    ------
    RawFactsError
        A raw table is missing or breaks its contract; all faults of all tables at once.
    """
    outputs: list[Output] = []
    faults: list[Fault] = []
    for name, how in settings.items():
        found, wrong = _dataset(name, how, raw, facts)
        outputs += found
        faults += wrong
    if faults:
        raise RawFactsError(faults)
    return outputs


def _dataset(name: str, how: Settings, raw: Path, facts: Path) -> tuple[list[Output], list[Fault]]:
    if how.build not in TABLES:
        return [], [Fault(SETTINGS.name, 0, f"{name}.build", how.build, "one of " + ", ".join(TABLES))]
    rows, faults = read_raw(raw / how.raw, how)
    if faults:
        return [], faults
    page = facts / f"{name}.yaml"
    work = Work(how, tuple(rows), known_sources(page), faults)
    text = table_text(header(how), built(work))
    about = provenance_text(head_of(page), header(how), text, work.sources)
    return [Output(facts / f"{name}.csv", text), Output(page, about)], faults


def changed(outputs: Sequence[Output]) -> list[Output]:
    """Return the files that are not yet as they should be."""
    return [o for o in outputs if not o.path.is_file() or o.path.read_bytes() != o.text.encode()]


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.rebuild_facts", description="Rebuild the fact files.")
    parser.add_argument("raw", type=Path, help="folder with the raw tables")
    parser.add_argument("--facts", type=Path, default=Path("countries/facts"), help="folder of fact files")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    return parser.parse_args(given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 done, 1 something would change under `--check`, 2 the raw tables are at fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.rebuild_facts", description="Rebuild countries/facts.")
    parser.add_argument("raw", type=Path, help="folder with the raw tables")
    parser.add_argument("--facts", type=Path, default=Path("countries/facts"), help="folder of the fact files")
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    given = parser.parse_args(arguments)
    try:
        todo = changed(rebuilt(given.raw, given.facts, read_settings()))
    except RawFactsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    for output in todo:
        if not given.check:
            output.path.parent.mkdir(parents=True, exist_ok=True)
            output.path.write_bytes(output.text.encode())
        sys.stdout.write(f"{'stale' if given.check else 'wrote'} {output.path}\n")
    return 1 if given.check and todo else 0


if __name__ == "__main__":
    sys.exit(main())
