"""What is tried before a passage counts as lost."""

from __future__ import annotations

from dataclasses import replace

from evaluator.anchors import Selection, find
from evaluator.anchors.anchor import anchor_directly, standings_directly

LAW = b"Article 1. Nobody pays a fee for work. Article 2. No passport is kept."


def test_the_words_around_are_enough_where_too_much_would_have_to_be_tried(monkeypatch):
    anchor = anchor_directly(LAW, "text", Selection("a fee"), "law", "E1")
    monkeypatch.setattr(find, "MOST_TRIED", 0)
    (near,) = standings_directly([anchor], b"Title. " + LAW, "law")
    (far,) = standings_directly([replace(anchor, before="", after="other")], b"Title. " + LAW, "law")
    assert (near.state, far.state) == ("kept", "lost")


def test_a_passage_at_the_very_beginning_is_sound():
    anchor = anchor_directly(LAW, "text", Selection("Article 1."), "law", "E1")
    assert [one.state for one in standings_directly([anchor], LAW, "law")] == ["sound"]
    (changed,) = standings_directly([replace(anchor, after="Everybody pays")], LAW, "law")
    assert changed.state == "forged"
