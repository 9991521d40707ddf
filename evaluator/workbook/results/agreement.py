"""Agreement as a workbook: the figures, what they mean, and a heat map of where coders differ."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

from evaluator.model.rubric import Rubric
from evaluator.panel.agreement import Agreement, AgreementFigure, CriterionSpot
from evaluator.panel.words import in_words
from evaluator.workbook.sheet.extra import xlsxwriter_module

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

# Lightness falls with the distance, so that the map reads in grey as well; the word stands beside.
COLOURS = {
    "same": "#EAF3EC",
    "one-apart": "#FBE3C0",
    "further": "#E39A7B",
    "status": "#C9B6DC",
    "single": "#F1F3F4",
    "none": "#F1F3F4",
}
BIRTH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
FIGURES = ("criteria", "equal", "alpha", "from", "to", "commonest answer")


def agreement_xlsx(found: Agreement, rubric: Rubric) -> bytes:
    """Return the workbook; the same agreement gives the same bytes."""
    xlsxwriter = xlsxwriter_module()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"created": BIRTH, "title": f"Agreement {found.plan_id}"})
        _figures(book, found)
        _heat_map(book, found, rubric)
    return out.getvalue()


def _figures(book: Workbook, found: Agreement) -> None:
    page = book.add_worksheet("Agreement")
    bold, prose = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    two = book.add_format({"num_format": "0.00"})
    page.set_column(0, 0, 24)
    page.set_column(1, 6, 14)
    row = 0
    for sentence in in_words(found):
        page.merge_range(row, 0, row, 6, sentence, prose)
        page.set_row(row, 15 * (1 + len(sentence) // 105))
        row += 1
    row += 1
    page.write_row(row, 0, ["over all coders", *FIGURES], bold)
    for name, figure in (("levels, ordinal", found.levels), ("statuses, nominal", found.statuses)):
        row += 1
        page.write_string(row, 0, name)
        _numbers(page, row, _values(figure), two)
    row += 2
    page.write_row(row, 0, ["pair", "criteria", "equal", "within one", "weighted kappa", "second less first"], bold)
    for pair in found.pairs:
        row += 1
        page.write_string(row, 0, f"{pair.first}, {pair.second}")
        _numbers(page, row, [pair.pairable, pair.same, pair.within_one, pair.kappa, pair.apart], two)


def _values(figure: AgreementFigure) -> list[float | int | None]:
    return [figure.pairable, figure.same, figure.alpha, figure.low, figure.high, figure.commonest]


def _numbers(page: Worksheet, row: int, numbers: list[float | int | None], two: Any) -> None:  # noqa: ANN401
    for at, number in enumerate(numbers, start=1):
        if number is None:
            page.write_string(row, at, "not defined")
        else:
            page.write_number(row, at, number, None if isinstance(number, int) else two)


def _heat_map(book: Workbook, found: Agreement, rubric: Rubric) -> None:
    page = book.add_worksheet("Where they differ")
    bold = book.add_format({"bold": True, "bottom": 1})
    cells = {kind: book.add_format({"bg_color": colour, "align": "center"}) for kind, colour in COLOURS.items()}
    page.set_column(0, 0, 18)
    page.set_column(1, 1, 52)
    page.set_column(2, 2, 7)
    page.set_column(3, 3 + len(found.coders), 14)
    page.write_row(0, 0, ["paradigm", "criterion", "gate", *found.coders, "difference"], bold)
    for row, spot in enumerate(found.spots, start=1):
        gate = "gate" if spot.is_gate else ""
        page.write_row(row, 0, [rubric.title(spot.group), rubric.title(spot.criterion_id), gate])
        for at, (_, said) in enumerate(spot.votes, start=3):
            page.write_string(row, at, said, cells[spot.kind])
        page.write_string(row, 3 + len(found.coders), _word(spot), cells[spot.kind])
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, len(found.spots), 3 + len(found.coders))
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _word(spot: CriterionSpot) -> str:
    return f"{spot.apart} levels apart" if spot.kind == "further" else spot.kind.replace("-", " ")
