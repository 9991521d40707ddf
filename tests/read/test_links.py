"""Links in data may lead to another place of the folder, and never out of it."""

from __future__ import annotations

import os
import shutil

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.read.links import links_out
from evaluator.read.whole import check_library


@pytest.fixture
def own(sound, tmp_path):
    return shutil.copytree(sound, tmp_path / "own")


@pytest.fixture
def secret(tmp_path):
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "en.md").write_text("TOPSECRET", encoding="utf-8")
    return tmp_path / "secret"


PLAN = "countries/XXS/plans/XXS-2020-2022"


def test_every_link_that_leads_out_is_told_at_once_and_nothing_is_opened(own, secret):
    (own / PLAN / "narrative").mkdir(exist_ok=True)
    (own / PLAN / "narrative" / "sq.md").symlink_to(secret / "en.md")
    (own / PLAN / "narrative" / "sr.md").symlink_to("../../../../../../secret/en.md")
    (own / "rubrics" / "linked").symlink_to(secret, target_is_directory=True)
    (own / "countries" / "XXL").symlink_to(own.parent / "nothing")
    with pytest.raises(InvalidInputError) as caught:
        Library.open(own)
    assert [p.path.removeprefix(str(own)) for p in caught.value.problems] == [
        "/rubrics/linked", "/countries/XXL", f"/{PLAN}/narrative/sq.md", f"/{PLAN}/narrative/sr.md",
    ]  # fmt: skip
    assert {p.found for p in caught.value.problems} == {"a link that leads out of the folder"}


def test_a_shelf_that_is_a_link_is_no_part_of_the_folder(own, secret):
    shutil.move(own / "countries", secret / "countries")
    (own / "countries").symlink_to(secret / "countries")
    assert [p.path for p in links_out(own)] == [str(own / "countries")]


def test_a_link_to_another_place_of_the_folder_is_followed(own):
    (own / PLAN / "narrative").mkdir(exist_ok=True)
    (own / PLAN / "note.md").write_text("Ours", encoding="utf-8")
    (own / PLAN / "narrative" / "sq.md").symlink_to(own / PLAN / "note.md")
    (own / PLAN / "loop").symlink_to("loop")
    assert links_out(own) == []
    library = Library.open(own)
    assert library.assessment("XXS-2020-2022", "small").narrative["sq"] == "Ours"


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nowhere"])
def test_what_stands_in_place_of_a_file_is_told_and_not_passed_over_as_none(own, kind):
    path = own / PLAN / "measures.csv"
    path.unlink(missing_ok=True)
    make = {
        "folder": path.mkdir,
        "pipe": lambda: os.mkfifo(path),
        "loop": lambda: path.symlink_to(path.name),
        "nowhere": lambda: path.symlink_to("none.csv"),
    }
    make[kind]()
    (own / PLAN / ".#plan.yaml").symlink_to("someone@here.1")  # an editor's mark
    (problem,) = links_out(own)
    assert (problem.path, problem.found) == (str(path), "no file that can be read")
    with pytest.raises(InvalidInputError):
        Library.open(own)
    assert check_library(Library.open(), [own]) == [problem]


def test_a_folder_reached_through_a_link_is_a_folder_like_others(own, tmp_path):
    (tmp_path / "door").symlink_to(own)
    assert links_out(tmp_path / "door") == []
    assert Library.open(tmp_path / "door").layers.folders[0] == own.resolve()


def test_check_reads_no_link_that_leads_out(own, secret, over_alone, sound):
    (own / PLAN / "narrative").mkdir(exist_ok=True)
    (own / PLAN / "narrative" / "sq.md").symlink_to(secret / "en.md")
    for path in (own, own / "countries" / "XXS"):
        (problem,) = check_library(over_alone(sound), [path])
        assert problem.path.endswith("narrative/sq.md")
        assert "leads out of the folder" in problem.found
    loose = shutil.copytree(own / PLAN, own.parent / "loose", symlinks=True)
    (problem,) = check_library(over_alone(sound), [loose])
    assert problem.path.endswith("narrative/sq.md")
