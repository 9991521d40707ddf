"""Print HTML as a tagged PDF: with local files only, fixed dates, and every warning an error."""

from __future__ import annotations

import ctypes.util
import gc
import hashlib
import logging
import re
import sys
import traceback
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evaluator.errors import InvalidInputError, MissingDependencyError, Problem, install_line
from evaluator.read.child import LAYOUT
from evaluator.read.layers import Layers
from evaluator.reports.carried.attach import CarriedFile
from evaluator.reports.html.environment import under_limits
from evaluator.reports.html.fetch import base_address, locked_fetcher
from evaluator.reports.html.style_faults import STYLES, style_problems
from evaluator.reports.html.template_door import inside
from evaluator.reports.pdf.finish import finish, record_tags

VARIANT = "pdf/a-3a"
PANGO = "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def write_pdf(html: str, layers: Layers, carried: Sequence[CarriedFile], date: str) -> bytes:
    """Print a page of HTML as a PDF built to PDF/A-3a and PDF/UA-1.

    Parameters
    ----------
    html : str
        The whole page, including its style.
    layers : Layers
        The template folders, from which alone files can be opened.
    carried : sequence of CarriedFile
        Files to attach to the PDF.
    date : str
        Day of the data (YYYY, YYYY-MM or YYYY-MM-DD), used for the dates of the PDF, so that
        the same data give the same bytes.

    Raises
    ------
    InvalidInputError
        A template or stylesheet uses a file outside the template folders, makes WeasyPrint
        warn, or takes too much time or memory.
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    load_weasyprint()  # a missing installation is reported here, not in the child process
    return under_limits(layers, LAYOUT, print_directly, html, layers, tuple(carried), date)


def print_directly(html: str, layers: Layers, carried: Sequence[CarriedFile], date: str) -> bytes:
    """Print a page in this process, without limits on time and memory; see `write_pdf`."""
    weasyprint = load_weasyprint()
    day = datetime.fromisoformat(f"{date}-01-01"[:10]).replace(tzinfo=UTC)
    files = [
        weasyprint.Attachment(
            string=file.content,
            name=file.name,
            description=f"SHA-256 {file.sha256}",
            relationship=file.relationship,
            created=day,
            modified=day,
        )
        for file in sorted(carried, key=lambda f: f.name)
    ]
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    with _no_search_for_cycles(), _no_warning(layers), _no_break(layers), plain_numbers(), record_tags() as pairs:
        # WeasyPrint makes the alternative text of a drawing from its title alone: the data follow it there.
        spoken = html.replace("</title><desc>", " ").replace("</desc>", "</title>")
        page = weasyprint.HTML(string=spoken, base_url=base_address(layers), url_fetcher=locked_fetcher(layers))
        written = page.write_pdf(
            pdf_variant=VARIANT,
            pdf_identifier=identifier,
            attachments=files,
            finisher=lambda _, pdf: finish(pdf, pairs),
        )
    return bytes(written)


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """Within this context, switch off the garbage collector.

    All boxes of a page stay in use until it is printed, and searching them takes a sixth of the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def _no_warning(layers: Layers) -> Iterator[None]:
    """Within this context, collect WeasyPrint's warnings and refused addresses, and raise them as one error."""
    from weasyprint.urls import FatalURLFetchingError

    told: list[str] = []
    handler = logging.Handler(logging.WARNING)
    handler.emit = lambda record: told.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("weasyprint")
    logger.addHandler(handler)
    try:
        with warnings.catch_warnings():
            # WeasyPrint leaves its own colour profile open.
            warnings.filterwarnings("ignore", "unclosed file .*sRGB2014", ResourceWarning)
            yield
    except FatalURLFetchingError as error:
        told.append(f"{error} ({error.__cause__})")
    finally:
        logger.removeHandler(handler)
    if told:
        raise InvalidInputError(style_problems(told, layers))


@contextmanager
def _no_break(layers: Layers) -> Iterator[None]:
    """Within this context, turn a crash of WeasyPrint that a user's style causes into an error with a remedy.

    Without a style of the user, the crash is a fault of the toolkit and is raised unchanged.
    """
    try:
        yield
    except (IndexError, ValueError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as error:
        own = _own_style(layers)
        if own is None or _by_finish(error):
            raise
        found = f"a style with which no page can be laid out ({type(error).__name__})"
        raise InvalidInputError([Problem(str(own), found, "sizes and margins that leave room for a page")]) from error


def _own_style(layers: Layers) -> Path | None:
    """Return the user's own style file, or else the user's template folder if it holds a template; else None."""
    folders = layers.folders[:-1]
    styles = [path for name in reversed(STYLES) if (path := inside(Layers(folders), name))]
    return next(iter([*styles, *(folder for folder in folders if any(folder.rglob("*.html")))]), None)


def _by_finish(error: Exception) -> bool:
    """Return whether `finish` raised the error, which then cannot come from a user's style."""
    code = finish.__code__
    frames = traceback.extract_tb(error.__traceback__)
    return any((frame.filename, frame.name) == (code.co_filename, code.co_name) for frame in frames)


def load_weasyprint() -> Any:  # noqa: ANN401  (WeasyPrint ships no types)
    """Import WeasyPrint, or raise an error that states how to install it.

    On Linux, cffi's slow search for libraries under other names is skipped; it would take half of the
    import's time.
    """
    real = ctypes.util.find_library
    try:
        if sys.platform == "linux":
            ctypes.util.find_library = lambda name: None  # noqa: ARG005
        import weasyprint
    except ModuleNotFoundError:
        raise MissingDependencyError(f"reports as PDF need WeasyPrint: run  {install_line('report')}") from None
    except OSError:
        raise MissingDependencyError(f"reports as PDF need Pango: run  {PANGO}") from None
    finally:
        ctypes.util.find_library = real
    return weasyprint


# Decimals that pydyf writes; printers cannot resolve the last of them.
DECIMALS = 6
INSIDE = re.compile(r"(?<=>)-?\d[\d.e+-]*(?=<)")


def plain(number: float) -> str:
    """Return a number as text for a PDF: at most six decimals, no minus before zero, no trailing point.

    Examples
    --------
    >>> plain(1e-16), plain(-0.0), plain(12.50), plain(841.889763779), plain(3.0)
    ('0', '0', '12.5', '841.889764', '3')
    """
    text = f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def plain_inside(shown: str) -> str:
    """Return the operand of a text instruction with the numbers between its glyphs formatted by `plain`.

    Examples
    --------
    >>> plain_inside("<0012>-1.5e-17<0013>250.0<0001>")
    '<0012>0<0013>250<0001>'
    """
    return INSIDE.sub(lambda found: plain(float(found[0])), shown)


@contextmanager
def plain_numbers() -> Iterator[None]:
    """Within this context, pydyf, which writes the PDF, formats all numbers by `plain`, so that all Pythons agree.

    Since Python 3.12, `sum` rounds small numbers more exactly. Where 3.11 computes a length of 1e-16,
    later versions compute 0, and pydyf writes `0.` for the first and `0` for the second. Rounding to
    six decimals removes the difference, which is too small to see.
    """
    import pydyf

    written, show = pydyf._to_bytes, pydyf.Stream.show_text  # noqa: SLF001

    def to_bytes(item: object) -> bytes:
        return plain(item).encode() if isinstance(item, float) else bytes(written(item))

    pydyf._to_bytes = to_bytes  # noqa: SLF001
    pydyf.Stream.show_text = lambda self, text: show(self, plain_inside(text))
    try:
        yield
    finally:
        pydyf._to_bytes, pydyf.Stream.show_text = written, show  # noqa: SLF001
