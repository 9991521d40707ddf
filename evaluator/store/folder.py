"""Copy a folder; either the whole copy appears or none of it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from evaluator.errors import EvaluatorError, unwritable
from evaluator.store.whole import SUFFIX, UMASK, is_left_over, part_prefix, parts_of

COMPILED = "__pycache__"


def copy_whole(source: Path, target: Path) -> list[Path]:
    """Copy a folder to a temporary name next to its target, then rename it, so that no half copy is ever visible.

    Names that begin with a point, what Python compiled, and permissions are not copied: the copy is fully the user's.
    Leftovers of a killed copy to the same target are removed.

    Parameters
    ----------
    source : Path
        The folder to copy, which has no links in it.
    target : Path
        The path of the copy. Missing parent folders are created.

    Returns
    -------
    list of Path
        The copied files, in order of name.

    Raises
    ------
    EvaluatorError
        The target exists already, or cannot be written; nothing is left behind.
    """
    if target.exists() or target.is_symlink():
        raise EvaluatorError(f"{target} exists already and is not written over. Name a folder that is not there yet.")
    names = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file()]
    names = [name for name in names if not any(part.startswith((".", COMPILED)) for part in name.parts)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        stage = Path(tempfile.mkdtemp(prefix=part_prefix(target), suffix=SUFFIX, dir=target.parent))
        try:
            for name in names:
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, stage / name)
            stage.chmod(0o777 & ~UMASK)
            stage.rename(target)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise unwritable(target, "cannot be written", error) from None
    return [target / name for name in names]


def _sweep(target: Path) -> None:
    for part in parts_of(target):
        if part.is_dir() and not part.is_symlink() and is_left_over(part):
            shutil.rmtree(part, ignore_errors=True)
