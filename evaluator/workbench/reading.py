"""The tables of plans' own files for the browser: each file is read once, in the background, and kept for a while."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from evaluator.intake.formats.cells import SourceFile
from evaluator.intake.formats.reader import read_source
from evaluator.model.intake import PlanWords

MOST = 4  # files whose tables are kept at once
AT_ONCE = 2  # files that are read at once; each is read in a child process


class Readings:
    """Readings of files, by the fingerprint of the file; a page asks how far one is."""

    def __init__(self) -> None:
        self._pool: ThreadPoolExecutor | None = None
        self._lock = threading.Lock()
        self._kept: dict[str, Future[SourceFile]] = {}

    def of(self, sha256: str, path: Path, words: PlanWords, langs: Sequence[str]) -> Future[SourceFile]:
        """Return the reading of a file, which is begun if the file is another than those that are kept."""
        with self._lock:
            if sha256 not in self._kept:
                if self._pool is None:
                    self._pool = ThreadPoolExecutor(AT_ONCE, "reading")
                for old in list(self._kept)[: max(0, len(self._kept) + 1 - MOST)]:
                    self._kept.pop(old).cancel()
                self._kept[sha256] = self._pool.submit(read_source, path, words, langs)
            return self._kept[sha256]
