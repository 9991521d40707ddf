"""Charts: the sentence each finds, worked by hand; when each is left out; labels that never lie over each other."""

import random
from collections.abc import Callable
from dataclasses import replace

import pytest

from evaluator.contrasts.common_scores import CommonRow, CommonScores
from evaluator.contrasts.frame_block import STATES, FrameRow, grades_title
from evaluator.contrasts.place_block import STATES as PLACES
from evaluator.contrasts.place_block import Column, PlaceCell, PlaceRow, Places
from evaluator.contrasts.sides import PLANS as SIDES
from evaluator.contrasts.sides import Sides, SidesRow
from evaluator.library import shipped_root
from evaluator.model.block import Block, Row
from evaluator.model.criterion_block import STATES as CRITERIA
from evaluator.model.criterion_block import CriterionBlock, CriterionRow
from evaluator.model.scorecard import ReferenceValue
from evaluator.read.layers import Layers
from evaluator.reports.blocks.levels import MEANS, CellRow, LevelRow
from evaluator.reports.blocks.plans import (
    PANELS,
    PLANS,
    PanelRow,
    PartRow,
    PlanRow,
    panels_title,
    plans_title,
)
from evaluator.reports.charts.attainable_ranks import RankRow, attainable_ranks, rank_block
from evaluator.reports.charts.bump import bump
from evaluator.reports.charts.common_dots import common_dots
from evaluator.reports.charts.country_years import Span, Strip, country_years
from evaluator.reports.charts.criteria_levels import CriterionGroup, criteria_boxes, criteria_levels
from evaluator.reports.charts.drawing import NARROW, WIDTH, Chart, Pen, Reach, with_narrow
from evaluator.reports.charts.dumbbell import dumbbell
from evaluator.reports.charts.firm_order import AheadRow, firm_order, order_block
from evaluator.reports.charts.frames_by_control import frames_by_control
from evaluator.reports.charts.grade_dots import Band, band_signs, grade_dots
from evaluator.reports.charts.grade_strip import grade_strip
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.level_matrix import level_matrix
from evaluator.reports.charts.measures_named import (
    NAMES,
    Measures,
    NamedBlock,
    measures_named,
    named_block,
    named_title,
)
from evaluator.reports.charts.paradigm_panels import paradigm_panels
from evaluator.reports.charts.place_ticks import place_ticks
from evaluator.reports.charts.score_matrix import score_matrix
from evaluator.reports.charts.score_ranges import score_ranges
from evaluator.reports.charts.score_ticks import score_ticks
from evaluator.reports.charts.small_multiples import Panel, YearScore, small_multiples
from evaluator.reports.charts.two_sides import two_sides
from evaluator.reports.charts.weight_by_level import (
    FrameWeight,
    LevelShare,
    not_counted,
    weighed_block,
    weight_by_level,
)
from evaluator.reports.language import language
from tests.reports.layout import collisions

LAYERS = Layers((shipped_root() / "templates",))
BANDS = [Band("E", 0, 0.3), Band("D", 0.3, 0.5), Band("C", 0.5, 0.65), Band("B", 0.65, 0.8), Band("A", 0.8, 1)]
LANGUAGES = ("en", "sr-Cyrl", "sr-Latn")
SYLLABLES = ("ma", "Ko", "so", "vo", "ter", "Ćiri", "Љу", "бав", " a", "und ", "Republic", "of ")


def _pen(code: str = "en") -> Pen:
    return Pen(language(LAYERS, code), letters_of(LAYERS))


def _reach(score: float, wide: float = 0.0) -> Reach:
    return Reach(score, max(score - wide, 0), min(score + wide, 1))


def _places(scores: dict[str, list[float]], columns: list[tuple[str, float | None, str]], *, turned: int = 3) -> Places:
    """Return plans with a score under each of the columns, all of them drawn; those that move most turn.

    A plan with a score of -1 has no place.
    """
    heads = tuple(Column(f"f{k}", n, n, f"who {n}", c, g, k == 0) for k, (n, c, g) in enumerate(columns))
    known = {name: own for name, own in scores.items() if own[0] >= 0}
    ranks = {
        name: tuple(1 + sum(other[k] > score for other in known.values()) for k, score in enumerate(own))
        for name, own in known.items()
    }
    far = max((max(r) - min(r) for r in ranks.values()), default=0)

    def row(name: str, own: list[float]) -> PlaceRow:
        mine = ranks.get(name, ())
        reaches = [(s, max(s - 0.1, 0), min(s + 0.1, 1)) for s in own]
        state = "graded" if mine else "unread"
        cells = tuple(
            PlaceCell(f"{name}|{head.id}", head.name, state, *(reach if mine else ()), frame=head.id,
                      rank=mine[k] if mine else None)
            for k, (head, reach) in enumerate(zip(heads, reaches, strict=True))
        )  # fmt: skip
        ends = {} if not mine else {
            "best": min(mine), "worst": max(mine), "fall": mine[-1] - mine[0], "peak": min(mine), "bottom": max(mine),
            "steady": max(mine) - min(mine), "passed": turned if max(mine) - min(mine) == far else 0,
        }  # fmt: skip
        return PlaceRow(
            name, name, "placed" if mine else "unplaced", own[0] if mine else None, cells=cells, shown=mine, **ends
        )

    block = Block.of("places", PLACES, [row(name, own) for name, own in scores.items()], asked=scores)
    return Places(None, block, heads, heads, tuple(range(len(heads))), 3)


