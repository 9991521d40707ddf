from __future__ import annotations

import pytest

from evaluator.model.mention import has_number, in_numbers, named_in, ranges_in

NUMBERS = {"E5": 7, "E8": 3, "a-E9": 4, "a-E9-2": 5}


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("Requalified (E8).", "Requalified [3]."),
        ("Requalified (a-E9, E8; a-E9-2 and E5).", "Requalified [3, 4, 5, 7]."),
        ("E5 is of 2020 (press, E8).", "[7] is of 2020 (press, [3])."),
        ("Told (E8, E99).", "Told ([3], E99)."),
        ("The source SRB-E8, the road E-8 and PRE8.", "The source SRB-E8, the road E-8 and PRE8."),
    ],
)
def test_an_id_of_a_passage_is_printed_as_its_number_and_no_other_word_is(text, printed):
    assert in_numbers(text, NUMBERS) == printed


def test_a_text_names_each_passage_once_in_its_order():
    assert named_in("E8, a-E9 and E8") == ("E8", "a-E9")


@pytest.mark.parametrize("text", ["E1 to E34", "E1–E34", "E1 through E34"])
def test_a_range_of_ids_is_told_from_single_ids(text):
    assert ranges_in(f"The list, {text}.") == (text,)
    assert ranges_in(text.replace("E34", "34")) == ()


def test_only_numbers_in_square_brackets_name_a_passage():
    assert has_number("as [12] says")
    assert has_number("as [1, 2] say")
    assert not has_number("as [often] (12)")
