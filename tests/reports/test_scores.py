"""The section on scores: boxes by object, countries side by side, floors that raise a sum."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.schema import years_overlap
from evaluator.model.scorecard import Peer, PeersFile
from evaluator.pipeline import evaluate
from evaluator.read.layers import Layers
from evaluator.reports.carried.beside import PEERS as PEERS_FILE
from evaluator.reports.carried.beside import peers_file
from evaluator.reports.context.alongside import MOST, peers_of
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_html, country_view, report_view
from evaluator.reports.country_view import Interval
from evaluator.reports.editions.library import CarriedLibrary, library_of
from evaluator.reports.sections.scores import (
    PEERS,
    PROMISE,
    FloorView,
    PromiseRow,
    floor_views,
    peers_view,
    promise_view,
)
from tests.scoring.small import card_of, rubric_of


def test_other_countries_stand_beside_the_scores_only_where_the_library_is_known(library, albania):
    assert PEERS.of(country_view(albania, annex=True)) is None
    beside = PEERS.of(report_view(library, albania, annex=True))
    assert beside is None or {peer.plan[:3] for peer in beside.scored}.isdisjoint({"ALB"})


def test_what_was_promised_is_measured_by_the_rubric_s_norm_level(library, albania):
    conduct = library.rubric("law-and-practice")
    page = country_view(evaluate(library.assessment("SRB-2021-2023", conduct), conduct), annex=True)
    assert PROMISE.of(page).norm == conduct.norm_level.level
    assert PROMISE.of(country_view(albania, annex=True)) is None  # of the plan alone criteria are assessed


@pytest.fixture(scope="module")
def groups(albania):
    return country_view(albania, annex=True).groups


def _levels(group, **by_object):
    """Return the group with criteria of the objects named, each with its levels."""
    one = (*group.rated, *group.open)[0]
    made = [_at(one, kind, level) for kind, levels in by_object.items() for level in levels]
    return replace(
        group,
        rated=tuple(c for c in made if c.outcome.level is not None),
        open=tuple(c for c in made if c.outcome.level is None),
    )


def _at(one, kind, level):
    scored = replace(one.scored, outcome=replace(one.outcome, level=level))
    return replace(one, object=kind, scored=scored, top=4)


def _without_weight(one):
    return replace(one, scored=replace(one.scored, stated=0))


def test_boxes_stand_from_the_highest_level_and_what_is_not_assessed_last(groups):
    group = _levels(groups[0], plan=[1, 3, None], law=[0])
    view = promise_view([group], 3)
    assert [(row.group, row.object, row.levels) for row in view.rows] == [
        (group.title, "plan", (3, 1, None)),
        (group.title, "law", (0,)),
    ]
    assert [(row.object, row.rated, row.reached) for row in view.sums] == [("plan", 2, 1), ("law", 1, 0)]


def test_assessed_criteria_without_weight_are_counted_beside_the_boxes(groups):
    """Of four criteria two have no weight; one of these is assessed."""
    group = _levels(groups[0], plan=[1, None, None], law=[0])
    aside = _without_weight(group.rated[0]), *group.rated[1:]
    group = replace(group, rated=aside, open=(_without_weight(group.open[0]), *group.open[1:]))
    assert promise_view([group], 3).weightless == 1


def test_one_object_alone_sets_nothing_beside_anything(groups):
    assert promise_view([_levels(groups[0], plan=[1, 2])], 3) is None
    assert promise_view([_levels(groups[0], plan=[1, 2], law=[None])], 3) is None
    assert promise_view([_levels(groups[0])], 3) is None
    assert promise_view([], 3) is None


def test_without_a_norm_level_none_is_counted_as_reached(groups):
    view = promise_view([_levels(groups[0], plan=[4], practice=[4])], None)
    assert {row.reached for row in view.rows} == {0}


def test_shades_run_to_the_darkest_on_any_scale():
    assert PromiseRow("x", "plan", (2, 1, 0, None), 2, None).shades == (4, 2, 0, None)


def test_every_criterion_that_applies_is_one_box(library):
    conduct = library.rubric("law-and-practice")
    shown = country_view(evaluate(library.assessment("SRB-2021-2023", conduct), conduct), annex=True)
    view, groups = shown.promise, shown.groups
    boxes = sum(len(row.levels) for row in view.rows)
    assert boxes == sum(len(group.rated) + len(group.open) for group in groups)
    assert boxes == sum(len(row.levels) for row in view.sums)


def _group(name: str, score: float | None, coverage: float | None = 1.0, ends: tuple[float, float] | None = None):
    low, high = ends or (score or 0.0, score or 0.0)
    interval = Interval(score, low, high, low, high, coverage)
    return SimpleNamespace(id=name, title=name.title(), interval=interval)


def _peer(code: str, **scores: tuple[float, float] | tuple[float, float, float, float]) -> Peer:
    """Build a peer: score and coverage by group, then the range, which is the score alone if left out."""
    groups = {
        name: dict(zip(("score", "coverage", "low", "high"), (*given, given[0], given[0])[:4], strict=True))
        for name, given in scores.items()
    }
    footnote = {"en": "A note."} if code == "XKX" else {}
    head = {"plan": f"{code}-2021-2023", "years": ("2021", "2023"), "names": {"en": f"Land {code}"}}
    return Peer.model_validate({**head, "footnote": footnote, "groups": groups})


def _view(own, *peers):
    return peers_view(peers, "SRB", own, 0.67, "en")


def test_a_row_has_the_highest_score_first_and_a_tie_by_code():
    peers = [_peer("MKD", law=(0.5, 0.7)), _peer("BGR", law=(0.3 + 0.1, 0.9)), _peer("SVN", law=(0.2, 1.0))]
    (row,) = _view([_group("law", 0.4)], *peers).rows
    assert [dot.code for dot in row.dots] == ["MKD", "BGR", "SRB", "SVN"]
    assert (row.end, row.shared, row.own) == ("", 0, 0.4)
    assert (row.dots[2].code, row.dots[2].score, row.dots[2].is_own) == ("SRB", 0.4, True)
    assert (row.score_of("SVN"), row.score_of("USA")) == (0.2, None)


def test_a_row_holds_those_alone_of_whom_enough_is_assessed():
    peers = [_peer("MKD", law=(0.5, 0.67)), _peer("BGR", law=(0.4, 0.669)), _peer("SVN", law=(0.2, 1.0))]
    found = _view([_group("law", 0.1)], *peers)
    assert [dot.code for dot in found.rows[0].dots] == ["MKD", "SVN", "SRB"]
    assert [code for code, *_ in found.names] == ["MKD", "SVN"]
    assert [peer.plan for peer in found.scored] == ["MKD-2021-2023", "SVN-2021-2023"]


@pytest.mark.parametrize(
    "own", [_group("law", None), _group("law", 0.4, 0.66), _group("law", 0.4, None), _group("other", 0.4)]
)
def test_where_the_country_itself_has_no_firm_score_there_is_no_row(own):
    assert _view([own], _peer("MKD", law=(0.5, 1.0)), _peer("BGR", law=(0.4, 1.0))) is None


def test_one_other_country_is_nobody_to_stand_among():
    assert _view([_group("law", 0.4)], _peer("MKD", law=(0.5, 1.0))) is None


@pytest.mark.parametrize(
    ("own", "ends", "others", "end"),
    [
        (0.6, None, [(0.5, 1.0), (0.4, 1.0)], ("highest", 0)),
        (0.3, None, [(0.5, 1.0), (0.4, 1.0)], ("lowest", 0)),
        (0.45, None, [(0.5, 1.0), (0.4, 1.0)], ("", 0)),
        (0.6, (0.5, 0.7), [(0.5, 0.8, 0.4, 0.5), (0.4, 1.0)], ("", 0)),  # the ranges touch
        (0.6, (0.51, 0.7), [(0.5, 0.8, 0.4, 0.5), (0.4, 1.0)], ("highest", 0)),
        (0.39, (0.28, 0.58), [(0.40, 0.8, 0.30, 0.60), (0.7, 1.0)], ("", 0)),  # close, and nothing is firm
        (1.0, None, [(1.0, 1.0), (1.0, 1.0), (0.4, 1.0)], ("highest", 2)),
        (0.0, None, [(0.0, 1.0), (0.5, 1.0)], ("lowest", 1)),
        (1.0, None, [(1.0, 0.8, 0.8, 1.0), (0.4, 1.0)], ("", 0)),  # what the other lacks may part them
        (0.5, None, [(0.5, 1.0), (0.5, 1.0)], ("", 0)),  # all alike: no end
        (0.604, None, [(0.6, 1.0), (0.4, 1.0)], ("highest", 1)),  # equal as printed
    ],
)
def test_highest_and_lowest_are_said_only_where_no_missing_answer_can_change_it(own, ends, others, end):
    peers = [_peer(code, law=given) for code, given in zip(("MKD", "BGR", "SVN"), others, strict=False)]
    (row,) = _view([_group("law", own, ends=ends)], *peers).rows
    assert (row.end, row.shared) == end


def test_the_ends_are_told_by_group_with_those_who_share_them():
    scores = {"law": (1.0, 1.0), "work": (0.5, 1.0), "home": (0.5, 1.0)}
    found = _view(
        [_group("law", 1.0), _group("work", 0.4), _group("home", 0.6)],
        _peer("MKD", **scores),
        _peer("BGR", **{**scores, "law": (0.2, 1.0)}),
    )
    assert (found.first, found.last) == ("Law (with 1 other), Home", "Work")


def test_a_name_with_a_footnote_has_its_star_and_the_note():
    found = _view([_group("law", 0.4)], _peer("XKX", law=(0.5, 1.0)), _peer("BGR", law=(0.4, 1.0)))
    assert found.names == (("XKX", "Land XKX*", "2021–2023"), ("BGR", "Land BGR", "2021–2023"))
    assert found.footnotes == ("A note.",)


@pytest.fixture(scope="module")
def practice(library):
    """Return the rubric with a floor that Serbia's ratings reach, so that it has a place among others."""
    rubric = library.rubric("law-and-practice")
    return rubric.model_copy(update={"grading": rubric.grading.model_copy(update={"least_coverage": 0.4})})


