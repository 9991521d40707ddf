"""Tables laid over each other by row: what is added, what is replaced, and where a fault is told."""

from __future__ import annotations

import csv
import io

import pytest

from evaluator.library import Library, shipped_root
from evaluator.model.country import Fact, Source
from evaluator.pipeline import evaluate
from evaluator.read.checks.plan import _fact_faults
from evaluator.read.country import read_country_files
from evaluator.read.layers import Layers
from evaluator.read.overlay import overlaid_bytes, read_overlaid, replacements
from evaluator.read.whole import check_library
from evaluator.reports.carried.attach import rated_files
from tests.tiny import question, write_library

SHIPPED = "source_id,title,kind\nS1,One,plan\nS2,Two,law\nS3,Three,press\n"
OWN = "source_id,kind,title,note\nS9,press,Nine,mine\n\nS2,law,Two anew,\n"


@pytest.fixture
def folder(tmp_path) -> Layers:
    for name, text in (("own", OWN), ("shipped", SHIPPED)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "sources.csv").write_text(text, encoding="utf-8")
    return Layers((tmp_path / "own", tmp_path / "shipped"))


def _read(folder: Layers):
    problems = []
    return read_overlaid(folder, "sources.csv", Source, problems=problems), problems


def test_rows_are_added_and_a_row_of_the_same_key_is_replaced_alone(folder):
    table, problems = _read(folder)
    assert problems == []
    assert [(row.source_id, row.title, row.note) for row in table.rows] == [
        ("S1", "One", ""),
        ("S2", "Two anew", ""),
        ("S3", "Three", ""),
        ("S9", "Nine", "mine"),
    ]
    assert table.ids == {"S1", "S2", "S3", "S9"}
    assert [cells["source_id"] for _, cells in table.cells] == ["S9", "S2", "S1", "S3"]
    assert "note" in table.header


def test_a_problem_is_told_at_the_file_line_and_column_of_its_own_row(folder):
    table, _ = _read(folder)
    own, shipped = (path / "sources.csv" for path in folder.folders)
    places = [(p.path, p.line, p.column) for at in range(4) for p in [table.problem(at, "title", "x", "y")]]
    assert places == [(str(shipped), 2, 2), (str(own), 4, 3), (str(shipped), 4, 2), (str(own), 2, 3)]
    by_line = {table.at_line(line, "kind", "x", "y").path for line, _ in table.cells}
    assert by_line == {str(own), str(shipped)}


def test_only_a_row_with_other_words_is_noted_as_replaced(folder):
    table, _ = _read(folder)
    (note,) = replacements(table)
    own, shipped = (path / "sources.csv" for path in folder.folders)
    assert (note.severity, note.path, note.line, note.column) == ("note", str(own), 4, 1)
    assert note.found == f"'S2', which replaces the row of {shipped}:3"
    own.write_text(SHIPPED, encoding="utf-8")
    assert list(replacements(_read(folder)[0])) == []


def test_faults_of_both_files_are_told_and_what_cannot_be_taken_apart_is_not_read(folder):
    own, shipped = (path / "sources.csv" for path in folder.folders)
    own.write_text("source_id,title,kind\nS1,One,poem\n", encoding="utf-8")
    shipped.write_text("source_id,title,kind\nS1,One,plan\nS2,Two,poem\n", encoding="utf-8")
    table, problems = _read(folder)
    assert [(p.path, p.line) for p in problems] == [(str(own), 2), (str(shipped), 3)]
    assert table.is_readable
    own.write_text("title\nOne\n", encoding="utf-8")
    assert not _read(folder)[0].is_readable


def test_a_file_of_one_layer_is_read_and_fingerprinted_as_it_is(folder):
    own = Layers(folder.folders[:1])
    assert [row.source_id for row in _read(own)[0].rows] == ["S9", "S2"]
    assert overlaid_bytes(own, "sources.csv") == OWN.encode()
    assert overlaid_bytes(own, "facts.csv") is None
    assert read_overlaid(own, "facts.csv", Fact, problems=[]) is None


