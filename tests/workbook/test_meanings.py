"""Every entry of the sheets of entries says what it means."""

from __future__ import annotations

from evaluator.workbook.forms.score_sheet import Coder, score_book
from evaluator.workbook.sheet.meanings import CODER, COUNTRY, NUMBER, PLAN, meaning_of


def test_every_entry_has_a_meaning_beside_its_form_and_no_meaning_is_of_nothing(shipped):
    rubric = shipped.rubric()
    book = score_book(shipped.assessment("ALB-2005-2007", rubric), rubric, Coder("a"), "9.9")
    pages = {sheet.name: sheet for sheet in book.sheets if sheet.kind == "pairs"}
    for name, known in (("plan", PLAN), ("coder", CODER), ("country", COUNTRY)):
        paths = [str(row[0]) for row in pages[name].rows]
        assert [path for path in paths if not meaning_of(name, path)] == []
        plain = {NUMBER.sub("", path) for path in paths}
        named = {path for path in known if path not in plain and not any(p.startswith(f"{path}.") for p in plain)}
        assert named == set()
    said = {row[0]: row[3] for row in pages["plan"].rows}
    assert said["lead_rule"] == (
        "how the plan shows who leads: the first body named, one that is marked, or not at all; "
        "one of: first-named, marked, none"
    )
    assert said["start"] == "when the plan begins; a date: 2005, 2005-03 or 2005-03-31"
    assert said["titles.sq"] == "the plan's title as printed, one row for each language"
