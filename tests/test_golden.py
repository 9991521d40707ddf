"""Every golden output is the one kept; `--update-golden` keeps the present ones."""

from __future__ import annotations

import zipfile

import pytest

from tools import golden
from tools.golden import Bench, changed, commands, difference, digest, keep, kept, main, normal

ADVICE = "see what changed with  python -m tools.golden diff  and, where it is meant, run  make golden"
GROUPS = commands(Bench.of_this_process().library)


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_every_output_of_the_group_is_the_one_kept(group, request):
    bench = Bench.of_this_process()
    outputs = {command: bench.output(command) for command in GROUPS[group]}
    if request.config.getoption("--update-golden"):
        keep(outputs, whole=False)
    assert changed(outputs) == [], ADVICE


def test_what_is_kept_is_what_is_made_a_line_each_in_order():
    lines = golden.DIGESTS.read_text(encoding="utf-8").splitlines()
    made = {command for group in GROUPS.values() for command in group} | {golden.STYLE}
    assert [line.partition("  ")[2] for line in lines] == sorted(made), ADVICE
    assert {path.name for path in golden.KEPT.iterdir()} == {golden.DIGESTS.name, *golden.TEXTS.values()}


def test_the_style_sheet_is_the_one_kept():
    assert changed({golden.STYLE: Bench.of_this_process().output(golden.STYLE)}) == [], ADVICE


def test_every_plan_kind_and_language_is_among_the_outputs():
    library = Bench.of_this_process().library
    made = " ".join(command for group in GROUPS.values() for command in group)
    plans = [plan for code in library.country_codes for plan in library.plan_ids(code)]
    assert [plan for plan in plans if plan not in made] == []
    for words in ("comparative", "brief", "contrast", "sr-Cyrl", "sr-Latn", "--format csv", "--format json", "--xlsx"):
        assert words in made


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Let digests and texts be kept in a folder of the test's own."""
    monkeypatch.setattr(golden, "KEPT", tmp_path)
    monkeypatch.setattr(golden, "DIGESTS", tmp_path / "digests.txt")
    monkeypatch.setattr(golden, "TEXTS", {"list": "list.txt"})
    return tmp_path


def test_a_changed_output_is_named_and_an_equal_one_is_not(elsewhere):
    keep({"list": "a\n", "score ALB": "b\n"}, whole=True)
    assert changed({"list": "a\n", "score ALB": "b\n"}) == []
    assert changed({"list": "a\n", "score ALB": "c\n", "new": "d\n"}) == ["score ALB", "new"]
    assert (elsewhere / "list.txt").read_text(encoding="utf-8") == "a\n"


def test_a_text_that_was_edited_by_hand_is_named(elsewhere):
    keep({"list": "a\n"}, whole=True)
    (elsewhere / "list.txt").write_text("b\n", encoding="utf-8")
    assert changed({"list": "a\n"}) == ["list"]


def test_lines_that_a_merge_left_twice_are_no_digest_of_either_side(elsewhere):
    keep({"score ALB": "a\n"}, whole=True)
    with golden.DIGESTS.open("a", encoding="utf-8") as file:
        file.write(f"{digest('b')}  score ALB\n")
    assert kept() == {"score ALB": ""}
    assert changed({"score ALB": "a\n"}) == ["score ALB"]


def test_keeping_the_whole_drops_what_is_no_longer_made_and_keeping_a_group_does_not(elsewhere):
    keep({"a": "1", "b": "2"}, whole=True)
    keep({"b": "3"}, whole=False)
    assert kept() == {"a": digest("1"), "b": digest("3")}
    keep({"b": "3"}, whole=True)
    assert kept() == {"b": digest("3")}


def test_a_workbook_is_compared_cell_by_cell_with_its_texts(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("xl/sharedStrings.xml", "<sst><si><t>one</t></si><si><t>two</t></si></sst>")
        book.writestr("xl/sheet.xml", '<row r="1"><c r="A1" s="2" t="s"><v>1</v></c><c r="B1"><v>7</v></c></row>')
    text = "".join(golden._parts(path))
    assert '<c r="A1" s="2"><t>two</t></c>\n<c r="B1"><v>7</v></c>' in text
    assert "<v>1</v>" not in text


def test_version_fingerprints_style_and_dust_are_no_difference():
    page = "<style>p {{ color: {} }}</style><p>{} {}</p>"
    assert normal(page.format("red", "a" * 64, "0.12345678901")) == normal(page.format("blue", "b" * 64, "0.123456789"))


def test_a_difference_is_told_line_by_line():
    told = difference("list", "a\nb\n", "a\nc\n")
    assert told.splitlines() == ["--- before: list", "+++ after: list", "@@ -1,2 +1,2 @@", " a", "-b", "+c"]
    assert difference("list", "a\n", "a\n") == ""


def test_the_tool_shows_an_output_by_words_of_its_command_line(capsys):
    assert main(["show", "list", "lenses", "csv"]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("$ evaluator list lenses --format csv\nexit status 0\n")
    assert "tip-tier" in shown


@pytest.mark.slow
def test_the_difference_to_the_last_commit_is_shown(capsys, monkeypatch):
    monkeypatch.setattr(golden, "changed", list)
    monkeypatch.setattr(golden, "outputs_at", lambda _, wanted: dict.fromkeys(wanted, "exit status 0\nbefore\n"))
    assert main(["diff", "list lenses --format csv"]) == 0
    assert "\n exit status 0\n-before\n+" in capsys.readouterr().out
