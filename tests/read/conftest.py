"""What the tests of reading share: the sound library, and folders laid over it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from evaluator.read.layers import Layers
from tests.broken import lay_out


@dataclass(frozen=True)
class Shelves:
    """What `check_library` asks of a library."""

    layers: Layers


@pytest.fixture(scope="session")
def sound(root) -> Path:
    """Return a small library without a fault."""
    return root / "tests" / "data" / "sound"


@pytest.fixture
def broken(tmp_path):
    """Lay out a case of tests/bad in a folder."""
    return lambda name: lay_out(name, tmp_path / name)


@pytest.fixture
def over(sound):
    """Lay folders over the sound library."""

    def lay(*folders: Path) -> Shelves:
        return Shelves(Layers((*folders, sound)))

    return lay


@pytest.fixture
def over_alone():
    """Take folders as a library of their own."""
    return lambda *folders: Shelves(Layers(folders))


@pytest.fixture
def own(tmp_path, sound) -> Path:
    """Return a copy of the sound library that a test may break."""
    return Path(shutil.copytree(sound, tmp_path / "own"))
