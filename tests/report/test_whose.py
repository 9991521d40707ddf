"""Whose plan is it, in the country report: what is shown, and when the section is left out."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from evaluator.model.country import INSTITUTION_KINDS, Institution
from evaluator.model.framing import PARTS, TERMS, VOCABULARY
from evaluator.model.plan import Attribution, Occasion
from evaluator.report.whose import whose_view

WORDS = Path(__file__).resolve().parents[2] / "templates" / "parts" / "words.html"


def bare(card):
    plan = card.assessment.plan.model_copy(update={"drafted_by": (), "paid_by": (), "adopted_under": ()})
    return dataclasses.replace(card.assessment, plan=plan, framing=None)


def test_the_frame_stands_by_part_with_its_passages_and_sources(albania):
    view = whose_view(albania.assessment)
    assert [part for part, _ in view.parts] == list(PARTS)
    assert dict(view.parts)["blamed"][2] == ("complicit-official", "ALB-S1, p. 78")
    assert ("ALB-S1", next(s.title for s in albania.assessment.sources if s.source_id == "ALB-S1")) in view.sources
    assert (view.coder, view.state) == ("a", "draft")


def test_without_frame_and_origin_the_section_is_left_out(albania):
    assert whose_view(bare(albania)) is None


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
        ("drafted", "X-MOI", "Ministry", "ALB-S1, p. 1", ""),
        ("drafted", "io", "", "ALB-S1, p. 2", "helped"),
        ("adopted", "treaty", "", "ALB-S3, art. 1", ""),
    ]
    assert {source for source, _ in view.sources} == {"ALB-S1", "ALB-S3"}
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
