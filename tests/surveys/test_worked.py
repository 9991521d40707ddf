"""A survey worked by hand: from the answers of eleven people to every figure of groups.csv and conflict.csv.

The rubric has two areas: care with three stances of one criterion each (q1 to q3), law with two criteria (q4, q5).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

from evaluator.errors import EvaluatorError
from evaluator.model.survey import Answer
from evaluator.surveys.groups import asked_of, spread_of
from evaluator.surveys.means import firm_order, interval_of_score
from evaluator.surveys.pages import areas_of, code_book
from tests.surveys.simulated import RULES, WORDS, survey_of
from tests.tiny import question, write_library

FOUR = RULES.model_copy(update={"fine_from": 5, "firm_from": 5})  # four decimals, so that a figure can be told
# Points of care and law, of the three stances (None: skipped), and how many times care is worth law.
NGO = [
    ((100, 100), (100, 0, 0), 1),
    ((100, 25), (100, 100, 0), 4),
    ((25, 100), (25, 100, 0), 5),
    ((100, 0), (100, 60, 40), 10),
    ((100, 100), (100, 100, 50), 1),
]
POLICE = [
    ((25, 100), (100, 0, 0), 4),
    ((50, 50), (100, 100, 0), 1),
    ((25, 100), (25, 100, 0), 2),
    ((75, 25), (100, 100, 100), None),
    ((50, 50), (60, 20, 20), None),
    ((40, 60), None, None),
]
# Shares are multiplied down, law is halved.
NGO_WEIGHTS = [
    (Fraction("0.5"), Fraction(0), Fraction(0), Fraction("0.25"), Fraction("0.25")),
    (Fraction("0.4"), Fraction("0.4"), Fraction(0), Fraction("0.1"), Fraction("0.1")),
    (Fraction("0.04"), Fraction("0.16"), Fraction(0), Fraction("0.4"), Fraction("0.4")),
    (Fraction("0.5"), Fraction("0.3"), Fraction("0.2"), Fraction(0), Fraction(0)),
    (Fraction("0.2"), Fraction("0.2"), Fraction("0.1"), Fraction("0.25"), Fraction("0.25")),
]
POLICE_JUDGED = [
    (Fraction("0.2"), Fraction(0), Fraction(0), Fraction("0.4"), Fraction("0.4")),
    (Fraction("0.25"), Fraction("0.25"), Fraction(0), Fraction("0.25"), Fraction("0.25")),
    (Fraction("0.04"), Fraction("0.16"), Fraction(0), Fraction("0.4"), Fraction("0.4")),
    (Fraction("0.25"), Fraction("0.25"), Fraction("0.25"), Fraction("0.125"), Fraction("0.125")),
    (Fraction("0.3"), Fraction("0.1"), Fraction("0.1"), Fraction("0.25"), Fraction("0.25")),
]


def drawn_shares():
    """Return the mean shares of the five who judged, how far they are kept, and them drawn to a third each."""
    whole = [sum(row[:3]) for row in POLICE_JUDGED]
    plain = [sum(row[k] for row in POLICE_JUDGED) / sum(whole) for k in range(3)]
    local = [[row[k] / own for row, own in zip(POLICE_JUDGED, whole, strict=True)] for k in range(3)]
    noise = sum(sum((x - sum(xs) / 5) ** 2 for x in xs) / 4 for xs in local) / 5
    kept = 1 - noise / sum((share - Fraction(1, 3)) ** 2 for share in plain)
    return plain, kept, [Fraction(1, 3) + kept * (share - Fraction(1, 3)) for share in plain]


POLICE_WEIGHTS = [
    *POLICE_JUDGED,
    (*(Fraction("0.4") * share for share in drawn_shares()[2]), Fraction("0.3"), Fraction("0.3")),
]


@pytest.fixture(scope="module")
def rubric(tmp_path_factory):
    tree = [
        {"id": "care", "parent": "total"},
        *(
            {"id": f"care.{stance}", "parent": "care", "stance": stance}
            for stance in ("control", "protection", "structural")
        ),
        {"id": "law", "parent": "total"},
    ]
    parents = ("care.control", "care.protection", "care.structural", "law", "law")
    criteria = [question(f"q{k}", parent) for k, parent in enumerate(parents, 1)]
    ratings = {f"q{k}": ("rated", "2") for k in range(1, 6)}
    return write_library(tmp_path_factory.mktemp("tiny"), criteria, ratings, rubric={"tree": tree}).rubric("tiny")


def answers(group, people, first):
    rows = []
    for k, (areas, stances, times) in enumerate(people, first):
        given = {"a01": areas[0], "a02": areas[1], "k01": times}
        given |= dict(zip(("s01", "s02", "s03"), stances or (None,) * 3, strict=True))
        rows += [Answer(f"r{k:03}", group, "points", k, code, at) for code, at in given.items() if at is not None]
    return rows


def asked(rubric, ngo=NGO, police=POLICE, rules=FOUR):
    words = WORDS.words.model_copy(update={"areas": dict.fromkeys(("care", "law"), WORDS.words.areas["economic"])})
    told = {"invited": 9, "organisations": 3}
    groups = {**WORDS.groups, "ngo": WORDS.groups["ngo"].model_copy(update=told)}
    survey = survey_of("none", "tiny", words=words, groups=groups, found_by="lists of two networks")
    return asked_of(
        survey, code_book(survey, rubric), rubric, rules, answers("ngo", ngo, 0) + answers("police", police, 50)
    )


@pytest.fixture(scope="module")
def found(rubric):
    return asked(rubric)


def rows_of(found, group):
    return {row.criterion: row for row in found.weights() if row.group == group}


def mean(numbers):
    return sum(numbers) / len(numbers)


def sd(numbers):
    return float(sum((one - mean(numbers)) ** 2 for one in numbers) / (len(numbers) - 1)) ** 0.5


def test_every_figure_of_the_first_group(found):
    rows = rows_of(found, "ngo")
    assert {(row.n, row.asked_whole) for row in rows.values()} == {(5, 5)}
    assert [row.mean for row in rows.values()] == [0.328, 0.212, 0.06, 0.2, 0.2]
    assert [row.sd for row in rows.values()] == [0.2023, 0.1507, 0.0894, 0.1541, 0.1541]
    assert [row.share_zero for row in rows.values()] == [0, 0.2, 0.6, 0.2, 0.2]
    assert [row.geometric for row in rows.values()] == [1, 0, 0, 0, 0]  # only q1 is worth something to everybody


def test_an_interval_is_that_of_student_on_a_log_scale_and_is_left_out_where_too_many_say_the_same(found):
    """Of q2 all five differ: 0.1507 / sqrt(5) / 0.212 = 0.3180 on a log scale, taken 2.2777 times."""
    rows = rows_of(found, "ngo")
    assert {name for name, row in rows.items() if row.low_90 is not None} == {"q2"}  # of each other two say the same
    assert rows["q2"].low_90 == pytest.approx(0.212 / np.exp(T4 * 0.31797), abs=1e-4)
    assert rows["q2"].high_90 == pytest.approx(0.212 * np.exp(T4 * 0.31797), abs=1e-4)


T4 = 2.2777  # 91.5 % of Student's t with 4 degrees of freedom, from a table


def test_every_figure_of_the_second_group_one_of_whom_skipped_the_stances(found):
    rows, (_, group) = rows_of(found, "police"), found.groups
    columns = list(zip(*POLICE_WEIGHTS, strict=True))
    assert {(row.n, row.asked_whole) for row in rows.values()} == {(6, 5)}
    assert [row.mean for row in rows.values()] == [round(float(mean(own)), 4) for own in columns]
    assert [row.sd for row in rows.values()] == [round(sd(own), 4) for own in columns]
    assert [row.share_zero for row in rows.values()] == [0, 0.1667, 0.5, 0, 0]
    assert group.few == ()
    assert group.degrees == 4  # three criteria judged by five, two by six: 5.4


def test_what_the_mean_of_a_group_rests_on_where_a_member_judged_less(found):
    """Each of the five stands for 2.55 / 2.15 of what care is worth, with the spread of five and not of six."""
    plain, kept, _ = drawn_shares()
    whole = [sum(row[:3]) for row in POLICE_WEIGHTS]
    stands = float(sum(whole) / sum(whole[:5])) * (5 / 4 * 5 / 6) ** 0.5
    judged = [
        [float(own * share) + stands * float(row[k] - own * share) * (at < 5) for k, share in enumerate(plain)]
        for at, (row, own) in enumerate(zip(POLICE_WEIGHTS, whole, strict=True))
    ]
    members = np.array(POLICE_WEIGHTS, dtype=float)[:, :3]
    adds = float(kept) * np.array(judged) + (1 - float(kept)) * members
    group = found.groups[1]
    order = np.lexsort(np.array(POLICE_WEIGHTS, dtype=float).T)
    assert group.rests.judged[:, :3] == pytest.approx(np.array(judged)[order])
    assert group.rests.adds[:, :3] == pytest.approx((adds + members.mean(axis=0) - adds.mean(axis=0))[order])
    assert group.rests.judges.tolist() == [5, 5, 5, 6, 6]


def test_medians_and_those_with_equal_points(found):
    """Said: 1, 1, 4, 5, 10; police named three. By points 4, 1, 4, 3, 1, 1.5; one gave all stances equal points."""
    ngo, police = found.groups
    assert (ngo.said, ngo.given, ngo.straight) == (4.0, None, 0)
    assert ngo.moved == pytest.approx(0)
    assert (police.said, police.given, police.straight) == (None, 2.2, 1)
    kept = [row for k, row in enumerate(POLICE_WEIGHTS) if k != 3]
    gaps = [mean(own) - mean(rest) for own, rest in zip(zip(*POLICE_WEIGHTS), zip(*kept), strict=True)]  # noqa: B905
    assert police.moved == pytest.approx(float(sum(map(abs, gaps)) / 2))


def apart(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / 2


def test_every_figure_of_two_groups(found):
    (row,) = found.conflicts()
    ngo, police = NGO_WEIGHTS, POLICE_WEIGHTS
    within = [mean([apart(*pair) for pair in combinations(group, 2)]) for group in (ngo, police)]
    means = [[mean(own) for own in zip(*group, strict=True)] for group in (ngo, police)]
    assert (row.group_a, row.group_b, row.pairs_turned) == ("ngo", "police", None)
    assert row.distance == round(float(apart(*means)), 4)
    assert row.within == round(float((5 * within[0] + 6 * within[1]) / 11), 4)
    assert row.between == round(float(mean([apart(*pair) for pair in product(ngo, police)])), 4)


def test_p_is_near_that_of_all_signs_there_are(found):
    """All 2,048 ways to give the eleven distances from the own mean a sign, of which 999 are drawn."""
    groups = [group.compared(()) for group in found.groups]
    own = [(g - g.mean(axis=0)) * (len(g) / (len(g) - 1)) ** 0.5 for g in groups]

    def statistic(rows):
        error = sum(float(one.var(axis=0, ddof=1).sum()) / len(one) for one in rows)
        return float(((rows[0].mean(axis=0) - rows[1].mean(axis=0)) ** 2).sum()) / error

    seen = statistic(groups)
    by_chance = [
        statistic([own[0] * np.array(signs[:5])[:, None], own[1] * np.array(signs[5:])[:, None]])
        for signs in product((-1, 1), repeat=11)
    ]
    (row,) = found.conflicts()
    assert row.p == pytest.approx(np.mean(np.array(by_chance) >= seen), abs=0.04)
    assert 0.2 < row.p < 0.9


@pytest.mark.parametrize(("size", "printed"), [(4, False), (5, True), (6, True)])
def test_a_group_of_the_least_number_is_printed_and_one_below_is_named_as_hidden(rubric, size, printed):
    made = asked(rubric, police=POLICE[:size])
    assert [group.id for group in made.groups] == ["ngo", *["police"] * printed]
    assert made.hidden == (() if printed else ("police",))
    assert made.answered == 5 + size


def test_the_frame_of_a_group_has_the_shares_of_its_mean(found):
    weights = found.weighting(found.groups[0]).weights
    shares = {parent: {child: round(entry.share, 4) for child, entry in own.items()} for parent, own in weights.items()}
    assert shares["total"] == {"care": 0.6, "law": 0.4}
    assert shares["care"] == {"care.control": 0.5467, "care.protection": 0.3533, "care.structural": 0.1}
    assert shares["law"] == {"q4": 0.5, "q5": 0.5}


def test_where_the_members_of_a_group_lie_by_node(found):
    """Care is worth 0.2, 0.5, 0.5, 0.8 and 1 to the five: the half from 0.5 to 0.8, nine tenths from 0.26 to 0.96."""
    assert spread_of(found, found.groups[0])["care"] == (0.26, 0.5, 0.8, 0.96)
    coarse = asked(found.rubric, rules=FOUR.model_copy(update={"fine_from": 6}))
    assert spread_of(coarse, coarse.groups[0])["care"] == (None, 0.5, 0.8, None)


def test_samples_of_a_group_are_centred_and_spread_as_its_mean(found):
    group = found.groups[1]
    samples = group.resampled(FOUR)
    assert samples.shape == (FOUR.resamples, 5)
    assert samples.mean(axis=0) == pytest.approx(group.mean, abs=0.006)
    assert samples.std(axis=0) == pytest.approx(group.rests.adds.std(axis=0) / 6**0.5, rel=0.06)


def test_who_was_asked_stands_with_a_group_and_in_its_frame(found):
    group, entries = found.groups[0], found.weighting(found.groups[0]).weights["law"]
    assert (group.label, group.invited, group.organisations) == ("NGOs and providers of services", 9, 3)
    assert found.weighting(group).limits == "lists of two networks"
    assert entries["q4"].ground == "mean of 5 answers, survey trial version 1"


def test_both_tables_are_frames_of_pandas(found):
    assert found.frame("groups")["criterion"].tolist() == ["q1", "q2", "q3", "q4", "q5"] * 2
    assert found.frame("conflict")["distance"].tolist() == [found.conflicts()[0].distance]


def test_an_order_of_plans_is_told_beyond_chance_alone_and_a_score_has_its_interval():
    """The samples lie 0.1 to either side: sqrt(5 / 4) * 0.1 = 0.1118 a standard error, taken 2.2777 times."""
    side = np.array([[0.1], [-0.1]])
    samples = np.array([0.9, 0.5, 0.5]) + side * np.array([1, 0, -1])
    said = firm_order(np.array([0.9, 0.5, 0.5]), samples, 30, 0.95)
    assert said.tolist() == [[0, 1, 0], [-1, 0, 0], [0, 0, 0]]  # 0.4 over 0.10 and over 0.20, and no gap at all
    low, high = interval_of_score(0.5, 0.5 + side[:, 0], 4, 0.915)
    assert (low, high) == (pytest.approx(0.5 - 0.2547, abs=1e-4), pytest.approx(0.5 + 0.2547, abs=1e-4))


def test_no_figure_of_a_group_depends_on_the_numbers_that_its_members_have(rubric, found):
    """Two members change places: the rows come in one order all the same."""
    last = (((100, 100), (100, 0, 40), 1), ((100, 100), (40, 0, 100), 1))
    turned, straight = (asked(rubric, ngo=[*NGO, *pair]).groups[0].members.tolist() for pair in (last[::-1], last))
    assert turned == straight
    assert len({tuple(member) for member in straight}) == len(NGO) + 2


@pytest.mark.parametrize(("name", "label"), [("", "no group named"), ("nurses", "nurses"), ("ngo", "NGO")])
def test_a_group_that_the_survey_does_not_declare_is_called_what_its_members_call_it(rubric, name, label):
    words = WORDS.words.model_copy(update={"areas": dict.fromkeys(("care", "law"), WORDS.words.areas["economic"])})
    groups = {"ngo": WORDS.groups["ngo"].model_copy(update={"label": {"en": "NGO"}})}
    survey = survey_of("none", "tiny", words=words, groups=groups)
    found = asked_of(survey, code_book(survey, rubric), rubric, FOUR, answers(name, NGO, 0))
    assert [group.label for group in found.groups] == [label]


@pytest.mark.parametrize(("yardsticks", "factors"), [((), 0), (("q4",), 1), (("q1", "q2", "q3", "q4", "q5"), 1)])
def test_the_frame_of_a_group_counts_yardsticks_as_they_were_asked(rubric, yardsticks, factors):
    """A weighting that says nothing of them would count them the rubric's number of times."""
    named = rubric.model_copy(
        update={"criteria": tuple(c.model_copy(update={"yardstick": c.id in yardsticks}) for c in rubric.criteria)}
    )
    told = asked(named)
    frame = told.weighting(told.groups[0])
    assert [(one.times, one.where.yardstick) for one in frame.factors] == [(1, True)] * factors


def test_an_area_without_criteria_is_not_asked_about(rubric):
    survey = survey_of("none", "tiny", words=WORDS.words.model_copy(update={"areas": {}}))
    empty = rubric.model_copy(update={"criteria": tuple(c for c in rubric.criteria if c.parent != "law")})
    with pytest.raises(EvaluatorError, match="tiny has fewer than two areas with criteria"):
        areas_of(survey, empty)
    with pytest.raises(EvaluatorError, match="survey trial has no words for care, law: "):
        areas_of(survey, rubric)
