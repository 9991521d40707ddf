"""Whose plan is it, in the country report: what is shown, what it kept, and when the section is left out."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import replace
from pathlib import Path

from evaluator.model.country import INSTITUTION_KINDS, Institution
from evaluator.model.facts import TierPlacement
from evaluator.model.framing import PARTS, TERMS, VOCABULARY
from evaluator.model.intake import Alike, RowMatch
from evaluator.model.plan import Attribution, Measure, Occasion, RowCount
from evaluator.model.report import PortraitChoices
from evaluator.reports.country import country_html, country_view
from evaluator.reports.sections.whose import MATCHES_SHOWN, TWINS_SHOWN, evolution_view, whose_view

CHOICES = PortraitChoices(near_identical=0.9, least_words=2, permutations=50, seed=7, origin="modelled")
TEXTS = tuple(
    f"teach {name} schools"
    for name in ["alpha", "bravo", "carol", "delta", "echoes", "foxtrot", "golfing", "hotels", "indigo"]
)

WORDS = Path(__file__).resolve().parents[2] / "templates" / "parts" / "words.html"


def bare(card):
    plan = card.assessment.plan.model_copy(update={"drafted_by": (), "paid_by": (), "adopted_under": ()})
    return dataclasses.replace(card.assessment, plan=plan, framing=None)


def test_the_frame_stands_by_part_with_its_passages_and_sources(albania):
    view = whose_view(albania.assessment)
    assert [part for part, _ in view.parts] == list(PARTS)
    assert dict(view.parts)["blamed"][2] == ("complicit-official", "W1, p. 78")
    assert ("W1", next(s.title for s in albania.assessment.sources if s.source_id == "ALB-S1")) in view.sources
    assert (view.coder, view.state) == ("a", "draft")


def edition(card, plan_id, start, rows):
    """Return a plan of Albania without frame and origin, with rows of text and paradigm."""
    base = bare(card)
    measures = tuple(
        Measure(
            f"{plan_id}-{at}",
            level="activity",
            text=text,
            paradigms=(paradigm,) if paradigm else (),
            function="control",
        )
        for at, (text, paradigm) in enumerate(rows, start=1)
    )
    plan = base.plan.model_copy(update={"id": plan_id, "start": start})
    return dataclasses.replace(base, plan=plan, measures=measures)


def test_without_frame_and_origin_the_section_is_left_out(albania):
    assert whose_view(bare(albania)) is None
    assert whose_view(edition(albania, "ALB-1", "2005", [("teach schools", "")]), choices=CHOICES) is None


def test_a_second_edition_is_compared_and_stands_in_order_of_time(albania):
    this = edition(albania, "ALB-2", "2010", [("train border police", "law-enforcement")])
    before = edition(albania, "ALB-1", "2005", [("train border police", "human-rights")])
    tiers = (TierPlacement("ALB", 2005, "2"), TierPlacement("ALB", 2008, "2WL"))
    view = whose_view(this, (before,), choices=CHOICES, placements=tiers)
    assert [one.plan_id for one in view.editions] == ["ALB-1", "ALB-2"]
    # The one row of each stands in another paradigm: everything moved, and no cell is shared.
    assert [one.moved for one in view.editions] == [None, 1.0]
    assert [(event.date, event.before, event.after) for event in view.editions[1].events if event.kind == "tier"] == [
        ("2008", ("2",), ("2WL",))
    ]
    (pair,) = view.pairs
    assert (pair.likeness.second, pair.likeness.structure, pair.likeness.text) == ("ALB-1", 0.0, 1.0)
    assert [(twin.first_id, twin.second_id, text) for twin, text in pair.twins] == [
        ("ALB-2-1", "ALB-1-1", "train border police")
    ]


def test_where_no_row_is_tagged_words_are_compared_and_no_shift_is_shown(albania):
    this = edition(albania, "ALB-2", "2010", [("train border police", "")])
    view = whose_view(this, (edition(albania, "ALB-1", "2005", [("open shelter rooms", "")]),), choices=CHOICES)
    assert view.editions == ()
    assert [(pair.likeness.structure, pair.likeness.text) for pair in view.pairs] == [(None, 0.0)]


def test_without_the_rubric_s_choices_likeness_is_not_measured(albania):
    this = edition(albania, "ALB-2", "2010", [("train border police", "economic")])
    view = whose_view(this, (edition(albania, "ALB-1", "2005", [("open shelter rooms", "economic")]),))
    assert (view.pairs, [one.moved for one in view.editions]) == ((), [None, 0.0])


def test_more_near_identical_rows_than_there_is_room_for_are_counted(albania):
    rows = [(text, "") for text in TEXTS]
    view = whose_view(
        edition(albania, "ALB-2", "2010", rows), (edition(albania, "ALB-1", "2005", rows),), choices=CHOICES
    )
    assert (len(view.pairs[0].twins), view.pairs[0].more) == (TWINS_SHOWN, len(TEXTS) - TWINS_SHOWN)


def test_the_report_prints_the_comparison_with_its_cautions(library, albania):
    this = edition(albania, "ALB-2", "2010", [("train border police", "law-enforcement")])
    before = edition(albania, "ALB-1", "2005", [("train border police", "human-rights")])
    view = whose_view(
        this,
        (before,),
        choices=CHOICES,
        placements=(TierPlacement("ALB", 2005, "2"), TierPlacement("ALB", 2008, "2WL")),
    )
    page = " ".join(country_html(library, country_view(albania, annex=True).showing(whose=view)).split())
    assert "From plan to plan: paradigms of the classified measures" in page
    assert "Tier 2 → Tier 2 Watch List" in page
    assert "Near-identical with ALB-1: train border police." in page
    assert "not of the wording of the plans" in page
    alone = country_html(library, country_view(albania, annex=True))
    assert "How similar to the country’s other plans" not in alone


def test_origins_are_named_by_the_table_of_bodies_or_by_their_kind_and_what_is_unknown_is_not_shown(albania):
    assessment = bare(albania)
    assessment = dataclasses.replace(
        assessment,
        institutions=(Institution("X-MOI", "Ministry", kind="ministry"),),
        plan=assessment.plan.model_copy(
            update={
                "drafted_by": (
                    Attribution(value="X-MOI", source_id="ALB-S1", locator="p. 1"),
                    Attribution(value="io", source_id="ALB-S1", locator="p. 2", note="helped"),
                ),
                "adopted_under": (
                    Occasion(value="unknown"),
                    Occasion(value="treaty", source_id="ALB-S3", locator="art. 1"),
                ),
            }
        ),
    )
    view = whose_view(assessment)
    assert [(o.what, o.value, o.name, o.passage, o.note) for o in view.origins] == [
        ("drafted", "X-MOI", "Ministry", "W1, p. 1", ""),
        ("drafted", "io", "", "W1, p. 2", "helped"),
        ("adopted", "treaty", "", "W2, art. 1", ""),
    ]
    assert {source for source, _ in view.sources} == {"W1", "W2"}
    assert view.parts == ()


def test_templates_have_words_for_every_code_term_and_kind():
    text = WORDS.read_text(encoding="utf-8")

    def keys(macro):
        body = re.search(rf"macro {macro}\(key\).*?endmacro", text, re.DOTALL)[0]
        return set(re.findall(r'"([\w-]+)": _\(', body))

    assert keys("frame_code") == {code for codes in VOCABULARY.values() for code in codes}
    assert keys("frame_part") == set(PARTS)
    assert keys("frame_term") == set(TERMS)
    assert keys("body_kind") == {*INSTITUTION_KINDS, "accession", "sanctions", "treaty", "own", "unknown"}


ALIKE = Alike(kept=0.85, changed=0.4)
OLD = ("Train judges and prosecutors", "Open a shelter for children", "Draft the by-law on compensation")
NEW = ("Draft the by-law on compensation", "Open a second shelter for children", "Publish a yearly report")


def edition_evolution(card, plan_id, texts, *, in_plan: int | str = 3, matches=(), level="activity"):
    """Return Albania's plan under another name, with rows of these texts, numbered from 1."""
    rows = RowCount(basis="sample", here=len(texts), in_plan=in_plan)
    plan = card.assessment.plan.model_copy(update={"id": plan_id, "rows": rows})
    letter = plan_id[-1]
    measures = tuple(Measure(f"{letter}{at}", level=level, text=text) for at, text in enumerate(texts, start=1))
    return replace(card.assessment, plan=plan, measures=measures, matches=tuple(matches))


def view_of(card, old=OLD, new=NEW, matches=(), **more):
    before = edition_evolution(card, "ALB-2005-A", old, **more)
    return evolution_view(edition_evolution(card, "ALB-2009-B", new, matches=matches), before, ALIKE, "en")


def test_measures_are_counted_and_shown_by_what_became_of_them(albania):
    view = view_of(albania)
    assert (view.earlier, view.counts) == ("ALB-2005-A", (("kept", 1), ("changed", 1), ("dropped", 1), ("new", 1)))
    assert [(one.state, one.old_text, one.new_text) for one in view.shown] == [
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
    assert [(one.old_text, one.new_text, one.confirmed == "yes") for one in view.shown] == [
        (OLD[2], NEW[0], False),
        (OLD[0], NEW[2], True),
        (OLD[1], "", False),
        ("", NEW[1], False),
    ]
    assert (view.pairs, view.confirmed) == (2, 1)


def test_objectives_are_no_measures(albania):
    view = evolution_view(
        edition_evolution(albania, "ALB-2009-B", NEW),
        edition_evolution(albania, "ALB-2005-A", OLD, level="objective"),
        ALIKE,
        "en",
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
        page = country_html(library, country_view(albania, annex=True).showing(whose=whose))
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
