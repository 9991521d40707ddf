"""The child's side: limits are lowered and never raised, and every answer can travel."""

from __future__ import annotations

import io
import pickle
import resource
from dataclasses import replace

import pytest

from evaluator.read import child_main
from evaluator.read.child import WORKBOOK, in_child


def _limits():
    kinds = (resource.RLIMIT_CORE, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_AS)
    return [resource.getrlimit(kind)[0] for kind in kinds]


def test_the_child_has_the_limits_that_are_declared():
    core, cpu, size, memory = in_child(replace(WORKBOOK, writes=3), "x", _limits)
    assert (core, cpu, size) == (0, WORKBOOK.cpu, 3_000_000)
    assert WORKBOOK.memory * 1_000_000 < memory < WORKBOOK.memory * 1_000_000 + 1_000_000_000


def test_a_limit_that_is_lower_already_stays(monkeypatch):
    set_to = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (5, 5))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: set_to.append(pair))
    child_main._set(resource.RLIMIT_CPU, 9)
    child_main._set(resource.RLIMIT_CPU, 3)
    child_main._set(resource.RLIMIT_CPU, 3, 4)
    assert set_to == [(5, 5), (3, 5), (3, 4)]


class _NoTravellerError(Exception):
    def __init__(self, one, two):
        super().__init__(one)


@pytest.mark.parametrize(
    ("told", "kind", "words"),
    [
        (("value", 3), "value", "3"),
        (("error", _NoTravellerError("odd", 2)), "error", "odd"),
        (("value", lambda: None), "error", "lambda"),
    ],
)
def test_every_answer_travels(told, kind, words):
    out = io.BytesIO()
    child_main._write(out, told)
    found, value = pickle.loads(out.getvalue())  # noqa: S301  (written just now)
    assert found == kind
    assert words in repr(value)


def test_lack_of_memory_is_told_as_such():
    def _hungry():
        raise MemoryError

    assert child_main._answer(_hungry, (), {}) == ("memory", None)
