"""A rubric begins with a spreadsheet or with answers, goes out to a working group and comes back with its comments."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from evaluator.read.layers import Layers

HEADS = "group,title,question,level 0,level 1,level 2,recommend,weight\n"
ROWS = (
    "Rooms,Opening hours,Does the plan set hours?,silent: nothing.,Hours are an aim.,Hours are set.,Set hours.,\n"
    "Rooms,Seats,Does the plan set seats?,silent: nothing.,Seats are an aim.,Seats are counted.,Count seats.,2\n"
    "Books,New books,Does the plan buy books?,silent: nothing.,Books are an aim.,A sum is set.,Set a sum.,\n"
)
FIRST = "rubrics/rooms/criteria/opening-hours.yaml"


def run(folder, *words, status=0, typed=""):
    done = CliRunner().invoke(cli, [*words, "--library", str(folder)], input=typed)
    assert done.exit_code == status, done.output
    return " ".join((done.stdout + done.stderr).split())


def table(folder, text, name="criteria.csv"):
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


@pytest.fixture
def begun(tmp_path):
    sheet = table(tmp_path, HEADS + ROWS)
    run(tmp_path, "new", "rubric", "rooms", "--sheet", sheet, "--subject", "public libraries", "--title", "Rooms")
    return tmp_path


def rubric_in(folder, name="rooms"):
    return Library(Layers((folder,))).rubric(name)


def test_a_spreadsheet_of_criteria_becomes_a_sound_rubric_with_its_weights_and_comments(begun):
    rubric = rubric_in(begun)
    assert [c.id for c in rubric.criteria] == ["opening-hours", "seats", "new-books"]
    assert (rubric.scale.levels, rubric.subject, tuple(rubric.nodes)) == (
        3,
        {"en": "public libraries"},
        ("rooms", "books"),
    )
    assert [(o.criterion, o.times) for o in rubric.weighting("equal").overrides] == [("seats", 2)]
    assert "No fault" in run(begun, "check", str(begun / "rubrics"))
    assert "# rises when question" in (begun / FIRST).read_text("utf-8")


def test_a_workbook_begins_a_rubric_as_well_as_a_csv_file(tmp_path):
    book = openpyxl.Workbook()
    for row in csv.reader((HEADS + ROWS).splitlines()):
        book.active.append(row)
    book.save(tmp_path / "criteria.xlsx")
    run(tmp_path, "new", "rubric", "rooms", "--sheet", str(tmp_path / "criteria.xlsx"))
    assert len(rubric_in(tmp_path).criteria) == 3


def test_answers_begin_a_rubric(tmp_path):
    typed = "Safe rooms\npublic libraries\n3\nRooms, Books\nAre there seats?\nSeats\n\nAre books bought?\nNew books\n\n"
    run(tmp_path, "new", "rubric", "asked", "--ask", typed=typed)
    rubric = rubric_in(tmp_path, "asked")
    assert [(c.id, c.parent, c.question) for c in rubric.criteria] == [
        ("seats", "rooms", "Are there seats?"), ("new-books", "books", "Are books bought?"),
    ]  # fmt: skip
    assert rubric.unwritten == ("rubric.yaml", "seats", "new-books")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title,question,level 0,lvel 1\na,b,c,d\n", "row 1: the head 'lvel 1'. Give id, group, title"),
        ("title,question,level 0,level 2\na,b,c,d\n", "levels 0, 2. Give each level once, from 0 up"),
        ("title,question,level 0\na,b,c\n", "no column 'level 1'"),
        ("title,question,level 0,level 1\na,,c,d\n", "row 2: no question. Give a text"),
        ("title,question,level 0,level 1\na,b,,d\n", "row 2: no text of level 0. Give what an assessor must see"),
        (
            "title,question,level 0,level 1,about\na,b,c,d,plans\n",
            "row 2: about 'plans'. Give plan, law or practice.",
        ),
        ("title,question,level 0,level 1,weight\na,b,c,d,much\n", "row 2: weight 'much'. Give a number such as 1"),
        ("title,question,level 0,level 1\na,b,c,d\nA,e,f,g\n", "row 3: a criterion with the id of one above it, 'a'"),
        ("title,question,level 0,level 1,level 2\na,b,c,d,e\nf,g,h,i,\n", "row 3: 2 levels. Give 3"),
        ("title,question,level 0,level 1\n", "no row below the heads"),
        ("title,question,level 0,level 1\na,b,c,d, e\n", "row 2: 'e' under no head. Give a head over each column"),
    ],
)
def test_a_table_with_a_fault_is_told_at_its_row_and_nothing_is_written(tmp_path, text, told):
    assert told in run(tmp_path, "new", "rubric", "rooms", "--sheet", table(tmp_path, text), status=2)
    assert not (tmp_path / "rubrics").exists()


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_goes_out_and_comes_back_untouched_changes_nothing(begun, ending):
    file = str(begun / f"out.{ending}")
    run(begun, "rubric", "export", "rooms", "--out", file)
    before = (begun / FIRST).read_bytes()
    assert "No difference." in run(begun, "rubric", "import", "rooms", file, "--take")
    assert (begun / FIRST).read_bytes() == before


@pytest.mark.parametrize("name", ["four-paradigms", "law-and-practice", "first-look", "plan-quality"])
def test_a_shipped_rubric_comes_back_untouched(tmp_path, name):
    file = str(tmp_path / "out.csv")
    run(tmp_path, "rubric", "export", name, "--out", file)
    assert "No difference." in run(tmp_path, "rubric", "import", name, file)


GROUNDED = (
    "title,question,level 0,level 1,level 2,weight,ground: weight,sources,ground: norm level,ground: grades\n"
    "Hours,Q?,silent: no.,An aim.,Set.,2,Readers ask first.,Charter art. 1; Law 7,Level 1 is the charter.,\n"
    "Seats,Q?,silent: no.,An aim.,Set.,,,,,Thirds.\n"
)


def test_grounds_and_sources_are_columns_and_come_back_changed(tmp_path):
    run(tmp_path, "new", "rubric", "rooms", "--sheet", table(tmp_path, GROUNDED), "--title", "Rooms")
    rubric = rubric_in(tmp_path)
    assert (rubric.norm_level.ground, rubric.grading.ground) == ("Level 1 is the charter.", "Thirds.")
    assert [(o.times, o.ground) for o in rubric.weighting("equal").overrides] == [(2, "Readers ask first.")]
    assert rubric.by_id["hours"].sources == ("Charter art. 1", "Law 7")
    assert rubric.unwritten == ("rubric.yaml",)  # three grounds of five are not said
    out = tmp_path / "out.csv"
    run(tmp_path, "rubric", "export", "rooms", "--out", str(out))
    assert "No difference." in run(tmp_path, "rubric", "import", "rooms", str(out), "--take")
    rows = list(csv.DictReader(out.read_text("utf-8-sig").splitlines()))
    rows[0] |= {"weight": "3", "ground: weight": "A poll.", "sources": "Law 7"}
    rows[0] |= {f"ground: {what}": "As in law." for what in ("missing", "not applicable", "aggregation")}
    rows[1] |= {"weight": "0.5"}
    with out.open("w", encoding="utf-8", newline="") as file:
        back = csv.DictWriter(file, rows[0])
        back.writeheader()
        back.writerows(rows)
    run(tmp_path, "rubric", "import", "rooms", str(out), "--take")
    rubric = rubric_in(tmp_path)
    assert [(o.criterion, o.times, o.ground) for o in rubric.weighting("equal").overrides] == [
        ("hours", 3, "A poll."), ("seats", 0.5, "weight in out.csv"),
    ]  # fmt: skip
    assert (rubric.missing.ground, rubric.by_id["hours"].sources) == ("As in law.", ("Law 7",))
    assert (rubric.unwritten, rubric.version) == ((), "0.2.0")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (",,,Thirds.", ",,Another.,Thirds.", "row 3: ground: norm level again, in other words. Give it in one row"),
        (",,,,,Thirds.", ",,Why.,,,Thirds.", "row 3: ground: weight without a weight. Give a number under `weight`"),
        ("ground: grades", "ground: grade", "row 1: the head 'ground: grade'"),
        ("ground: grades", "question", "row 1: the head 'question' 2 times. Give each head once"),
    ],
)
def test_a_ground_in_a_wrong_place_is_told_at_its_row(tmp_path, old, new, told):
    text = GROUNDED.replace(old, new)
    assert text != GROUNDED
    assert told in run(tmp_path, "new", "rubric", "rooms", "--sheet", table(tmp_path, text), status=2)
    assert not (tmp_path / "rubrics").exists()


def _revised(folder, *pairs, more=""):
    file = folder / "out.csv"
    run(folder, "rubric", "export", "rooms", "--out", str(file), "--force")
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    file.write_text(text + more, "utf-8")
    return str(file)


def test_a_revision_is_shown_before_it_is_taken_and_keeps_comments_and_order(begun):
    path = begun / FIRST
    path.write_text(path.read_text("utf-8").replace('notes: ""\n', 'notes: ""   # asked of the union\n'), "utf-8")
    file = _revised(begun, ("Hours are an aim.", "Hours are named as an aim."))
    before = path.read_text("utf-8")
    told = run(begun, "rubric", "import", "rooms", file)
    assert "levels.1: Hours are an aim. -> Hours are named as an aim." in told
    assert "Nothing was written: add --take" in told
    assert path.read_text("utf-8") == before
    run(begun, "rubric", "import", "rooms", file, "--take")
    assert path.read_text("utf-8") == before.replace("Hours are an aim.", "Hours are named as an aim.")
    assert "# asked of the union" in path.read_text("utf-8")
    assert rubric_in(begun).version == "0.1.1"


def test_rate_again_raises_the_meaning_and_a_row_without_an_id_is_a_new_criterion(begun):
    more = ",Books,Braille,Does the plan buy books in Braille?,plan,silent: nothing.,An aim.,A sum.,Buy them.,,,,,,,,\n"
    file = _revised(
        begun, ("Hours are set.,Set hours.,,,,,,,,", "Hours are set and posted.,Set hours.,,,,,,,,yes"), more=more
    )
    told = run(begun, "rubric", "import", "rooms", file, "--take")
    assert "To be rated again: opening-hours. New, to be rated: braille." in told
    rubric = rubric_in(begun)
    assert (rubric.by_id["opening-hours"].meaning_version, rubric.by_id["braille"].parent) == (2, "books")
    assert rubric.version == "0.2.0"


def test_search_words_and_what_a_criterion_guards_against_are_columns(begun):
    more = (
        ",Books,Braille,Does it buy Braille?,plan,silent: no.,An aim.,A sum.,,,Shelves nobody reads.,braille; dots,,,\n"
    )
    run(begun, "rubric", "import", "rooms", _revised(begun, more=more), "--take")
    braille = rubric_in(begun).by_id["braille"]
    assert (braille.guards_against, braille.search_terms) == ("Shelves nobody reads.", {"en": ("braille", "dots")})
    file = _revised(begun, ("braille; dots", "braille; raised dots; touch"))
    run(begun, "rubric", "import", "rooms", file, "--take")
    assert rubric_in(begun).by_id["braille"].search_terms == {"en": ("braille", "raised dots", "touch")}


def test_columns_and_criteria_that_the_table_lacks_stay_as_they_are(begun):
    file = table(
        begun, "id,title,question,level 0,level 1\nseats,Seats,Are there seats?,silent: nothing.,Seats are an aim.\n"
    )
    told = run(begun, "rubric", "import", "rooms", file, "--take")
    assert "Not in the spreadsheet, and kept as they are: opening-hours, new-books." in told
    seats = rubric_in(begun).by_id["seats"]
    assert (seats.question, seats.levels[2], seats.recommend) == (
        "Are there seats?",
        "Seats are counted.",
        "Count seats.",
    )


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("seats,Seats,Q?,a,b,cellar\n", "group 'cellar'. Give a node of the rubric: rooms, books"),
        ("seats,Seats,Q?,a,b,rooms\nseats,Seats,Q?,a,b,rooms\n", "'seats' in 2 rows. Give one row"),
        (",Lamps,Q?,a,b,rooms\n", "lamps: no descriptor for level 2"),
    ],
)
def test_a_row_that_does_not_fit_the_rubric_is_told_and_nothing_is_taken(begun, row, told):
    before = {path: path.read_bytes() for path in (begun / "rubrics").rglob("*.yaml")}
    file = table(begun, f"id,title,question,level 0,level 1,group\n{row}", "bad.csv")
    assert told in run(begun, "rubric", "import", "rooms", file, "--take", status=2)
    assert {path: path.read_bytes() for path in (begun / "rubrics").rglob("*.yaml")} == before


def test_a_floor_that_no_standard_has_is_told_and_nothing_is_taken(begun):
    file = table(begun, "id,title,question,level 0,level 1,floor\nseats,Seats,Q?,a,b,treaty-1\n", "bad.csv")
    assert "seats: standard 'treaty-1'. Give an id of rubrics/standards.csv" in run(
        begun, "rubric", "import", "rooms", file, "--take", status=2
    )


def test_a_borrowed_and_a_computed_criterion_cannot_be_changed_by_a_table(tmp_path):
    heads = "id,title,question,level 0,level 1\n"
    file = table(tmp_path, f"{heads}non-punishment,T,Q?,a,b\n")
    assert "which is borrowed from four-paradigms" in run(tmp_path, "rubric", "import", "first-look", file, status=2)
    file = table(tmp_path, f"{heads}deadlines,T,Q?,a,b\n")
    assert "deadlines, which is computed" in run(tmp_path, "rubric", "import", "four-paradigms", file, status=2)


def test_a_comment_inside_what_changes_is_never_lost(begun):
    path = begun / FIRST
    text = path.read_text("utf-8").replace('recommend: "Set hours."', "recommend: >-  # why\n  Set hours.\n#")
    path.write_text(text, "utf-8")
    file = _revised(begun, ("Set hours.", "Set the hours."))
    assert "change the file by hand" in run(begun, "rubric", "import", "rooms", file, "--take", status=2)
    assert path.read_text("utf-8") == text


def test_paths_of_exports_are_not_written_over(begun):
    file = str(begun / "out.csv")
    run(begun, "rubric", "export", "rooms", "--out", file)
    assert "exists already" in run(begun, "rubric", "export", "rooms", "--out", file, status=2)
    assert Path(file).is_file()
