"""Shared data sets, and what they say of one country."""

from __future__ import annotations

import pytest

from evaluator import Library
from evaluator.errors import InvalidInputError
from evaluator.model.country import Country, Membership
from evaluator.read.facts import (
    check_figures,
    check_inputs,
    read_country_facts,
    read_fact_page,
    read_fact_set,
    read_shared_facts,
    read_variables,
    with_memberships,
)
from evaluator.read.layers import Layers
from evaluator.read.rubric import read_rubric
from evaluator.read.text_files.table import ReadTable


@pytest.fixture
def folder(sound) -> Layers:
    return Layers((sound / "countries" / "facts",))


def test_a_data_set_is_read_with_its_page(folder):
    problems = []
    found = read_fact_set(folder.file("figures.csv"), folder.file("figures.yaml"), problems)
    assert problems == []
    assert (found.id, found.head.rows, len(found.table.rows)) == ("figures", 3, 3)


def test_a_country_s_figures_become_facts_with_sources_that_resolve(folder):
    found = read_country_facts(folder, "XXS")
    assert [(f.fact_id, f.variable, f.start, f.value, f.source_id) for f in found.facts] == [
        ("figures:2", "national_victims_identified", "2020", 31.0, "figures.s1"),
        ("figures:3", "national_victims_identified", "2020", 33.0, "figures.s2"),
        ("figures:4", "national_victims_identified", "2021", 12.0, "figures.s1"),
    ]
    assert [source.source_id for source in found.sources] == ["figures.s1", "figures.s2"]
    assert {fact.source_id for fact in found.facts} <= {source.source_id for source in found.sources}


def test_another_country_has_nothing_there(folder):
    assert read_country_facts(folder, "XXT").facts == ()


def test_no_folder_of_facts_is_no_facts(tmp_path):
    assert read_country_facts(Layers((tmp_path,)), "XXS").facts == ()
    assert read_shared_facts(Layers((tmp_path,))).treaties == ()


def test_a_fault_in_the_country_s_rows_is_raised(tmp_path, folder):
    for name in ("figures.csv", "figures.yaml"):
        text = folder.file(name).read_text(encoding="utf-8").replace("2021,2021,12", "2021,2021,twelve")
        (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"'twelve'\. Give a number"):
        read_country_facts(Layers((tmp_path,)), "XXS")
    assert read_country_facts(Layers((tmp_path,)), "XXT").facts == ()


def test_the_shipped_data_sets_are_read_whole():
    shared = Library.open().shared_facts
    assert len(shared.tip_tiers) > 2000
    assert len(shared.three_p_index) > 2000
    assert len(shared.treaties) > 300


def test_a_fault_in_a_shared_data_set_is_raised(tmp_path):
    (tmp_path / "treaties.csv").write_text("iso3,treaty,signed\nXXS,palermo,soon\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="'soon'"):
        read_shared_facts(Layers((tmp_path,)))


def test_the_shipped_statistics_reach_the_assessment_of_their_country():
    facts = Library.open().assessment("ALB-2005-2007").facts
    names = {fact.variable for fact in facts}
    assert {"national_convictions", "gdp_per_capita_ppp_usd"} <= names


def test_a_dictionary_that_is_absent_is_none(tmp_path):
    assert read_variables(Layers((tmp_path,)), []) is None


def test_a_page_of_provenance_is_read_alone_and_its_faults_are_told(tmp_path):
    folder = Layers((tmp_path,))
    assert read_fact_page(folder, "tip-tiers") is None
    (tmp_path / "tip-tiers.yaml").write_text("id: tip-tiers\nodd: 1\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="odd"):
        read_fact_page(folder, "tip-tiers")


def test_the_memberships_of_a_country_come_with_its_facts():
    found = {m.body: m for m in Library.open().country_facts("GBR").memberships}
    assert list(found) == ["UN", "OSCE", "Council of Europe", "EU"]
    assert (found["EU"].start, found["EU"].end, found["EU"].verified) == ("1973-01-01", "2020-01-31", True)
    assert found["UN"].end is None
    assert Library.open().country_facts("XXA").memberships == ()


def test_a_list_of_the_country_s_own_replaces_them_and_an_empty_one_does_not():
    recorded = (Membership.model_validate({"body": "UN", "from": "1945"}),)
    bare = Country.model_validate({"iso3": "XXA", "names": {}, "memberships": []})
    own = Country.model_validate({"iso3": "XXA", "names": {}, "memberships": [{"body": "EU", "from": "2007"}]})
    assert with_memberships(bare, recorded).memberships == recorded
    assert with_memberships(own, recorded).memberships == own.memberships
    assert with_memberships(bare, ()) is bare


@pytest.mark.parametrize(
    ("body", "states", "left"),
    [("UN", 193, 0), ("EU", 28, 1), ("Council of Europe", 47, 2), ("OSCE", 57, 0)],
)
def test_the_memberships_of_all_states_are_shipped(body, states, left):
    rows = [row for row in shipped("memberships") if row.body == body]
    assert len({row.iso3 for row in rows}) == states
    assert sum(bool(row.end) for row in rows) == left
    assert all(not row.end or row.start < row.end for row in rows)


@pytest.mark.parametrize("iso3", [code for code in Library.open().country_codes if code != "XKX"])
def test_what_a_shipped_country_lists_agrees_with_the_data_set_at_the_precision_of_both(iso3):
    """The two were read in different sources; a country's own list holds where it has one."""
    library = Library.open()
    shared = {m.body: m.start for m in library.country_facts(iso3).memberships}
    own = {m.body: m.start for m in library.country(iso3).memberships}
    assert set(own) <= set(shared)
    for body, start in own.items():
        common = min(len(start), len(shared[body]))
        assert start[:common] == shared[body][:common], body


def shipped(name):
    folder = Library.open().layers.below("countries").below("facts")
    problems = []
    found = read_fact_set(folder.expected(f"{name}.csv"), folder.expected(f"{name}.yaml"), problems)
    assert problems == []
    return found.table.rows


def test_without_a_dictionary_nothing_is_held_against_it(sound):
    rubric = read_rubric(sound / "rubrics" / "small")
    table = ReadTable(sound, (), ())
    assert list(check_figures(table, None)) == []
    assert check_inputs(Layers((sound / "rubrics" / "small",)), rubric, None) == []
