"""A plan's text as statements."""

from __future__ import annotations

from evaluator.intake.formats.cells import Outside, SourceFile
from evaluator.intake.statements import statements_of


def test_running_titles_empty_pages_and_short_rests_are_no_statements():
    who = ["judges", "nurses", "teachers", "police"]
    pages = [f"National plan {at}\nThe ministry trains all {one}.\nSo" for at, one in enumerate(who, start=1)]
    outside = (*(Outside(at, text) for at, text in enumerate(pages, start=1)), Outside(5, ""))
    found = statements_of(SourceFile("pdf", "", (), outside, 5))
    assert [(one.number, one.activity, one.note) for one in found] == [
        (str(at), f"The ministry trains all {one}.", f"p. {at}") for at, one in enumerate(who, start=1)
    ]


def test_a_number_of_the_plan_is_kept_and_others_are_counted():
    text = "AIM ONE\n2.3 Open a shelter in the north\n- Train the judges of all\ncourts"
    found = statements_of(SourceFile("docx", "", (), (Outside(0, text),)))
    assert [(one.number, one.objective, one.activity) for one in found] == [
        ("2.3", "AIM ONE", "Open a shelter in the north"),
        ("2", "AIM ONE", "Train the judges of all courts"),
    ]
