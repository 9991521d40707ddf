"""Git commits of submitted work, if the user's folder is a git work tree and the lead chose `--git`."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import EvaluatorError

SECONDS = 60  # time limit; a git hook of the folder may be slow
NOWHERE = "workbench.invalid"  # host of an author's address, because an author has only a code
# Environment variables that point git to another repository than the folder's.
ELSEWHERE = frozenset(
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE", "PREFIX")
)
LONGEST = 500  # most characters of git's message


def must_be_tree(own: Path) -> None:
    """Refuse a folder that is not a git work tree.

    Raises
    ------
    EvaluatorError
        Git is not installed, or the folder is not a work tree.
    """
    if fault := _run_git(own, "rev-parse", "--is-inside-work-tree"):
        raise EvaluatorError(f"--git: {own} is no work tree of git ({fault}). Run git init there, or leave --git out.")


def commit(own: Path, files: Sequence[str], author: str, message: str) -> str:
    """Commit only the given files of a folder; return git's error message, or an empty text if all went well.

    Parameters
    ----------
    own : Path
        The folder, a work tree or inside one.
    files : sequence of str
        Paths below it.
    author : str
        The code of the author; git's committer is the person who runs the server.
    message : str
        The commit's message.
    """
    # Git commits an untracked file by name only after `git add --intent-to-add`.
    if fault := _run_git(own, "add", "--intent-to-add", "--", *files):
        return fault
    by = f"--author={author} <{author}@{NOWHERE}>"
    return _run_git(own, "commit", "--quiet", by, f"--message={message}", "--only", "--", *files)


def _run_git(own: Path, *words: str) -> str:
    """Run git in a folder, without the caller's GIT variables; return its error message, or an empty text."""
    kept = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    # Git must read paths literally, not as patterns, and must not prompt.
    kept |= {"GIT_LITERAL_PATHSPECS": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
    asked = ["git", *words]
    try:
        done = subprocess.run(  # noqa: S603  (no shell; the words are ours)
            asked, cwd=own, env=kept, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"git did not run: {error}"[:LONGEST]
    said = (done.stderr or done.stdout).decode(errors="replace").split("\n")
    return "" if done.returncode == 0 else (" ".join(filter(None, said))[:LONGEST] or f"status {done.returncode}")
