"""Who can be ranked is said first, and why the others cannot."""

from __future__ import annotations

import pytest

from evaluator import contrast
from evaluator.contrasts.findings import ContrastContext, findings_of
from evaluator.contrasts.options import SECTIONS, ContrastOptions
from evaluator.contrasts.ranked import ranking_words
from evaluator.contrasts.tables.all import document, tables_of
from evaluator.pipeline import leave_one_out
from tests.contrasts.synthetic import ALIKE, LEAVES, choices, three_plans, toy_assessment, toy_rubric
from tests.marking import unsaid

THIN = toy_assessment("DDD-2010-2012", {"law-enforcement.control": 4})  # 30 % of equal, 40 % of police
NEEDS = "A rank needs at least 67% of the weight assessed."
EMPTY = toy_assessment("EEE-2010-2012", {})


def _study(plans, weightings=None, *, rank_all=False, **more):
    return contrast(plans, toy_rubric(contrast=choices(), **more), weightings, rank_all=rank_all)


def test_a_plan_below_the_least_coverage_has_no_rank_and_takes_no_place():
    study = _study([*three_plans(), THIN], ["police"])
    found = {v.plan_id[:3]: (v.rank, v.common_rank, v.rankable) for v in study.ranking("police")}
    assert found == {"AAA": (1, 1, True), "CCC": (2, 2, True), "BBB": (3, 3, True), "DDD": (None, None, False)}
    assert [v.plan_id[:3] for v in study.ranking("police")][-1] == "DDD", "below the ranked ones, score 1.0 or not"
    assert study.verdict("DDD-2010-2012", "police").score == 1.0
    assert len(study.common) == 14, "what an unranked plan lacks costs the others no common criterion"


def test_rank_all_ranks_whatever_the_coverage_but_not_without_a_score():
    study = _study([*three_plans(), THIN, EMPTY], ["police"], rank_all=True)
    assert [(v.plan_id[:3], v.rank) for v in study.ranking("police")] == [
        ("DDD", 1), ("AAA", 2), ("CCC", 3), ("BBB", 4), ("EEE", None),
    ]  # fmt: skip
    assert len(study.common) == 2


def test_the_least_coverage_itself_is_enough():
    """Nine tenths of equal, and of rights, less nothing: 0.9 - 0.3 = 0.6 reaches a least coverage of 0.6."""
    grading = toy_rubric().grading.model_dump(by_alias=True) | {"least_coverage": 0.6}
    plans = [toy_assessment(f"{n}-2010-2012", dict.fromkeys(LEAVES[:4], k)) for k, n in enumerate(("AAA", "BBB"))]
    study = _study(plans, ["equal"], grading=grading)
    assert [v.coverage for v in study.row("equal")] == [0.6, 0.6]
    assert study.rankable("equal") == ("AAA-2010-2012", "BBB-2010-2012")
    above = toy_rubric().grading.model_dump(by_alias=True) | {"least_coverage": 0.601}
    assert _study(plans, ["equal"], grading=above).rankable("equal") == ()


def test_one_plan_that_alone_reaches_it_has_no_rank():
    study = _study([three_plans()[0], THIN], ["equal"])
    assert {v.rank for v in study.row("equal")} == {None}
    assert [v.rankable for v in study.row("equal")] == [True, False]
    assert ranking_words(study)[0] == (
        "Only AAA-2010-2012 could be ranked under “equal”, so none of 2 plans has a rank."
    )


