"""What became of the measures of the edition before, in the country report."""

from __future__ import annotations

from dataclasses import replace

from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import Measure, RowCount
from evaluator.reports.country import country_html, country_view
from evaluator.reports.sections.whose import MATCHES_SHOWN, evolution_view, whose_view

ALIKE = Alike(kept=0.85, changed=0.4)
OLD = ("Train judges and prosecutors", "Open a shelter for children", "Draft the by-law on compensation")
NEW = ("Draft the by-law on compensation", "Open a second shelter for children", "Publish a yearly report")


def edition(card, plan_id, texts, *, in_plan: int | str = 3, matches=(), level="activity"):
    """Return Albania's plan under another name, with rows of these texts, numbered from 1."""
    rows = RowCount(basis="sample", here=len(texts), in_plan=in_plan)
    plan = card.assessment.plan.model_copy(update={"id": plan_id, "rows": rows})
    letter = plan_id[-1]
    measures = tuple(Measure(f"{letter}{at}", level=level, text=text) for at, text in enumerate(texts, start=1))
    return replace(card.assessment, plan=plan, measures=measures, matches=tuple(matches))


def view_of(card, old=OLD, new=NEW, matches=(), **more):
    before = edition(card, "ALB-2005-A", old, **more)
    return evolution_view(edition(card, "ALB-2009-B", new, matches=matches), before, ALIKE, "en")


def test_measures_are_counted_and_shown_by_what_became_of_them(albania):
    view = view_of(albania)
    assert (view.earlier, view.counts) == ("ALB-2005-A", (("kept", 1), ("changed", 1), ("dropped", 1), ("new", 1)))
    assert [(one.state, one.old, one.new) for one in view.shown] == [
        ("kept", OLD[2], NEW[0]),
        ("changed", OLD[1], NEW[1]),
        ("dropped", OLD[0], ""),
        ("new", "", NEW[2]),
    ]
    assert view.shown[0].likeness == 1.0
    assert view.shown[2].likeness is None
    assert (view.pairs, view.confirmed, view.more, view.partial) == (2, 0, 0, ())


def test_what_a_person_said_of_these_two_plans_holds_and_of_others_does_not(albania):
    said = [
        RowMatch("A1", "B3", "new", confirmed="yes", earlier="ALB-2005-A"),
        RowMatch("A2", "B2", "changed", confirmed="no", earlier="ALB-2005-A"),
        RowMatch("A3", "B1", "kept", confirmed="no", earlier="ALB-1999-Z"),
    ]
    view = view_of(albania, matches=said)
    assert view.counts == (("kept", 1), ("changed", 1), ("dropped", 1), ("new", 1))
    assert [(one.old, one.new, one.is_confirmed) for one in view.shown] == [
        (OLD[2], NEW[0], False),
        (OLD[0], NEW[2], True),
        (OLD[1], "", False),
        ("", NEW[1], False),
    ]
    assert (view.pairs, view.confirmed) == (2, 1)


def test_objectives_are_no_measures(albania):
    view = evolution_view(
        edition(albania, "ALB-2009-B", NEW), edition(albania, "ALB-2005-A", OLD, level="objective"), ALIKE, "en"
    )
    assert view.counts == (("kept", 0), ("changed", 0), ("dropped", 0), ("new", 3))


def test_a_plan_that_is_entered_in_part_is_named(albania):
    assert view_of(albania, in_plan=4).partial == ("ALB-2005-A",)
    assert view_of(albania, in_plan="unknown").partial == ("ALB-2005-A",)


def test_of_many_measures_the_first_are_shown_and_the_rest_counted(albania):
    view = view_of(albania, old=("",), new=[f"measure {'x' * at}" for at in range(1, MATCHES_SHOWN + 3)])
    assert [one.state for one in view.shown] == ["dropped", *["new"] * MATCHES_SHOWN]
    assert view.more == 2


def test_the_page_says_what_became_of_them_and_what_is_confirmed(albania, library):
    said = [RowMatch("A3", "B1", "kept", confirmed="yes", earlier="ALB-2005-A")]
    pages = []
    for matches in ((), said):
        evolution = view_of(albania, matches=matches, in_plan=9)
        whose = whose_view(albania.assessment, evolution=evolution)
        page = country_html(library, country_view(albania).showing(whose=whose))
        pages.append(" ".join(page.split()))
    bare, confirmed = pages
    assert "Kept: 1; changed: 1; dropped: 1; new in this plan: 1." in bare
    assert "by how alike the words are; nobody has confirmed them" in bare
    assert "A person confirmed one pair of measures" in confirmed
    assert "100%, confirmed" in confirmed
    assert "Only a part of the measures is entered here" in bare
    assert "by how alike the words are; nobody has confirmed them" not in confirmed


def test_the_section_is_there_for_an_evolution_alone(albania):
    plan = albania.assessment.plan.model_copy(update={"drafted_by": (), "paid_by": (), "adopted_under": ()})
    bare = replace(albania.assessment, plan=plan, framing=None)
    assert whose_view(bare) is None
    assert whose_view(bare, evolution=view_of(albania)).evolution is not None
