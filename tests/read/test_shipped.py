"""The shipped library lies beside the package in a clone, and inside it in a wheel."""

from __future__ import annotations

import pytest

from evaluator.errors import EvaluatorError
from evaluator.read.shipped import FOLDERS, shipped_root


def test_the_shipped_library_is_beside_the_package_in_a_clone(root):
    assert shipped_root() == root
    assert all((shipped_root() / name).is_dir() for name in FOLDERS)


def test_a_package_without_its_folders_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr("evaluator.read.shipped.__file__", str(tmp_path / "evaluator" / "read" / "shipped.py"))
    with pytest.raises(EvaluatorError, match="the library is not complete"):
        shipped_root()


def test_inside_a_wheel_the_folders_lie_in_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr("evaluator.read.shipped.__file__", str(tmp_path / "evaluator" / "read" / "shipped.py"))
    for name in FOLDERS:
        (tmp_path / "evaluator" / "_library" / name).mkdir(parents=True)
    assert shipped_root() == tmp_path / "evaluator" / "_library"
