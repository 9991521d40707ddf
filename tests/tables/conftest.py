"""A library and a scorecard to make tables of."""

from __future__ import annotations

from pathlib import Path

import pytest

from evaluator import evaluate
from evaluator.library import Library
from evaluator.model.scorecard import Scorecard
from evaluator.read.layers import Layers


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the small library of the tests."""
    return Library(Layers((Path(__file__).resolve().parents[1] / "data" / "sound",)))


@pytest.fixture(scope="session")
def card(library) -> Scorecard:
    """Return the scorecard of its plan."""
    rubric = library.rubric("small")
    return evaluate(library.assessment("XXS", rubric), rubric, "equal")
