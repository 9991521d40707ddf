"""No pattern takes more than a time in proportion to its text, however the text is made to tease it.

Every pattern of the package is found in its code, and run as the code runs it (from the start, over the whole, or
searched) on long texts made of its own parts: each of its repeats entered and then repeated, beginnings of what it
matches again and again, each with an end at which it fails.
"""

from __future__ import annotations

import ast
import importlib
import math
import re
import time
from collections import defaultdict
from itertools import chain
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

import pytest

import evaluator
from tests.lanes import one_in

PACKAGE = Path(evaluator.__file__).parent
LONGEST = 8_000
# A steady pattern needs under a millisecond for the longest text; one that grows with the square over fifty.
TELLING = 0.01
# Twice the text, twice the time: an exponent of 1. The square has 2.
STEEPEST = 1.5
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
ENDS = ("\x01", "", "\n", "!")
ONCE, SEARCHED = {"match", "fullmatch"}, {"search", "finditer", "findall", "sub", "subn", "split"}
# Where a pattern is made of an argument.
MADE = {
    "model/script.py": "one letter, or one of the letters that are written with two: nothing is repeated",
    "reports/page_reader/grammar.py": "kept by language: they read the sentences of a report, each short and alone",
    "workbook/sheet/table_forms.py": "the beginning of a name as it stands, then nine digits at most",
    "workbook/sheet/safety.py": "kept in a table of the module, and found there",
}
SIGNS = re.compile(rf"\bre\.|\.pattern\b|\.(?:{'|'.join(sorted((ONCE | SEARCHED) - {'split'}))})\(")


def _modules():
    """Yield the modules that make a pattern, or call a method of one that another module made."""
    for path in sorted(PACKAGE.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        if path.name != "__main__.py" and "_library" not in path.parts and SIGNS.search(source):
            yield path.relative_to(PACKAGE).as_posix(), ast.parse(source)


def _module(name):
    return importlib.import_module(".".join(("evaluator", *Path(name).with_suffix("").parts)).removesuffix(".__init__"))


def _is_re(node, names=frozenset({"compile"}) | ONCE | SEARCHED):
    called = node.func if isinstance(node, ast.Call) else None
    return isinstance(called, ast.Attribute) and called.attr in names and ast.unparse(called.value) == "re"


def _value(node, space):
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), space)  # noqa: S307  (the project's own code)


def _uses(nodes):
    """Return by name of a pattern the methods that are called on it anywhere."""
    found = defaultdict(set)
    for node in nodes:
        if isinstance(node, ast.Attribute) and node.attr in ONCE | SEARCHED:
            found[ast.unparse(node.value).rpartition(".")[2]].add(node.attr)
        elif isinstance(node, ast.Attribute) and node.attr == "pattern":  # the form of a field, between ^ and $
            found[ast.unparse(node.value).rpartition(".")[2]].add("fullmatch")
    return found


def collected():
    """Return every pattern by its place, and how it is used; what cannot be read from the code is told apart."""
    trees = dict(_modules())
    told = {
        name: [n for n in ast.walk(tree) if isinstance(n, ast.Attribute | ast.Call)] for name, tree in trees.items()
    }
    uses, found, unread = _uses(chain.from_iterable(told.values())), {}, []
    for name, tree in trees.items():
        module = _module(name)
        named = {
            id(node.value): node.targets[0].id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        }
        for node in filter(_is_re, told[name]):
            place = f"{name}:{node.lineno}"
            how = {node.func.attr}
            try:
                if how == {"compile"}:
                    pattern = _value(node, vars(module))
                    how = uses.get(named.get(id(node), ""), set()) or SEARCHED
                else:
                    flags = next((_value(k.value, vars(module)) for k in node.keywords if k.arg == "flags"), 0)
                    pattern = re.compile(_value(node.args[0], vars(module)), flags)
            except NameError:
                unread.append(name)
                continue
            found[f"{place} {pattern.pattern!r:.60}"] = (pattern, _hardest(how))
    known = {pattern.pattern for pattern, _ in found.values()}
    for name in trees:
        for value in _held(vars(_module(name)).values()):
            if value.pattern not in known:
                found[f"{name} {value.pattern!r:.60}"] = (value, "finditer")
                known.add(value.pattern)
    return found, unread


def _held(values):
    for value in values:
        if isinstance(value, re.Pattern):
            yield value
        elif isinstance(value, dict):
            yield from _held(value.values())
        elif isinstance(value, tuple | list | set | frozenset):
            yield from _held(value)


def _hardest(how):
    """Return the method that tries most places: searching tries all of them."""
    return "finditer" if how & SEARCHED else "match" if "match" in how else "fullmatch"


def _one(kind, value):
    """Return a character that a step takes."""
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.IN:
        if value[0][0] is sre.NEGATE:
            barred = re.compile("".join(("[", *(re.escape(chr(v)) for k, v in value[1:] if k is sre.LITERAL), "\0]")))
            return next(c for c in "a 1.-<" if not barred.match(c))
        return next(iter(_ones(value)))
    if kind is sre.CATEGORY:
        return {sre.CATEGORY_SPACE: " ", sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "a"}.get(value, "a")
    return "a"


