"""Figures that carry their rows: every row is drawn once in its state, and every claim is counted again from them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from evaluator.reports.page_reader.claim import Finding, rule
from evaluator.reports.page_reader.grammar import Grammar
from evaluator.reports.page_reader.page import Figure, Page, Section

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
DIGITS = 9
Item = Mapping[str, Any]


def _cells(record: Item) -> list[Item]:
    return [cell for row in record.get("rows", ()) for cell in (row.get("cells") or [row])]


@rule
def every_row_is_drawn_once(page: Page, words: Grammar) -> Iterator[Finding]:
    """The marks of a figure are those of its rows, each in its own state."""
    for section, figure in page.figures:
        if figure.record is None:
            continue
        wanted = Counter((str(cell["id"]), str(cell["state"])) for cell in _cells(figure.record))
        drawn = Counter(figure.drawing.rows_named)
        name = figure.record.get("block", "")
        for row, state in sorted(wanted.keys() | drawn.keys()):
            shown = f"{drawn[row, state]} marks of it"
            yield Finding(section.place, f"{name}: {row} ({state})", shown, wanted[row, state] == drawn[row, state])


@rule
def every_claim_is_counted_again(page: Page, words: Grammar) -> Iterator[Finding]:
    """A claim counts the rows that its condition holds for, among those in its states, and says what it leaves out."""
    for section, figure in page.figures:
        for claim in figure.record.get("claims", ()) if figure.record else ():
            yield from _recount(section, figure, claim)


def _recount(section: Section, figure: Figure, claim: Item) -> Iterator[Finding]:
    rows: Sequence[Item] = figure.record["rows"] if figure.record else ()
    seen = [row for row in rows if row["state"] in claim["over"]]
    if claim.get("where"):
        field, operator, operand = claim["where"]
        held = [row for row in seen if _holds(row.get(field), operator, operand)]
    else:
        seen = [row for row in seen if row.get(claim["by"]) is not None]
        held = _ends(seen, claim)
    left = Counter(str(row["state"]) for row in rows if row not in seen)
    named, ids = {str(row["id"]) for row in held}, {str(one) for one in claim["ids"]}
    is_spread = claim["kind"] == "spread"
    many = len(seen) if is_spread else len(held)
    holds = (
        (many, len(seen), dict(left)) == (claim["number"], claim["of"], dict(claim["left"]))
        and (ids <= named if is_spread else ids == named)
    )  # fmt: skip
    shown = f"{many} of {len(seen)}, with {dict(left) or 'none'} left out"
    yield Finding(
        section.place, f"{figure.titles[0]} ({claim['kind']} {claim['number']} of {claim['of']})", shown, holds
    )


def _ends(seen: Sequence[Item], claim: Item) -> list[Item]:
    values = [round(float(row[claim["by"]]), DIGITS) for row in seen]
    if not values:
        return []
    ends = {"most": {max(values)}, "least": {min(values)}}.get(claim["kind"], {min(values), max(values)})
    return [row for row, value in zip(seen, values, strict=True) if value in ends]


def _holds(own: Any, operator: str, operand: Any) -> bool:  # noqa: ANN401  (a value of plain data)
    if own is None:
        return False
    return bool({"=": own == operand}.get(operator, own <= operand if operator == "<=" else own >= operand))


@rule
def every_number_in_a_title_comes_from_a_claim(page: Page, words: Grammar) -> Iterator[Finding]:
    """A number in the title of a figure with rows is one that a claim counts, leaves out, or holds rows to."""
    for section, figure in page.figures:
        if figure.record is None or not figure.record.get("claims"):
            continue
        rows: Sequence[Item] = figure.record["rows"]
        known = {str(len(rows))}
        for claim in figure.record["claims"]:
            known |= _known(claim, rows)
        title = str(figure.record.get("title") or figure.titles[0])
        bare = title
        for name in sorted({str(row.get("name", "")) for row in rows} - {""}, key=len, reverse=True):
            bare = bare.replace(name, "")
        for said in NUMBER.findall(bare):
            yield Finding(section.place, title, f"no claim that gives {said}", said.replace(",", ".") in known)


def _known(claim: Item, rows: Sequence[Item]) -> set[str]:
    known = {
        str(claim["number"]),
        str(claim["of"]),
        str(sum(claim["left"].values())),
        *map(str, claim["left"].values()),
    }
    if claim.get("where"):
        known |= _forms(claim["where"][2])
    for row in rows:
        if row["id"] in claim["ids"]:
            known |= set().union(*(_forms(value) for value in row.values()))
    return known


def _forms(value: Any) -> set[str]:  # noqa: ANN401
    if isinstance(value, bool) or not isinstance(value, int | float):
        return set()
    return {str(value), f"{value:.1f}", f"{value + 1e-9:.2f}", f"{value + 1e-9:.3f}", str(int(value * 100 + 1e-9))}


@rule
def what_is_left_out_is_said(page: Page, words: Grammar) -> Iterator[Finding]:
    """A title that leaves rows out says how many, in itself or in its note."""
    for section, figure in page.figures:
        for claim in figure.record.get("claims", ()) if figure.record else ():
            if claim["left"]:
                parts = {str(sum(claim["left"].values())), *map(str, claim["left"].values())}
                told = f"{figure.titles[0]} {(figure.record or {}).get('note', '')} {figure.unit}"
                yield Finding(section.place, figure.titles[0], f"{dict(claim['left'])} left out",
                              bool(parts & set(NUMBER.findall(told))))  # fmt: skip
