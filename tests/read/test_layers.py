"""Folders laid over each other."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.layers import Layers


@pytest.fixture
def layers(tmp_path) -> Layers:
    for folder, name in (
        ("own", "a.csv"),
        ("own", "in/b.csv"),
        ("shipped", "a.csv"),
        ("shipped", "c.csv"),
        ("shipped", "in/d.csv"),
    ):
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(folder, encoding="utf-8")
    return Layers((tmp_path / "own", tmp_path / "shipped"))


def test_the_topmost_file_of_a_name_wins(layers):
    assert layers.file("a.csv").read_text(encoding="utf-8") == "own"
    assert layers.file("c.csv").read_text(encoding="utf-8") == "shipped"
    assert layers.file("z.csv") is None


def test_every_file_of_a_name_comes_topmost_first(layers):
    assert [path.parent.name for path in layers.every("a.csv")] == ["own", "shipped"]
    assert [path.parent.name for path in layers.every("c.csv")] == ["shipped"]
    assert layers.every("z.csv") == ()


def test_a_file_that_no_layer_has_is_missed_in_the_topmost_folder_that_is_there(layers):
    assert layers.expected("z.csv") == layers.folders[0] / "z.csv"
    assert layers.expected("c.csv") == layers.folders[1] / "c.csv"
    assert layers.below("nowhere").expected("z.csv") == layers.folders[-1] / "nowhere" / "z.csv"


def test_files_of_all_layers_come_once_in_order_of_name(layers):
    assert {name: path.parent.name for name, path in layers.files("*.csv").items()} == {
        "a.csv": "own",
        "c.csv": "shipped",
    }
    assert list(layers.below("in").files("*.csv")) == ["b.csv", "d.csv"]


def test_a_folder_that_cannot_be_opened_is_a_fault_and_not_an_empty_one(layers):
    (layers.folders[0] / "ring").symlink_to("ring")
    with pytest.raises(InvalidInputError, match=r"ring: no folder that can be opened \(.+\). Give a folder\. Look"):
        layers.below("ring").files("*.csv")


def test_a_folder_that_replaces_as_a_whole_is_the_topmost_that_exists(layers):
    assert list(layers.below("in").topmost().files("*.csv")) == ["b.csv"]
    assert layers.below("nowhere").topmost().folders == layers.below("nowhere").folders[-1:]


def test_folders_inside_and_existence(layers):
    assert layers.folders_inside() == ("in",)
    assert layers.exists
    assert not layers.below("nowhere").exists
