"""The programs that set and draw the letters of a PDF: which versions, since its bytes depend on them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

# What stands in the PDF's document information, beside WeasyPrint as its producer.
KEYS = ("Pango", "HarfBuzz", "HarfBuzzSubset")
NONE = "none"
MOST = 1000  # more than any part of a version
AtLeastVersion = Callable[[int, int, int], object]


def engine_versions() -> dict[str, str]:
    """Return the versions of Pango and HarfBuzz as WeasyPrint found them, by the keys of the PDF.

    Without HarfBuzz's subsetter, which WeasyPrint can do without, fonts are cut to
    size by another program and the bytes are others; then it is `none`.

    Raises
    ------
    MissingDependencyError
        WeasyPrint or Pango is not installed; see `evaluator.report.pdf.load_weasyprint`.
    """
    from weasyprint.text import ffi

    pango = ffi.pango.pango_version()
    shaper = ".".join(map(str, version_by(ffi.harfbuzz.hb_version_atleast)))
    subset = shaper if ffi.harfbuzz_subset is not None else NONE
    return dict(zip(KEYS, (f"{pango // 10000}.{pango // 100 % 100}.{pango % 100}", shaper, subset), strict=True))


def version_by(at_least: AtLeastVersion) -> tuple[int, int, int]:
    """Return the version of a library that only tells whether it is at least some version.

    Examples
    --------
    >>> version_by(lambda *asked: asked <= (6, 0, 2))
    (6, 0, 2)
    """
    major = _last(at_least(k, 0, 0) for k in range(MOST))
    minor = _last(at_least(major, k, 0) for k in range(MOST))
    return major, minor, _last(at_least(major, minor, k) for k in range(MOST))


def _last(answers: Iterator[object]) -> int:
    """Return the number of the last yes before the first no."""
    for number, answer in enumerate(answers):
        if not answer:
            return max(number - 1, 0)
    return MOST - 1
