"""A folder of files, laid down whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from evaluator.errors import EvaluatorError
from evaluator.store.whole import SUFFIX, is_left_over, part_prefix, parts_of


def copy_whole(source: Path, target: Path) -> list[Path]:
    """Copy a folder beside its place, then move it there, so that no half folder is ever seen.

    Names that begin with a point stay behind, and so do permissions: what is copied is the
    user's own. What a killed command left of the same folder is removed.

    Parameters
    ----------
    source : Path
        The folder to copy; its links are followed by nobody, there are none in it.
    target : Path
        Where it goes. Folders above it are made.

    Returns
    -------
    list of Path
        The files laid down, in order of name.

    Raises
    ------
    EvaluatorError
        Something stands at the place already, or it cannot be written; nothing is left behind.
    """
    if target.exists() or target.is_symlink():
        raise EvaluatorError(f"{target} exists already and is not written over. Name a folder that is not there yet.")
    names = [path.relative_to(source) for path in sorted(source.rglob("*")) if path.is_file()]
    names = [name for name in names if not any(part.startswith(".") for part in name.parts)]
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        stage = Path(tempfile.mkdtemp(prefix=part_prefix(target), suffix=SUFFIX, dir=target.parent))
        try:
            for name in names:
                (stage / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source / name, stage / name)
            stage.chmod(0o755)
            stage.rename(target)
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    except OSError as error:
        raise EvaluatorError(f"{target}: cannot be written ({error.strerror or error})") from None
    return [target / name for name in names]


def _sweep(target: Path) -> None:
    for part in parts_of(target):
        if part.is_dir() and not part.is_symlink() and is_left_over(part):
            shutil.rmtree(part, ignore_errors=True)
