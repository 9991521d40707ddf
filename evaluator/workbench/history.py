"""What was handed in as a commit of git, where the user's folder is a work tree and the lead asked for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from evaluator.errors import EvaluatorError

SECONDS = 60  # a hook of the folder's may take its time
NOWHERE = "workbench.invalid"  # of an author who is known by a code alone
# What points to another repository than that of the folder.
ELSEWHERE = frozenset(
    f"GIT_{name}"
    for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "NAMESPACE", "PREFIX")
)
LONGEST = 500  # of what git says


def must_be_tree(own: Path) -> None:
    """Refuse a folder in which nothing can be committed.

    Raises
    ------
    EvaluatorError
        Git is not installed, or the folder is no work tree.
    """
    if fault := _git(own, "rev-parse", "--is-inside-work-tree"):
        raise EvaluatorError(f"--git: {own} is no work tree of git ({fault}). Run git init there, or leave --git out.")


def commit(own: Path, files: Sequence[str], author: str, message: str) -> str:
    """Commit files below a folder, and nothing else that is staged or changed; return what went wrong, if anything.

    Parameters
    ----------
    own : Path
        The folder, a work tree or inside one.
    files : sequence of str
        Paths below it.
    author : str
        The code of a person; the committer is who runs the server.
    message : str
        The commit's message.
    """
    # A file that git does not know yet can only be committed by its name once it is announced.
    if fault := _git(own, "add", "--intent-to-add", "--", *files):
        return fault
    by = f"--author={author} <{author}@{NOWHERE}>"
    return _git(own, "commit", "--quiet", by, f"--message={message}", "--only", "--", *files)


def _git(own: Path, *words: str) -> str:
    """Run git in a folder and return what it says went wrong; the caller's own repository is none of its business."""
    kept = {name: value for name, value in os.environ.items() if name not in ELSEWHERE}
    # Names are names, not patterns, and nobody is there to be asked.
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
