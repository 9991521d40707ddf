"""Conversion of typed cells to the values of the files: decimal commas, dates as numbers, levels as words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from evaluator.errors import did_you_mean
from evaluator.model.schema import FORMS, Column, date_words, is_partial_date, is_period, period_words
from evaluator.read.text_files.cell import least_mend
from evaluator.workbook.sheet.grid import ReadCell

NUMBER_WORDS = {word: str(n) for n, word in enumerate(("zero", "one", "two", "three", "four", "five", "six"))}
INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
SERIALS = range(10_000, 80_000)  # days since 1899-12-30: the years 1927 to 2119
SEPARATED = re.compile(r"[;,\s]+")
DAY_MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
MONTH_YEAR = re.compile(r"(\d{1,2})[./-](\d{4})")
YEAR_MONTH_DAY = re.compile(r"(\d{4})[-./](\d{1,2})(?:[-./](\d{1,2}))?")
YEARS = re.compile(r"(\d{4})\s*[-–]\s*(\d{4})")
TRUTHS = {"true": "yes", "false": "no", "1": "yes", "0": "no", "wahr": "yes", "falsch": "no"}
EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class MendedText:
    """A cell's text in the form of the files. `repair` describes a change made to it; `fault` why it cannot be read."""

    text: str
    repair: str = ""
    fault: str = ""
    expected: str = ""
    suggestion: str = ""


# Mends a cell of a column of one kind, by words for the column's choices.
Mend = Callable[[ReadCell, Column, Mapping[str, str]], MendedText]


def _refused(fault: str, expected: str, suggestion: str = "") -> MendedText:
    return MendedText("", "", fault, expected, suggestion)


def mend(cell: ReadCell | None, column: Column, aliases: Mapping[str, str] | None = None) -> MendedText:
    """Return the text of a cell in the form that its column's kind requires.

    An unambiguous cell is repaired with a note, an ambiguous one is a fault. `aliases` are words in
    the sheet's language for the column's choices.

    Examples
    --------
    >>> mend(ReadCell("1.234,5"), Column("amount", "number", "amount")).text
    '1234.5'
    >>> mend(ReadCell("31.12.2005"), Column("end", "date", "end")).text
    '2005-12-31'
    >>> mend(ReadCell("=A1+1", "formula"), Column("reason", "text", "reason")).text
    '=A1+1'
    """
    if cell is None or not cell.text.strip():
        return MendedText("")
    if cell.kind == "error":
        return _refused(f"the error {cell.text}", column.doc, "Type the value itself.")
    if column.kind == "text" and cell.kind == "date":
        return MendedText(cell.text[: cell.precision])
    if column.kind == "text":
        return MendedText(plain_text(_whole_text(cell)), "a formula, kept as text" if cell.kind == "formula" else "")
    if cell.kind == "formula":
        return _refused(f"a formula, {cell.text[:40]}", column.doc, "Type the value itself.")
    return _KINDS[column.kind](cell, column, aliases or {})


def plain_text(text: str) -> str:
    r"""Return a text with `\n` line ends and without white space around it.

    Examples
    --------
    >>> plain_text("  one_x000D_\r\ntwo ")
    'one\ntwo'
    """
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _without_invisible(text: str) -> str:
    return INVISIBLE.sub("", text).replace("\u00a0", " ").replace("\u202f", " ").strip()


def _with_note(text: str, cell: ReadCell) -> MendedText:
    """Return a text as `MendedText`, with a repair note if it differs from the cell's text."""
    was = cell.text.strip()
    return MendedText(text, "" if text == was else f"{was[:60]!r} is taken as {text}")


def _mend_id(cell: ReadCell, _: Column, __: Mapping[str, str]) -> MendedText:
    return _with_note(_without_invisible(_whole_text(cell)), cell)


def _mend_ids(cell: ReadCell, _: Column, __: Mapping[str, str]) -> MendedText:
    was = _without_invisible(_whole_text(cell))
    text = ";".join(part for part in SEPARATED.split(was) if part)
    return MendedText(text) if text == was.replace("; ", ";").strip("; ") else _with_note(text, cell)


def _whole_text(cell: ReadCell) -> str:
    """Return the text of a cell, `12` for a number that a spreadsheet shows as 12.0."""
    return cell.text.removesuffix(".0") if cell.kind == "number" else cell.text


def _mend_choice(cell: ReadCell, column: Column, aliases: Mapping[str, str]) -> MendedText:
    said = _without_invisible(cell.text).casefold()
    words = {choice.casefold(): choice for choice in column.choices} | {k.casefold(): v for k, v in aliases.items()}
    near = re.sub(r"[\s_]+", "-", said).strip(".-")
    found = words.get(said) or words.get(near)
    if found:
        return MendedText(found)
    expected = "one of: " + ", ".join(column.choices)
    return _refused(f"found {cell.text.strip()!r}", expected, did_you_mean(near, column.choices))


def _mend_each(one: Mend, splitter: re.Pattern[str]) -> Mend:
    def several(cell: ReadCell, column: Column, aliases: Mapping[str, str]) -> MendedText:
        parts = [part.strip() for part in splitter.split(_without_invisible(cell.text)) if part.strip()]
        mended = [one(ReadCell(part, cell.kind, cell.precision), column, aliases) for part in parts]
        fault = next((m for m in mended if m.fault), None)
        repairs = "; ".join(m.repair for m in mended if m.repair)
        return fault or MendedText(";".join(m.text for m in mended), repairs)

    return several


