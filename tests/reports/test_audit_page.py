"""The page of an audit: what it says of plans, numbers and effects, and its statistics in words, tables and charts."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from evaluator.contrasts.audit.numbers import Audit, Effect
from evaluator.contrasts.audit.variants import LensEffect, RubricVariant
from evaluator.library import Library
from evaluator.reports.audit_page import (
    audit_page,
    correlation_chart,
    importance_chart,
    statistics_charts,
    statistics_page,
    words_of,
)
from tests.contrasts.test_statistics import CHOICES, audited, independent
from tests.contrasts.test_tables_statistics import independent_pairs

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
FILE = LIBRARY.audit(RUBRIC)
VIEW = RUBRIC.weighting("equal")


def effect(family="grade bands", number="A from", score=None, grades=(), places=(), ground=""):
    variant = RubricVariant(family, number, "0.8", "0.75", RUBRIC, VIEW, ground)
    return Effect(variant, score, "AAA-2020-2023" if score else "", 0.0, tuple(grades), tuple(places), len(places))


def page(*effects, lenses=(), plans=("AAA-2020-2023", "BBB-2020-2023"), drafts=()):
    return audit_page(Audit(RUBRIC, plans, drafts, plans[:1], effects), lenses, FILE)


def test_the_page_names_its_plans():
    text = page(effect(), drafts=("BBB-2020-2023",))
    assert "- Rated plans (2): AAA-2020-2023, BBB-2020-2023." in text
    assert "(1): AAA-2020-2023." in text
    assert "- Drafts among them (1): BBB-2020-2023." in text
    assert "no place can move" in page(effect(), plans=("AAA-2020-2023",))


def test_a_family_is_summed_up_and_listed():
    text = page(effect(score=-0.1234, grades=["AAA: A -> B"], places=["AAA: 1 -> 2"]), effect(number="B from"))
    assert "| grade bands | 2 | -0.123 | - | 1 | 1 | 1 |" in text
    assert "| A from | 0.8 | 0.75 | -0.123 AAA-2020-2023 | - | AAA: A -> B | AAA: 1 -> 2 |" in text
    assert "| B from | 0.8 | 0.75 | - | - | - | - |" in text


def test_many_plans_in_a_cell_are_counted():
    text = page(effect(grades=[f"P{k}: A -> B" for k in range(6)]))
    assert "P3: A -> B; and 2 more" in text


def test_a_ground_gets_a_column_and_a_bar_cannot_break_the_table():
    text = page(effect(ground="this | that"))
    assert "| this / that |" in text


def test_lenses_have_a_table_of_their_own():
    moved = LensEffect("tip-tier", "Tier 1: efforts", "3", "2.5", ("AAA-2020-2023: Tier 2 -> Tier 1",), "ours")
    text = page(effect(), lenses=(moved,))
    assert "| lenses | 1 | - | - | 1 (an outcome) | - | 0 |" in text
    assert "| tip-tier | Tier 1: efforts | 3 | 2.5 | AAA-2020-2023: Tier 2 -> Tier 1 | ours |" in text


def said(found, begin):
    return [sentence for sentence in words_of(found) if sentence.startswith(begin)]


def test_too_few_plans_are_said_to_be_too_few_and_nothing_is_said_of_how_criteria_go_together():
    found = audited([(4, 4, 4), (0, 0, 0)], others=((1, 1),))
    assert words_of(found)[0] == (
        "2 of 2 plans can be ranked under w0. That is too few to say how criteria go together: correlation, "
        "consistency, components and importance need 10 plans or more, and none is printed."
    )
    assert not any("alpha" in sentence or "spread of scores" in sentence for sentence in words_of(found))
    assert len(said(found, "With every weight")) == 1


def test_enough_plans_are_said_to_be_described_and_no_more():
    found = audited(independent())
    assert words_of(found)[0] == (
        "25 of 25 plans can be ranked under w0. All that follows describes these 25 plans and would be different "
        "over others."
    )
    assert said(found, "Criteria that are near copies") == [
        "Criteria that are near copies (over 0.92) (1): x and z (1.00)."
    ]
    assert said(found, "A weighs 75 %") == [
        "A weighs 75 % and makes 71 % of the spread of scores; B weighs 25 % and makes 29 % of the spread of scores."
    ]
    (components,) = said(found, "Over the 25 plans that have all criteria")
    assert components.endswith(
        ", the first principal component holds 67 % of the variance; components that hold more than one criterion's "
        "own: 1."
    )


def test_what_is_seldom_known_or_the_same_for_all_is_named():
    found = audited([(4, 2, "?"), (0, 2, "?"), (2, 2, 4)])
    assert said(found, "Known for fewer") == ["Known for fewer than half of the plans to which they apply (1): z."]
    assert said(found, "The same for every plan") == [
        "The same for every plan that has it, so that it tells none apart (1): y."
    ]


def test_a_long_list_is_cut_and_counted_and_low_alpha_is_told_with_its_caution():
    found = audited([(x, 2, z) for x, z in independent_pairs()])
    (low,) = said(found, "Nodes whose criteria do not measure one thing (Cronbach's alpha under 0.7), ")
    assert low.endswith(" which is no fault where a node gathers different duties: the whole 0.00.")
    assert said(found, "Criteria that matter less") == ["Criteria that matter less than their weight over 2 (1): y."]


def test_what_runs_against_its_node_is_told_and_else_that_nothing_does():
    rows = [(2 if x == 4 else 1, 4 - x, x) for x, _ in independent_pairs()]
    (against,) = said(audited(rows), "What runs against the node above it")
    assert against == "What runs against the node above it (2): x and A (-0.51); B and the whole (-0.55)."
    quiet = audited([(x, y, z) for x, y in independent_pairs() for z in (0, 4)], weights=(1, 1))
    assert said(quiet, "No criterion runs against its node")


def test_the_order_under_noise_and_other_weightings_is_told_with_names():
    found = audited([(4, 4, 0), (0, 0, 4), (2, 2, 2)], others=((1, 3), (2, 1)))
    assert words_of(found)[-1] == ("Of 2 other weightings w2 moves places least (0.0 on average) and w1 most (1.3).")
    more = [(4, 4, 0), (0, 0, 4), *((2, 2, k % 5) for k in range(8))]
    (order,) = said(audited(more, others=((1, 3), (2, 1))), "Of 2 other weightings w2 keeps the order best")
    assert "Kendall's tau" in order
    (noise,) = said(audited([(4, 4, 4), (2, 2, 2)], choices=CHOICES), "With every weight moved by up to 25 %, ")
    assert noise.endswith(
        " the middle 90 % of a plan's places span 0.0 places on average and 0 at most; 2 of 2 plans keep their place."
    )


def test_many_tests_are_told_with_what_chance_alone_would_give():
    (tests,) = said(audited(independent()), "3 pairs of criteria are tested")
    assert tests == (
        "3 pairs of criteria are tested: 1 have a p under 0.05, where chance alone would give about 0.2; 1 keep it "
        "when p is multiplied by the number of pairs (Bonferroni)."
    )
    assert said(audited([(2, 2, 2)] * 12), "0 pairs") == []


SVG = "{http://www.w3.org/2000/svg}"


def test_the_page_has_words_first_and_then_the_tables():
    page = statistics_page(audited(independent(), others=((1, 1),)))
    assert page.startswith("## Statistics under `w0`\n\nCorrelations and components describe these plans;")
    heads = [line for line in page.splitlines() if line.startswith("### ")]
    assert heads == [
        "### Criteria over the plans", "### Consistency of nodes", "### Weight and importance",
        "### Likeness of orders", "### Places with noise on the weights",
    ]  # fmt: skip
    assert "| criterion | y | 0.38 | 0.26 |" in page


def test_without_enough_plans_the_page_has_words_alone():
    page = statistics_page(audited([(4, 4, 4), (0, 0, 0)]))
    assert "That is too few to say" in page
    assert "|" not in page


def test_a_long_table_is_cut_with_the_way_to_the_rest():
    page = statistics_page(audited([*independent(), *independent()]))
    assert "And 10 rows more: `--format csv --table uncertainty`." in page


def test_charts_are_drawn_with_a_title_that_says_what_they_show_and_only_where_there_are_enough_plans():
    found = audited(independent())
    charts = statistics_charts(found, Library.open().templates)
    assert list(charts) == ["importance", "correlations"]
    first, second = (ET.fromstring(svg) for svg in charts.values())  # noqa: S314  (our own)
    assert first.findtext(f"{SVG}title") == "y weighs 38 % and makes 26 % of the spread of scores"
    assert second.findtext(f"{SVG}title") == "0 of 3 pairs of criteria run against each other"
    assert len(first.findall(f"{SVG}circle")) == 2 + 2 * 3
    assert len(second.findall(f"{SVG}rect")) == 3 + 6
    assert statistics_charts(audited(independent()[:4]), Library.open().templates) == {}


def test_bars_stand_by_how_far_importance_is_from_weight_and_never_under_0():
    chart = importance_chart(audited(independent()))
    assert chart is not None
    assert [bar.name for bar in chart.bars] == ["y", "x", "z"]
    assert all(bar.matters >= 0 for bar in chart.bars)
    assert chart.most == max(max(bar.stated, bar.matters) for bar in chart.bars)
    assert importance_chart(audited([(2, 2, 2)] * 12)) is None


def test_a_cell_stands_on_both_sides_of_the_diagonal_with_its_sign():
    chart = correlation_chart(audited([(x, 4 - x, y) for x, y in [(a, b) for a in range(5) for b in range(5)]]))
    assert chart is not None
    assert (0, 1, 1.0, -1) in chart.cells
    assert (1, 0, 1.0, -1) in chart.cells
    assert chart.title == "1 of 3 pairs of criteria run against each other"
    assert correlation_chart(audited([(2, 2, 2)] * 12)) is None
