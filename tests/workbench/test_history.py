"""What was handed in as a commit of git: that alone, by its coder, and never at the cost of what was handed in."""

from __future__ import annotations

import subprocess

import pytest

from evaluator.errors import EvaluatorError
from evaluator.extensions.workbench.app import LocalSettings, serve
from evaluator.extensions.workbench.shelf import Shelf
from evaluator.extensions.workbench.submit import Handing, commit, hand_in, must_be_tree
from tests.workbench.conftest import HOME, PLAN


def git(own, *words):
    return subprocess.run(["git", *words], cwd=own, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return a work tree with a file committed, another staged and a third changed."""
    config = tmp_path / "config"
    config.write_text("[user]\n  name = The server\n  email = server@example.org\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")

    def make(folder):
        folder.mkdir(exist_ok=True)
        git(folder, "init", "--quiet")
        for name in ("kept.txt", "staged.txt", "changed.txt"):
            (folder / name).write_text("1")
        git(folder, "add", "kept.txt", "changed.txt")
        git(folder, "commit", "--quiet", "-m", "first")
        git(folder, "add", "staged.txt")
        (folder / "changed.txt").write_text("2")
        return folder

    return make


def test_only_the_files_named_are_committed_and_what_is_staged_stays_staged(tree, tmp_path):
    own = tree(tmp_path / "own")
    (own / "kept.txt").write_text("2")
    (own / "new [1].txt").write_text("1")
    assert commit(own, ["kept.txt", "new [1].txt"], "b", "what\n\nDesk-Head: b 1") == ""
    assert sorted(git(own, "show", "--name-only", "--format=").split("\n")) == ["", "kept.txt", "new [1].txt"]
    assert git(own, "show", "-s", "--format=%an %ae|%cn|%s|%(trailers:key=Desk-Head,valueonly)").strip() == (
        "b b@workbench.invalid|The server|what|b 1"
    )
    assert git(own, "status", "--porcelain").splitlines() == [" M changed.txt", "A  staged.txt"]


def test_another_repository_named_by_the_environment_is_left_alone(tree, tmp_path, monkeypatch):
    own, other = tree(tmp_path / "own"), tree(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    (own / "kept.txt").write_text("2")
    assert commit(own, ["kept.txt"], "b", "here") == ""
    monkeypatch.delenv("GIT_DIR")
    assert (git(own, "log", "-1", "--format=%s").strip(), git(other, "log", "-1", "--format=%s").strip()) == (
        "here", "first",
    )  # fmt: skip


def test_what_git_refuses_is_returned_in_its_words(tree, tmp_path, monkeypatch):
    own = tree(tmp_path / "own")
    (own / "kept.txt").write_text("2")
    (own / ".git/index.lock").write_text("")
    assert "index.lock" in commit(own, ["kept.txt"], "b", "x")
    (own / ".git/index.lock").unlink()
    hook = own / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 7\n")
    hook.chmod(0o755)
    assert commit(own, ["kept.txt"], "b", "x")
    monkeypatch.setenv("PATH", "")
    assert "git did not run" in commit(own, ["kept.txt"], "b", "x")


def test_a_folder_that_is_no_work_tree_is_refused_before_anything_is_served(tree, tmp_path):
    with pytest.raises(EvaluatorError, match="is no work tree of git"):
        serve(tmp_path, LocalSettings("b", git=True), print)
    assert not (tmp_path / ".evaluator").exists()
    must_be_tree(tree(tmp_path / "own"))


def test_what_is_handed_in_is_a_commit_by_the_coder_and_a_draft_is_none(place, tree):
    tree(place.own)
    shelf = Shelf(place.own, commits=True)
    place.rate("b", "q1", "3")
    head = place.work("b").head
    hand_in(place.desk, shelf, place.unit, "b", Handing(("b",), is_final=False))
    changed = set(git(place.own, "show", "--name-only", "--format=").split())
    assert f"countries/XXA/plans/{PLAN}/assessments/tiny/b.csv" in changed
    assert changed == set(place.desk.events()[-1].payload["files"])
    assert git(place.own, "show", "-s", "--format=%an|%s|%(trailers:key=Desk-Head,valueonly)").strip() == (
        f"b|{PLAN}:tiny: ratings of b|b {head}"
    )
    assert " M changed.txt\nA  staged.txt" in git(place.own, "status", "--porcelain")


def test_a_failure_of_git_is_told_and_loses_nothing(place, tree):
    tree(place.own)
    (place.own / ".git/index.lock").write_text("")
    place.shelf.commits = True
    place.rate("b", "q1", "3")
    answer = place.as_("b").submit(f"{HOME}/hand-in", **{"as": "draft"})
    assert (answer.status, "git did not commit it" in answer.text, "index.lock" in answer.text) == (200, True, True)
    assert "q1,1,rated,3" in place.ratings("b")
    assert place.work("b").is_empty
    assert "git did not commit it" in place.as_("lead").get(f"{HOME}/panel").text
    assert "git did not commit it" not in place.as_("c").get(f"{HOME}/panel").text


def test_without_being_asked_nothing_is_committed(place, tree):
    tree(place.own)
    place.rate("b", "q1", "3")
    hand_in(place.desk, place.shelf, place.unit, "b", Handing(("b",), is_final=False))
    assert git(place.own, "log", "--format=%s").split() == ["first"]
