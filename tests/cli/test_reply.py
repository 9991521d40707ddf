"""`evaluator reply` from the command line."""

from __future__ import annotations

import openpyxl


def test_a_reply_goes_out_and_comes_back_and_is_answered(small_call, small):
    words = ("XXA", "--rubric", "small")
    made = small_call("reply", "export", *words, "--out", "r.xlsx")
    assert made.exit_code == 0
    assert "Next: send it, and with the comments back, then `evaluator reply import XXA-2020-2023 r.xlsx" in made.stderr
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
    assert "Replies: 1 taken, 0 changed, 0 unchanged." in done.stderr
    again = small_call("reply", "import", "r.xlsx", "--by", "Ministry of Examples")
    assert "Replies: 0 taken, 0 changed, 1 unchanged." in again.stderr
    assert small_call("reply", "export", *words, "--answers", "--out", "a.xlsx").exit_code == 0
    book = openpyxl.load_workbook("a.xlsx")
    page = book["Replies"]
    keys = [str(cell.value).rpartition("/")[2] for cell in page[1]]
    row = next(n for n in range(3, page.max_row + 1) if page.cell(n, keys.index("reply_id") + 1).value == "G001")
    page.cell(row, keys.index("answer") + 1).value = "Seen."
    page.cell(row, keys.index("outcome") + 1).value = "noted"
    book.save("a.xlsx")
    refused = small_call("reply", "import", "XXA", "a.xlsx", "--rubric", "small")
    assert refused.exit_code == 2
    assert "noted without who answered" in refused.stderr
    page.cell(row, keys.index("answered_by") + 1).value = "lead"
    page.cell(row, keys.index("answered_on") + 1).value = "2026-02-03"
    book.save("a.xlsx")
    answered = small_call("reply", "import", "XXA", "a.xlsx", "--rubric", "small")
    assert "-> noted: Seen." in answered.stdout, answered.output
    assert "Replies: 0 taken, 1 changed, 0 unchanged." in answered.stderr


def test_a_sheet_without_a_comment_says_so_unless_asked_for_quiet(small_call):
    words = ("XXA", "--rubric", "small")
    assert small_call("reply", "export", *words, "--out", "r.xlsx").exit_code == 0
    done = small_call("reply", "import", "XXA", "r.xlsx", "--rubric", "small")
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Replies: none taken; no row of the sheet has a comment." in done.stderr
    assert small_call("reply", "import", "XXA", "r.xlsx", "--rubric", "small", "--quiet").output == ""
