"""Numbers and tables on a terminal."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from evaluator.cli.shared.layout import columns, labelled, range_text, score_text, share_text, table, width_of, wrapped


def test_a_score_is_never_printed_over_an_edge_it_does_not_reach():
    assert score_text(0.7999, [0.8]) == "0.7999"
    assert score_text(0.7999) == "0.80"
    assert share_text(0.6699, [0.67]) == "66.99 %"


def test_a_half_is_rounded_up_as_in_the_reports():
    assert range_text(0.5, 0.5375) == "0.50 to 0.54"


def test_what_is_not_known_is_a_dash():
    assert (score_text(None), share_text(None), range_text(None, 0.5)) == ("-", "-", "-")


def test_columns_line_up_under_marks_and_wide_letters():
    assert width_of("é") == 1
    assert width_of("計") == 2
    lines = table("name|>n", [["Szép", "1"], ["計画", "12"]])
    assert lines == ["name   n", "Szép   1", "計画  12"]


def test_a_long_text_goes_on_under_itself_and_names_stay_whole():
    (first, second) = labelled([("gates", "no-detention-of-victims " * 3 + "unconditional-assistance")])
    assert first.startswith("gates  no-detention")
    assert second == "       unconditional-assistance"
    assert wrapped("x" * 99 + " a-b")[1] == "a-b"


def test_a_command_to_copy_stands_on_one_line():
    assert wrapped("x" * 80 + " run `evaluator panel settle ALB-2005-2007` now") == [
        "x" * 80 + " run",
        "`evaluator panel settle ALB-2005-2007` now",
    ]


def test_data_cannot_steer_the_terminal():
    assert "\x1b" not in "".join([*table("a", [["\x1b[2J"]]), *wrapped("\x1b[2J"), *labelled([("a", "\x1b[2J")])])


def test_a_declared_column_has_a_dash_where_a_value_is_missing_and_nothing_where_that_is_allowed():
    rows = [
        SimpleNamespace(id="A", share=0.6699, weight=0.5, names=("x", "y"), note="", zero=0),
        SimpleNamespace(id="B", share=None, weight=None, names=(), note="seen", zero=None),
    ]
    text = (
        "plan={id}|>share={share:share}|>weight={weight:weight}|names={names}|note={note:text}|>n={zero}|twice={both}"
    )
    assert columns(text, rows, lambda row: {"both": row.id * 2}, {"share": [0.67]}) == [
        "plan    share   weight  names  note  n  twice",
        "A     66.99 %  50.00 %  x, y         0  AA",
        "B           -        -  -      seen  -  BB",
    ]
    assert columns(text, []) == []


def test_a_declared_column_that_names_nothing_of_the_row_is_a_fault_of_the_program():
    with pytest.raises(AttributeError, match="scoer"):
        columns("score={scoer:score}", [SimpleNamespace(score=1.0)])
