"""No pattern takes long for a long text that it begins to match again and again: none grows faster than the square."""

import importlib
import pkgutil
import re
import time
from re import _parser as parser

import pytest

import evaluator

LENGTH = 6_000
# Searched everywhere, which is harder than what most patterns are used for: a whole name or number. One that grows with
# the cube of the length would take hours.
SECONDS = 0.8


def _patterns():
    found = {}
    for module in pkgutil.walk_packages(evaluator.__path__, "evaluator."):
        if "_library" not in module.name and not module.name.endswith("__main__"):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern):
                    found.setdefault((value.pattern, value.flags), f"{module.name}.{name}")
    return {place: re.compile(*key) for key, place in found.items()}


def _sample(parsed):  # noqa: C901  (one branch for each kind of step)
    """Return a short text that a pattern begins to match: each step once, repeated ones twice."""
    text = ""
    for kind, value in parsed:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name in ("NOT_LITERAL", "ANY"):
            text += "a"
        elif name == "IN":
            text += _one_of(value)
        elif name in ("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"):
            text += _sample(value[2]) * max(value[0], min(value[1], 2))
        elif name == "SUBPATTERN":
            text += _sample(value[3])
        elif name == "ATOMIC_GROUP":
            text += _sample(value)
        elif name == "BRANCH":
            text += _sample(value[1][0])
    return text


def _one_of(choices):
    if str(choices[0][0]) == "NEGATE":
        barred = {value for kind, value in choices[1:] if str(kind) == "LITERAL"}
        return next(c for c in "a b.-1" if ord(c) not in barred)
    for kind, value in choices:
        if str(kind) == "LITERAL":
            return chr(value)
        if str(kind) == "RANGE":
            return chr(value[0])
        if "SPACE" in str(value):
            return " "
        if "DIGIT" in str(value):
            return "1"
    return "a"


PATTERNS = _patterns()


@pytest.mark.parametrize("place", PATTERNS)
def test_a_pattern_is_quick_with_what_it_begins_to_match(place):
    pattern = PATTERNS[place]
    if isinstance(pattern.pattern, bytes):
        flags = pattern.flags
        sample = _sample(parser.parse(pattern.pattern, flags)).encode("latin-1")
        end, pieces = b"\x01", {sample[:n] for n in range(1, min(len(sample), 12) + 1)} | {b"a", b" ", b"<"}
    else:
        sample = _sample(parser.parse(pattern.pattern, pattern.flags))
        end, pieces = "\x01", {sample[:n] for n in range(1, min(len(sample), 12) + 1)} | {"a", " ", "<", "1", "\n"}
    for piece in sorted(pieces):
        text = piece * (LENGTH // len(piece)) + end
        start = time.process_time()
        sum(1 for _ in pattern.finditer(text))
        assert time.process_time() - start < SECONDS, f"{pattern.pattern!r} on {piece!r} repeated"