def _mend_number(cell: ReadCell, column: Column, _: Mapping[str, str]) -> MendedText:
    if cell.kind == "number":
        return MendedText(cell.text.removesuffix(".0") if column.kind == "integer" else cell.text)
    if cell.kind == "date":
        return _refused(f"a date, {cell.text}", "a number", "Format the cell as text, then type again.")
    said = re.sub(r"[\s'’]", "", _without_invisible(cell.text)).casefold()
    if column.kind == "integer":
        return _mend_integer(said, cell, column)
    return _mend_decimal(said, cell)


def _mend_integer(said: str, cell: ReadCell, column: Column) -> MendedText:
    worded = re.sub(r"^(level|stufe|niveau|nivel|nivo|niveli)[:.]?", "", said)
    digits = re.fullmatch(r"([0-9]+)([.,]0{1,2})?", worded)  # 3.000 may be three thousand
    if digits:
        return _with_note(digits[1], cell)
    if worded in NUMBER_WORDS:
        return _with_note(NUMBER_WORDS[worded], cell)
    found = f"found {cell.text.strip()[:60]!r}"
    return _refused(found, "a whole number", least_mend(column, worded))


def _mend_decimal(said: str, cell: ReadCell) -> MendedText:
    marks = [mark for mark in ".," if mark in said]
    if (
        re.fullmatch(r"[-+]?(?:\d+|\d*[.,]\d+)", said) is None
        and re.fullmatch(r"[-+]?\d{1,3}([.,]\d{3})+([.,]\d+)?", said) is None
    ):
        return _refused(f"found {cell.text.strip()[:60]!r}", "a number")
    if len(marks) == 2:  # noqa: PLR2004  (the last of both is the decimal mark)
        last = max(marks, key=said.rindex)
        other = "," if last == "." else "."
        return _with_note(said.replace(other, "").replace(last, "."), cell)
    if marks and said.count(marks[0]) > 1:
        return _with_note(said.replace(marks[0], ""), cell)
    if re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", said):
        whole, parts = said.replace(",", ""), said.replace(",", ".")
        return _refused(f"found {cell.text.strip()!r}", f"{whole} or {parts}: the comma can mean both")
    return _with_note(said.replace(",", "."), cell)


def _mend_date(cell: ReadCell, _: Column, __: Mapping[str, str]) -> MendedText:
    said = _without_invisible(_whole_text(cell))
    if cell.kind == "date":
        return MendedText(said[: cell.precision])
    if is_partial_date(said):
        return MendedText(said)
    if re.fullmatch(r"[0-9]{5}", said) and int(said) in SERIALS:
        return _with_note(str(EPOCH + dt.timedelta(days=int(said))), cell)
    return _written_date(said, cell)


def _written_date(said: str, cell: ReadCell) -> MendedText:
    text = ""
    if found := YEAR_MONTH_DAY.fullmatch(said):
        text = "-".join([found[1], *(part.zfill(2) for part in (found[2], found[3]) if part)])
    elif found := MONTH_YEAR.fullmatch(said):
        text = f"{found[2]}-{found[1].zfill(2)}"
    elif found := DAY_MONTH_YEAR.fullmatch(said):
        day, month = int(found[1]), int(found[2])
        if "." not in said and day <= 12 and month <= 12 and day != month:  # noqa: PLR2004  (months of a year)
            expected = f"{found[3]}-{month:02}-{day:02} or {found[3]}-{day:02}-{month:02}: it can mean both"
            return _refused(f"found {said!r}", expected)
        if "." not in said and month > 12:  # noqa: PLR2004
            day, month = month, day
        text = f"{found[3]}-{month:02}-{day:02}"
    if is_partial_date(text):
        return _with_note(text, cell)
    return _refused(f"found {cell.text.strip()[:60]!r}", date_words(text or said))


def _mend_period(cell: ReadCell, column: Column, aliases: Mapping[str, str]) -> MendedText:
    """Return a date, or a period of two joined by `/`; years joined by a dash are repaired."""
    said = YEARS.sub(r"\1/\2", _without_invisible(_whole_text(cell)))
    if cell.kind == "date" or not FORMS["period"][0].fullmatch(said) or "/" not in said:
        return _mend_date(cell, column, aliases)
    if is_period(said):
        return _with_note(said, cell)
    return _refused(f"found {cell.text.strip()!r}", period_words(said))


def _mend_flag(cell: ReadCell, _: Column, aliases: Mapping[str, str]) -> MendedText:
    said = _without_invisible(_whole_text(cell)).casefold()
    found = said if said in ("yes", "no") else TRUTHS.get(said) or aliases.get(said, "")
    return MendedText(found) if found else _refused(f"found {cell.text.strip()!r}", "yes or no")


_KINDS: dict[str, Mend] = {
    "id": _mend_id,
    "lang": _mend_id,
    "url": _mend_id,
    "ids": _mend_ids,
    "langs": _mend_ids,
    "choice": _mend_choice,
    "choices": _mend_each(_mend_choice, re.compile(r"[;,\n]")),
    "integer": _mend_number,
    "number": _mend_number,
    "date": _mend_date,
    "dates": _mend_each(_mend_date, SEPARATED),
    "period": _mend_period,
    "flag": _mend_flag,
}
