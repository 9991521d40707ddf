"""The versions of the programs on which a PDF's bytes depend, besides WeasyPrint."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import version

# The libraries that shape and subset fonts; line breaks depend on them.
LETTERS = ("Pango", "HarfBuzz", "HarfBuzzSubset")
INTERPRETER = "Python"
PACKAGES = ("pydyf", "pyphen", "babel")
# Keys of the PDF's document information; WeasyPrint itself is its producer.
KEYS = (*LETTERS, INTERPRETER, "zlib", *PACKAGES)
NONE = "none"
# Python versions that print the same bytes with the same libraries.
ALIKE = frozenset({"3.11", "3.12", "3.13", "3.14"})
_named: ContextVar[str] = ContextVar("interpreter")
MOST = 1000  # higher than any part of a version number
AtLeastVersion = Callable[[int, int, int], object]


def engine_versions() -> dict[str, str]:
    """Return the versions of the programs on which a PDF's bytes depend, by their key in the PDF's information.

    Pango and HarfBuzz are those that WeasyPrint found. HarfBuzz's subsetter is optional in WeasyPrint;
    without it another program subsets the fonts and the bytes differ, so its version is then `none`.
    Python's version omits the patch number, which does not affect the bytes.

    Raises
    ------
    MissingDependencyError
        WeasyPrint or Pango is not installed; see `evaluator.reports.pdf.write.load_weasyprint`.
    """
    from weasyprint.text import ffi

    pango = ffi.pango.pango_version()
    shaper = ".".join(map(str, version_by(ffi.harfbuzz.hb_version_atleast)))
    subset = shaper if ffi.harfbuzz_subset is not None else NONE
    letters = (f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}", shaper, subset)
    return {
        **dict(zip(LETTERS, letters, strict=True)),
        INTERPRETER: _named.get(interpreter()),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in PACKAGES},
    }


def interpreter() -> str:
    """Return the running Python's version without the patch number, as in `3.11`."""
    return ".".join(map(str, sys.version_info[:2]))


@contextmanager
def interpreter_named(name: str) -> Iterator[None]:
    """Within this context, record another Python version in PDFs, if it is known to print the same bytes.

    A PDF printed under one such version can then be compared byte by byte under another.
    """
    token = _named.set(name if name in ALIKE else interpreter())
    try:
        yield
    finally:
        _named.reset(token)


def version_by(at_least: AtLeastVersion) -> tuple[int, int, int]:
    """Return the version of a library whose only query is whether it is at least a given version.

    Examples
    --------
    >>> version_by(lambda *asked: asked <= (6, 0, 2))
    (6, 0, 2)
    """
    major = _last(at_least(k, 0, 0) for k in range(MOST))
    minor = _last(at_least(major, k, 0) for k in range(MOST))
    return major, minor, _last(at_least(major, minor, k) for k in range(MOST))


def _last(answers: Iterator[object]) -> int:
    """Return the position of the last true answer before the first false one; 0 if the first is false."""
    for number, answer in enumerate(answers):
        if not answer:
            return max(number - 1, 0)
    return MOST - 1
