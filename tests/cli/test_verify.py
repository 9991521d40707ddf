"""`evaluator verify`: what is said, and with which status."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError, Problem
from evaluator.extensions.verify import command as verify
from evaluator.extensions.verify.difference import PARTS, WHOSE, Difference
from evaluator.extensions.verify.whole import Release, Verification, whose_templates

PRINT = "0123456789abcdef" * 4
GOOD = Verification(
    document="XXA-2020-2023",
    fingerprint=PRINT,
    releases=(Release("nap-evaluator 0.1.0", "nap-evaluator 0.1.0"), Release("Python 3.13", "Python 3.11")),
    compared=PARTS,
    differences=(),
    templates="the shipped ones",
)
OTHER = replace(GOOD, releases=(GOOD.releases[0], Release("WeasyPrint 69.0", "WeasyPrint 70.0")), compared=PARTS[:-1])
BAD = Verification(
    document="XXA-2020-2023",
    fingerprint=PRINT,
    releases=(Release("", "nap-evaluator 0.1.0"),),
    compared=PARTS,
    differences=(Difference("figures", "score", "0.99", "0.42"), Difference("text", "page 2", "D \x1b[2J", "E")),
    coder="b",
)


@pytest.fixture
def verified(monkeypatch):
    """Return a function that lets the verification come to this; verifying is tested in the report's room."""
    return lambda found: monkeypatch.setattr(verify, "verify_report", lambda path, library, pictures: found)


def test_a_report_that_is_verified_is_status_0_with_its_fingerprint(call, verified):
    verified(GOOD)
    result = call("verify", "x.pdf")
    assert result.exit_code == 0
    assert result.stdout.startswith("result       verified\n")
    assert "bytes        same\n" in result.stdout
    assert "templates    the shipped ones\n" in result.stdout
    assert "Python 3.13, here Python 3.11" in result.stdout
    assert f"SHA-256      {PRINT}" in result.stdout
    assert result.stderr == "Compare the fingerprint with the one that the publisher gives.\n"


def test_what_could_not_be_compared_is_not_verified_and_status_1(call, verified):
    verified(OTHER)
    result = call("verify", "x.pdf")
    assert result.exit_code == 1
    assert result.stdout.startswith("result       not verified: the report names another version of WeasyPrint\n")
    assert "attachments  same" in result.stdout
    assert "bytes        not compared: another version of WeasyPrint" in result.stdout
    assert "WeasyPrint 69.0, here WeasyPrint 70.0" in result.stdout


def test_pages_that_differ_by_another_version_are_named(call, verified):
    pages = [Difference("drawing", f"page {page}", "a", "b", page) for page in (3, 1, 3)]
    verified(replace(OTHER, differences=tuple(pages)))
    result = call("verify", "x.pdf")
    assert result.exit_code == 1
    told = " ".join(result.stdout.split())
    assert "not verified: the report names another version of WeasyPrint; what pages show differs on 1, 3" in told
    assert ", where lines may fall elsewhere by that" in told
    verified(replace(OTHER, differences=tuple(replace(pages[0], page=k) for k in range(1, 12))))
    assert "differs on 1, 2, 3, 4, 5, 6, 7, 8, ...," in " ".join(call("verify", "x.pdf").stdout.split())


def test_pictures_are_written_into_a_folder_that_held_nothing(call, verified, tmp_path):
    verified(replace(BAD, pictures={2: b"png"}, differences=(Difference("drawing", "page 2", "a", "b", 2),)))
    folder = tmp_path / "beside"
    result = call("verify", "x.pdf", "--pictures", folder)
    assert (folder / "page-002.png").read_bytes() == b"png"
    assert "Pages as found and as expected, beside each other: " in result.stderr
    again = call("verify", "x.pdf", "--pictures", folder)
    assert again.exit_code == 2
    assert "is no empty folder. Name another for --pictures." in again.stderr