CAMPAIGN, EQUAL, FORCE = ("Campaigners", 0.0, "heard"), ("Equal", 0.5, "others"), ("Police", 0.9, "prevailed")
MOVING = {"A": [0.9, 0.8, 0.1], "B": [0.8, 0.9, 0.9], "C": [0.7, 0.7, 0.8], "D": [0.6, 0.6, 0.7], "E": [0.5, 0.5, 0.6]}


def test_a_bump_draws_every_plan_asked_and_says_all_places_to_who_listens():
    chart = bump(_pen(), _places({**MOVING, "F": [-1.0, -1.0, -1.0]}, [CAMPAIGN, EQUAL, FORCE]))
    assert chart is not None
    assert chart.table[1:3] == (("B", "2", "1", "1"), ("A", "1", "2", "5")) or ("A", "1", "2", "5") in chart.table
    assert chart.block.title.claims[0].ids == ("A",)
    assert chart.block.title.claims[1].left == (("unplaced", 1),)
    assert 'data-row="F" data-state="unplaced"></g>' in chart.svg
    assert all(f"{row[0]}: {', '.join(row[1:])}" in chart.svg for row in chart.table[1:])


def test_a_bump_is_left_out_under_five_plans_and_where_no_place_turns():
    columns = [CAMPAIGN, EQUAL, FORCE]
    assert bump(_pen(), _places(dict(list(MOVING.items())[:4]), columns)) is None
    assert bump(_pen(), _places(MOVING, columns, turned=0)) is None


def test_over_forty_plans_are_ticks_on_two_axes_and_each_is_a_mark():
    many = {f"P{k}": [1 - k / 100, 0.5, k / 100] for k in range(60)}
    assert bump(_pen(), _places(many, [CAMPAIGN, EQUAL, FORCE])) is None
    chart = place_ticks(_pen(), _places(many, [CAMPAIGN, EQUAL, FORCE]))
    assert chart is not None
    assert chart.svg.count("data-row=") == 60
    assert place_ticks(_pen(), _places(MOVING, [CAMPAIGN, EQUAL, FORCE])) is None


def test_dumbbells_count_who_looks_better_and_who_worse_and_leave_nobody_out_unsaid():
    places = _places({"A": [0.9, 0.7], "B": [0.5, 0.8], "C": [0.5, 0.504], "D": [-1.0, -1.0]}, [CAMPAIGN, FORCE])
    chart = dumbbell(_pen(), places, (places.columns[0], places.columns[1]))
    assert chart is not None
    better, worse = chart.block.title.claims
    assert (better.number, worse.number, better.of, better.left) == (1, 1, 3, (("unread", 1),))
    assert [row[0] for row in chart.table[1:]] == ["A", "C", "B"]
    assert chart.table[1][-1] == "−0.20"
    assert chart.table[2][-1] == "0.00"
    assert "not drawn: 1" in chart.unit
    nobody = _places({"D": [-1.0, -1.0]}, [CAMPAIGN, FORCE])
    assert dumbbell(_pen(), nobody, (nobody.columns[0], nobody.columns[1])) is None


@pytest.mark.parametrize(
    ("grades", "told"),
    [
        ("EEEE", "All 4 frames give E: other weights do not change it"),
        ("EEED", "3 of 4 frames give E, 1 gives D: same ratings, other weights"),
        ("EDDC", "2 of 4 frames give D, 1 gives E, 1 gives C: same ratings, other weights"),
    ],
)
def test_dots_count_the_grades(grades: str, told: str):
    scores = {"E": 0.2, "D": 0.4, "C": 0.6}
    dots = [_frame(f"f{k}", scores[grade], grade, used=k == 0) for k, grade in enumerate(grades)]
    chart = grade_dots(_pen(), BANDS, Block("frames", STATES, tuple(dots)), _reach(0.2, 0.1))
    assert chart is not None
    assert chart.title == told
    assert grade_dots(_pen(), BANDS, Block("frames", STATES, tuple(dots[:2])), None) is None


def _frames(*rows: tuple[float, float, str]) -> Block:
    found = [_frame(f"f{k}", score, grade, control) for k, (control, score, grade) in enumerate(rows)]
    return Block("frames", STATES, tuple(sorted(found, key=lambda row: row.control)))


def _frame(
    name: str, score: float, grade: str, control: float | None = None, wide: float = 0.0, *, used: bool = False
) -> FrameRow:
    reach, state = _reach(score, wide), "graded" if grade else "ungraded"
    step = "EDCBA".find(grade or "E")
    return FrameRow(name, name, state, score, reach.low, reach.high, grade, "D", step, control, used=used)


def test_frames_that_cannot_grade_are_drawn_hollow_counted_and_never_part_of_all():
    dots = [*(_frame(f"f{k}", 0.4, "D") for k in range(3)), _frame("thin", 0.6, "")]
    chart = grade_dots(_pen(), BANDS, Block("frames", STATES, tuple(dots)), None)
    assert chart is not None
    assert chart.title == "3 of 4 frames give D; under 1 too little was assessed, with a score so far 1 in D"
    assert chart.svg.count("data-row=") == 4
    assert "hollow: 1 frame under which too little is assessed" in chart.unit


