"""Prints that tests share: the same page with the same files is laid out once in a run, for all its processes.

Most of the time of the tests is layout, and many of them ask for the same report. A print is a function of what it is
made from; that it is, is proved by the tests that print anew: those marked so, those that may put something else in the
place of our code, and whatever is printed by another process or with a user's templates.
"""

from __future__ import annotations

import functools
import hashlib
import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from filelock import FileLock


class Shared:
    """The prints of a run; `anew` is set while a test runs that gets no print of another and gives none."""

    def __init__(self) -> None:
        self.anew = False

    @contextmanager
    def in_folder(self, folder: Path) -> Iterator[None]:
        """Keep prints in a folder."""
        from evaluator.reports.html.environment import own_folder
        from evaluator.reports.pdf import write as pdf
        from evaluator.reports.pdf.engines import PRINTER, recorded_version, recorded_versions

        print_anew = pdf.print_directly

        @functools.wraps(print_anew)  # so that an order to a child process names the function that is wrapped
        def printed(html, layers, carried, date):
            if self.anew or own_folder(layers) is not None:
                return print_anew(html, layers, carried, date)
            files = sorted((file.name, file.content, file.relationship) for file in carried)
            versions = recorded_versions(), recorded_version(PRINTER)
            asked = pickle.dumps((html, files, date, versions))
            page = folder / f"print-{hashlib.sha256(asked).hexdigest()}.pdf"
            with FileLock(f"{page}.lock"):
                if not page.is_file():
                    page.write_bytes(print_anew(html, layers, carried, date))
                return page.read_bytes()

        with patch.object(pdf, "print_directly", printed):
            yield


def prints_anew(item: pytest.Item) -> bool:
    """Return whether a test must print by itself: it says so, or may put something else in the place of our code."""
    own = item._fixtureinfo.argnames if isinstance(item, pytest.Function) else ()
    return item.get_closest_marker("prints_anew") is not None or "monkeypatch" in own
