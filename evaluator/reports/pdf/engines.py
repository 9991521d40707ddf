"""The versions of the programs on which a PDF's bytes depend, as installed and as a PDF records them."""

from __future__ import annotations

import re
import sys
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from importlib.metadata import version

TOOL, PRINTER = "nap-evaluator", "WeasyPrint"
# The libraries that shape and subset fonts; line breaks depend on them.
LETTERS = ("Pango", "HarfBuzz", "HarfBuzzSubset")
INTERPRETER = "Python"
PACKAGES = ("pydyf", "pyphen", "babel")
# Keys of the PDF's document information; the toolkit is its creator and WeasyPrint its producer.
KEYS = (*LETTERS, INTERPRETER, "zlib", *PACKAGES)
NONE = "none"
# Python versions that print the same bytes with the same libraries.
ALIKE = frozenset({"3.11", "3.12", "3.13", "3.14"})
# zlib's own name of its variants stands behind their number.
VERSION = re.compile(r"[0-9]{1,6}(\.[0-9]{1,6}){1,3}((a|b|rc|\.dev|\.post)[0-9]{1,6})?(\.zlib-ng)?")
_named: ContextVar[Mapping[str, str] | None] = ContextVar("versions", default=None)
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
        INTERPRETER: ".".join(map(str, sys.version_info[:2])),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **{name: version(name) for name in PACKAGES},
    }


def is_version(key: str, text: str) -> bool:
    """Return whether a text is what a PDF may record under a program's key: a version and nothing else.

    Examples
    --------
    >>> is_version("Pango", "1.56.3"), is_version("Pango", "1.56.3 (grade A)"), is_version("HarfBuzzSubset", "none")
    (True, False, True)
    """
    return VERSION.fullmatch(text) is not None or (key == LETTERS[-1] and text == NONE)


def recorded_versions() -> dict[str, str]:
    """Return the versions that a PDF printed now records, by key: the installed ones, or those of `versions_named`."""
    named = _named.get()
    return engine_versions() if named is None else {key: named[key] for key in KEYS if key in named}


def recorded_version(program: str) -> str:
    """Return the version of the toolkit or of WeasyPrint that a report printed now states; see `recorded_versions`."""
    return (_named.get() or {}).get(program) or version(program)


@contextmanager
def versions_named(versions: Mapping[str, str]) -> Iterator[None]:
    """Within this context, reports state the given versions of the programs in place of the installed ones.

    A report that was printed with other versions can then be compared with one that states the same. No version of
    `KEYS` is stated that is not given.

    Examples
    --------
    >>> with versions_named({"nap-evaluator": "0.0.9", "Python": "3.13"}):
    ...     recorded_version("nap-evaluator"), recorded_versions()
    ('0.0.9', {'Python': '3.13'})
    """
    token = _named.set(versions)
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