def test_a_figure_that_leaves_out_a_row_is_refused():
    pen = _pen()
    block = Block("frames", STATES, (_frame("f", 0.4, "D"),)).titled(grades_title)
    with pytest.raises(ValueError, match="rows and marks differ"):
        pen.block_chart("frames", block, "", 10, [])
    with pytest.raises(ValueError, match="lies outside"):
        Row("f", "f", "graded", 0.2, 0.3, 0.4)


def test_frames_by_control_tell_the_share_at_which_the_grade_turns():
    rows = _frames((0.1, 0.2, "E"), (0.5, 0.25, "E"), (0.709, 0.34, "D"), (0.9, 0.33, "D"))
    chart = frames_by_control(_pen(), BANDS, rows, 0.05)
    assert chart is not None
    assert chart.title == "Frames with 70 % or more on control give D; all others give E"
    mixed = frames_by_control(_pen(), BANDS, _frames((0.1, 0.4, "D"), (0.5, 0.25, "E"), (0.7, 0.34, "D")), 0.05)
    assert mixed is not None
    assert mixed.title == "From 0.25 for “f1” to 0.40 for “f0”"
    assert frames_by_control(_pen(), BANDS, _frames((0.1, 0.2, "E"), (0.9, 0.24, "E")), 0.05) is None


def test_weight_by_level_tells_where_the_higher_frame_puts_more():
    frames = [
        _weights("Equal", 0.23, (0.4, 0.13, 0.33), 0.14, used=True),
        _weights("US", 0.34, (0.18, 0.29, 0.53), 0.0),
    ]
    chart = weight_by_level(_pen(), frames, "Brazil")
    assert chart is not None
    # From level 1 up: 0.82 against 0.46, a gap of 0.36; from level 2 up: 0.53 against 0.33, a gap of 0.20.
    assert chart.title == "“US” puts 82% of its weight where Brazil is at level 1 or above; “Equal” 46%"
    # 8.6, 21.6 and 18.6 make 48.8, which is told as 49%; each rounded alone they would print as 9, 22 and 19: 50.
    odd = _weights("US", 0.34, (0.31, 0.186, 0.216, 0.086), 0.202)
    drawn = weight_by_level(_pen(), [_weights("Equal", 0.2, (0.9, 0.1, 0.0, 0.0), 0.0, used=True), odd], "Brazil")
    assert drawn is not None
    assert "49%" in drawn.title
    assert list(drawn.table[2]) == ["US", "9%", "22%", "18%", "31%", "20%", "0.34"]
    near = _weights("US", 0.25, (0.18, 0.29, 0.53), 0.0)
    assert weight_by_level(_pen(), [frames[0], near], "Brazil") is None


def _weights(name: str, score: float, levels: tuple[float, ...], left: float, *, used: bool = False) -> FrameWeight:
    cells = [LevelShare(f"{name}|{k}", name, "part", share, level=k) for k, share in enumerate(levels)]
    cells = [*reversed(cells), LevelShare(f"{name}|open", name, "part", left)]
    return FrameWeight(name, name, "frame", score, used=used, cells=tuple(cells))


def test_what_a_frame_does_not_count_is_told_with_how_much_of_what_is_counted_here():
    block = _criteria([("a", 1), ("b", 2), ("c", 3)])
    here, there = {"a": 0.2, "b": 0.5, "c": 0.3}, {"a": 0.0, "b": 0.0, "c": 1.0}
    title, rows = not_counted(weighed_block(block, here, there), "US")
    assert (title.claims[0].number, title.claims[0].of) == (2, 3)
    assert [row.id for row in rows] == ["b", "a"], "the heaviest first"
    assert not_counted(weighed_block(block, here, here), "US") is None


def _criteria(levels: list[tuple[str, int | None]], group: str = "G") -> CriterionBlock:
    rows = [
        CriterionRow(
            n,
            n,
            "not-assessed" if v is None else "level",
            v,
            v,
            v,
            "" if v is None else str(v),
            group,
            top=4,
            missing=None if v is None else 4 - v,
        )
        for n, v in levels
    ]
    return Block("criteria", CRITERIA, tuple(rows))


@pytest.mark.parametrize(
    ("levels", "counts"),
    [
        ([None, None], [(0, 0)]),
        ([0, 2, None], [(2, 2), (1, 2)]),
        ([4, 2, 4], [(2, 3), (3, 3)]),
        ([0], [(1, 1), (1, 1)]),
    ],
)
def test_criteria_tell_the_highest_level_of_what_is_rated(levels: list[int | None], counts: list[tuple[int, int]]):
    block = _criteria([(f"c{k}", level) for k, level in enumerate(levels)])
    (chart,) = criteria_levels(_pen(), block, [CriterionGroup("G", "G", "")], ())
    assert [(claim.number, claim.of) for claim in chart.block.title.claims] == counts
    assert len(chart.svg.split("data-row=")) - 1 == len(levels)


def test_at_least_stands_in_a_dashed_box_and_is_no_level():
    row = CriterionRow("c", "c", "at-least", None, 2, 4, "2+", "G", top=4)
    block = Block("criteria", CRITERIA, (row,))
    (chart,) = criteria_levels(_pen(), block, [CriterionGroup("G", "G", "")], ())
    assert chart.table[1] == ("c", "2+", "")
    assert chart.block.title.claims[0].number == 0
    told = [box.text for box in chart.boxes]
    assert told[told.index("at least this level, as far as read") + 1] == "1"
    assert told[told.index("not assessed; never counts as 0") + 1] == "0"


