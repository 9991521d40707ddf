"""A rubric grows: what was rated before comes in criterion by criterion, and what has to be rated again is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import Library
from evaluator.panel.settled_words import draft_reasons
from evaluator.pipeline import evaluate
from evaluator.read.layers import Layers
from tests.other_rubrics import PLANS, SHAPES, write_shape

NAME, PLAN = "forest-fires", next(iter(PLANS))
RATINGS = Path("countries/XXA/plans") / PLAN / "assessments" / NAME


@pytest.fixture
def folder(tmp_path):
    write_shape(tmp_path, SHAPES[NAME])
    for path in (tmp_path / RATINGS).iterdir():
        path.unlink()
    return tmp_path


def run(folder, *words, status=0):
    done = CliRunner().invoke(cli, [*words, "--library", str(folder)])
    assert done.exit_code == status, done.output
    return " ".join((done.stdout + done.stderr).split())


@pytest.fixture
def rated_sheet(folder, hand):
    """Export a sheet of coder b and rate criteria in it, as an evaluator does."""

    def fill(**levels):
        file = folder / "b.xlsx"
        run(folder, "sheet", "export", PLAN, "--assessor", "b", "--rubric", NAME, "--out", str(file))
        opened = hand(file)
        for name, level in levels.items():
            cells = {"level": level, "confidence": "high", "evidence_ids": "E1", "reason": "p. 1"}
            opened.rate(name.replace("_", "-"), **cells)
        return opened.save()

    return fill


def bring(folder, file, status=0):
    return run(folder, "sheet", "import", PLAN, str(file), "--rubric", NAME, status=status)


def change(folder, file, *pairs):
    path = folder / "rubrics" / NAME / file
    text = path.read_text("utf-8")
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def ratings(folder):
    lines = (folder / RATINGS / "b.csv").read_text("utf-8").splitlines()[1:]
    return {line.split(",")[0]: line.split(",")[3] for line in lines if ",rated," in line}


def header(folder):
    return yaml.safe_load((folder / RATINGS / "b.yaml").read_text("utf-8"))


def test_an_import_records_what_each_rating_rested_on(folder, rated_sheet):
    bring(folder, rated_sheet(forest_1=2, forest_2=3))
    assert list(header(folder)["meanings"]) == ["scale", "forest-1", "forest-2"]
    assert header(folder)["meanings"]["scale"] == "6"


def test_a_workbook_of_an_earlier_major_version_comes_in_criterion_by_criterion(folder, rated_sheet):
    """Three criteria rated; one then means something else, one is gone, and one holds."""
    file = rated_sheet(forest_1=2, forest_2=3, forest_3=4)
    change(folder, "rubric.yaml", ("version: 1.0.0", "version: 2.0.0"))
    change(folder, "criteria/forest-1.yaml", ("meaning_version: 1", "meaning_version: 2"))
    (folder / "rubrics" / NAME / "criteria" / "forest-3.yaml").unlink()
    told = bring(folder, file)
    assert ratings(folder) == {"forest-2": "3"}
    assert "forest-1, rated 2, stays behind: its meaning changed. Rate it again in a new sheet" in told
    assert "forest-3, rated 4, stays behind: the rubric no longer asks it of a coder" in told
    assert all(str(folder) in path for path in re.findall(r"/[^ :]*\.(?:csv|yaml)", told))
    assert header(folder)["rubric_version"] == "2.0.0"
    assert "No fault" in run(folder, "check", str(folder / "countries" / "XXA"))


def test_ratings_of_a_scale_of_five_levels_stay_behind_under_six_whatever_the_version_says(folder, rated_sheet):
    file = rated_sheet(forest_1=2, forest_2=3)
    _grow(folder)
    told = bring(folder, file)
    assert "forest-1, rated 2, stays behind: it had 6 levels and has 7" in told
    assert not (folder / RATINGS / "b.csv").exists()


def test_a_reworded_level_lets_the_rating_in_and_is_told(folder, rated_sheet):
    file = rated_sheet(forest_1=2)
    change(folder, "criteria/forest-1.yaml", ("Part 2 of it is there.", "Two parts of it are there."))
    assert "the levels of forest-1 were reworded since. See whether the rating still holds." in bring(folder, file)
    assert ratings(folder) == {"forest-1": "2"}


def test_a_grown_scale_is_found_by_check_and_makes_a_draft_until_the_ratings_are_carried_over(folder, rated_sheet):
    bring(folder, rated_sheet(forest_1=2, forest_2=3))
    change(folder, f"../../{RATINGS}/b.yaml", ("state: draft", "state: final"))
    assert not _card(folder).is_draft
    _grow(folder)
    told = run(folder, "check", str(folder))
    assert "the scale (from 6 levels) and the levels of 2 criteria (forest-1, forest-2) changed since" in told
    assert "meanings are the same" not in told
    assert "The scale of the rubric has changed since coder b rated." in " ".join(draft_reasons(_card(folder)))
    told = run(folder, "sheet", "upgrade", PLAN, "--rubric", NAME, status=1)
    assert "rate again: Fire breaks (was 2)" in told
    assert ratings(folder) == {}
    assert header(folder)["meanings"] == {"scale": "7"}


def test_a_meaning_that_rose_without_the_rubrics_number_can_be_carried_over_too(folder, rated_sheet):
    bring(folder, rated_sheet(forest_1=2, forest_2=3))
    change(folder, "criteria/forest-1.yaml", ("meaning_version: 1", "meaning_version: 2"))
    told = run(folder, "score", PLAN, "--rubric", NAME, status=2)
    assert f"`evaluator sheet upgrade {PLAN} --rubric {NAME}" in told
    run(folder, "sheet", "upgrade", PLAN, "--rubric", NAME, status=1)
    assert ratings(folder) == {"forest-2": "3"}
    run(folder, "score", PLAN, "--rubric", NAME, status=1)


def test_diff_tells_what_to_rate_again_what_is_new_and_what_is_gone(folder, tmp_path_factory):
    """One criterion means something else, one is new, one is gone, and one frame changes."""
    old = write_shape(tmp_path_factory.mktemp("old"), SHAPES[NAME]).layers.folders[0] / "rubrics" / NAME
    change(folder, "rubric.yaml", ("version: 1.0.0", "version: 2.0.0"))
    change(folder, "criteria/forest-1.yaml", ("meaning_version: 1", "meaning_version: 2"))
    new = (folder / "rubrics" / NAME / "criteria" / "forest-3.yaml").read_text("utf-8").replace("forest-3", "sirens")
    (folder / "rubrics" / NAME / "criteria" / "forest-3.yaml").unlink()
    (folder / "rubrics" / NAME / "criteria" / "sirens.yaml").write_text(new, "utf-8")
    told = run(folder, "rubric", "diff", str(old), NAME)
    assert "To be rated again: forest-1. New, to be rated: sirens. Gone: forest-3." in told


def _grow(folder):
    change(folder, "rubric.yaml", ("levels: 6", "levels: 7"))
    for path in sorted((folder / "rubrics" / NAME / "criteria").iterdir()):
        text = path.read_text("utf-8")
        path.write_text(re.sub(r"(  5: .*\n)", r"\g<1>  6: All parts of it are there.\n", text), "utf-8")


def _card(folder):
    library = Library(Layers((folder,)))
    rubric = library.rubric(NAME)
    return evaluate(library.assessment(PLAN, rubric), rubric)


def test_a_rubric_without_paradigms_asks_for_no_tags_and_leaves_those_of_the_plan(folder, hand):
    rows = folder / "countries/XXA/plans" / PLAN / "measures.csv"
    heads = "measure_id,order,level,text,paradigms,function,tagged_by,tag_status,source_id,locator"
    rows.write_text(f"{heads}\nM1,1,activity,Do it,migration,research,a,confirmed,S1,p. 1\n", "utf-8")
    file = folder / "b.xlsx"
    run(folder, "sheet", "export", PLAN, "--coder", "b", "--rubric", NAME, "--out", str(file))
    opened = hand(file)
    page = next(
        page for page in opened.book.worksheets if str(page.cell(1, 1).value).startswith("evaluator/table/measures")
    )
    keys = {str(cell.value).split("/")[-1] for cell in page[1]}
    assert keys & {"text", "paradigms", "function", "tag_status"} == {"text"}
    text = next(cell for row in page.iter_rows(min_row=2) for cell in row if cell.value == "Do it")
    text.value = "Do it soon"
    bring(folder, opened.save())
    assert "M1,1,activity,Do it soon,migration,research,a,confirmed" in re.sub(r",(?=,)", "", rows.read_text("utf-8"))