@pytest.fixture(scope="module")
def serbia(library, practice):
    return evaluate(library.assessment("SRB-2021-2023", practice), practice)


def test_others_are_the_newest_final_ratings_of_the_years_under_the_same_rubric_and_frame(library, practice, serbia):
    found = {peer.plan: peer for peer in peers_of(library, serbia)}
    assert {"ALB-2021-2023", "MKD-2021-2025"} <= set(found)
    assert not {"SRB-2021-2023", "AUS-2020-2025", "USA-2021-2024"} & set(found)  # itself, and two drafts
    other = evaluate(library.assessment("MKD-2021-2025", practice), practice)
    assert found["MKD-2021-2025"].groups["migration"].score == other.group("migration").score


def test_a_country_whose_files_are_at_fault_is_left_out_and_stops_nobody(library, serbia, tmp_path):
    source = library.country_folder("MKD").folders[-1]
    shutil.copytree(source, tmp_path / "countries" / "MKD")
    (tmp_path / "countries" / "MKD" / "plans" / "MKD-2021-2025" / "evidence.csv").write_text("x\n", encoding="utf-8")
    found = {peer.plan for peer in peers_of(Library.open(tmp_path), serbia)}
    assert "MKD-2021-2025" not in found
    assert "ALB-2021-2023" in found


