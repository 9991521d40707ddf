"""The formulas of a workbook: what a row still lacks, and how much of a sheet is filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evaluator.model.assessment import LEFT_OUT, ON_EVIDENCE, STATES_LEVEL, WITH_LEVEL
from evaluator.workbook.sheet.grid import FIRST, Sheet, Value, letter, span_of
from evaluator.workbook.sheet.labels import Labels
from evaluator.workbook.sheet.picks import GROWTH

ASSESSED = (*WITH_LEVEL, *LEFT_OUT)


def check_formula(sheet: Sheet, row: int, say: Labels) -> str:
    """Return the formula that names the first cell a rating still lacks; `row` counts from 0.

    It gives an empty text for a rating that is not assessed. A level with an untouched status
    counts as rated, one with a `+` as at least, as in the import.
    """
    keys = ("status", "level", "confidence", "evidence_ids", "reason", "searched")
    cell = {key: f"${letter(sheet.at(key))}{row + 1}" for key in keys}
    open_ = f'OR({_is_empty(cell["status"])},{cell["status"]}="not-assessed")'
    named = ",".join(f'{cell["status"]}="{status}"' for status in STATES_LEVEL)
    rated = f"OR({named},AND({open_},NOT({_is_empty(cell['level'])})))"
    unasked = f'{cell["status"]}="no-occasion"'
    with_level = f'OR({rated},{cell["status"]}="silent",{cell["status"]}="contrary")'
    tests = [
        (f"AND({rated},{_is_empty(cell['level'])})", "level"),
        (f'AND(NOT({rated}),NOT({_is_empty(cell["level"])}),TRIM({cell["level"]})<>"0")', "no-level"),
        (f'AND(OR({rated},{cell["status"]}="contrary",{unasked}),{_is_empty(cell["evidence_ids"])})', "evidence"),
        (f"AND({with_level},{_is_empty(cell['confidence'])})", "confidence"),
        (f'AND({cell["status"]}="silent",{_is_empty(cell["searched"])})', "searched"),
        (f'AND(OR({rated},{cell["status"]}="not-applicable",{unasked}),{_is_empty(cell["reason"])})', "reason"),
    ]
    text = f'IF(AND({open_},NOT({rated})),"",{_in_quotes(say("flag.complete"))})'
    for test, flag in reversed(tests):
        text = f"IF({test},{_in_quotes(say(f'flag.{flag}'))},{text})"
    return f"={text}"


def lacking(sheet: Sheet, row: Sequence[Value]) -> str:
    """Return the present value of `check_formula` for a row: a key of the labels, or an empty text."""
    return lacks({column.key: _cell_text(row[at]) for at, column in enumerate(sheet.columns)})


def lacks(cell: Mapping[str, str]) -> str:
    """Return the label key for the first thing a rating lacks or for a complete one; empty if it is not assessed."""
    status = _status_meant(cell["status"], cell["level"])
    if status in ("", "not-assessed"):
        return ""
    needs_evidence = status in (*ON_EVIDENCE, "no-occasion") and not cell["evidence_ids"]
    tests = (
        (status in STATES_LEVEL and not cell["level"], "level"),
        (status not in STATES_LEVEL and cell["level"] not in ("", "0"), "no-level"),
        (needs_evidence, "evidence"),
        (status in (*WITH_LEVEL, "at-least") and not cell["confidence"], "confidence"),
        (status == "silent" and not cell["searched"], "searched"),
        (status in (*STATES_LEVEL, *LEFT_OUT) and not cell["reason"], "reason"),
    )
    return "flag." + next((flag for holds, flag in tests if holds), "complete")


def progress(sheet: Sheet) -> tuple[int, int, int, int]:
    """Return the present values of `progress_formulas`: all questions, assessed, open, and flagged."""
    statuses = [
        _status_meant(_cell_text(row[sheet.at("status")]), _cell_text(row[sheet.at("level")])) for row in sheet.rows
    ]
    flags = [lacking(sheet, row) for row in sheet.rows]
    assessed = sum(status in ASSESSED for status in statuses)
    flagged = sum(flag not in ("", "flag.complete") for flag in flags)
    return len(statuses), assessed, len(statuses) - assessed, flagged


def _cell_text(value: Value) -> str:
    return "" if value is None else str(value).strip()


def _status_meant(status: str, level: str) -> str:
    """Return the status that a row means, by its level where the coder left the status alone."""
    if not level or status not in ("", "not-assessed"):
        return status
    return "at-least" if level.endswith("+") else "rated"


def _is_empty(cell: str) -> str:
    return f"LEN(TRIM({cell}))=0"


def _in_quotes(text: str) -> str:
    doubled = text.replace('"', '""')
    return f'"{doubled}"'


def missing_formula(sheet: Sheet, column: int) -> str:
    """Return the condition that a required cell of a filled row is empty, for conditional formats.

    An id alone does not count as filled, because some rows are prepared with an id.
    """
    row = FIRST + 1
    filled = f"SUMPRODUCT(--(LEN($B{row}:${letter(len(sheet.columns) - 1)}{row})>0))>0"
    return f"=AND({filled},LEN(TRIM({letter(column)}{row}))=0)"


def filled_formula(sheet: Sheet, title: str) -> tuple[str, int]:
    """Return the formula that counts filled rows or entries, and its value; empty for other kinds of sheet.

    A row of a table counts as filled if its first required column after the id is filled: a
    prepared row has an id already, and an optional column may stay empty.
    """
    keys = {"pairs": 2, "narrative": 1}
    if sheet.kind == "table":
        at = next(at for at, column in enumerate(sheet.columns) if at > 0 and column.must)
    elif sheet.kind in keys:
        at = keys[sheet.kind]
    else:
        return "", 0
    end = FIRST + (GROWTH if sheet.growing else max(len(sheet.rows), 1))
    return f"=COUNTA({span_of(title, at, at, end)})", sum(row[at] not in (None, "") for row in sheet.rows)


def unchanged_formula(sheets: Mapping[str, Sheet], say: Labels) -> str:
    """Return the formula that shows whether sheets, given by their titles, are unchanged since the export.

    It compares the total length of all texts and the sum of all numbers; nearly every change alters
    one of them.
    """
    tests = []
    for title, sheet in sheets.items():
        inputs = [at for at, column in enumerate(sheet.columns) if column.role == "input"]
        cells = [row[at] for row in sheet.rows for at in inputs if row[at] not in (None, "")]
        # New rows of a table may reach as far as its drop-down lists.
        end = FIRST + (len(sheet.rows) if sheet.kind == "pairs" else GROWTH)
        span = span_of(title, inputs[0], inputs[-1], end)
        length = sum(len(cell.encode("utf-16-le")) // 2 for cell in cells if isinstance(cell, str))
        total = sum(cell for cell in cells if isinstance(cell, int | float))
        tests.append(
            f"SUMPRODUCT(ISTEXT({span})*LEN({span}))={length},ABS(SUM({span})-{total!r})<=0.000001*{abs(total) + 1!r}"
        )
    same, changed = (_in_quotes(say(f"sheet.since.{key}")) for key in ("same", "changed"))
    return f"=IF(AND({','.join(tests)}),{same},{changed})"


def progress_formulas(sheet: Sheet, title: str, say: Labels) -> tuple[str, ...]:
    """Return the formulas that count a sheet's questions: all, assessed, open, and flagged."""

    def span(key: str) -> str:
        return span_of(title, sheet.at(key), sheet.at(key), FIRST + max(len(sheet.rows), 1))

    counted = "+".join(f'COUNTIF({span("status")},"{status}")' for status in ASSESSED)
    status, level = span("status"), span("level")
    counted += f'+SUMPRODUCT(((LEN({status})=0)+({status}="not-assessed"))*(LEN({level})>0)*(RIGHT({level})<>"+"))'
    flags = span("check")
    complete = _in_quotes(say("flag.complete"))
    return (
        f"=COUNTA({span('criterion_id')})",
        f"={counted}",
        f"=COUNTA({span('criterion_id')})-({counted})",
        f"=SUMPRODUCT((LEN({flags})>0)*({flags}<>{complete}))",
    )
