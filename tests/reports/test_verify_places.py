"""Where bookmarks, named places and links lead is told by the words there, and fonts by what they say of themselves."""

from __future__ import annotations

import pytest

from evaluator.extensions.verify.objects import Graph
from evaluator.extensions.verify.places import Places, unlike_places

# Two pages: a heading above a line on the first, another heading on the second.
WORDS = (
    [("Evidence", (50, 700, 120, 714)), ("list", (124, 700, 150, 714)), ("below", (50, 680, 80, 690))],
    [("Method", (50, 500, 110, 514)), ("here", (114, 500, 150, 514))],
)
OBJECTS = {
    "1 0 R": {"/Outlines": "2 0 R", "/Names": {"/Dests": {"/Names": ["u:m", ["11 0 R", "/XYZ", 40, 520, 0]]}}},
    "2 0 R": {"/First": "3 0 R"},
    "3 0 R": {"/Title": "u:Evidence", "/Dest": ["10 0 R", "/XYZ", 40, 720, 0], "/Next": "4 0 R"},
    "4 0 R": {"/Title": "u:Method", "/A": {"/S": "/GoTo", "/D": "u:m"}},
    "5 0 R": {"/Type": "/FontDescriptor", "/FontName": "/ABCDEF+Report", "/Flags": 4},
    "10 0 R": {"/Annots": [{"/Subtype": "/Link", "/Rect": [40, 676, 100, 694], "/A": {"/URI": "u:https://a.example"}}]},
    "11 0 R": {},
}


def _places(words=WORDS, **changed) -> Places:
    objects = {**OBJECTS, **{f"{name[1:]} 0 R": node for name, node in changed.items()}}
    return Places(Graph(objects, ("10 0 R", "11 0 R"), {"/Root": "1 0 R"}, ()), words)


def _told(found: Places) -> list[tuple[str, str, str]]:
    return [(one.where, one.found, one.expected) for one in unlike_places(found, _places())]


def test_each_is_told_by_its_words():
    assert _places().told() == {
        ("bookmark", "Evidence"): "Evidencelist",
        ("bookmark", "Method"): "Methodhere",
        ("named place", "m"): "Methodhere",
        ("link to", "https://a.example"): "below",
        ("font", "Report"): "/Flags 4",
    }


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"_3": {**OBJECTS["3 0 R"], "/Dest": ["11 0 R", "/XYZ", 40, 520, 0]}},
         ("bookmark Evidence", "Methodhere", "Evidencelist")),
        ({"_3": {**OBJECTS["3 0 R"], "/Dest": "u:none"}}, ("bookmark Evidence", "nothing", "Evidencelist")),
        ({"_5": {**OBJECTS["5 0 R"], "/Flags": 68}}, ("font Report", "/Flags 68", "/Flags 4")),
        ({"_10": {}}, ("link to https://a.example", "nothing", "below")),
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_told_with_both_sides(changed, told):
    assert _told(_places(**changed)) == [told]


def test_a_link_over_the_page_covers_other_words():
    (link,) = OBJECTS["10 0 R"]["/Annots"]
    (one,) = _told(_places(_10={"/Annots": [{**link, "/Rect": [0, 0, 600, 800]}]}))
    assert one == ("link to https://a.example", "Evidencelistbelow", "below")


def test_lines_that_moved_are_no_difference():
    moved = [[(word, (x, low - 9, far, top - 9)) for word, (x, low, far, top) in page] for page in WORDS]
    (link,) = OBJECTS["10 0 R"]["/Annots"]
    named = {"/Dests": {"/Names": ["u:m", ["11 0 R", "/XYZ", 40, 511, 0]]}}
    changed = {
        "_1": {**OBJECTS["1 0 R"], "/Names": named},
        "_3": {**OBJECTS["3 0 R"], "/Dest": ["10 0 R", "/XYZ", 40, 711, 0]},
        "_10": {"/Annots": [{**link, "/Rect": [40, 667, 100, 685]}]},
    }
    assert _told(_places(moved, **changed)) == []


def test_bookmarks_that_lead_round_and_places_of_another_form_end():
    odd = {"_3": {"/Title": 7, "/Next": "3 0 R", "/First": "3 0 R", "/Dest": [None]}, "_10": {"/Annots": [{}, 3, None]}}
    assert _places(**odd).told()["bookmark", "nothing"] == "nothing"