def test_over_eighty_criteria_run_to_a_second_page():
    groups = [CriterionGroup(f"G{k}", f"G{k}", "") for k in range(2)]
    rows = [_criteria([(f"{g.id}{j}", j % 5) for j in range(60)], g.id).rows for g in groups]
    charts = criteria_levels(_pen(), Block("criteria", CRITERIA, (*rows[0], *rows[1])), groups, ())
    assert [len(chart.table) for chart in charts] == [61, 61]
    assert criteria_levels(_pen(), Block("criteria", CRITERIA, ()), [], ()) == ()


def test_a_matrix_subtracts_the_means_of_those_who_prevailed_and_of_those_who_did_not():
    places = _places({"A": [0.5, 0.8, 0.6], "B": [0.9, 0.6, 0.6]}, [CAMPAIGN, FORCE, ("SECI", 0.95, "prevailed")])
    chart = score_matrix(_pen(), places)
    assert chart is not None
    assert [claim.number for claim in chart.block.title.claims] == [2, 1]
    told = [box.text for box in chart.boxes]
    assert told[-2:] == ["−0.30", "+0.20"] or told[-2:] == ["+0.20", "−0.30"]
    assert chart.title == "Those who prevailed give lower scores: 0.65 on average, the others 0.70"
    alone = score_matrix(_pen(), _places({"A": [0.5], "B": [0.9]}, [EQUAL]))
    assert alone is not None
    assert alone.title == "Scores under 1 frame, from 0.50 to 0.90"
    assert score_matrix(_pen(), _places({str(k): [k / 40, k / 40] for k in range(31)}, [EQUAL, FORCE])) is None
    assert score_matrix(_pen(), _places({"A": [0.5]}, [EQUAL])) is None


def _order(over: dict[str, tuple[str, ...]]) -> Block[AheadRow]:
    behind = {name for own in over.values() for name in own}
    rows = [
        AheadRow(n, n, "ahead" if own else "behind" if n in behind else "open", over=own, ahead=len(own), mean=k)
        for k, (n, own) in enumerate(over.items())
    ]
    return order_block(rows, over)


def test_a_firm_order_lists_each_firm_pair_once_and_draws_no_line_from_one_plan_to_another():
    chart = firm_order(_pen(), _order({"A": ("B", "C"), "B": ("C",), "C": (), "D": ()}), 0.95)
    assert chart is not None
    assert chart.table[1:] == (("A", "B, C"), ("B", "C"), ("D", ""), ("C", "")) or ("A", "B, C") in chart.table
    assert chart.title == "The order is firm for 3 of 6 pairs"
    assert "firmly ahead of no one: C, D; 1 in no such pair" in chart.unit
    across = [line.split('"') for line in chart.svg.split("<line ")[1:]]
    assert all(parts[3] == parts[7] for parts in across), "every line is a rule between two rows"
    assert firm_order(_pen(), _order({"A": (), "B": ()}), 0.95) is None
    assert firm_order(_pen(), _order({str(k): ("0",) if k else () for k in range(17)}), 0.95) is None


def test_ranks_count_who_can_be_first():
    rows = [RankRow("A", "A", "reached", best=1, worst=2, drawn=(1, 2), mean=1.2),
            RankRow("B", "B", "reached", best=1, worst=3, mean=2.0),
            RankRow("C", "C", "reached", best=3, worst=3, mean=2.8)]  # fmt: skip
    chart = attainable_ranks(_pen(), rank_block(rows, "ABC"))
    assert chart is not None
    assert (chart.block.title.claims[0].number, chart.block.title.claims[0].of) == (2, 3)
    assert attainable_ranks(_pen(), rank_block(rows[:1], "A")) is None


def _years(scores: dict[int, float]) -> dict[int, YearScore]:
    return {year: YearScore(score, is_firm=True) for year, score in scores.items()}


def test_small_multiples_begin_with_the_widest_gap():
    wide = Panel(
        "Moldova", _years(dict.fromkeys(range(2004, 2008), 0.1)), _years({2004: 0.2, 2005: 0.3, 2006: 0.4, 2007: 1.0})
    )
    near = Panel(
        "Albania", _years(dict.fromkeys(range(2004, 2008), 0.5)), _years(dict.fromkeys(range(2004, 2008), 0.6))
    )
    chart = small_multiples(_pen(), ("No Borders", "Police"), [near, wide])
    assert chart is not None
    assert chart.title == "Moldova 2007: 0.10 under “No Borders”, 1.00 under “Police”"
    short = Panel("X", _years({2004: 0.1}), _years({2004: 0.2}))
    assert small_multiples(_pen(), ("a", "b"), [short]) is None


