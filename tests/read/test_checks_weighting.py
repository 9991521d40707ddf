"""What a weighting does to a rubric; its faults have their files in tests/bad."""

from __future__ import annotations

from evaluator.read.checks.weighting import check_weightings
from evaluator.read.rubric import read_rubric


def test_a_rubric_without_weightings_has_nothing_to_check(sound):
    rubric = read_rubric(sound / "rubrics" / "small")
    bare = rubric.model_copy(update={"weightings": {}})
    assert check_weightings(bare, {}) == []


def test_shares_before_and_after_are_told_where_weight_passes_on(root):
    """The numbers of the worked example: 4.5 of 5.5 and 1 of 5.5 where migration has no criterion left."""
    notes = []
    read_rubric(root / "tests" / "data" / "examples" / "rubrics" / "four-paradigms", notes=notes)
    (passed,) = (note for note in notes if "passes to its siblings" in note.found)
    assert passed.found == (
        "all criteria of 'migration' weigh 0: its 0.214 passes to its siblings "
        "(migration 0.214 to 0.000, law-enforcement 0.643 to 0.818, human-rights 0.143 to 0.182)"
    )
