"""The plan as a text of its time: likeness, shift and diffusion of tiny plans, worked by hand."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from evaluator.model.country import Institution
from evaluator.model.facts import TierPlacement
from evaluator.model.framing import FramingFile
from evaluator.model.plan import FUNCTIONS, PARADIGMS, Attribution, Measure, MoneyLine
from evaluator.model.report import PortraitChoices
from evaluator.plans.portrait import diffusion, frame, likeness, paradigm_mix, shift, tagged_rows, words_of

LAW, RIGHTS, ECONOMY = ("law-enforcement",), ("human-rights",), ("economic",)
CHOICES = PortraitChoices(near_identical=0.9, least_words=2, permutations=3000, seed=7, origin="modelled")


def row(measure_id, paradigms=(), function="", text="x", level="activity", parent="", **more):
    return Measure(measure_id, parent, level=level, text=text, paradigms=tuple(paradigms), function=function, **more)


def named(plan, plan_id, **more):
    return dataclasses.replace(plan, plan=plan.plan.model_copy(update={"id": plan_id, **more}))


def framed(plan, **parts):
    passage = {"source_id": "S1", "locator": "p. 1", "note": "said"}
    given_ = {part: [{"code": code, "passages": [passage]} for code in codes] for part, codes in parts.items()}
    frame_ = FramingFile.model_validate({"coder": "a", "state": "final", **given_})
    return dataclasses.replace(plan, framing=frame_)


def test_structure_is_the_overlap_of_paradigm_and_function_against_the_same_rows_dealt_at_random(plan_of):
    # A is {law x control: 1}, B half of that and half {rights x assistance}: they share 0.5. Of the six ways to
    # deal the four rows two and two, each leaves the odd row on one side: always 0.5, so all deals are at most so.
    first = plan_of([row("A1", LAW, "control"), row("A2", LAW, "control")])
    second = plan_of([row("B1", LAW, "control"), row("B2", RIGHTS, "assistance")])
    found = likeness(first, second, CHOICES)
    assert (found.structure, found.dealt, found.chance) == (0.5, 0.5, 1.0)


def test_plans_that_share_no_cell_are_as_rare_as_the_deals_that_part_them(plan_of):
    # Of the six deals two part the kinds (overlap 0), four mix them (overlap 1).
    first = plan_of([row("A1", LAW, "control"), row("A2", LAW, "control")])
    second = plan_of([row("B1", RIGHTS, "control"), row("B2", RIGHTS, "control")])
    found = likeness(first, second, CHOICES)
    assert found.structure == 0
    assert found.dealt == pytest.approx(2 / 3, abs=0.03)
    assert found.chance == pytest.approx(1 / 3, abs=0.03)


def test_a_row_of_two_paradigms_counts_half_in_each(plan_of):
    first = plan_of([row("A1", LAW + RIGHTS, "control")])
    second = plan_of([row("B1", LAW, "control")])
    assert likeness(first, second, CHOICES).structure == 0.5
    assert dict(paradigm_mix(first).shares) == {
        "migration": 0, "law-enforcement": 0.5, "human-rights": 0.5, "economic": 0
    }  # fmt: skip


def test_text_is_a_cosine_of_words_by_their_rarity(plan_of):
    # "shelter" stands in both rows (weight 1), "police" and "court" in one each (ln 3/2 + 1 = 1.405465):
    # 1 / (1 + 1.405465**2) = 0.336097.
    first, second = plan_of([row("A1", text="Shelter, police")]), plan_of([row("B1", text="shelter court")])
    found = likeness(first, second, CHOICES)
    assert found.text == pytest.approx(0.336097, abs=1e-6)
    assert (found.twins, found.structure, found.compared) == ((), None, (1, 1))


def test_rows_of_the_same_words_are_listed_and_each_row_counts_by_its_best(plan_of):
    first = plan_of([row("A1", text="Open a shelter for victims")])
    second = plan_of([row("B1", text="open a shelter for VICTIMS"), row("B2", text="police raids")])
    found = likeness(first, second, CHOICES)
    assert found.text == pytest.approx(2 / 3)
    assert [(twin.first_id, twin.second_id, round(twin.likeness, 9)) for twin in found.twins] == [("A1", "B1", 1)]


def test_a_row_of_too_few_words_is_not_compared(plan_of):
    first, second = plan_of([row("A1", text="Prevention")]), plan_of([row("B1", text="Prevention")])
    found = likeness(first, second, CHOICES)
    assert (found.text, found.twins, found.compared) == (None, (), (0, 0))


def test_words_are_folded_and_the_common_ones_left_out():
    assert words_of("Train the police, and the POLICE on trafficking, 24 h") == {"train", "police"}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(PARADIGMS), st.sampled_from(FUNCTIONS), st.sampled_from(["shelter homes", "police raids"])
    ),
    min_size=1,
    max_size=5,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(ROWS, ROWS)
def test_likeness_is_a_share_the_same_both_ways_and_whole_with_oneself(plan_of, one, other):
    few = CHOICES.model_copy(update={"permutations": 20})
    first, second = (
        plan_of([row(f"M{at}", (p,), f, text) for at, (p, f, text) in enumerate(rows)]) for rows in (one, other)
    )
    there, back, same = likeness(first, second, few), likeness(second, first, few), likeness(first, first, few)
    assert 0 <= there.structure <= 1 + 1e-9
    assert there.structure == pytest.approx(back.structure)
    assert there.text == pytest.approx(back.text)
    assert 0 < there.chance <= 1
    assert (same.structure, same.text) == (pytest.approx(1), pytest.approx(1))
    assert same.chance == 1


def test_a_task_below_a_tagged_row_is_part_of_it_and_a_heading_counts_where_nothing_finer_is_tagged(plan_of):
    plan = plan_of([
        row("H", RIGHTS, level="heading"), row("O"), row("M", LAW, parent="O"),
        row("T", ECONOMY, level="task", parent="M"),
    ])  # fmt: skip
    assert [measure.measure_id for measure in tagged_rows(plan)] == ["H", "M"]


def test_a_plan_without_tags_has_no_mix(plan_of):
    mix = paradigm_mix(plan_of([row("M")]))
    assert (mix.tagged, mix.rows, sum(share for _, share in mix.shares)) == (0, 1, 0)


def test_tags_that_nobody_confirmed_are_counted(plan_of):
    tags = {"M": "proposed", "N": "confirmed", "O": "confirmed"}
    mix = paradigm_mix(plan_of([row(name, LAW, tag_status=status) for name, status in tags.items()]))
    assert (mix.tagged, mix.proposed) == (3, 1)


def test_diffusion_counts_each_body_once_by_reach(plan_of):
    bodies = [
        Institution("MOI", "m", kind="ministry"),
        Institution("TOWN", "t", kind="local"),
        Institution("HELP", "h", kind="ngo-local"),
        Institution("IOM", "i", kind="io"),
        Institution("NGOS", "n", kind="group"),
    ]
    rows = [
        row("M1", lead_ids=("MOI",), partner_ids=("IOM", "NGOS")),
        row("M2", lead_ids=("MOI",), partner_ids=("HELP",), through_id="TOWN"),
    ]
    money = [
        MoneyLine("L1", state="amount", amount=1.0, funder_kind="donor"),
        MoneyLine("L2", state="amount", amount=1.0, funder_kind="state"),
        MoneyLine("L3", state="amount", amount=2.0, funder_kind="state", total_of="plan"),
        MoneyLine("L4", state="not-stated", funder_kind="unknown"),
    ]
    plan = plan_of(rows, institutions=bodies, money=money)
    drafted = tuple(
        Attribution(value=who, source_id="S1", locator="p. 1") for who in ("IOM", "ministry", "donor", "IOM")
    )
    plan = named(plan, "XXA-2020-2023", drafted_by=drafted)
    faces = {face.what: face for face in diffusion(plan)}
    assert sorted(faces) == ["drafted", "funds", "named"]
    assert dict(faces["drafted"].counts) == {"transnational": 2, "state": 1, "local": 0}
    assert faces["drafted"].share("transnational") == pytest.approx(2 / 3)
    assert dict(faces["named"].counts) == {"transnational": 1, "state": 1, "local": 2}
    assert faces["named"].unplaced == 1
    assert (dict(faces["funds"].counts), faces["funds"].unplaced) == ({"transnational": 1, "state": 1, "local": 0}, 1)


def test_a_face_of_open_groups_alone_has_no_share(plan_of):
    (face,) = diffusion(plan_of([row("M", lead_ids=("NGOS",))], institutions=[Institution("NGOS", "n", kind="group")]))
    assert (face.what, face.placed, face.unplaced, face.share("state")) == ("named", 0, 1, None)


def test_codes_come_with_meaning_paradigm_and_passages(plan_of):
    plan = framed(plan_of([row("M")]), problem=["organised-crime"], remedies=["demand"])
    assert [(code.part, code.code, code.paradigm) for code in frame(plan)] == [
        ("problem", "organised-crime", "law-enforcement"), ("remedies", "demand", ""),
    ]  # fmt: skip
    assert frame(plan)[0].passages == (("S1", "p. 1", "said"),)
    assert frame(plan_of([row("M")])) == ()


def test_shift_orders_editions_and_sets_beside_each_what_was_recorded_since_the_one_before(plan_of):
    members = [{"body": "EU", "from": "2013-07-01"}, {"body": "UN", "from": "2010"}]
    old = named(plan_of([row("M", LAW)], memberships=members), "XXA-2010-2012", start="2010")
    new = named(plan_of([row("M", LAW), row("N", RIGHTS)], memberships=members), "XXA-2014-2016", start="2014-03")
    tiers = [
        TierPlacement(iso, year, tier)
        for iso, year, tier in [
            ("XXA", 2010, "1"), ("XXA", 2011, "2"), ("XXA", 2012, "2"), ("XXA", 2013, "2"), ("XXA", 2013, "3"),
            ("XXA", 2014, "3"), ("XXA", 2015, "1"), ("XXB", 2012, "3"),
        ]
    ]  # fmt: skip
    first, second = shift([framed(new, problem=["rights-violation"]), framed(old, problem=["organised-crime"])], tiers)
    assert (first.plan_id, first.moved, first.events, first.gained) == ("XXA-2010-2012", None, (), ())
    assert second.moved == 0.5
    assert [(event.date, event.kind, event.what) for event in second.events] == [
        ("2011", "tier", "1 to 2"),
        ("2013", "tier", "2 to 2 or 3"),
        ("2013-07-01", "membership", "EU"),
        ("2014", "tier", "2 or 3 to 3"),
    ]
    assert (second.gained, second.lost) == (("problem:rights-violation",), ("problem:organised-crime",))


def test_where_one_edition_is_not_tagged_or_not_coded_nothing_is_said_to_have_moved(plan_of):
    old, new = named(plan_of([row("M")]), "XXA-2010", start="2010"), plan_of([row("M", LAW)])
    _, second = shift([old, framed(new, problem=["organised-crime"])])
    assert (second.moved, second.gained, second.lost) == (None, (), ())
    assert shift([]) == ()
