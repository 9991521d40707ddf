"""The sheet on whose eyes these are: the nearest and the furthest frames, and why places turn under them."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.reports.context.several import Contrasted
from evaluator.reports.contrast.nearest import NEAREST
from evaluator.reports.contrast.report import contrast_html, contrast_view
from tests.contrasts.synthetic import three_plans, toy_rubric, weighting

SECTIONS = ("scores", "nearest", "moves")


def _page(*, annex=False, ranks=True, plans=None, lang="en", **more):
    options = ContrastOptions(sections=SECTIONS, ranks=ranks)
    study = contrast(plans or three_plans(), toy_rubric(**more), list(more.get("weightings", [])) or None)
    return contrast_view(Contrasted((), findings_of(study, options)), lang, annex=annex)


def _many():
    """Return the toy's frames, and ten between police and rights."""
    frames = {name: frame.model_dump() for name, frame in toy_rubric().weightings.items()}
    for step in range(10):
        part = step / 10
        shares = {"migration": 0.0, "law-enforcement": 1 - part, "human-rights": part}
        frames[f"between-{step}"] = weighting(f"between-{step}", shares)
    return frames


def test_the_sheet_names_the_nearest_and_the_furthest_and_what_turns():
    found = NEAREST.of(_page())
    assert str(found.title) == "Nearest to “Equal”: “Police”; furthest: “Rights”"
    assert [(line.name, line.elsewhere, line.turned) for line in found.lines] == [
        ("Police", 0.5, (1, 3)),
        ("Rights", 0.5, (2, 3)),
    ]
    assert [under.frame for under in found.turns] == ["Police", "Rights"]
    assert "passes" in found.turns[0].turns[0]


def test_all_frames_are_printed_by_their_nearness():
    found = NEAREST.of(_page(weightings=_many()))
    shares = [line.elsewhere for line in found.lines]
    assert len(shares) == 12
    assert shares == sorted(shares)


def test_a_group_that_was_asked_stands_on_the_sheet_wherever_it_lies():
    rubric = toy_rubric(weightings=_many())
    asked = rubric.weightings["between-1"].model_copy(update={"survey": "s", "answers": 12})
    views = [asked if w.id == asked.id else w for w in rubric.weightings.values()]
    study = contrast(three_plans(), rubric, views)
    found = NEAREST.of(contrast_view(Contrasted((), findings_of(study, ContrastOptions(sections=SECTIONS)))))
    assert [line.name for line in found.lines if line.kind == "asked"] == ["Between-1"]


def test_without_ranks_no_turn_is_told_and_one_frame_has_no_sheet():
    found = NEAREST.of(_page(ranks=False))
    assert {line.turned for line in found.lines} == {None}
    assert found.turns == ()
    study = contrast(three_plans(), toy_rubric(), ["police"])
    alone = contrast_view(Contrasted((), findings_of(study, ContrastOptions(sections=SECTIONS))))
    assert NEAREST.of(alone) is None


@pytest.mark.parametrize("plans", [three_plans(), three_plans()[:1]])
def test_the_page_prints_it(library, plans):
    page = contrast_html(library, _page(plans=plans, annex=True))
    assert 'id="nearest"' in page
    assert "Frames by their nearness to Equal" in page
    assert ("Why places turn" in page) == (len(plans) > 1)
    assert ("Pairs that turn" in page) == (len(plans) > 1)
    assert page.count('class="ruled">Limits') == 1
