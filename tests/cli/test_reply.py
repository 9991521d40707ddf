"""`evaluator reply` from the command line."""

from __future__ import annotations

import openpyxl


def test_a_reply_goes_out_and_comes_back_and_is_answered(small_call, small):
    words = ("XXA", "--rubric", "small")
    assert small_call("reply", "export", *words, "--out", "r.xlsx").exit_code == 0
    assert "may hold comments" in small_call("reply", "export", *words, "--out", "r.xlsx").stderr
    book = openpyxl.load_workbook("r.xlsx")
    page = book["Replies"]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, 1).value == "witness-protection")
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    page.cell(row, keys.index("text") + 1).value = "The unit was set up in 2021."
    book.save("r.xlsx")
    done = small_call("reply", "import", "XXA", "r.xlsx", "--rubric", "small", "--by", "Ministry of Examples")
    assert done.exit_code == 0, done.output
    assert "G001  witness-protection, Ministry of Examples: The unit was set up in 2021. -> not answered" in done.stdout
    assert (small / "countries" / "XXA" / "plans" / "XXA-2020-2023" / "replies.csv").is_file()
    assert small_call("reply", "export", *words, "--answers").exit_code == 0
