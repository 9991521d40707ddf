"""The core without each of our extensions, and what tells that one cannot be done without."""

import pytest

from tools.without import HOME, ROOT, copy_without, faults_without, needs, run, with_who_needs


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(needs()))
def test_the_core_works_without_each_extension(name):
    assert faults_without(name) == []


def test_every_extension_is_tried():
    folders = {path.parent.name for path in (ROOT / HOME).glob("*/__init__.py")}
    assert set(needs()) == folders


def test_what_needs_an_extension_goes_with_it():
    needed = {"a": set(), "b": {"a"}, "c": {"b"}, "d": set()}
    assert with_who_needs("a", needed) == {"a", "b", "c"}
    assert with_who_needs("d", needed) == {"d"}


def test_a_core_that_asks_for_what_is_gone_is_told(tmp_path):
    place = copy_without({"explorer"}, tmp_path / "program")
    path = place / "evaluator/cli/score.py"
    path.write_text(path.read_text("utf-8") + "\nimport evaluator.extensions.explorer.content\n", "utf-8")
    assert "No module named 'evaluator.extensions.explorer'" in run(place, "score", "ALB").stderr
