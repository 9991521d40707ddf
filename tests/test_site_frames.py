"""The page of the frames in numbers says what the files of the frames come to."""

from __future__ import annotations

from evaluator.library import Library
from tools.site.frames import frames_page

RUBRIC = Library.open().rubric()
ROWS = {
    line.split("`")[1]: [cell.strip() for cell in line.strip().strip("|").split("|")][1:]
    for line in frames_page(RUBRIC).splitlines()
    if line.startswith("| `")
}


def test_every_frame_has_a_line_and_every_line_as_many_cells_as_the_head():
    assert list(ROWS) == list(RUBRIC.weightings)
    head = next(line for line in frames_page(RUBRIC).splitlines() if line.startswith("| frame |"))
    assert {len(cells) for cells in ROWS.values()} == {head.count("|") - 2}


def test_numbers_stand_as_the_file_states_them_and_counts_are_marked():
    assert ROWS["seci"][:5] == ["0.3", "0.65", "0.05", "0", "0.1"]
    assert ROWS["us-tip"][:5] == ["1.5*", "4.5*", "1*", "0*", "0"]


def test_what_they_come_to_is_what_one_works_out_by_hand():
    # us-tip, of seven indicia: four for control in law enforcement, and four sixths of the 1.5 for migration (what is
    # half seen weighs half: border and documents 1 each, shelter places 2, screening and information 1 each)
    assert ROWS["us-tip"][5] == f"{5 / 7:.3f}"
    assert ROWS["seci"][8:] == ["0.100", "0.156", "0.343", "ignore", "modelled 16"]
    assert all(abs(sum(map(float, cells[5:9])) - 1) < 0.0021 for cells in ROWS.values())
