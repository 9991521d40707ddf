"""Two sides changed the same rows: what both did is kept, a clash is told, nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evaluator.model.plan import Evidence, PlanIndicator
from evaluator.workbook.back.three_way import merge
from evaluator.workbook.sheet.table_forms import BY_NAME


def key(row):
    return row[0]


def test_changes_additions_and_deletions_of_both_sides_are_kept():
    base = [("a", 1), ("b", 1), ("c", 1)]
    mine = [("a", 2), ("b", 1), ("d", 1)]
    theirs = [("a", 1), ("b", 3), ("c", 1), ("e", 1)]
    assert merge(base, mine, theirs, key).rows == (("a", 2), ("b", 3), ("e", 1), ("d", 1))


def test_the_same_change_on_both_sides_is_no_clash():
    assert merge([("a", 1)], [("a", 2)], [("a", 2)], key).clashes == ()
    assert merge([("a", 1)], [], [], key).rows == ()


def test_different_changes_clash():
    found = merge([("a", 1), ("b", 1)], [("a", 2)], [("a", 3), ("b", 2)], key)
    assert [(clash.key, clash.mine, clash.theirs) for clash in found.clashes] == [
        ("a", ("a", 2), ("a", 3)),
        ("b", None, ("b", 2)),
    ]


def test_a_sorted_sheet_leaves_the_order_of_the_file():
    base = [("a", 1), ("b", 1)]
    assert merge(base, [("b", 1), ("a", 1), ("c", 1)], base, key).rows == (("a", 1), ("b", 1), ("c", 1))
    assert merge(base, [("a", 1), ("c", 1), ("b", 1)], base, key).rows == (("a", 1), ("c", 1), ("b", 1))


def test_rows_that_share_a_name_are_counted():
    base = [("a", 1), ("a", 2)]
    assert merge(base, [("a", 1), ("a", 2), ("a", 3)], base, key).rows == (("a", 1), ("a", 2), ("a", 3))


def test_the_name_of_a_row_is_made_of_the_columns_declared():
    assert BY_NAME["evidence"].identity(Evidence("E1")) == ("E1",)
    assert BY_NAME["indicators"].identity(PlanIndicator("I1", "M1", target_date="2006")) == ("I1", "M1", "2006")


rows = st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 2)), max_size=5, unique_by=lambda row: row[0])


@given(rows, rows)
def test_a_side_that_changed_nothing_gives_way(base, other):
    assert sorted(merge(base, base, other, key).rows) == sorted(other)
    assert sorted(merge(base, other, base, key).rows) == sorted(other)


@given(rows, rows, rows)
def test_which_side_is_mine_changes_no_row(base, one, two):
    first, second = merge(base, one, two, key), merge(base, two, one, key)
    assert len(first.clashes) == len(second.clashes)
    if not first.clashes:
        assert sorted(first.rows) == sorted(second.rows)
