"""The bundle that is scored."""

from __future__ import annotations

from pathlib import Path

from evaluator.library import Library
from evaluator.read.layers import Layers

SOUND = Path(__file__).resolve().parents[1] / "data" / "sound"


def test_an_assessment_is_a_draft_until_one_coding_is_final():
    library = Library(Layers((SOUND,)))
    rubric = library.rubric("small")
    assert not library.assessment("XXS-2020-2022", rubric).is_draft
    assert library.assessment("XXS-2020-2022-children", rubric).is_draft
