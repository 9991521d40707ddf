"""What a cover says of a rubric under a shipped id."""

from __future__ import annotations

from evaluator.model.yardstick import NOTHING_ALTERED, Yardstick


def test_nothing_is_said_of_a_shipped_text():
    assert NOTHING_ALTERED.told("four-paradigms 1.1.1") == ""


def test_a_changed_text_and_another_version_are_two_things():
    assert Yardstick(is_changed=True).told("small 1.0.0") == "small 1.0.0, changed by its user"
    assert Yardstick(shipped="1.0.0").told("small 9.9.0") == "small 9.9.0, not the shipped version, 1.0.0"


def test_changed_frames_are_named_by_their_titles():
    several = Yardstick(weightings=("iom", "seci"))
    assert several.told("small 1.0.0", {"iom": "IOM"}) == "frames changed by their user: IOM, seci"
