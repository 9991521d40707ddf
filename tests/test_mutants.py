"""Small changes of the code: which there are, that each is Python, that dead and living ones are told apart."""

import ast
import subprocess

import pytest

from tests.lanes import one_in
from tools.mutants import ROOMS, ROOT, applied, at_places, main, mutants_of, sample

MODULE = '''"""One function."""


def share(part: int | None, whole: int = 0) -> float:
    """Return a share."""
    if whole <= 0 or part is None:
        return 0.0
    return round(min(part, whole) / whole, ndigits=9)
'''
TEST = """from evaluator.plans.share import share


def test_a_share():
    assert share(1, 4) == 0.25
    assert share(0, 0) is not None
"""


@pytest.fixture
def project(tmp_path):
    """Return a small project of its own, with one room of one module."""
    for name, text in {
        "evaluator/__init__.py": "",
        "evaluator/plans/__init__.py": "",
        "evaluator/plans/share.py": MODULE,
        "tests/plans/test_share.py": TEST,
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    return tmp_path


def test_every_kind_of_change_is_found_and_annotations_and_docstrings_are_left():
    changes = [mutant.change for mutant in mutants_of("plans/share.py", MODULE)]
    assert changes == [
        "0 -> 1",
        "without if whole <= 0 or part is None:\n    return 0.0",
        "whole <= 0 or part is None -> (whole <= 0 and part is None)",
        "whole <= 0 -> (whole < 0)",
        "0 -> 1",
        "part is None -> (part is not None)",
        "without return 0.0",
        "0.0 -> 1.0",
        "without ndigits=9",
        "min(part, whole) / whole -> (min(part, whole) * whole)",
        "min(part, whole) -> (max(part, whole))",
        "9 -> 10",
    ]


@pytest.mark.parametrize("room", one_in(4, ROOMS[1:] + ROOMS[:1]))
def test_each_change_of_a_room_is_python_and_differs(room):
    for mutant in sample(ROOT, room, seed=1, count=40):
        source = (ROOT / "evaluator" / mutant.module).read_text(encoding="utf-8")
        assert ast.dump(ast.parse(applied(source, mutant))) != ast.dump(ast.parse(source)), str(mutant)


@pytest.mark.slow
def test_the_same_seed_draws_the_same_and_another_seed_others():
    assert sample(ROOT, "panel", 3, 5) == sample(ROOT, "panel", 3, 5) != sample(ROOT, "panel", 4, 5)


def test_lines_can_be_named(project):
    assert [m.change for m in at_places(project, "plans", ["share.py:7"])] == ["without return 0.0", "0.0 -> 1.0"]


@pytest.mark.slow
def test_what_no_test_holds_survives_and_the_project_is_never_touched(project, capsys):
    assert main(["plans", "--at", "share.py:7"], project) == 1
    told = capsys.readouterr().out
    assert "plans/share.py:7:9  without return 0.0  killed in " in told
    assert " s by FAILED tests/plans/test_share.py::test_a_share" in told
    assert "plans/share.py:7:16  0.0 -> 1.0  SURVIVED\nplans: 1 of 2 killed (50%)" in told
    assert (project / "evaluator/plans/share.py").read_text(encoding="utf-8") == MODULE


@pytest.mark.slow
def test_an_extension_is_tried_by_the_tests_that_bear_its_name_and_no_missing_test_counts_as_a_kill(project, capsys):
    (project / "evaluator/extensions/survey").mkdir(parents=True)
    for name in ("extensions/__init__.py", "extensions/survey/__init__.py"):
        (project / "evaluator" / name).touch()
    (project / "evaluator/extensions/survey/share.py").write_text(MODULE, encoding="utf-8")
    held = (project / "tests/plans/test_share.py").read_text(encoding="utf-8")
    (project / "tests/survey").mkdir()
    moved = project / "tests/survey/test_share.py"
    moved.write_text(held.replace("evaluator.plans.share", "evaluator.extensions.survey.share"), encoding="utf-8")
    assert main(["extensions/survey", "--at", "share.py:7", "--stages", "3"], project) == 1
    assert "extensions/survey: 1 of 2 killed (50%)" in capsys.readouterr().out
    moved.unlink()
    moved.parent.rmdir()
    assert main(["extensions/survey", "--at", "share.py:7", "--stages", "3"], project) == 1
    assert "extensions/survey: 0 of 2 killed (0%)" in capsys.readouterr().out


def test_a_room_that_is_not_there_is_refused(capsys):
    with pytest.raises(SystemExit):
        main(["scores"])
    assert "no such folder of evaluator/: scores" in capsys.readouterr().err
