from dataclasses import replace
from pathlib import Path

import pytest

from evaluator.batch import ReportVariant, inputs, jobs_for
from evaluator.batch.inputs import Inputs, open_library, program_digest
from evaluator.errors import InvalidInputError
from evaluator.library import shipped_root
from tests.batch.synthetic import inputs_of

PLAN = "XAA-2021-2024"


@pytest.fixture
def job(library, out):
    (job,) = jobs_for(library, [PLAN], out)
    return job


def _append(path: Path, text: str = "\n") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_same_files_have_the_same_fingerprint_wherever_they_lie(job, own, tmp_path):
    moved = tmp_path / "elsewhere"
    own.rename(moved)
    before = inputs_of(replace(job, library=moved))
    moved.rename(own)
    assert inputs_of(job) == before


@pytest.mark.parametrize(
    "name",
    [
        f"countries/XAA/plans/{PLAN}/narrative/en.md",
        f"countries/XAA/plans/{PLAN}/editions/2026-11-02/{PLAN}.pdf",
    ],
)
def test_a_change_in_a_countrys_folder_is_a_change_of_its_own_reports_alone(job, own, library, name):
    before = inputs_of(job)
    other = replace(job, plan_id="XAB-2021-2024")
    before_other = inputs_of(other)
    _append(own / name)
    after = inputs_of(job)
    assert after.own != before.own
    assert after.shared == before.shared
    assert inputs_of(other) == before_other


TABLES = [
    f"countries/XAA/plans/{PLAN}/assessments/four-paradigms/a.csv",
    "countries/XAA/plans/XAA-2025-2028/plan.yaml",
    "countries/XAA/sources.csv",
]


@pytest.mark.parametrize("name", TABLES)
def test_a_countrys_tables_are_an_input_of_other_countries_too_which_are_set_beside_it(job, own, name):
    other = replace(job, plan_id="XAB-2021-2024")
    before = inputs_of(other)
    _append(own / name)
    assert inputs_of(other).shared != before.shared


@pytest.mark.parametrize("name", TABLES)
def test_among_more_countries_than_a_report_sets_beside_one_another_they_are_its_own_alone(job, own, name, monkeypatch):
    monkeypatch.setattr(inputs, "MOST", 3)
    other = replace(job, plan_id="XAB-2021-2024")
    before, before_other = inputs_of(job), inputs_of(other)
    _append(own / name)
    assert inputs_of(job).own != before.own
    assert inputs_of(other) == before_other


@pytest.mark.parametrize(
    "name",
    [
        "templates/own.css",
        "templates/parts/words.html",
        "rubrics/four-paradigms/criteria/deadlines.yaml",
        "rubrics/four-paradigms/weightings/mine.yaml",
        "rubrics/another/criteria/lent.yaml",
        "rubrics/standards.csv",
        "rubrics/instruments.yaml",
        "rubrics/tests.csv",
        "countries/facts/tip-tiers.csv",
        "countries/variables.csv",
        "publisher.yaml",
    ],
)
def test_a_change_of_rubric_templates_or_facts_is_a_change_of_every_report(job, own, name):
    before = inputs_of(job)
    _append(own / name)
    after = inputs_of(job)
    assert after.shared != before.shared
    assert after.own == before.own


@pytest.mark.parametrize(
    "name",
    [
        "countries/XAA/plan-as-printed.pdf",
        "countries/XAA/.sources.csv.swp",
        "countries/XAB/notes.md",
        "templates/.git/config",
        "notes.txt",
    ],
)
def test_what_is_no_input_of_a_report_changes_nothing(job, own, name):
    before = inputs_of(job)
    _append(own / name)
    assert inputs_of(job) == before


@pytest.mark.parametrize(
    "variant",
    [
        ReportVariant(weighting_id="equal"),
        ReportVariant(lang="sr"),
        ReportVariant(assessor="a"),
        ReportVariant(form="html"),
    ],
)
def test_what_was_chosen_is_an_input_too(job, variant):
    assert inputs_of(replace(job, variant=variant)).own != inputs_of(job).own


def test_a_file_that_is_renamed_or_split_is_another_input(job, own):
    folder = own / "countries" / "XAA"
    (folder / "a.md").write_text("ab", encoding="utf-8")
    whole = inputs_of(job)
    (folder / "a.md").rename(folder / "b.md")
    renamed = inputs_of(job)
    (folder / "a.md").write_text("a", encoding="utf-8")
    (folder / "b.md").write_text("b", encoding="utf-8")
    assert len({whole, renamed, inputs_of(job)}) == 3


def test_links_are_followed_and_a_loop_of_links_ends(job, own):
    linked = own / "linked"
    _append(linked / "notes.md")
    (own / "countries" / "XAA" / "more").symlink_to(linked)
    (linked / "back").symlink_to(own / "countries" / "XAA")
    before = inputs_of(job)
    _append(linked / "notes.md")
    assert inputs_of(job).own != before.own


def test_a_file_that_cannot_be_read_is_told_by_the_report_and_not_here(job, own, monkeypatch):
    before = inputs_of(job).own
    monkeypatch.setattr(inputs, "COUNTRY_FILES", (*inputs.COUNTRY_FILES, ".txt"))
    (own / "countries" / "XAA" / "lost.txt").symlink_to(own / "nowhere.txt")
    assert inputs_of(job).own != before


def test_a_link_that_leads_nowhere_in_place_of_a_table_is_refused_as_the_library_is_opened(job, own):
    (own / "countries" / "XAA" / "lost.csv").symlink_to(own / "nowhere.csv")
    with pytest.raises(InvalidInputError, match=r"lost\.csv: no file that can be read"):
        inputs_of(job)


def test_another_version_of_a_library_is_another_program(monkeypatch):
    before = program_digest()
    monkeypatch.setattr(inputs, "_library_version", lambda name: "0")
    program_digest.cache_clear()
    after = program_digest()
    program_digest.cache_clear()
    assert before != after


def test_the_digest_of_both_parts_depends_on_both():
    digests = {Inputs(*parts).digest for parts in (("a", "b"), ("b", "a"), ("ab", ""), ("", "ab"))}
    assert len(digests) == 4


def test_the_environment_plays_no_part_in_which_library_is_meant(own, monkeypatch):
    monkeypatch.setenv("EVALUATOR_LIBRARY", str(own))
    assert open_library(None).layers.folders == (shipped_root(),)
    assert open_library(own).layers.folders == (own, shipped_root())
