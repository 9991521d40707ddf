"""The index of standards, the tests of its provisions, and the instruments that plans are compared with."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.model.standard import ProvisionTest, Standard
from evaluator.read.layers import Layers
from evaluator.read.standards import check_parts, check_scope, read_instruments, read_standards, read_tests
from evaluator.read.text_files.table import parse_table

LIBRARY = Library.open()
RUBRIC = LIBRARY.rubric()
HEAD = "standard_id,part,rubric,criterion_id,least_level,open_from,either,condition,face,ground"
SOUND = "cets197-28,,four-paradigms,witness-protection,3,2,,,plan,why"
LAW = "untoc-11,a,four-paradigms,proportionate-penalties,{level},{opened},,{condition},law,why"
FOUR_YEARS = "at least four years for every form"
SHIPPED_INSTRUMENTS = LIBRARY.layers.below("rubrics").expected("instruments.yaml").read_text(encoding="utf-8")


def test_standards_are_read_by_id(sound):
    found = read_standards(Layers((sound / "rubrics",)))
    assert list(found) == ["t-1", "t-2", "t-3"]
    assert found["t-3"].obligation == "soft"


def test_an_absent_index_gives_no_standards(tmp_path):
    assert read_standards(Layers((tmp_path,))) == {}


def test_a_fault_in_the_index_is_raised(broken):
    with pytest.raises(InvalidInputError, match="bindin"):
        read_standards(Layers((broken("standards-obligation") / "rubrics",)))


def told(tmp_path, *rows):
    (tmp_path / "tests.csv").write_text("\n".join((HEAD, *rows, "")), encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_tests(Layers((tmp_path,)), LIBRARY.standards, RUBRIC)
    return [str(problem).removeprefix(f"{tmp_path}/") for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("cets197-28", "cets197-82", "tests.csv:2:1: standard_id: 'cets197-82'. Give an id of standards.csv"),
        ("28,,", "28,a,", "tests.csv:2:2: part: 'a'. Give an empty cell: the provision has no parts"),
        ("cets197-28,,", "cets197-30,,", "tests.csv:2:2: part: nothing. Give one of: a, b, c"),
        ("cets197-28,,", "cets197-30,d,", "tests.csv:2:2: part: 'd'. Give one of: a, b, c"),
        ("witness-prot", "witness-port", "Did you mean 'witness-protection'?"),
        (",3,2,", ",5,2,", "tests.csv:2:5: least_level: 5. Give a level from 1 to 4"),
        (",3,2,", ",0,,", "tests.csv:2:5: least_level: 0. Give a level from 1 to 4"),
        (",3,2,", ",,,", "tests.csv:2:5: least_level: nothing. Give the level from which"),
        (",3,2,", ",3,3,", "tests.csv:2:6: open_from: 3. Give a level from 0 to 2"),
        (",,plan", ",guards,plan", "tests.csv:2:8: condition: 'guards'. Give one of: victims, witnesses and people"),
        ("plan,why", "law,why", "tests.csv:2:9: face: 'law'. Give plan"),
        ("plan,why", ",why", "tests.csv:2:9: face: nothing. Give plan"),
        ("plan,why", "plan,", "ground"),
        ("witness-protection,3,2,,,plan", ",3,,,,", "tests.csv:2:5: least_level: 3. Give an empty cell"),
    ],
)
def test_each_fault_is_told_at_its_cell(tmp_path, old, new, words):
    assert old in SOUND
    assert any(words in line for line in told(tmp_path, SOUND.replace(old, new, 1)))


def test_all_faults_come_at_once_and_repeats_are_faults(tmp_path):
    lines = told(tmp_path, SOUND, SOUND, SOUND.replace("witness-protection", "nobody"))
    assert [line.split(": ")[0] for line in lines] == ["tests.csv:3:1", "tests.csv:4:4"]


def test_a_part_is_tested_or_refused_and_not_both(tmp_path):
    (line,) = told(tmp_path, SOUND, "cets197-28,,four-paradigms,,,,,,,no level asks")
    assert "tested in one row and refused in another" in line


def test_without_a_file_there_is_no_test(tmp_path):
    assert read_tests(Layers((tmp_path,)), LIBRARY.standards, RUBRIC) == ()


@pytest.mark.parametrize(
    "cell", ["a shelter", "b: care", "a: shelter; c: care", "a: shelter; b:", "a: shelter; a: care"]
)
def test_parts_are_letters_in_order_with_what_they_require(tmp_path, cell):
    head = "standard_id,instrument_key,instrument,year,article,subject,obligation,verified,parts"
    problems = []
    table = parse_table(
        tmp_path / "s.csv", f"{head}\ns,k,K,2000,1,help,binding,T,{cell}\n", Standard, problems=problems
    )
    problems += check_parts(table)
    (problem,) = problems
    assert (problem.line, problem.column) == (2, 9)


def test_each_provision_of_the_instruments_is_tested_or_refused_with_a_reason():
    keys = {key for one in LIBRARY.instruments.instruments for key in one.keys if one.binds != "soft"}
    told_of = {(test.standard_id, test.part) for test in LIBRARY.tests_of(RUBRIC)}
    for standard in LIBRARY.standards.values():
        if standard.instrument_key in keys:
            assert {(standard.standard_id, letter) for letter in standard.part_texts() or {"": ""}} <= told_of


def test_each_floor_that_is_read_has_a_test():
    tested = {test.standard_id for test in LIBRARY.tests_of(RUBRIC) if test.criterion_id}
    assert {name for criterion in RUBRIC.criteria for name in criterion.floor} <= tested


@pytest.mark.parametrize(
    ("level", "opened", "condition", "found"),
    [(3, "2", "", "2"), (2, "", "", "nothing"), (3, "1", "", ""), (1, "", "", ""), (3, "2", FOUR_YEARS, "")],
)
def test_law_is_lacking_at_level_0_alone_unless_the_condition_is_named(tmp_path, level, opened, condition, found):
    row = LAW.format(level=level, opened=opened, condition=condition)
    (tmp_path / "tests.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    if found:
        assert any(
            f"tests.csv:2:6: open_from: {found}. Give 0 or 1; or, in the column condition," in line
            for line in told(tmp_path, row)
        )
    else:
        assert len(read_tests(Layers((tmp_path,)), LIBRARY.standards, RUBRIC)) == 1


@pytest.mark.parametrize("name", ["four-paradigms", "law-and-practice"])
def test_a_level_above_0_that_shows_a_part_to_be_lacking_denies_something_in_its_words(name):
    rubric = LIBRARY.rubric(name)
    for test in LIBRARY.tests_of(rubric):
        lacking = range(1, test.least_level or 0) if test.open_from is None else range(1, test.open_from)
        for level in lacking if test.criterion_id else ():
            words = rubric.by_id[test.criterion_id].levels[level].split()
            assert {"no", "nothing", "not", "without", "only", "alone"} & set(words), (test, words)


def test_a_test_is_a_row_with_a_criterion():
    assert ProvisionTest("s", "", "r").criterion_id == ""


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("crc-39,,four-paradigms,child-best-interests,3,2,,,plan,why", "open_from: 2. Give 0: the instrument"),
        ("untoc-27,,four-paradigms,cross-border-cooperation,2,,,,plan,why", "open_from: nothing. Give 0"),
        ("untoc-27,,four-paradigms,cross-border-cooperation,2,0,,,plan,why", ""),
        ("untoc-11,a,four-paradigms,proportionate-penalties,2,,,,law,why", ""),
        (SOUND, ""),
    ],
)
def test_a_plan_cannot_fail_an_instrument_that_speaks_of_more_than_trafficking(tmp_path, row, words):
    problems = []
    table = parse_table(tmp_path / "tests.csv", f"{HEAD}\n{row}\n", ProvisionTest, problems=problems)
    problems += check_scope(table, LIBRARY.standards, LIBRARY.instruments)
    assert [words in str(problem) for problem in problems] == ([True] if words else [])


def broken(tmp_path, *changes):
    text = SHIPPED_INSTRUMENTS
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "instruments.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        read_instruments(path, LIBRARY.standards)
    return [str(problem) for problem in caught.value.problems]


def test_six_shipped_instruments_speak_of_trafficking_alone_and_every_one_says_which_it_is():
    shipped = LIBRARY.instruments.instruments
    alone = {one.id for one in shipped if one.scope == "trafficking"}
    assert alone == {"palermo", "cets197", "eu2011-36", "ohchr", "eu2004-81", "task-force"}
    assert SHIPPED_INSTRUMENTS.count("    scope: ") == len(shipped)


def test_unknown_keys_and_provisions_are_named_with_a_suggestion(tmp_path):
    told = broken(tmp_path, ("keys: [cets197]", "keys: [cets179]"), ("[cets197-14-1a, ", "[cets197-14-1x, "))
    assert len(told) == 2
    assert "instrument key 'cets179'" in told[0]
    assert "Did you mean 'cets197'" in told[0]
    assert "standard 'cets197-14-1x'" in told[1]


def test_an_instrument_given_twice_is_a_fault(tmp_path):
    (told,) = broken(tmp_path, ("- id: ohchr", "- id: palermo"))
    assert "instrument 'palermo' given twice" in told


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("    treaty: palermo\n", "", "`treaty` for a treaty"),
        ('    due: "2013-04-06"\n', "", "`due`, the day by which members have to comply"),
    ],
)
def test_an_instrument_says_by_what_it_binds(tmp_path, old, new, words):
    assert any(words in line for line in broken(tmp_path, (old, new)))