def test_a_country_in_time_tells_when_the_verdicts_changed_places():
    one, other = {2008: 0.8, 2009: 0.8, 2010: 0.76, 2011: 0.59}, {2008: 0.7, 2009: 0.7, 2010: 0.7, 2011: 0.74}
    record = Panel("Brazil", _years(one), _years(other))
    chart = country_years(_pen(), ("No Borders", "Europol"), record, [Strip("Tier", {2011: "2"})], [Span(2018, 2022)])
    assert chart is not None
    assert chart.title == "“No Borders” and “Europol” changed places in 2011"
    # Of 2008 to 2012 the tier is known for 2011 alone; no mark is W or empty, and no dot is hollow.
    assert str(chart.unit).endswith("black: “Europol”; no box: no data")
    marked = country_years(
        _pen(), ("A", "B"), record, [Strip("Tier", {2008: "W", **dict.fromkeys((2009, 2010), "")})], []
    )
    assert marked is not None
    assert str(marked.unit).endswith("W: Tier 2 Watch List; dashed: a chapter that says nothing of it; no box: no data")
    twice = Panel("Brazil", _years(one), _years({**other, 2008: 0.9}))
    both = country_years(_pen(), ("No Borders", "Europol"), twice, [], [])
    assert both is not None
    assert both.title.endswith("in 2009 and 2011")
    apart = Panel("Brazil", _years(one), _years({year: score - 0.1 for year, score in one.items()}))
    still = country_years(_pen(), ("No Borders", "Europol"), apart, [], [])
    assert still is not None
    assert still.title.startswith("Furthest apart in 2008")
    near = Panel("Brazil", _years(one), _years({**other, 2011: 0.62}))
    unseen = country_years(_pen(), ("No Borders", "Europol"), near, [], [], 0.05)
    assert unseen is not None
    assert unseen.title.startswith("Furthest apart in 2008"), "0.59 and 0.62 are no change of places"


@pytest.mark.parametrize(
    ("plan", "title"),
    [
        (Span(2025, 2027, here=True), "The public record, 2008 to 2011, has no year of this plan"),
        (Span(2001, 2007, here=True), "The public record, 2008 to 2011, has no year of this plan"),
        (Span(2009, 2010, here=True), "Furthest apart in 2009: 0.80 under “No Borders”, 0.70 under “Europol”"),
        (Span(2010, 2012, here=True), "“No Borders” and “Europol” changed places in 2011"),
        (Span(2025, 2027), "“No Borders” and “Europol” changed places in 2011"),
    ],
)
def test_the_page_of_a_plan_opens_with_that_plans_years(plan, title):
    """0.80, 0.80, 0.76 and 0.59 against 0.70, 0.70, 0.70 and 0.74: the turn is in 2011."""
    one, other = {2008: 0.8, 2009: 0.8, 2010: 0.76, 2011: 0.59}, {2008: 0.7, 2009: 0.7, 2010: 0.7, 2011: 0.74}
    chart = country_years(_pen(), ("No Borders", "Europol"), Panel("X", _years(one), _years(other)), [], [plan])
    assert chart is not None
    assert chart.title == title


def _named(**counts: int | None) -> NamedBlock:
    return named_block({"lead_ids": None, "own-date": None, "amount": None, "indicator": None} | counts, 58)


@pytest.mark.parametrize(
    ("counts", "kind", "ids"),
    [
        ({"own-date": 0, "amount": 3}, "count", ("own-date",)),
        ({"own-date": 5, "amount": 3}, "least", ("amount",)),
        ({"own-date": 3, "amount": 3}, "least", ("own-date", "amount")),
    ],
)
def test_measures_tell_what_none_or_the_fewest_of_them_say(counts, kind, ids):
    title = named_title(_named(**counts), Measures(58, "goals"))
    assert (title.claims[0].kind, title.claims[0].ids) == (kind, ids)
    chart = measures_named(_pen(), _named(**counts), Measures(58, "goals"))
    assert chart.svg.count("<rect") == len(counts) * 58
    assert chart.block.in_state("unknown"), "what is unknown of some measure is left out and told"


def test_no_headline_is_made_where_half_of_the_measures_say_it_all():
    assert named_title(_named(**{"own-date": 29}), Measures(58, "goals")) is None
    assert named_title(_named(), Measures(58, "goals")) is None
    assert measures_named(_pen(), _named(), Measures(58, "goals")) is None


def test_who_has_no_score_stands_below_and_not_among_those_that_have_one():
    rows = (PlanRow("A", "A", "graded", 0.2, 0.1, 0.3, "E"), PlanRow("B", "B", "unread"), PlanRow("C", "C", "unread"))
    chart = score_ranges(_pen(), BANDS, Block("plans", PLANS, rows))
    assert chart is not None
    assert ">Too little was read for a score: B, C</text>" in chart.svg
    assert [row[:2] for row in chart.table[2:]] == [("B", "–"), ("C", "–")]
    assert "by name alone: 2 of which" in chart.unit
    assert score_ranges(_pen(), BANDS, Block("plans", PLANS, rows[1:])) is None


def test_ranges_have_a_tick_for_what_they_are_read_beside_and_say_why_there_is_none():
    rows = (PlanRow("A", "A", "graded", 0.2, 0.1, 0.3, "E"), PlanRow("B", "B", "graded", 0.4, 0.3, 0.5, "D"))
    block = Block("plans", PLANS, rows)
    values = (ReferenceValue(kind="frontier", number=2, score=0.45), ReferenceValue(kind="level", number=2, score=0.5))
    bare, chart = score_ranges(_pen(), BANDS, block), score_ranges(_pen(), BANDS, block, values)
    assert bare is not None
    assert chart is not None
    assert chart.svg.count("<line") == bare.svg.count("<line") + 2
    ticks = "; black ticks: the best answers of 2 real plans taken together 0.45, level 2 everywhere 0.50"
    assert str(chart.unit).endswith(ticks)
    one = score_ranges(_pen(), BANDS, block, [ReferenceValue(kind="frontier", number=1, score=None)])
    assert one is not None
    assert one.svg.count("<line") == bare.svg.count("<line")
    assert str(one.unit).endswith("; no best of real plans, as only one was read far enough")


