"""`evaluator passage` from the command line, on the invented country."""

from __future__ import annotations

import csv
import io
import json
import shutil

import pikepdf
import pytest
from click.testing import CliRunner

from evaluator.anchors.coverage import PageCover
from evaluator.cli import cli
from evaluator.cli.passage import cited_pages_text
from evaluator.library import examples_root


def test_each_source_has_a_sentence_and_its_pages():
    pages = [
        PageCover("S1", 1, 100, 1, 0.25, ("E1",)),
        PageCover("S1", 2, 50, 0, 0.0, ()),
        PageCover("S2", 1, 9, 1, 1.0, ("E2",)),
    ]
    text = cited_pages_text(pages, "text")
    assert "S1: 2 pages, 1 cited. Nobody cited: 2." in text
    assert "   1         100         1   25 %  E1" in text
    assert "S2: 1 pages, 1 cited. None is left out." in text


PLAN = ("countries", "XAR", "plans", "XAR-2022-2025")
WORDS = "agencies take no fee from workers"


@pytest.fixture
def demo(tmp_path):
    folder = tmp_path / "demo"
    shutil.copytree(examples_root(), folder)
    return folder


@pytest.fixture
def run(demo):
    return lambda *words: CliRunner().invoke(cli, ["--library", str(demo), "passage", *words])


def rows(demo):
    text = demo.joinpath(*PLAN, "anchors.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_a_passage_is_added_beside_its_evidence_and_once(run, demo):
    before = len(rows(demo))
    done = run("add", "XAR", "E1", "--page", "7", "--text", WORDS)
    assert done.exit_code == 0, done.output
    assert done.stdout == "E1: 28 characters on page 7, after 'employment agencies;'\n"
    assert [row["evidence_id"] for row in rows(demo)][:3] == ["E1", "E1", "E2"]
    assert len(rows(demo)) == before + 1
    again = run("add", "XAR", "E1", "--page", "7", "--text", WORDS)
    assert (again.exit_code, "E1 rests on this passage already." in again.stderr) == (2, True)
    assert run("check", "XAR").exit_code == 0


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("E999", "--page", "7", "--text", WORDS), "no evidence is called 'E999'"),
        (("E1", "--page", "7", "--text", "State budget"), "these words stand on page 7 7 times"),
        (("E1", "--page", "9", "--text", WORDS), "They stand on page 7 of the file."),
        (("E1", "--text", WORDS), "a passage without a page"),
        (("E58", "--page", "1", "--text", WORDS), "no copy of XAR-S2 is here. Put the file into documents/"),
    ],
)
def test_what_cannot_be_tied_is_one_message_and_nothing_is_written(run, demo, words, told):
    before = rows(demo)
    done = run("add", "XAR", *words)
    assert done.exit_code == 2
    assert told in done.stderr
    assert rows(demo) == before


def test_a_plan_whose_file_changed_is_followed_and_the_new_places_are_taken_over(run, demo):
    path = demo / "documents" / "XAR-2022-2025.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages.insert(0, pikepdf.Page(pikepdf.Dictionary(Type=pikepdf.Name.Page, MediaBox=[0, 0, 595, 842])))
        pdf.save(path)
    done = run("check", "XAR", "--format", "csv")
    assert done.exit_code == 0
    found = list(csv.DictReader(io.StringIO(done.stdout)))
    assert (found[0]["evidence"], found[0]["page"], found[0]["state"], found[0]["now on page"]) == (
        "E1",
        "7",
        "kept",
        "8",
    )
    assert "warning: " in done.stderr
    assert "the passage stands now on page 8 (it was on page 7)" in done.stderr
    assert run("check", "XAR", "--renew").exit_code == 0
    assert rows(demo)[0]["page"] == "8"
    after = run("check", "XAR", "--renew")
    assert "warning" not in after.stderr
    assert "Written" not in after.stderr


def test_a_row_changed_by_hand_is_status_2_here_and_in_the_check_of_all(run, demo):
    path = demo.joinpath(*PLAN, "anchors.csv")
    path.write_text(
        path.read_text(encoding="utf-8").replace("E1,", "E1,", 1).replace(",7,", ",8,", 1), encoding="utf-8"
    )
    done = run("check", "XAR", "--format", "json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)[0]["state"] == "forged"
    whole = CliRunner().invoke(cli, ["check", str(path)])
    assert whole.exit_code == 2
    assert (
        "anchors.csv:2:4: quads: E1 in XAR-2022-2025.pdf: the places given on page 8 hold other words" in whole.stdout
    )


def test_the_map_names_the_pages_that_nobody_cited(run):
    done = run("coverage", "XAR")
    assert done.stdout.startswith("XAR-S1: 15 pages, 12 cited. Nobody cited: 1, 6, 15.\n")
    assert "XAR-S6: 2 pages, 2 cited. None is left out." in done.stdout
    assert json.loads(run("coverage", "XAR", "--format", "json").stdout)[1]["evidence_ids"] == ["E40", "E41"]
    assert run("coverage", "XAR", "--format", "csv").stdout.startswith(
        "source_id,page,characters,passages,share,evidence_ids\n"
    )


def test_a_plan_without_a_copy_of_any_source_says_where_to_put_one(run):
    done = run("coverage", "XBE")
    assert done.exit_code == 2
    assert "is here. Put the file into documents/ of your folder" in done.stderr


def test_the_plan_is_written_with_its_passages_highlighted(run, demo, tmp_path):
    out = tmp_path / "marked.pdf"
    done = run("highlight", "XAR", str(out))
    assert done.exit_code == 0, done.output
    assert "with 60 passages." in done.stderr
    with pikepdf.open(out) as pdf:
        notes = {str(note.T): str(note.Contents) for page in pdf.pages for note in page.get("/Annots", [])}
    assert notes["E9"].startswith("M")
    assert "Passports hard to forge" in notes["E9"]
    first = out.read_bytes()
    run("highlight", "XAR", str(out))
    assert out.read_bytes() == first
    other = run("highlight", "XAR", str(out), "--source", "XAR-S6")
    assert "with 3 passages." in other.stderr


@pytest.mark.parametrize(
    ("source", "told"), [("XAR-S99", "no source is called"), ("XAR-S2", "no copy of XAR-S2 is here")]
)
def test_a_source_that_cannot_be_highlighted_is_told(run, tmp_path, source, told):
    done = run("highlight", "XAR", str(tmp_path / "m.pdf"), "--source", source)
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (tmp_path / "m.pdf").exists()


def test_passages_that_no_longer_stand_where_they_say_are_not_drawn(run, demo, tmp_path):
    path = demo.joinpath(*PLAN, "anchors.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",7,", ",8,", 1), encoding="utf-8")
    done = run("highlight", "XAR", str(tmp_path / "m.pdf"))
    assert done.exit_code == 2
    assert "hold other words than those that were cited" in done.stderr


def test_a_plan_without_passages_says_how_to_begin(run, demo, tmp_path):
    demo.joinpath(*PLAN, "anchors.csv").unlink()
    done = run("highlight", "XAR", str(tmp_path / "m.pdf"))
    assert "no passage of XAR-S1 is tied to its place yet. Begin with: evaluator passage add" in done.stderr