def test_beside_one_coder_and_in_a_large_library_there_are_none(library, practice, serbia, monkeypatch):
    alone = evaluate(serbia.assessment, practice, assessor="a")
    assert peers_of(library, alone) == ()
    assert len(library.country_codes) <= MOST
    monkeypatch.setattr("evaluator.reports.context.alongside.MOST", len(library.country_codes) - 1)
    assert peers_of(library, serbia) == ()


def test_a_report_made_again_sets_those_beside_that_it_carries(library, serbia):
    peers = (_peer("BGR", law=(0.25, 0.75)),)
    with library_of({PEERS_FILE: peers_file(PeersFile(peers=peers))}, "a.pdf", library) as carried:
        assert peers_of(carried, serbia) == peers
    with library_of({"countries/x.csv": b""}, "a.pdf", library) as carried:
        assert peers_of(carried, serbia) == ()


def test_a_carried_file_that_no_report_writes_is_refused_by_its_place(library, serbia, tmp_path: Path):
    path = tmp_path / PEERS_FILE
    path.parent.mkdir()
    path.write_text(json.dumps({"peers": [{"plan": "BGR-2021-2023"}]}), encoding="utf-8")
    carried = CarriedLibrary(Layers((tmp_path,)), library.templates)
    with pytest.raises(InvalidInputError) as refused:
        peers_of(carried, serbia)
    assert {problem.path for problem in refused.value.problems} == {str(path)}