def test_the_title_of_ranges_names_both_ends_of_what_is_graded_and_counts_the_rest():
    rows = (
        PlanRow("A", "A", "graded", 0.9, 0.8, 0.95, "A"),
        PlanRow("B", "B", "graded", 0.2, 0.2, 0.3, "E"),
        PlanRow("C", "C", "ungraded", 0.1, 0.0, 0.7),
    )
    block = Block("plans", PLANS, rows)
    assert plans_title(block).said == "From 0.20 for B to 0.90 for A; 1 more cannot be judged"
    assert plans_title(block).claims[0].left == (("ungraded", 1),)
    assert plans_title(block.part(rows[1:])).said == "All ranges overlap: what is not assessed could reverse any two"
    assert plans_title(block.part(rows[:1])).said == "A: score and range"


def test_the_weakest_paradigm_is_named_of_three_at_least_and_never_where_two_are_so_as_often():
    def panel(name: str, weakest: str) -> PanelRow:
        return PanelRow(name, name, "named" if weakest else "unnamed", weakest=weakest)

    two = Block("paradigms", PANELS, (panel("A", "Law"), panel("B", "Law"), panel("C", "")))
    assert panels_title(two).said == "Each country, part by part"
    three = Block("paradigms", PANELS, (*two.rows[:2], panel("D", "Rights")))
    assert panels_title(three).said == "Lowest score most often: Law (2 of 3)"
    four = Block("paradigms", PANELS, (*three.rows, panel("E", "Rights")))
    assert panels_title(four).said == "Each country, part by part: none is lowest in most"


def test_plans_that_do_not_fit_in_one_matrix_are_shared_out_evenly():
    plans = [f"P{k}" for k in range(30)]
    charts = level_matrix(_pen(), _levels(plans, {"c": [2] * 30}))
    assert str(charts[0].unit) == "Level reached; right: mean level", "the caption says what is drawn"
    holed = level_matrix(_pen(), _levels(plans[:4], {"c": [2, 1, 3, None]}))[0]
    assert "dotted and empty: not assessed" in str(holed.unit)
    assert [sum(box.text.startswith("P") for box in chart.boxes) for chart in charts] == [15, 15]


def test_bands_are_named_in_words_where_all_have_room_and_else_by_their_signs():
    pen = _pen()
    wide = [("low", 0.0, 80.0), ("high", 80.0, 160.0)]
    assert [name for _, name in band_signs(pen, wide, 9, 2)] == ["low", "high"]
    assert [left for left, _ in band_signs(pen, [("low", 0.0, 80.0), ("high", 80.0, 83.0)], 9, 2)] == [2]


def _levels(plans: list[str], rows: dict[str, list[int | None]]) -> Block:
    def row(name: str, levels: list[int | None]) -> LevelRow:
        cells = tuple(
            CellRow(f"{name}|{plan}", plan, "not-assessed" if level is None else "exact", level, level, level,
                    "" if level is None else str(level), 4)
            for plan, level in zip(plans, levels, strict=True)
        )  # fmt: skip
        known = [level for level in levels if level is not None]
        mean = sum(known) / len(known) if known else None
        state = "mean" if known else "unknown"
        return LevelRow(name, name, state, mean, mean, mean, "" if mean is None else f"{mean:.1f}", cells=cells)

    return Block("levels", MEANS, tuple(row(name, levels) for name, levels in rows.items()))


def _name(draw: random.Random) -> str:
    return "".join(draw.choice(SYLLABLES) for _ in range(draw.randint(1, 9)))[:40].strip() or "x"


def _names(draw: random.Random, number: int) -> list[str]:
    return [f"{_name(draw)} {k}" for k in range(number)]


def _some_places(draw: random.Random, plans: int, frames: int) -> Places:
    groups = ("prevailed", "heard", "others")
    heads = [(name, draw.random(), draw.choice(groups)) for name in _names(draw, frames)]
    return _places({name: [draw.random() for _ in heads] for name in _names(draw, plans)}, heads)


def _some_bump(pen: Pen, draw: random.Random) -> Chart | None:
    return bump(pen, _some_places(draw, draw.randint(5, 40), draw.randint(2, 8)))


def _some_dumbbell(pen: Pen, draw: random.Random) -> Chart | None:
    places = _some_places(draw, draw.randint(1, 40), 2)
    return dumbbell(pen, places, (places.columns[0], places.columns[1]))


def _some_dots(pen: Pen, draw: random.Random) -> Chart | None:
    dots = [
        _frame(n, draw.random(), draw.choice(["A", "B", "C", "D", "E", ""]), used=k == 0)
        for k, n in enumerate(_names(draw, draw.randint(3, 40)))
    ]
    return grade_dots(pen, BANDS, Block("frames", STATES, tuple(dots)), _reach(dots[0].value or 0, draw.random() / 2))


