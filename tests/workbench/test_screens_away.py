"""Taking a unit away and bringing it back in the browser."""

from __future__ import annotations

import base64

import pytest
from click.testing import CliRunner

from evaluator import __version__
from evaluator.cli import cli
from evaluator.extensions.workbench.app import admit, make_app
from evaluator.extensions.workbench.bundle import lay_out
from evaluator.extensions.workbench.desk import open_desk
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.extensions.workbench.web import House
from evaluator.workbook.sheet.export import xlsx_bytes
from evaluator.workbook.sheet.score_sheet import Coder, score_book
from tests.workbench.conftest import HOME, HOST, Place


@pytest.fixture
def laptop(laptop, tmp_path):
    """Return the desk that a unit is taken from, with one that it was taken to."""
    folder = (tmp_path / "away").resolve()
    found = laptop.as_("b").submit(f"{HOME}/away")
    assert (found.status, found.headers["content-type"]) == (200, "application/zip")
    assert 'filename="XXA-2020-2023.b.unit.zip"' in found.headers["content-disposition"]
    (tmp_path / "unit.zip").write_bytes(found.body)
    with open_desk(folder) as desk:
        lay_out(desk, tmp_path / "unit.zip", folder)
        shelf = Shelf(folder)
        admit(desk, "b")
        house = House(desk, shelf, frozenset({HOST}))
        laptop.away = Place(folder, desk, shelf, make_app(house), house)
        yield laptop


def bring(place, **more):
    content = place.away.as_("b").get(f"{HOME}/back.zip").body
    return place.as_("b").send(f"{HOME}/back", {"file": base64.b64encode(content).decode(), **more})


def test_a_unit_is_taken_away_answered_and_brought_back(laptop):
    there = laptop.away.as_("b")
    answer = {"status": "rated", "level": "3", "confidence": "high", "evidence_ids": "plan", "reason": "x"}
    assert there.send(f"{HOME}/rate/q1", {**answer, "draft": ""}).status == 200
    page = there.get(f"{HOME}/hand-in").text
    assert "The file to bring back" in page
    assert f'action="{HOME}/hand-in"' not in page
    refused = there.submit(f"{HOME}/hand-in", **{"as": "draft"})
    assert (refused.status, "taken from another desk" in refused.text) == (422, True)
    assert bring(laptop).json == {"go": f"{HOME}/hand-in"}
    assert laptop.work("b").drafts["q1"].rating.level == 3
    assert "Bring back" in laptop.as_("b").get(f"{HOME}/hand-in").text


def test_what_both_changed_is_told_with_both_answers_until_it_is_chosen(laptop):
    laptop.away.rate("b", "q1", "3")
    laptop.rate("b", "q1", "1")
    told = bring(laptop)
    assert told.status == 409
    (fault,) = told.json["faults"]
    assert fault["field"] == "q1"
    assert fault["text"].startswith("Question q1: here 1, in the file 3, before nothing.")
    assert bring(laptop, keep="nonsense").status == 409
    assert bring(laptop, keep="file").status == 200
    assert laptop.work("b").drafts["q1"].rating.level == 3


def test_what_is_no_such_file_is_refused_with_words(laptop):
    for text in ("", "%%", base64.b64encode(b"PK").decode()):
        told = laptop.as_("b").send(f"{HOME}/back", {"file": text})
        assert (told.status, "cannot be unpacked" in told.text) == (422, True)
    assert laptop.as_("b").get(f"{HOME}/back.zip").status == 404


def test_who_does_not_rate_in_a_round_neither_takes_away_nor_brings_back(laptop):
    laptop.as_("lead").submit(f"{HOME}/panel/round", **{"coder-c": "yes", "coder-third": "yes"})
    assert laptop.as_("b").submit(f"{HOME}/away").status == 403
    assert bring(laptop).status == 403


def test_the_command_puts_a_unit_into_a_folder_of_its_own_once(laptop, tmp_path):
    words = ["workbench", "unpack", str(tmp_path / "unit.zip"), "--library", str(tmp_path / "travels")]
    done = CliRunner().invoke(cli, words)
    assert (done.exit_code, "travels --coder b" in done.output) == (0, True)
    assert (tmp_path / "travels/countries/XXA/plans/XXA-2020-2023/plan.yaml").is_file()
    again = CliRunner().invoke(cli, words)
    assert (again.exit_code, "has a desk in use" in again.output) == (2, True)


def send_sheet(place, code, content, name="sheet.xlsx"):
    browser = place.as_(code)
    own = {"content_type": "application/octet-stream", "accept": "application/json", "x_csrf": browser.csrf}
    return browser.ask("POST", f"/sheet?name={name}", content, origin=f"http://{HOST}", **own)


def test_a_score_sheet_is_brought_by_the_shelf_as_the_command_reads_it_back(place):
    words = Coder("new")
    book = score_book(place.unit.assessment, place.unit.rubric, words, __version__)
    content = xlsx_bytes(book, words.labels(place.unit.rubric))
    assert send_sheet(place, "lead", content).json == {"go": f"{HOME}/reports"}
    assert send_sheet(place, "b", content).status == 403
    refused = send_sheet(place, "lead", b"no workbook")
    assert (refused.status, "sheet.xlsx" in refused.text, "/sheet.xlsx" in refused.text) == (422, True, False)
    assert "Hand in" in send_sheet(place, "lead", b"PK", "x.work.zip").text
    place.as_("lead").submit(f"{HOME}/panel/round", **{"coder-b": "yes", "coder-c": "yes"})
    sealed = send_sheet(place, "lead", content)
    assert (sealed.status, "blind round" in sealed.text) == (409, True)