def test_where_no_page_differs_no_folder_is_made(call, verified, tmp_path):
    verified(GOOD)
    result = call("verify", "x.pdf", "--pictures", tmp_path / "beside")
    assert "No page shows something else, so no picture was drawn." in result.stderr
    assert not (tmp_path / "beside").exists()


def test_the_templates_are_the_shipped_ones_unless_a_folder_is_typed(call, monkeypatch, tmp_path):
    (tmp_path / "countries").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "country.html").write_text("{% extends 'shipped/country.html' %}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(tmp_path))
    used = []
    monkeypatch.setattr(verify, "verify_report", lambda path, library, pictures: used.append(library) or GOOD)
    call("verify", "x.pdf")
    call("verify", "x.pdf", "--library", tmp_path)
    assert [whose_templates(library) for library in used] == [
        "the shipped ones",
        f"of {tmp_path.resolve()} (country.html), over the shipped ones",
    ]


def test_a_worked_example_with_other_files_is_said_first(call, verified):
    other = Difference(WHOSE, "countries/facts/tip-tiers.csv", "another text", "the shipped file")
    verified(replace(BAD, differences=(other, *BAD.differences)))
    result = call("verify", "x.pdf")
    assert result.exit_code == 1
    told = "it says to be a worked example, and its files are not the shipped ones"
    assert result.stdout.startswith(f"result       differs: {told}")


def test_a_difference_is_status_1_and_named_with_both_sides(call, verified):
    verified(BAD)
    result = call("verify", "x.pdf")
    assert result.exit_code == 1
    assert "figures: score\n  found     0.99\n  expected  0.42\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert "coder        b alone" in result.stdout
    assert "none named, here nap-evaluator 0.1.0" in result.stdout


@pytest.mark.parametrize(("given", "status"), [(PRINT.upper(), 0), ("f" * 64, 1), ("abc", 2)])
def test_the_publisher_s_fingerprint_decides_too(call, verified, given, status):
    verified(GOOD)
    result = call("verify", "x.pdf", "--fingerprint", given)
    assert result.exit_code == status
    assert ("another fingerprint" in result.stdout) == (status == 1)


def test_json_says_the_same(call, verified):
    verified(BAD)
    result = call("verify", "x.pdf", "--format", "json", "--quiet")
    found = json.loads(result.stdout)
    assert result.exit_code == 1
    assert (found["result"], found["templates"]) == ("differs", "")
    assert found["parts"] == {**dict.fromkeys(PARTS, "same"), "figures": "differs", "text": "differs"}
    figure = {"part": "figures", "where": "score", "found": "0.99", "expected": "0.42"}
    assert found["differences"][0] == {**figure, "page": None, "boxes": []}
    assert (found["sha256"], found["publisher_sha256"], found["coder"]) == (PRINT, None, "b")
    assert result.stderr == ""


def test_what_is_no_report_is_status_2_without_a_traceback(call, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_text("Dear reader", encoding="utf-8")
    result = call("verify", path)
    assert result.exit_code == 2
    assert "no PDF. Give a report as PDF" in result.stderr
    assert result.stdout == ""
    assert call("verify", tmp_path / "none.pdf").exit_code == 2


def test_faults_of_carried_files_are_told_together(call, monkeypatch):
    def fail(path, library, pictures):
        raise InvalidInputError([Problem("x.pdf: a.yaml", "nothing", "a word"), Problem("x.pdf: b.yaml", "1", "2")])

    monkeypatch.setattr(verify, "verify_report", fail)
    result = call("verify", "x.pdf")
    assert result.exit_code == 2
    assert "x.pdf: a.yaml: nothing" in result.stderr
    assert "x.pdf: b.yaml: 1" in result.stderr


def test_another_version_of_the_rubric_than_the_shipped_one_is_not_verified(call, verified):
    verified(replace(GOOD, rubric="small 9.9.0, not the shipped version, 1.0.0", is_known=False))
    result = call("verify", "x.pdf")
    assert result.exit_code == 1
    assert result.stdout.startswith("result       not verified\n")
    assert "rubric       small 9.9.0, not the shipped version, 1.0.0\n" in result.stdout