def _ones(choices):
    return [chr(value[0]) if kind is sre.RANGE else _one(kind, value) for kind, value in choices]


def _text(steps):
    """Return a short text that a pattern begins to match: each step as seldom as may be, but once."""
    return "".join(_step(kind, value) for kind, value in steps)


def _step(kind, value):
    if kind in REPEATS:
        return _text(value[2]) * max(1, min(value[0], 40))
    if kind is sre.SUBPATTERN:
        return _text(value[3])
    if kind is sre.ATOMIC_GROUP:
        return _text(value)
    if kind is sre.BRANCH:
        return _text(value[1][0])
    if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT, sre.GROUPREF):
        return ""
    return _one(kind, value)


def _pumps(steps, before=""):
    """Yield (a beginning, what is then repeated) for each repeat, with every way of one turn of it."""
    for kind, value in steps:
        if kind in REPEATS:
            yield from ((before, turn) for turn in _turns(value[2]))
        for inner in _inside(kind, value):
            yield from _pumps(inner, before)
        before += _step(kind, value)


def _inside(kind, value):
    """Return the steps that a step holds."""
    if kind in REPEATS:
        return [value[2]]
    if kind is sre.BRANCH:
        return value[1]
    if kind is sre.ATOMIC_GROUP:
        return [value]
    return (
        {sre.SUBPATTERN: value[3:], sre.ASSERT: value[1:], sre.ASSERT_NOT: value[1:]}.get(kind, [])
        if isinstance(value, tuple)
        else []
    )


def _turns(steps):
    """Return texts of one turn: the first way of each step, and each kind of character where it is one step."""
    turns = {_text(steps)}
    for kind, value in steps:
        if kind is sre.IN and value[0][0] is not sre.NEGATE:
            turns.update(_ones(value))
        elif kind is sre.IN or kind in (sre.ANY, sre.NOT_LITERAL):
            turns.update(("a", " ", "1"))
        elif kind is sre.BRANCH:
            turns.update(_text(way) for way in value[1])
    return turns


def teasers(pattern):
    """Return (beginning, what is repeated) pairs for a pattern."""
    steps = parser.parse(pattern.pattern, pattern.flags)
    whole = _text(steps)
    pairs = set(_pumps(steps))
    pairs |= {("", whole[:n]) for n in (*range(1, min(len(whole), 24) + 1), len(whole))}
    # Between the beginnings of two matches stands what keeps a search from ending soon.
    pairs |= {("", before + turn) for before, turn in pairs} | {("", c) for c in "a 1\n<\"'"}
    return sorted(pair for pair in pairs if pair[1])


def _time(run, text):
    begun = time.process_time()
    run(text)
    return time.process_time() - begun


def growth(pattern, how, beginning, turn, end):
    """Return the exponent by which time grows with the length, 0 where the longest text takes no time to speak of."""

    def run(text):
        made = text.encode("latin-1", "ignore") if isinstance(pattern.pattern, bytes) else text
        found = getattr(pattern, how)(made)
        if how == "finditer":
            for _ in found:
                pass

    def text(times):
        return beginning + turn * times + end

    most = max(8, LONGEST // len(turn))
    times = 8
    while _time(run, text(times)) < TELLING:
        if times >= most:
            return 0.0
        times = min(most, times + max(2, times // 4))
    long, short = (min(_time(run, text(n)) for _ in range(3)) for n in (times, max(1, times // 4)))
    return math.log(max(long, 1e-9) / max(short, 1e-7)) / math.log(times / max(1, times // 4))


PATTERNS, UNREAD = collected()


def test_every_pattern_of_the_code_is_tried():
    assert len(PATTERNS) > 100
    assert set(UNREAD) == set(MADE)


@pytest.mark.parametrize("place", one_in(16, PATTERNS))
def test_the_time_of_a_pattern_grows_no_faster_than_its_text(place):
    pattern, how = PATTERNS[place]
    for beginning, turn in teasers(pattern):
        for end in ENDS:
            found = growth(pattern, how, beginning, turn, end)
            assert found < STEEPEST, f"{how} of {beginning!r}, then {turn!r} again and again, then {end!r}: {found:.1f}"


@pytest.mark.parametrize(
    ("pattern", "how"),
    [
        (r"(a+)+b", "match"),
        (r"a*a*b", "match"),
        (r"\s+$", "search"),
        (r"<!--.*?-->", "finditer"),
        (r"(?:x|xx)+y", "fullmatch"),
    ],
)
def test_patterns_known_to_be_slow_are_found_out(pattern, how):
    made = re.compile(pattern)
    assert any(growth(made, _hardest({how}), *pair, end) > STEEPEST for pair in teasers(made) for end in ENDS)
