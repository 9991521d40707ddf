"""Files written all or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from evaluator.errors import EvaluatorError


def below(folder: Path, path: str) -> Path:
    """Return a path inside a folder, proved to lie there: no step up, no root of its own, no link that leads out.

    Raises
    ------
    EvaluatorError
        It lies elsewhere.
    """
    parts = PurePosixPath(path).parts
    target = folder.joinpath(*parts)
    is_plain = bool(parts) and not any(part in ("..", "/") or "\\" in part or "\0" in part for part in parts)
    if not is_plain or not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder)):
        raise EvaluatorError(f"{path!r} lies outside of {folder}; nothing was written")
    return target


def write_all(files: Mapping[Path, str | bytes]) -> tuple[Path, ...]:
    """Write files all or none: each beside its place first, then all moved, and back where one cannot be.

    Raises
    ------
    EvaluatorError
        One cannot be written; then all are as they were.
    """
    staged: dict[Path, Path] = {}
    try:
        for path, content in files.items():
            staged[path] = _beside(path, content.encode() if isinstance(content, str) else content)
        _move(staged)
    except OSError as error:
        where = error.filename2 or error.filename or ""
        raise EvaluatorError(f"{where}: cannot be written ({error.strerror or error}); nothing was changed") from error
    finally:
        for waiting in staged.values():
            waiting.unlink(missing_ok=True)
    return tuple(files)


def _beside(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(name).chmod(0o644)
    return Path(name)


def _move(staged: Mapping[Path, Path]) -> None:
    before = {path: path.read_bytes() if path.is_file() else None for path in staged}
    moved: list[Path] = []
    try:
        for path, waiting in staged.items():
            waiting.replace(path)
            moved.append(path)
    except OSError:
        for path in moved:
            old = before[path]
            path.unlink() if old is None else path.write_bytes(old)
        raise
