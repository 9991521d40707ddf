"""YAML 1.2, strictly, with the place of everything, and never a traceback."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError, gather
from evaluator.model.criterion import Criterion
from evaluator.model.weighting import Weighting
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.yaml_file import dotted_path, parse_yaml, read_yaml, scalar


@pytest.fixture
def read(tmp_path):
    """Read a text as a YAML file."""

    def from_text(text: str):
        path = tmp_path / "a.yaml"
        path.write_text(text, encoding="utf-8")
        return parse_yaml(path)

    return from_text


# YAML 1.2.2, section 10.3.2, table 10.? "Tag resolution" of the core schema, and what 1.1 made of the same texts.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("nULL", "nULL"),
        ("true", True),
        ("FALSE", False),
        ("yes", "yes"),
        ("NO", "NO"),
        ("on", "on"),
        ("y", "y"),
        ("0", 0),
        ("-0", 0),
        ("+1", 1),
        ("010", 10),
        ("0o7", 7),
        ("0o8", "0o8"),
        ("0xfF", 255),
        ("-0x1", "-0x1"),
        ("0b1", "0b1"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1e3", 1000.0),
        ("1E-2", 0.01),
        ("1.", 1.0),
        (".5", 0.5),
        ("-.5e+1", -5.0),
        (".", "."),
        ("e3", "e3"),
        ("1.10", 1.1),
        ("1.1.0", "1.1.0"),
        (".inf", math.inf),
        ("-.INF", -math.inf),
        ("+.Inf", math.inf),
        (".iNF", ".iNF"),
        ("inf", "inf"),
        ("nan", "nan"),
        ("2005-01-01", "2005-01-01"),
        ("1" * 30, int("1" * 30)),
    ],
)
def test_a_plain_scalar_is_typed_by_the_core_schema(text, value):
    found = scalar(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [".nan", ".NaN", ".NAN"])
def test_not_a_number_is_a_number(text):
    assert math.isnan(scalar(text))


@settings(max_examples=200)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_decimal_is_read_back(number):
    assert scalar(repr(number)) == number


@settings(max_examples=200)
@given(st.text(max_size=12))
def test_any_text_is_a_scalar(text):
    assert isinstance(scalar(text), str | int | float | bool | None)


def test_what_stands_in_quotes_is_text(read):
    assert read("a: \"1\"\nb: 'NO'\nc: |\n  true\n").content == {"a": "1", "b": "NO", "c": "true\n"}


def test_every_key_and_value_has_its_place(read):
    document = read("a: 1\nlist:\n  - x: 2\n")
    assert document.place(("list", 0, "x")) == (3, 8)
    assert document.place(("list", 0, "x"), of_key=True) == (3, 5)
    assert document.place(("list", 0, "missing")) == (3, 5)
    assert document.place(("nothing",)) == (1, 1)


def test_faults_leave_the_rest_readable_and_come_all_at_once(read):
    document = read("a: &x 1\nb: *x\na: 2\nc: !!int 3\n? [k]\n: v\nd: 4\n")
    assert document.content == {"a": 1, "b": None, "c": 3, "d": 4}
    assert [fault.found for fault in document.faults] == [
        "an alias to an anchor",
        "key 'a' given twice (first at line 1)",
        "the tag tag:yaml.org,2002:int",
        "a key that is not a word",
    ]


def test_a_strict_reading_refuses_any_fault(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\na: 2\n", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="given twice"):
        read_yaml(path)
    path.write_text("a: 1\n", encoding="utf-8")
    assert read_yaml(path).content == {"a": 1}


def test_aliases_cannot_grow(read):
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + k)}: &{chr(98 + k)} [*{chr(97 + k)}, *{chr(97 + k)}]\n" for k in range(20)
    )
    assert all(fault.found == "an alias to an anchor" for fault in read(bomb).faults)


@pytest.mark.parametrize("depth", [50, 900, 20_000])
def test_deep_nesting_is_a_problem_and_no_crash(depth, read):
    try:
        faults = read("[" * depth + "]" * depth).faults
    except InvalidInputError as error:
        faults = error.problems
    assert faults


@pytest.mark.parametrize("breaks", ["", "\n", "\r\r\r", "\u2028\u2028", "\x85"])
def test_a_file_that_breaks_off_is_told_whatever_ends_its_lines(breaks, read):
    with pytest.raises(InvalidInputError) as caught:
        read(f"a: [{breaks}")
    assert caught.value.problems[0].expected == "well-formed YAML"


def test_a_text_torn_at_a_comma_in_braces_is_mended_with_a_warning(read):
    document = read("a: {ground: one, two, three}\n")
    assert document.content == {"a": {"ground": "one, two, three"}}
    assert [(w.severity, w.line, w.column) for w in document.warnings] == [("warning", 1, 18), ("warning", 1, 23)]


def test_a_key_without_a_value_is_no_torn_text(read):
    assert read("a: {b: 1, c}\n").content == {"a": {"b": 1, "c": None}}
    assert read("a: {b: x, c: }\n").content == {"a": {"b": "x, c"}}
    assert read("a: {b: x, c: ''}\n").content == {"a": {"b": "x", "c": ""}}


def test_paths_are_written_as_people_write_them():
    assert dotted_path(("levels", 3)) == "levels.3"
    assert dotted_path(("tree", 2, "id")) == "tree[2].id"
    assert dotted_path(()) == ""


# Fuzzing: whatever stands in a file, there is a document or an InvalidInputError.

WORDS = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "[",
        "]",
        "{",
        "}",
        ",",
        ":",
        "?",
        "&x ",
        "*x",
        "!t ",
        "!!str ",
        "|\n ",
        ">-\n",
        "'",
        '"',
        "#",
        "---\n",
        "...\n",
        "%YAML 1.1\n",
        "\t",
        "\n",
        "  ",
        "\\",
        "1e9",
        "~",
        "\u2028",
        "\x85",
        "\ufeff",
        "é",
        "levels",
        "weights",
    ]
)


def never_a_traceback(path):
    problems = []
    document = gather(lambda: parse_yaml(path), problems)
    assert problems or document is not None
    assert document is None or all(fault.line and fault.column for fault in document.faults)
    for shape in (Criterion, Weighting):
        load(shape, path, problems)


@settings(max_examples=150)
@given(data=st.binary(max_size=80))
def test_random_bytes_never_give_a_traceback(data, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(data)
    never_a_traceback(path)


@settings(max_examples=300)
@given(parts=st.lists(WORDS, max_size=25))
def test_yaml_in_pieces_never_gives_a_traceback(parts, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "pieces.yaml"
    path.write_text("".join(parts), encoding="utf-8")
    never_a_traceback(path)


@settings(max_examples=150)
@given(seed=st.integers(0, 10**9))
def test_a_sound_file_with_some_characters_changed_never_gives_a_traceback(seed, sound, tmp_path_factory):
    dice = random.Random(seed)  # noqa: S311
    text = list((sound / "rubrics" / "small" / "criteria" / "spending.yaml").read_text(encoding="utf-8"))
    for _ in range(dice.randint(1, 6)):
        at = dice.randrange(len(text))
        text[at] = dice.choice(["", "\n", " ", ":", "[", "}", "'", "9", "-", "x", "&", "*", "!"])
    path = tmp_path_factory.getbasetemp() / "changed.yaml"
    path.write_text("".join(text), encoding="utf-8")
    never_a_traceback(path)


def test_a_file_is_parsed_once_for_each_content_that_it_has(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    first = parse_yaml(path)
    assert parse_yaml(path) is first
    path.write_text("a: 2\n", encoding="utf-8")
    assert (first.content, parse_yaml(path).content) == ({"a": 1}, {"a": 2})