def _some_control(pen: Pen, draw: random.Random) -> Chart | None:
    rows = [
        _frame(
            n, draw.random(), draw.choice(["A", "B", "C", "D", "E", ""]), draw.random(), draw.random() / 2, used=k == 0
        )
        for k, n in enumerate(_names(draw, draw.randint(2, 40)))
    ]
    return frames_by_control(pen, BANDS, Block("frames", STATES, tuple(rows)), 0)


def _some_criteria(pen: Pen, draw: random.Random) -> Chart | None:
    levels: list[int | None] = [0, 1, 2, 3, 4, None]

    def rows(group: str, number: int) -> tuple[CriterionRow, ...]:
        made = _criteria([(c, draw.choice(levels)) for c in _names(draw, number)], group).rows
        return tuple(replace(r, id=f"{group}|{k}", object=draw.choice(["", "law"])) for k, r in enumerate(made))

    groups = [CriterionGroup(f"{k}", n, "0.23 (0.20 to 0.34)") for k, n in enumerate(_names(draw, draw.randint(1, 5)))]
    found = Block("criteria", CRITERIA, tuple(r for g in groups for r in rows(g.id, draw.randint(0, 16))))
    if draw.random() > 0.5:
        return next(iter(criteria_levels(pen, found, groups, [row.id for row in found.rows[:3]])), None)
    return criteria_boxes(pen, found, groups)


def _some_matrix(pen: Pen, draw: random.Random) -> Chart | None:
    return score_matrix(pen, _some_places(draw, draw.randint(2, 30), 8))


def _some_order(pen: Pen, draw: random.Random) -> Chart | None:
    names = _names(draw, draw.randint(2, 16))
    return firm_order(
        pen, _order({n: tuple(o for o in names[k + 1 :] if draw.random() > 0.5) for k, n in enumerate(names)}), 0.95
    )