def test_a_frame_under_which_one_plan_alone_could_be_ranked_gives_no_rank():
    """Law enforcement is 30 % of equal and 80 % of police, under which only AAA reaches 67 %, so none has a rank."""
    law = {"law-enforcement.control": 4, "law-enforcement.protection": 4}
    study = _study([toy_assessment("AAA-2010-2012", law), THIN], ["equal", "police"])
    assert (study.rankable("police"), study.ranked("police")) == (("AAA-2010-2012",), ())
    assert ranking_words(study)[-1] == "None has a rank under the 1 other frame either."
    other_way = _study(
        [toy_assessment("AAA-2010-2012", ALIKE), toy_assessment("BBB-2010-2012", law)], ["police", "equal"]
    )
    assert ranking_words(other_way)[-1] == "Under 1 other frame none has a rank."
    three = _study([*three_plans(), toy_assessment("DDD-2010-2012", law)], ["police", "equal", "rights"])
    assert [len(three.ranked(w)) for w in ("police", "equal", "rights")] == [4, 3, 3]
    assert ranking_words(three)[-1] == (
        "Under 2 other frames a different set can be ranked; of the 4: “equal” 3, “rights” 3."
    )


def test_on_request_one_plan_alone_has_no_rank_either():
    words = ranking_words(_study([three_plans()[0], EMPTY], ["equal"], rank_all=True))
    assert words[0] == "Only AAA-2010-2012 could be ranked under “equal”, so none of 2 plans has a rank."


@pytest.mark.parametrize(
    ("plans", "weightings", "told"),
    [
        ([], ["equal"], ["Each of the 3 plans has a rank under “equal”."]),
        (
            [THIN, EMPTY],
            ["equal", "police"],
            [
                "3 of 5 plans have a rank under “equal”: AAA-2010-2012, BBB-2010-2012, CCC-2011-2013.",
                f"{NEEDS} Here it is: DDD-2010-2012 15%, EEE-2010-2012 none (no score).",
                "The same holds under the 1 other frame.",
            ],
        ),
    ],
)
def test_the_words_say_how_many_and_why_not(plans, weightings, told):
    assert list(ranking_words(_study([*three_plans(), *plans], weightings))) == told


def test_weightings_that_rank_other_plans_are_named_with_their_number():
    part = {leaf: 2 for leaf in LEAVES if not leaf.startswith("human")}
    plans = [toy_assessment("AAA-2010-2012", part), toy_assessment("BBB-2010-2012", ALIKE), THIN]
    words = ranking_words(_study(plans, ["equal", "police", "rights"]))
    assert words[-1] == "Under 1 other frame a different set can be ranked; of the 3: “police” 2."


def test_a_coverage_just_under_the_least_does_not_read_as_the_least():
    plans = [toy_assessment(f"{n}-2010-2012", dict.fromkeys(LEAVES[:4], k)) for k, n in enumerate(("AAA", "BBB"))]
    near = toy_rubric().grading.model_dump(by_alias=True) | {"least_coverage": 0.604}
    words = ranking_words(_study(plans, ["equal"], grading=near))
    assert words[1].startswith("A rank needs at least 60.4% of the weight assessed. Here it is: AAA-2010-2012 60.00%,")


def test_no_part_on_ranks_speaks_of_a_plan_that_cannot_be_ranked():
    study = _study([*three_plans(), THIN, EMPTY])
    found = findings_of(study, ContrastOptions(sections=SECTIONS), ContrastContext(left_out=leave_one_out))
    tables = {table.name: table.rows for table in tables_of(found, SECTIONS)}
    ours = {"AAA-2010-2012", "BBB-2010-2012", "CCC-2011-2013"}
    for name, fields in {
        "crossings": ("ahead", "behind"), "flips": ("winner", "loser"), "attainable-ranks": ("plan_id",),
        "ranks": ("plan_id",), "acceptability": ("plan_id",), "pairs": ("plan_id", "other"),
    }.items():  # fmt: skip
        assert tables[name], name
        assert {getattr(row, field) for row in tables[name] for field in fields} == ours, name
        assert {row.ranking for row in tables[name]} == {"covered"}
    assert {row.plan_id[:3]: row.level is None for row in tables["levels"]} == {
        "AAA": False, "BBB": False, "CCC": False, "DDD": True, "EEE": True,
    }  # fmt: skip
    assert {row.plan_id for row in tables["scores"] if row.rank} == ours
    assert all(row.rank_before is None for row in tables["leave-one-out"] if row.plan_id not in ours)
    ranking = {row.plan_id[:3]: (row.ranked, row.why) for row in tables["ranking"] if row.weighting == "equal"}
    assert ranking == {
        "AAA": ("yes", ""), "BBB": ("yes", ""), "CCC": ("yes", ""), "DDD": ("no", "coverage"),
        "EEE": ("no", "no score"),
    }  # fmt: skip


