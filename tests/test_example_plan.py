"""The invented country's documents and kept report are those that the tools make."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest

from evaluator.extensions.verify.whole import verify_file
from evaluator.intake.attributes import Settings
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.library import Library, examples_root, shipped_root
from evaluator.read.layers import Layers
from evaluator.reports.editions.open import open_report
from tests.lanes import one_in
from tools.example_edition import EDITION
from tools.example_edition import main as print_edition
from tools.example_plan import FOLDER, main, page_of, read_texts, to_docx

PLAN, AMENDMENT = "XAR-2022-2025", "XAR-2022-2025-amendment"


@pytest.fixture(scope="module")
def texts():
    return {text.name: text for text in read_texts()}


def test_the_word_files_shipped_are_those_that_the_tool_makes(texts):
    for name in (PLAN, AMENDMENT):
        assert (FOLDER / f"{name}.docx").read_bytes() == to_docx(texts[name])


@pytest.mark.slow
def test_the_tool_writes_all_four_documents_as_they_are_shipped(tmp_path, capsys):
    assert main([str(tmp_path / "new")]) == 0
    made = sorted((tmp_path / "new").iterdir())
    assert [path.name for path in made] == sorted(path.name for path in FOLDER.iterdir())
    assert [path.name for path in made if path.read_bytes() != (FOLDER / path.name).read_bytes()] == []
    assert capsys.readouterr().out.count("\n") == 4


def test_every_page_says_that_it_is_invented(texts):
    for text in texts.values():
        assert f'@top-left {{ content: "{text.note}"' in page_of(text)
        document = docx.Document(io.BytesIO(to_docx(text)))
        assert all(text.note in section.header.paragraphs[0].text for section in document.sections)
        assert text.note.startswith("Invented: there is no Arvenia.")


def test_a_word_file_bears_the_plan_s_day_and_no_clock(texts):
    with zipfile.ZipFile(io.BytesIO(to_docx(texts[PLAN]))) as package:
        assert {entry.date_time for entry in package.infolist()} == {(2022, 2, 17, 0, 0, 0)}


@pytest.mark.parametrize("ending", one_in(2, [".docx", ".pdf"]))
def test_either_form_gives_the_rows_that_are_shipped(ending):
    library = Library(Layers((examples_root(), shipped_root())))
    shipped = library.assessment(PLAN, library.rubric())
    source = read_directly(FOLDER / f"{PLAN}{ending}", library.plan_words)
    settings = Settings(shipped.plan, shipped.institutions, library.plan_words, "XAR-S1")
    found = import_rows(source, propose(source, library.plan_words, f"{PLAN}{ending}").mapping, settings)

    def said(row):
        return (row.level, row.plan_number, row.text, row.lead_ids, row.partner_ids, row.time_text, row.end)

    def told(indicators, measures):
        number_of = {row.measure_id: row.plan_number for row in measures}
        return [(number_of[one.measure_id], one.text) for one in indicators]

    activities = [row for row in found.measures if row.level == "activity"]
    assert [said(row) for row in activities] == [said(row) for row in shipped.measures]
    assert told(found.indicators, found.measures) == told(shipped.indicators, shipped.measures)
    assert [line.amount or 0 for line in found.money] == [line.amount for line in shipped.money]
    # The goals stand above the tables: each is the objective of the rows below it that bear its number.
    goal_of = {row.measure_id: row for row in found.measures if row.level == "objective"}
    assert {goal_of[row.parent_id].text.partition(":")[0] for row in activities} == {f"Goal {at}" for at in range(1, 6)}
    assert all(row.plan_number.startswith(f"{goal_of[row.parent_id].plan_number}.") for row in activities)
    assert not [note for note in found.notes if note.kind in ("body-unknown", "time-unread", "number-missing")]


def stated(path):
    held = open_report(path.read_bytes(), path.name)
    return json.loads(held.file("result.json").content)


@pytest.mark.slow
def test_what_is_printed_anew_says_the_same_and_is_verified(tmp_path, capsys):
    assert print_edition([str(tmp_path / EDITION.name)]) == 0
    assert capsys.readouterr().out.strip() == str(tmp_path / EDITION.name)
    before, now = stated(EDITION), stated(tmp_path / EDITION.name)
    for key in ("date", "plan", "weighting", "score", "coverage", "bounds", "criteria", "replies"):
        assert now.get(key) == before.get(key), key
    assert (now["grade"]["grade"], now["score"]) == ("C", before["score"])
    found = verify_file(tmp_path / EDITION.name, Library.open())
    assert (found.outcome, found.differences) == ("verified", ())
