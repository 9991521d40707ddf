"""The append-only log of ratings: existing records never change, new records are added at the end."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from evaluator.model.assessment import LogRecord
from evaluator.model.schema import columns_of
from evaluator.read.text_files.table import write_table
from evaluator.tables.csv_text import csv_text


@dataclass(frozen=True, slots=True)
class Stamp:
    """The fields that all log records of one run share. `when` is date and time in UTC."""

    when: str
    coder: str
    file_sha256: str = ""
    tool_version: str = ""
    rubric_version: str = ""

    def record(self, criterion_id: str, old: str, new: str, reason: str) -> LogRecord:
        """Return a log record of one change, with an empty number that `append_records` fills in."""
        return LogRecord(
            record="",
            when=self.when,
            coder=self.coder,
            criterion_id=criterion_id,
            old=old,
            new=new,
            reason=reason,
            file_sha256=self.file_sha256,
            tool_version=self.tool_version,
            rubric_version=self.rubric_version,
        )


def lines_of(text: str, coders: Collection[str]) -> str:
    r"""Return the header line of a log and its lines of these coders; an empty text if they have none.

    Examples
    --------
    >>> lines_of("record,coder\nL0001,a\nL0002,b\n", ["b"]).splitlines()
    ['record,coder', 'L0002,b']
    """
    rows = list(csv.reader(io.StringIO(text)))
    at = rows[0].index("coder") if rows and "coder" in rows[0] else -1
    own = [row for row in rows[1:] if 0 <= at < len(row) and row[at] in coders]
    if not own:
        return ""
    return csv_text(rows[0], own, is_input=True)


def append_records(text: str, known: Sequence[LogRecord], new: Sequence[LogRecord]) -> str:
    """Return the text of log.csv with new records added at its end; the old text stays unchanged, numbers continue.

    Examples
    --------
    >>> first = append_records("", (), [Stamp("2026-01-02T03:04:05Z", "a").record("work", "", "2", "first rating")])
    >>> first.splitlines()[1]
    'L0001,2026-01-02T03:04:05Z,a,work,,2,first rating,,,'
    """
    if not new:
        return text
    highest = max((int(digits) for r in known if (digits := r.record.lstrip("L")).isdigit()), default=0)
    numbered = [replace(record, record=f"L{highest + at:04}") for at, record in enumerate(new, start=1)]
    if not text.strip():
        return write_table(numbered, LogRecord)
    names = next(csv.reader(io.StringIO(text)))
    by_label = {column.label: column.name for column in columns_of(LogRecord)}
    first, *rest = ([getattr(record, by_label[name.strip()]) for name in names] for record in numbered)
    return f"{text}{'' if text.endswith(chr(10)) else chr(10)}{csv_text(first, rest, is_input=True)}"