def test_the_joined_file_reads_to_the_same_rows_and_is_itself_again_over_the_shipped_one(folder, tmp_path):
    joined = overlaid_bytes(folder, "sources.csv")
    assert list(csv.reader(io.StringIO(joined.decode()))) == [
        ["source_id", "title", "kind", "note"],
        ["S1", "One", "plan", ""],
        ["S2", "Two anew", "law", ""],
        ["S3", "Three", "press", ""],
        ["S9", "Nine", "press", "mine"],
    ]
    (tmp_path / "joined").mkdir()
    (tmp_path / "joined" / "sources.csv").write_bytes(joined)
    again = Layers((tmp_path / "joined", *folder.folders[1:]))
    assert _read(again)[0].rows == _read(folder)[0].rows
    assert overlaid_bytes(again, "sources.csv") == joined


def test_other_files_are_replaced_as_a_whole(folder):
    for path, name in zip(folder.folders, ("mine", "theirs"), strict=True):
        (path / "exceptions.csv").write_text(f"exception_id,file\n{name},a\n", encoding="utf-8")
    assert overlaid_bytes(folder, "exceptions.csv") == b"exception_id,file\nmine,a\n"


def test_a_user_s_rows_beside_the_shipped_library_break_nothing_that_is_shipped(tmp_path):
    """One row each: before, the shipped criteria lost their variables, and a shipped country its sources."""
    files = {
        "countries/variables.csv": "variable,unit,type,definition,direction\nown_figure,persons,count,Ours,none\n",
        "rubrics/standards.csv": (
            "standard_id,instrument_key,instrument,year,article,subject,obligation,verb_strength,paradigms,"
            "url,verified,note\n"
            "own-1,ours,Ours,2020,1,help,soft,should,human-rights,https://example.org/,T,\n"
        ),
        "countries/ALB/sources.csv": "source_id,title,kind\nOWN1,Ours,press\n",
        "countries/ALB/facts.csv": (
            "fact_id,variable,from,to,value,unit,source_id\nOWNF,own_figure,2006,2006,3,persons,OWN1\n"
        ),
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    library = Library(Layers((tmp_path, shipped_root())))
    found = [
        p
        for p in check_library(library, [tmp_path, shipped_root() / "countries" / "ALB", shipped_root() / "rubrics"])
        if p.severity == "fault"
    ]
    assert found == []
    plain = Library(Layers((shipped_root(),)))
    assert set(plain.standards) < set(library.standards)
    assert plain.rubric().sha256 == library.rubric().sha256
    before, after = (one.assessment("ALB-2005-2007") for one in (plain, library))
    assert {s.source_id for s in after.sources} - {s.source_id for s in before.sources} == {"OWN1"}
    assert {f.fact_id for f in after.facts} - {f.fact_id for f in before.facts} == {"OWNF"}
    assert evaluate(after, library.rubric()).score == evaluate(before, plain.rubric()).score


def test_a_group_of_figures_that_disagree_is_read_over_both_files(tmp_path):
    header = "fact_id,variable,from,to,value,unit,conflict_group,source_id"
    for name, row in (
        ("own", "F2,convictions,2021,2021,9,persons,g1,S1"),
        ("shipped", "F1,convictions,2021,2021,7,persons,g1,S1"),
    ):
        folder = tmp_path / name / "XXA"
        folder.mkdir(parents=True)
        (folder / "facts.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
        (folder / "country.yaml").write_text("iso3: XXA\nnames: {en: Xan}\n", encoding="utf-8")
    files = read_country_files(Layers((tmp_path / "own" / "XXA", tmp_path / "shipped" / "XXA")), problems := [])
    assert problems == []
    assert [fact.fact_id for fact in files.tables["facts"].rows] == ["F1", "F2"]
    assert list(_fact_faults(files.tables["facts"])) == []


def test_a_report_carries_the_joined_table(tmp_path):
    below = write_library(tmp_path / "shipped", [question("a")], {"a": ("rated", "2")})
    own = tmp_path / "own" / "countries" / "XXA"
    own.mkdir(parents=True)
    (own / "sources.csv").write_text("source_id,title,kind\nS2,Ours,press\n", encoding="utf-8")
    library = Library(Layers((tmp_path / "own", *below.layers.folders)))
    card = evaluate(library.assessment("XXA-2020-2023", "tiny"), library.rubric("tiny"))
    carried = rated_files(library, card, "en")["countries/XXA/sources.csv"]
    assert carried == b"source_id,title,kind\nS1,The plan,plan\nS2,Ours,press\n"
