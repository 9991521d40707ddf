"""Several files written as one change, all or none, even if the command is killed.

The new texts are first written into the folder's own `.evaluator/`, with a list of their targets.
One rename there commits the change: a command killed before the rename has changed nothing; the
change of one killed after it is completed by the next command that opens the folder.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from evaluator.errors import EvaluatorError, unwritable
from evaluator.store.lock import held, state_folder
from evaluator.store.whole import USUAL

PREPARED, CHANGE, LIST = "change.part", "change", "list.json"


@dataclass(frozen=True, slots=True)
class FileMove:
    """One file of a change: where its new text waits, its target, and the old (None: no file) and new fingerprints."""

    part: Path
    target: Path
    old: str | None
    new: str


def write_all(
    folder: Path, files: Mapping[str, str | bytes], seen: Mapping[str, str | None] | None = None
) -> list[Path]:
    """Write files below a folder, all or none.

    Parameters
    ----------
    folder : Path
        The user's folder.
    files : mapping
        Texts or bytes by path relative to it, with `/` between; a file that has them already is not
        written.
    seen : mapping, optional
        Fingerprint of each file when it was read, by path; None if there was no file.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    EvaluatorError
        Another command writes there, a path leads out of the folder, a file was changed since it
        was read, or one cannot be written. Then no file is changed.
    """
    with held(folder):
        recover(folder)
        contents = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
        targets = {name: below(folder, name) for name in contents}
        _refuse_changed(targets, seen or {})
        wanted = {name: data for name, data in contents.items() if fingerprint(targets[name]) != sha256_of(data)}
        if wanted:
            _prepare(folder, wanted)
            _carry_out(folder)
        return [targets[name] for name in wanted]


def recover(folder: Path) -> None:
    """Complete a killed command's committed change, and delete an uncommitted one.

    Raises
    ------
    EvaluatorError
        Another command writes there, or a file was changed by hand in between.
    """
    state = state_folder(folder)
    if not ((state / PREPARED).exists() or is_under_way(folder)):
        return
    with held(folder):
        try:
            shutil.rmtree(state / PREPARED, ignore_errors=True)
            moves = _moves(folder)
            for move in moves:
                _refuse_overtaken(move, state)
            for move in moves:
                _carry(move)
            shutil.rmtree(state / CHANGE, ignore_errors=True)
        except OSError as error:
            raise unwritable(folder, "a change that was interrupted cannot be completed", error) from None


def is_under_way(folder: Path) -> bool:
    """Return whether a committed change is not yet complete."""
    return (state_folder(folder) / CHANGE).exists()


def below(folder: Path, path: str) -> Path:
    """Return a path inside a folder, after checking that neither `..`, a root nor a link leads out of the folder.

    Raises
    ------
    EvaluatorError
        The path lies outside of the folder.
    """
    parts = PurePosixPath(path).parts
    target = folder.joinpath(*parts)
    is_plain = bool(parts) and not any(part in ("..", "/") or "\\" in part or "\0" in part for part in parts)
    if not is_plain or not Path(os.path.realpath(target)).is_relative_to(os.path.realpath(folder)):
        raise EvaluatorError(f"{path!r} lies outside of {folder}; nothing was written")
    return target


def fingerprint(path: Path) -> str | None:
    """Return the SHA-256 of a file, or None if there is no file."""
    return sha256_of(path.read_bytes()) if path.is_file() else None


def fingerprints(folder: Path, inside: str) -> dict[str, str]:
    """Return the SHA-256 of each file below `inside`, by path relative to the folder."""
    files = (path for path in sorted((folder / inside).rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256_of(path.read_bytes()) for path in files}


def sha256_of(data: bytes) -> str:
    """Return SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _refuse_changed(targets: Mapping[str, Path], seen: Mapping[str, str | None]) -> None:
    changed = [str(targets[name]) for name in targets if name in seen and fingerprint(targets[name]) != seen[name]]
    if changed:
        raise EvaluatorError(
            f"changed on the disk since it was read, so nothing was written: {', '.join(changed)}. "
            "Run the command again: it reads the files as they are now."
        )


def _prepare(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the new texts and their list into the state folder, and commit them by one rename."""
    state = state_folder(folder)
    waiting = state / PREPARED
    name = ""
    try:
        waiting.mkdir()
        listed = []
        for at, (name, data) in enumerate(files.items()):
            target = below(folder, name)
            _refuse_folder(target)
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(waiting / str(at), data)
            listed.append({"path": name, "old": fingerprint(target), "new": sha256_of(data)})
        _write(waiting / LIST, json.dumps(listed).encode())
        _sync(waiting)
        waiting.replace(state / CHANGE)
        _sync(state)
    except OSError as error:
        shutil.rmtree(waiting, ignore_errors=True)
        raise unwritable(folder / name, "cannot be written", error, "; nothing was changed") from None
    except BaseException:
        shutil.rmtree(waiting, ignore_errors=True)
        raise


def _refuse_folder(target: Path) -> None:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "a folder of that name is there")


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    path.chmod(USUAL)


def _sync(folder: Path) -> None:
    """Flush the names in a folder to disk, so that they survive a loss of power (POSIX only)."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _carry_out(folder: Path) -> None:
    """Move the new files to their targets; if one cannot be moved, restore all."""
    moves = _moves(folder)
    before = {move.target: move.target.read_bytes() if move.target.is_file() else None for move in moves}
    done: list[Path] = []
    try:
        for move in moves:
            _carry(move)
            done.append(move.target)
    except OSError as error:
        for target in done:
            old = before[target]
            target.unlink() if old is None else target.write_bytes(old)
        shutil.rmtree(state_folder(folder) / CHANGE, ignore_errors=True)
        raise unwritable(move.target, "cannot be written", error, "; nothing was changed") from None
    shutil.rmtree(
        state_folder(folder) / CHANGE, ignore_errors=True
    )  # not in a `finally`: the next command completes an interrupted change


def _carry(move: FileMove) -> None:
    if move.part.is_file():
        move.target.parent.mkdir(parents=True, exist_ok=True)
        move.part.replace(move.target)
        _sync(move.target.parent)


def _moves(folder: Path) -> list[FileMove]:
    """Return the moves in a change's list; a path that leads out of the folder raises an error."""
    waiting = state_folder(folder) / CHANGE
    if waiting.is_symlink() or not (waiting / LIST).is_file():
        return []
    try:
        listed = json.loads((waiting / LIST).read_bytes())
        named = [(waiting / str(at), one["path"], one["old"], one["new"]) for at, one in enumerate(listed)]
    except (ValueError, KeyError, TypeError, RecursionError):
        named = []
    is_whole = all(isinstance(path, str) and not part.is_symlink() for part, path, _, _ in named)
    if not named or not is_whole:
        raise EvaluatorError(f"{waiting} is not as a command left it. Remove it, and run the command again.")
    return [FileMove(part, below(folder, path), old, new) for part, path, old, new in named]


def _refuse_overtaken(move: FileMove, state: Path) -> None:
    if move.part.is_file() and fingerprint(move.target) not in (move.old, move.new):
        raise EvaluatorError(
            f"{move.target} was changed after a command that was to write it was interrupted. Its text by that command "
            f"is {move.part}. Copy what you need of it, remove {state / CHANGE}, and run the command again."
        )
