"""The entries of pick lists: id and name of a row, `S3 · Report of the ministry`. The import keeps the id."""

from __future__ import annotations

from collections.abc import Collection

from evaluator.model.schema import Column
from evaluator.workbook.sheet.grid import FIRST, Sheet, span_of
from evaluator.workbook.sheet.table_forms import BY_NAME

LISTS = "_lists"  # the hidden sheet with the entries of the pick lists
APART = " · "
GROWTH = 2_000  # rows of a growing sheet that have drop-downs
SPARE = 500  # new rows of a sheet that the pick lists include
LONGEST = 70  # most characters of a name in a pick list


def picked_id(part: str, names: Collection[str] = ()) -> str:
    """Return the id of a picked entry; a typed id or name stays unchanged.

    `names` are the known names in lower case; a known name is returned whole.

    Examples
    --------
    >>> picked_id("S3 · Report of the ministry"), picked_id("S3"), picked_id("Police · Border", {"police · border"})
    ('S3', 'S3', 'Police · Border')
    """
    return part if part.strip().casefold() in names else part.partition(APART)[0].strip()


def id_formula(cell: str) -> str:
    """Return the formula that extracts the id from a cell with a picked entry or a typed id.

    Examples
    --------
    >>> id_formula("B3")
    'LEFT(B3,FIND(" · ",B3&" · ")-1)'
    """
    return f'LEFT({cell},FIND("{APART}",{cell}&"{APART}")-1)'


def choice(id_: object, name: object) -> str:
    r"""Return the pick-list entry of a row; empty for a row without a name, which is not filled in yet.

    Examples
    --------
    >>> choice("S3", "Report;\nsecond part"), choice("b-E7", None)
    ('S3 · Report, second part', '')
    """
    text = str(name or "").replace(";", ",").replace("\n", " ")[:LONGEST]
    return f"{id_}{APART}{text}" if text else ""


def cites(column: Column) -> str:
    """Return the name of the table whose ids a column holds: `criteria` for criterion ids, empty for no ids."""
    return "criteria" if column.name == "criterion_id" else column.refers


def name_column(sheet: Sheet) -> str:
    """Return the key of the column whose text a pick list shows after the id; empty if there is none."""
    if sheet.kind == "table":
        return BY_NAME[sheet.name].named if sheet.name in BY_NAME else ""
    return sheet.columns[1].key


def length(sheet: Sheet) -> int:
    """Return the number of rows in a sheet's pick list: its present rows and some for new rows."""
    return min(len(sheet.rows) + SPARE, GROWTH)


def choice_formula(sheet: Sheet, title: str, key: str) -> str:
    """Return the formula for one row of a pick list, which shows the row of that number on the table's sheet.

    It uses the row number instead of cell names, so that rows may be inserted, deleted and sorted.
    """

    def cell(column: int) -> str:
        return f"INDEX({span_of(title, column, column, FIRST + GROWTH)},ROW())"

    name = f'LEFT(SUBSTITUTE(SUBSTITUTE({cell(sheet.at(key))},";",","),CHAR(10)," "),{LONGEST})'
    return f'=IF(LEN({cell(sheet.at(key))})=0,"",{cell(0)}&"{APART}"&{name})'
