"""Two coders' folders of one plan become one."""

from __future__ import annotations

import csv
import re
import shutil
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.workbook.back.join import join_folders

PLAN = Path("countries", "XXA", "plans", "XXA-2020-2023")
RATINGS = PLAN / "assessments" / "small"


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(path, change):
    """Rewrite a CSV file by a function that changes its rows in place and returns them."""
    found = rows(path)
    changed = change(found)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(changed[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)


@pytest.fixture
def place(small, tmp_path):
    """Return the library without ratings, and the folders of two coders, a and b, who worked on copies of it."""
    folders = []
    for coder in "ab":
        folder = tmp_path / f"coder-{coder}"
        shutil.copytree(small, folder)
        if coder != "a":
            head = folder / RATINGS / "a.yaml"
            text = head.read_text(encoding="utf-8").replace("coder: a", f"coder: {coder}")
            (folder / RATINGS / f"{coder}.yaml").write_text(text.replace("small.a", f"small.{coder}"), encoding="utf-8")
            head.unlink()
            (folder / RATINGS / "a.csv").rename(folder / RATINGS / f"{coder}.csv")
        log = "record,when,coder,criterion_id,old,new,reason,file_sha256,tool_version,rubric_version\n"
        day = {"a": "2026-01-02", "b": "2026-01-01"}[coder]
        (folder / RATINGS / "log.csv").write_text(
            f"{log}L0001,{day}T00:00:00Z,{coder},,,2,first,,,\n", encoding="utf-8"
        )
        folders.append(folder)
    shutil.rmtree(small / RATINGS)
    return small, *folders


def joined(own, *folders, **how):
    library = Library.open(own)
    return join_folders(library, own, "XXA-2020-2023", library.rubric("small"), folders, **how)


def add(folder, **cells):
    """Add a passage to a coder's evidence, and cite it in the first rating that has one."""
    path = folder / PLAN / "evidence.csv"
    edit(path, lambda found: [*found, {**found[-1], **cells}])
    (coder,) = (folder / RATINGS).glob("[ab].csv")

    def cite(found):
        row = next(row for row in found if row["evidence_ids"])
        row["evidence_ids"], row["reason"] = cells["evidence_id"], f"as {cells['evidence_id']} says"
        return found

    edit(coder, cite)


def cited(own, coder):
    return next(row for row in rows(own / RATINGS / f"{coder}.csv") if row["evidence_ids"])


def test_both_coders_are_there_with_their_letters_and_a_log_numbered_in_order_of_time(place):
    own, a, b = place
    found = joined(own, a, b)
    assert [one.coders for one in found.folders] == [("a",), ("b",)]
    assert [(row["record"], row["coder"]) for row in rows(own / RATINGS / "log.csv")] == [
        ("L0001", "b"),
        ("L0002", "a"),
    ]
    assert {coding.header.coder for coding in Library.open(own).assessment("XXA-2020-2023", "small").codings} == {
        "a",
        "b",
    }


def test_an_id_taken_by_another_passage_is_renumbered_in_the_ratings_and_their_words(place):
    own, a, b = place
    known = {row["evidence_id"] for row in rows(own / PLAN / "evidence.csv")}
    add(a, evidence_id="E90", locator="p. 90", note="what a found")
    add(b, evidence_id="E90", locator="p. 91", note="what b found")
    found = joined(own, a, b)
    notes = {row["evidence_id"]: row["note"] for row in rows(own / PLAN / "evidence.csv")}
    assert notes.keys() - known == {"E90", "E91"}
    assert (notes["E90"], notes["E91"]) == ("what a found", "what b found")
    assert found.folders[1].renamed == {"E90": "E91"}
    assert (cited(own, "a")["evidence_ids"], cited(own, "b")["evidence_ids"]) == ("E90", "E91")
    assert cited(own, "b")["reason"] == "as E91 says"


def test_one_place_of_one_source_is_one_row_and_other_words_there_are_told(place):
    own, a, b = place
    add(a, evidence_id="E90", locator="p. 90", note="in a's words")
    add(b, evidence_id="E95", locator="p. 90", note="in b's words")
    found = joined(own, a, b)
    assert [row["note"] for row in rows(own / PLAN / "evidence.csv") if row["locator"] == "p. 90"] == ["in a's words"]
    assert cited(own, "b")["evidence_ids"] == "E90"
    (note,) = found.notes
    assert (note.severity, note.key, Path(note.path).parent) == ("note", "note", b / PLAN)


def test_a_quotation_that_a_passage_lacks_is_taken_and_another_one_there_is_told(place):
    own, a, b = place
    assert "quote" not in rows(own / PLAN / "evidence.csv")[0]

    def quoted(words):
        return lambda found: [{**row, "quote": words if row == found[0] else "", "quote_lang": "en"} for row in found]

    edit(a / PLAN / "evidence.csv", quoted("words of the plan"))
    edit(b / PLAN / "evidence.csv", quoted("more words of the plan"))
    found = joined(own, a, b)
    assert [one.passages for one in found.folders] == [0, 0]
    assert rows(own / PLAN / "evidence.csv")[0]["quote"] == "words of the plan"
    assert [(note.key, Path(note.path).parent) for note in found.notes] == [("quote", b / PLAN)]


def test_two_folders_with_one_letter_are_refused_at_its_cell_and_nothing_is_written(place):
    own, a, b = place
    for name in ("b.yaml", "b.csv"):
        (b / RATINGS / name).rename(b / RATINGS / name.replace("b.", "a."))
    head = b / RATINGS / "a.yaml"
    head.write_text(
        re.sub("small.b", "small.a", head.read_text(encoding="utf-8")).replace("coder: b", "coder: a")
        + "notes: read on another day\n", encoding="utf-8",
    )  # fmt: skip
    with pytest.raises(InvalidInputError) as caught:
        joined(own, a, b)
    (fault,) = caught.value.problems
    assert (fault.path, fault.key) == (str(head), "coder")
    assert not (own / RATINGS).exists()


def test_a_folder_without_ratings_of_the_plan_is_refused(place, tmp_path):
    own, a, _ = place
    with pytest.raises(InvalidInputError, match="no ratings of XXA-2020-2023 under small"):
        joined(own, a, tmp_path)


def test_rows_of_the_plan_that_differ_are_told_and_stay(place):
    own, a, b = place
    before = (own / PLAN / "measures.csv").read_bytes()
    edit(b / PLAN / "measures.csv", lambda found: found[:-1])
    found = joined(own, a, b)
    assert [Path(note.path).name for note in found.notes] == ["measures.csv"]
    assert (own / PLAN / "measures.csv").read_bytes() == before


def test_joining_again_changes_nothing(place):
    own, a, b = place
    joined(own, a, b)
    again = joined(own, a, b)
    assert (again.written, [one.ratings for one in again.folders]) == ((), [0, 0])


def test_a_dry_run_writes_nothing(place):
    own, a, b = place
    assert joined(own, a, b, dry_run=True).written == ()
    assert not (own / RATINGS).exists()


def test_the_command_says_what_each_folder_gave_and_what_comes_next(place, small_call):
    _, a, b = place
    done = small_call("panel", "join", "XXA", str(a), str(b), "--rubric", "small")
    assert done.exit_code == 0, done.output
    assert re.search(r"coder-b +b +\d", done.stdout)
    assert "panel settle" in done.output
