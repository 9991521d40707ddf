"""Every fault of a YAML file's content at its line and column."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.model.country import Country
from evaluator.model.plan import PlanFile
from evaluator.model.rubric import RubricFile
from evaluator.model.weighting import Weighting
from evaluator.read.text_files.shape import build, load
from evaluator.read.text_files.yaml_file import parse_yaml

WEIGHTING = "id: w\nrubric: r\ntitles: {en: W}\nactor: none\ngates: cap\n"


@pytest.fixture
def problems_of(tmp_path):
    """Return what is wrong with a text as a shape."""

    def told(shape, text: str):
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        problems = []
        load(shape, path, problems)
        return problems

    return told


def words(problems) -> list[str]:
    return [str(p).split("a.yaml:", 1)[1] for p in problems]


def test_a_sound_file_has_no_problem(problems_of):
    assert problems_of(Weighting, WEIGHTING) == []


def test_unknown_keys_are_told_at_their_place_with_what_is_near(problems_of):
    (line,) = words(problems_of(Country, "iso3: XXA\nnames: {en: A}\nrole: []\n"))
    assert line.startswith("3:1: role: unknown key 'role'. Give one of: iso3, names")
    assert line.endswith("Did you mean 'roles'?")


def test_unknown_keys_deep_inside_are_told_with_the_keys_of_that_place(problems_of):
    text = WEIGHTING + "weights:\n  total:\n    a: {shares: 0.5, origin: modelled}\n"
    assert (
        words(problems_of(Weighting, text)) == ["8:8: weights.total.a: Give either `share` or `count`."]
        or "Did you mean 'share'" in words(problems_of(Weighting, text))[0]
    )


def test_keys_under_an_alias_are_told_as_the_file_writes_them(problems_of):
    (line,) = words(problems_of(Country, "iso3: XXA\nnames: {en: A}\nroles: [{role: origin, form: 2005}]\n"))
    assert "unknown key 'form'. Give one of: role, from, to" in line


def test_one_fault_in_a_choice_of_forms_is_one_problem(problems_of):
    (line,) = words(problems_of(Weighting, WEIGHTING + "weights: {total: by-criterion}\n"))
    expected = "a mapping of keys or 'by-criteria'. Did you mean 'by-criteria'?"
    assert line == f"6:18: weights.total: found 'by-criterion'. Give {expected}"
    (line,) = words(problems_of(Weighting, WEIGHTING + "weights: {total: {a: {share: 2, origin: modelled}}}\n"))
    assert line == "6:30: weights.total.a.share: found 2. Give less than or equal to 1."


def test_a_value_where_a_mapping_belongs_is_told_with_what_stands_below(problems_of):
    (line,) = words(problems_of(Country, "iso3: XXA\nnames: Arvenia\n"))
    assert line == "2:8: names: found 'Arvenia'. Give a text for each language below it, such as `en: ...`."
    (line,) = words(problems_of(Country, "iso3: XXA\nnames: {en: A}\nroles: [origin]\n"))
    assert "found 'origin'. Give a mapping of keys, of: role, from, to" in line


def test_a_missing_key_is_told_at_the_mapping_that_lacks_it(problems_of):
    (line,) = words(problems_of(Country, "iso3: XXA\nnames: {en: A}\nroles: [{role: origin}]\n"))
    assert line == "3:9: roles[0].from: key 'from' is missing. Give this key."


def test_a_missing_key_that_is_misspelt_is_told_once(problems_of):
    (line,) = words(problems_of(Country, "iso3: XXA\nname: {en: A}\n"))
    assert "unknown key 'name'" in line


def test_long_texts_are_shortened(problems_of):
    (line,) = words(problems_of(Weighting, WEIGHTING.replace("gates: cap", "gates: " + "x" * 90)))
    assert "found 'xxxx" in line
    assert ".... Give 'cap' or 'ignore'" in line


@pytest.mark.parametrize(
    ("text", "found"),
    [("", "nothing"), ("- a\n", "a list"), ("word\n", "a text"), ("12\n", "a number"), ("true\n", "true or false")],
)
def test_what_is_no_mapping_is_named(text, found, problems_of):
    (problem,) = problems_of(Country, text)
    assert (problem.found, problem.expected) == (found, "a mapping of keys")


def test_patterns_are_told_in_words(problems_of):
    lines = words(problems_of(PlanFile, "id: plan\n"))
    assert "a plan's id such as ALB-2005-2007 or ALB-2005-2007-children" in lines[0]


def test_a_file_that_cannot_be_read_gives_nothing(tmp_path):
    problems = []
    assert load(RubricFile, tmp_path / "none.yaml", problems) == (None, None)
    assert [p.found for p in problems] == ["there is no such file"]


def test_building_raises_with_every_problem(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("iso3: xx\nfootnote: 1\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        build(Country, parse_yaml(path))
    assert len(caught.value.problems) == 3


def test_a_file_is_parsed_once_for_each_content_that_it_has(tmp_path):
    path, problems = tmp_path / "a.yaml", []
    path.write_text(WEIGHTING, encoding="utf-8")
    first, document = load(Weighting, path, problems)
    assert load(Weighting, path, problems) == (first, document)
    assert load(Weighting, path, problems)[0] is first
    path.write_text(WEIGHTING.replace("id: w", "id: v"), encoding="utf-8")
    assert load(Weighting, path, problems)[0].id == "v"
    assert (first.id, problems) == ("w", [])


def test_faults_and_warnings_of_a_content_that_was_seen_before_are_told_again(problems_of):
    told = words(problems_of(Weighting, f"{WEIGHTING}gates: ignore\nfactor: 1\n"))
    assert len(told) > 1
    assert words(problems_of(Weighting, f"{WEIGHTING}gates: ignore\nfactor: 1\n")) == told


def test_one_content_may_be_read_into_two_shapes_and_from_two_places(tmp_path):
    told = []
    for name, shape in (("a", Weighting), ("b", Weighting), ("a", Country)):
        path, problems = tmp_path / f"{name}.yaml", []
        path.write_text(f"{WEIGHTING}factor: 1\n", encoding="utf-8")
        load(shape, path, problems)
        told.append([p.path for p in problems])
    assert told[0] == [str(tmp_path / "a.yaml")]
    assert told[1] == [str(tmp_path / "b.yaml")]
    assert len(told[2]) > 1