def test_rank_all_marks_every_row_and_the_document():
    study = _study([*three_plans(), THIN], rank_all=True)
    found = findings_of(study, ContrastOptions(sections=SECTIONS), ContrastContext(left_out=leave_one_out))
    tables = tables_of(found, SECTIONS)
    marked = [t for t in tables if t.rows and hasattr(t.rows[0], "ranking")]
    assert len(marked) >= 9
    assert {row.ranking for table in marked for row in table.rows} == {"all"}
    told = document(found, tables)
    assert list(told)[:2] == ["headline", "rank_all"]
    assert told["rank_all"] is True
    assert any("On request 4 plans are ranked under equal whatever their coverage." in s for s in told["headline"])
    assert {row.ranked for row in tables[1].rows} == {"yes", "on request"}


def test_verdict_comes_first():
    found = findings_of(_study(three_plans()))
    assert found.headline[0] == "On present evidence none is firmly ahead of another."
    apart = [toy_assessment(f"{n}-2010-2012", dict.fromkeys((*LEAVES, "plan-quality"), k)) for n, k in
             (("AAA", 0), ("BBB", 4))]  # fmt: skip
    assert findings_of(_study(apart)).headline[0] == "One is firmly ahead of the other."


def test_leaving_out_a_criterion_can_take_a_rank_away():
    """Without one of its criteria a plan at the edge falls below the least coverage."""
    edge = toy_assessment("DDD-2010-2012", {c: 3 for leaf in LEAVES[:5] for c in (f"{leaf}-1", f"{leaf}-2")})
    grading = toy_rubric().grading.model_dump(by_alias=True) | {"least_coverage": 0.68}
    study = _study([*three_plans(), edge], ["equal"], grading=grading)
    before = study.verdict("DDD-2010-2012", "equal")
    assert (before.coverage, before.rankable) == (0.75, True)
    moved = {m.plan_id: m for left in leave_one_out(study) if left.id == "migration" for m in left.movers}
    assert moved["DDD-2010-2012"].rank_before is not None
    assert moved["DDD-2010-2012"].rank_after is None, "0.675 of the weight is assessed without it"


def test_every_word_can_be_said_in_another_language_whole():
    part = {leaf: 2 for leaf in LEAVES if not leaf.startswith("human")}
    many = [toy_assessment(f"{n}XX-2010-2012", {"migration.control": 2}) for n in "FGHIJKL"]
    told = [
        *ranking_words(_study([*three_plans(), THIN, EMPTY], ["equal", "police"])),
        *ranking_words(_study([*three_plans(), THIN, EMPTY], ["equal"], rank_all=True)),
        *ranking_words(_study(three_plans(), ["equal"])),
        *ranking_words(_study([THIN, EMPTY, *many], ["equal"])),
        *ranking_words(_study([three_plans()[0], THIN], ["equal"])),
        *ranking_words(_study([toy_assessment("AAA-2010-2012", part), three_plans()[1]])),
    ]
    data = ("equal", "police", "rights", *(f"{n}-2010-2012" for n in ("AAA", "BBB", "DDD", "EEE")), "CCC-2011-2013",
            *(f"{n}XX-2010-2012" for n in "FGHIJKL"))  # fmt: skip
    assert [unsaid(one, data) for one in told] == [""] * len(told)
    assert ranking_words(_study([EMPTY])) == ()