def test_the_page_says_the_message_and_has_the_numbers_and_years(library, serbia):
    view = report_view(library, serbia, annex=True)
    page = country_html(library, view)
    row = next(row for row in view.peers.rows if row.title == "Law enforcement")
    assert row.end == "", "0.28 to 0.58 and others like it"
    assert "<caption>In no paradigm is Serbia clearly highest or lowest of the countries compared</caption>" in page
    table = page.partition("of the countries compared</caption>")[2].partition("</table>")[0]
    assert f"<strong>{row.own:.2f}</strong></td>" in table
    assert table.count("<tr><th") == len(view.peers.rows) + 1
    assert "Scores of the other countries" in page
    assert "Kosovo*" in page
    assert "<td>2021–2023</td>" in page


def test_a_record_stands_beside_records_of_its_own_year(library):
    rubric = library.rubric("public-record")
    card = evaluate(library.assessment("BIH-2005", rubric), rubric)
    found = peers_of(library, card)
    assert len(found) > 5
    assert {peer.years[1] for peer in found} == {"2005"}
    assert all(peer.plan.endswith("-2005") for peer in found)


def test_a_plan_stands_beside_plans_that_share_a_year_with_it(library, practice):
    """No other country of the library was rated for 2014."""
    card = evaluate(library.assessment("MDA-2014-2016", "four-paradigms"), library.rubric())
    assert all(years_overlap(peer.years, ("2014", "2016")) for peer in peers_of(library, card))
    assert "SRB-2021-2023" not in {peer.plan for peer in peers_of(library, card)}


def test_where_too_little_is_assessed_nothing_is_set_beside(library, albania):
    view = report_view(library, albania, annex=True)
    assert view.peers is None
    assert "of the countries compared" not in country_html(library, view).lower()


NEGATIVE = {"a": "left", "b": {"parent": "left", "negative": True}}


def _card(ratings, **head):
    return card_of(rubric_of({"left": {"aggregation": {"kind": "net-sum"}}}, NEGATIVE, **head), ratings)


def test_a_sum_that_its_floor_holds_is_shown_with_what_it_would_be():
    """0.25 less 0.75."""
    (found,) = floor_views(CountryContext(_card({"a": 1, "b": 3})))
    assert (found.title.lower(), found.held, found.without) == ("left", 0.0, pytest.approx(-0.5))


def test_a_sum_over_its_floor_and_a_rubric_that_subtracts_nothing_show_none():
    assert floor_views(CountryContext(_card({"a": 3, "b": 1}))) == ()
    assert floor_views(CountryContext(card_of(rubric_of({"left": {}}, {"a": "left"}), {"a": 0}))) == ()


def test_the_whole_has_no_title_of_its_own():
    rubric = rubric_of({}, {"a": "total", "b": {"parent": "total", "negative": True}}, aggregation={"kind": "net-sum"})
    assert floor_views(CountryContext(card_of(rubric, {"a": 1, "b": 2}))) == (FloorView("", 0.0, -0.25),)


def test_the_page_says_where_a_floor_bit(library, albania):
    view = country_view(albania, annex=True).showing(floors=(FloorView("Works", 0.0, -0.25), FloorView("", 0.0, -0.5)))
    page = country_html(library, view)
    assert (
        "Works stays at 0.00, the lowest value allowed, because more is subtracted than added. "
        "Otherwise it would be \u22120.25." in page
    )
    assert "The whole stays at 0.00" in page
    assert "the lowest value allowed" not in country_html(library, country_view(albania, annex=True))