def _some_ranks(pen: Pen, draw: random.Random) -> Chart | None:
    names = _names(draw, draw.randint(2, 40))
    rows = [
        RankRow(n, n, "reached", best=1 + k // 2, worst=1 + k, drawn=(1 + k // 2, 1 + k), mean=k)
        for k, n in enumerate(names)
    ]
    return attainable_ranks(pen, rank_block(rows, names))


def _some_panels(draw: random.Random, number: int) -> list[Panel]:
    def scores() -> dict[int, YearScore]:
        return {y: YearScore(draw.random(), draw.random() > 0.3) for y in range(2003, 2012) if draw.random() > 0.1}

    return [Panel(n, scores(), scores()) for n in _names(draw, number)]


def _some_years(pen: Pen, draw: random.Random) -> Chart | None:
    frames = (_name(draw), _name(draw))
    if draw.random() > 0.5:
        return small_multiples(pen, frames, _some_panels(draw, 12))
    marks = {year: draw.choice(["1", "2", "W", ""]) for year in range(2001, 2026)}
    plans = [Span(2005, 2007), Span(2018, 2022, here=True)]
    return country_years(pen, frames, _some_panels(draw, 1)[0], [Strip(_name(draw), marks, frozenset("W"))], plans)


def _some_bars(pen: Pen, draw: random.Random) -> Chart | None:
    def weights() -> tuple[float, ...]:
        parts = [draw.random() ** 3 for _ in range(6)]
        return tuple(part / sum(parts) for part in parts)

    rows = [
        replace(_weights(f"{k}", k * 0.2, (w := weights())[:5], w[5], used=k == 0), name=_name(draw)) for k in range(2)
    ]
    return weight_by_level(pen, rows, _name(draw))


def _some_strip(pen: Pen, draw: random.Random) -> Chart | None:
    if draw.random() > 0.5:
        counts = {name: draw.choice([None, draw.randint(0, 58)]) for name in NAMES}
        return measures_named(pen, named_block(counts, 58), Measures(58, _name(draw), draw.random() > 0.5))
    low, high = sorted((draw.random(), draw.random()))
    return grade_strip(pen, BANDS, (low, high), (low + high) / 2, [draw.random() for _ in range(22)])


@pytest.mark.parametrize("score", [0.0, 0.66, 1.0])
def test_a_score_that_nothing_can_move_is_written_once_and_inside_the_strip(score):
    drawn = grade_strip(_pen(), BANDS, (score, score), score).svg
    assert drawn.count(f">{score:.2f}<") == 1


def _some_side_by_side(pen: Pen, draw: random.Random) -> Chart | None:
    plans, which = _names(draw, draw.randint(1, 30)), draw.randint(0, 2)
    if which == 0:
        return score_ranges(pen, BANDS, Block("plans", PLANS, tuple(_some_plan(n, draw) for n in plans)))
    if which == 1:
        levels: list[int | None] = [0, 1, 2, 3, 4, None]
        found = {n: draw.choices(levels, k=len(plans)) for n in _names(draw, draw.randint(1, 60))}
        return level_matrix(pen, _levels(plans, found))[-1]
    return _panels(pen, plans, draw)


def _panels(pen: Pen, plans: list[str], draw: random.Random) -> Chart | None:
    cells = tuple(
        PartRow(n, n, draw.choice(["graded", "ungraded"]), one.score, one.low, one.high)
        for n in _names(draw, 5)
        for one in (_reach(draw.random(), 0.2),)
    )
    panels = tuple(
        PanelRow(
            n, n, "unnamed", told="(0.35)", gap=_name(draw), cells=tuple(replace(c, id=f"{n}|{c.id}") for c in cells)
        )
        for n in plans
    )
    return paradigm_panels(pen, Block("paradigms", PANELS, panels))[0]


def _some_few(pen: Pen, draw: random.Random) -> Chart | None:
    plans = _names(draw, draw.randint(2, 5))
    if draw.random() > 0.5:
        return _panels(pen, plans, draw)
    return common_dots(pen, CommonScores(Block("common", SIDES, _some_common(plans, draw)), 46, 19, 6))


def _some_common(plans: list[str], draw: random.Random) -> tuple[CommonRow, ...]:
    states = ["compared", *draw.choices(["compared", "apart"], k=len(plans))]
    return tuple(
        CommonRow(n, n, state)
        if state == "apart"
        else CommonRow(n, n, state, under=(low := draw.random()), over=(high := draw.random()), rise=high - low,
                       dots=tuple((draw.random(), draw.random()) for _ in range(25)))
        for n, state in zip(plans, states, strict=False)
    )  # fmt: skip


def _some_plan(name: str, draw: random.Random) -> PlanRow:
    reach, state = _reach(draw.random(), 0.2), draw.choice(["graded", "ungraded", "unread"])
    return (
        PlanRow(name, name, state)
        if state == "unread"
        else PlanRow(name, name, state, reach.score, reach.low, reach.high)
    )


def _some_many(pen: Pen, draw: random.Random) -> Chart | None:
    plans, which = _names(draw, draw.randint(45, 60)), draw.randint(0, 2)
    if which == 0:
        return score_ticks(pen, BANDS, Block("plans", PLANS, tuple(_some_plan(n, draw) for n in plans)))
    if which == 1:
        levels: list[int | None] = [0, 1, 2, 3, 4, None]
        found = {n: draw.choices(levels, k=len(plans)) for n in _names(draw, draw.randint(1, 40))}
        return level_matrix(pen, _levels(plans, found))[0]
    states = ["compared", *draw.choices(["compared", "apart"], k=4)]
    rows = [
        SidesRow(n, n, state, control=(c := draw.random()), protection=(p := draw.random()), gap=c - p)
        for n, state in zip(plans, states, strict=False)
    ]
    return two_sides(pen, Sides(Block("sides", SIDES, tuple(rows)), {"control": 3, "protection": 4}))


CASES: list[Callable[[Pen, random.Random], Chart | None]] = [
    _some_bump, _some_dumbbell, _some_dots, _some_control, _some_criteria, _some_matrix, _some_order, _some_ranks,
    _some_years, _some_bars, _some_strip, _some_side_by_side, _some_few, _some_many,
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_no_label_lies_over_another_or_leaves_the_drawing(case: Callable[[Pen, random.Random], Chart | None]):
    drawn = 0
    for seed in range(30):
        chart = case(_pen(LANGUAGES[seed % 3]), random.Random(seed))  # noqa: S311  (no secret: the same cases each time)
        if chart is None:
            continue
        drawn += 1
        for one in filter(None, (chart, chart.narrow)):
            assert collisions(one) == [], (seed, one.size, collisions(one)[:3])
            (wide, deep), ends = one.size, [(b.left, b.right, b.bottom, b.text) for b in one.boxes]
            outside = [b for b in ends if b[0] < -0.5 or b[1] > wide + 0.5 or b[2] > deep + 0.5]
            assert outside == [], (seed, one.size, outside[:3])
        assert min(len(row) for row in chart.table) == max(len(row) for row in chart.table)
    assert drawn >= 18


def test_a_narrow_drawing_stands_beside_the_wide_one_and_is_left_out_where_something_would_leave_it():
    @with_narrow
    def far(pen: Pen, at: float) -> Chart:
        with pen.row("a", "drawn"):
            pen.dot((at, 5), 3, "#000000")
        return pen.chart("far", "A dot", "", 10, [["", ""], ["a", "1"]])

    near = far(_pen(), NARROW - 3)
    assert near.narrow is not None
    assert (near.size[0], near.narrow.size[0]) == (WIDTH, NARROW)
    assert near.narrow.svg.count("<circle") == near.svg.count("<circle") == 1
    assert far(_pen(), NARROW).narrow is None
    assert far(_pen().fresh(200), 100).narrow is None


def test_only_the_wide_drawing_speaks_and_names_its_rows():
    chart = score_ranges(_pen(), BANDS, Block("plans", PLANS, (PlanRow("a", "Albania", "graded", 0.4, 0.3, 0.5),)))
    assert chart is not None
    assert chart.narrow is not None
    for part in ("<title>", "<desc>", "data-row", 'role="img"'):
        assert (part in chart.svg, part in chart.narrow.svg) == (True, False), part
    assert 'aria-hidden="true"' in chart.narrow.svg


def test_what_a_chart_prints_is_escaped():
    places = _places({"<script>": [0.2, 0.4]}, [("<b>", 0.1, "heard"), ("&", 0.9, "prevailed")])
    chart = dumbbell(_pen(), places, (places.columns[0], places.columns[1]))
    assert chart is not None
    assert "<script>" not in chart.svg
    assert "&lt;script&gt;" in chart.svg
    assert chart.size[0] == WIDTH
