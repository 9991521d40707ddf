"""Groups of respondents: what is printed of them, and that nothing gives back a group that is not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evaluator.errors import EvaluatorError
from evaluator.surveys.groups import asked_of, distance, local_shares
from tests.surveys.simulated import RUBRIC, RULES, answers_of, book_of, centre_of, people_around, survey_of

BOOK = book_of("tick")


def answers(ngo=30, police=30, donors=0, seed=1):
    rng = np.random.default_rng(seed)
    sizes = {"ngo": ngo, "police": police, "donors": donors}
    frames = {"ngo": "la-strada", "police": "national-police-border", "donors": "no-borders"}
    return [
        answer
        for k, (group, size) in enumerate(sizes.items())
        for answer in answers_of(people_around(centre_of(frames[group]), size, rng), group, BOOK, rng, first=100 * k)
    ]


def asked(given):
    return asked_of(survey_of("tick"), BOOK, RUBRIC, RULES, given)


def printed(found):
    """Return everything that may leave the house: both tables and the frames."""
    frames = [found.weighting(group).model_dump() for group in found.groups]
    return found.weights(), found.conflicts(), frames


def test_the_mean_of_a_group_is_near_the_frame_that_its_members_are_spread_around():
    found = asked(answers())
    for group, frame in zip(found.groups, ("la-strada", "national-police-border"), strict=True):
        assert distance(group.mean, centre_of(frame)) < 0.12
        assert distance(group.geometric, group.mean) > 0.1  # a 0 of one member is no veto in the arithmetic mean


def test_two_groups_around_one_frame_are_not_told_apart_and_two_around_others_are():
    rng = np.random.default_rng(2)
    one, same, other = (
        answers_of(people_around(centre_of(frame), 20, rng), group, BOOK, rng, first=first)
        for frame, group, first in (
            ("la-strada", "ngo", 0),
            ("la-strada", "ministry", 100),
            ("national-police-border", "police", 200),
        )
    )
    rows = {(row.group_a, row.group_b): row for row in asked([*one, *same, *other]).conflicts()}
    assert rows["ministry", "ngo"].p > 0.05
    assert rows["ngo", "police"].p == 0.001
    assert rows["ngo", "police"].distance > 3 * rows["ministry", "ngo"].distance
    assert rows["ngo", "police"].between > rows["ngo", "police"].within


def test_an_interval_holds_the_mean_and_narrows_with_the_number_of_members():
    few, many = (asked(answers(ngo=size)).weights() for size in (20, 80))
    few, many = ({r.criterion: r for r in rows if r.group == "ngo" and r.low_90 is not None} for rows in (few, many))
    both = few.keys() & many.keys()
    assert len(both) > 40
    wide, narrow = (np.mean([rows[name].high_90 - rows[name].low_90 for name in both]) for rows in (few, many))
    assert all(row.low_90 <= row.mean <= row.high_90 for row in many.values())
    assert narrow < 0.7 * wide


def test_no_figure_of_a_group_under_five_is_printed_in_any_form():
    found = asked(answers(donors=3))
    assert found.hidden == ("donors",)
    assert "donors" not in repr(printed(found))


def test_nothing_that_is_printed_depends_on_what_a_hidden_group_answered():
    given = answers(donors=4)
    rng = np.random.default_rng(9)
    others = [
        replace(answer, points=int(rng.integers(0, 101))) if answer.group == "donors" else answer for answer in given
    ]
    without = [answer for answer in given if answer.group != "donors"]
    assert printed(asked(given)) == printed(asked(others)) == printed(asked(without))


def test_the_best_guess_at_a_hidden_group_from_what_is_printed_is_no_better_than_without_it():
    """With a total of all 63 the mean of three would come back to the third decimal; no such total is printed."""
    given = answers(donors=3)
    found = asked(given)
    everyone = [replace(answer, group="ngo") for answer in given]
    (pooled,) = asked(everyone).groups
    own = {row.criterion: {} for row in found.weights()}
    for row in found.weights():
        own[row.criterion][row.group] = row.mean
    total = np.array([30 * (groups["ngo"] + groups["police"]) for groups in own.values()])
    alone = [answer for answer in given if answer.group == "donors"]
    (hidden,) = asked_of(survey_of("tick"), BOOK, RUBRIC, RULES.model_copy(update={"least": 1}), alone).groups
    truth = hidden.mean
    with_a_total = (63 * pooled.mean - total) / 3
    assert np.abs(with_a_total - truth).max() < 0.002  # the attack works where a total is given away
    assert np.abs(total / 60 - truth).max() > 0.05  # what is printed is all that can be said, and it is far off


def test_a_group_under_twenty_has_two_decimals_also_in_its_frame():
    found = asked(answers(ngo=19))
    rows = [row for row in found.weights() if row.group == "ngo"]
    numbers = [value for row in rows for value in (row.mean, row.low_90, row.high_90, row.sd) if value is not None]
    assert all(round(value, 2) == value for value in numbers)
    frame = found.weighting(found.groups[0])
    shares = [entry.share for entries in frame.weights.values() for entry in entries.values()]
    assert all(round(share, 2) == share for share in shares)


def test_leaving_out_equal_points_is_told_and_needs_five_others():
    rng = np.random.default_rng(4)
    given = answers_of(people_around(centre_of("us-tip"), 20, rng), "ngo", BOOK, rng)
    flat = [replace(a, points=100) if a.respondent in {f"r{k:04}" for k in range(1, 5)} else a for a in given]
    (group,) = asked(flat).groups
    assert group.straight == 4
    assert group.moved > 0.02
    assert asked([replace(a, points=100) for a in given]).groups[0].moved is None


def test_the_frame_of_a_group_adds_up_at_every_node_and_names_its_survey():
    found = asked(answers())
    frame = found.weighting(found.groups[1])
    assert frame.id == "asked-trial-police"
    assert (frame.survey, frame.answers) == ("trial", 30)
    assert {entry.origin for entries in frame.weights.values() for entry in entries.values()} == {"asked"}
    for entries in frame.weights.values():
        assert sum(entry.share for entry in entries.values()) == pytest.approx(1, abs=1e-12)


def test_shares_of_levels_come_from_the_mean_of_whole_weights():
    members = np.zeros((2, len(RUBRIC.criteria)))
    place = {criterion.id: k for k, criterion in enumerate(RUBRIC.criteria)}
    members[0, place["document-security"]] = 1  # all weight on one criterion of control
    members[1, [place["durable-residence"], place["deadlines"]]] = 0.2, 0.8
    shares = local_shares(RUBRIC, members.mean(axis=0), 6)
    assert shares["migration"]["migration.protection"] == pytest.approx(0.1 / 0.6, abs=1e-6)  # and not 0.5


def test_a_survey_without_answers_says_so():
    with pytest.raises(EvaluatorError, match="no answer yet"):
        asked([])


def test_a_frame_says_in_its_name_that_it_is_the_answers_of_so_many_and_not_what_a_group_thinks():
    frame = asked(answers()).weighting(asked(answers()).groups[0])
    assert frame.short == {
        "en": "Answers of 30: NGOs and providers of services",
        "sr-Cyrl": "Одговори њих 30: НВО и пружаоци услуга",
    }


def test_a_group_in_a_notebook_shows_no_row_of_a_member():
    group = asked(answers()).groups[0]
    assert f"{group.members[0].max():.3f}"[:5] not in repr(group)
    assert "array" not in repr(group)
    assert group.areas[0] not in repr(group)
