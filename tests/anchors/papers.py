"""Small PDF files for tests: lines of text at places, pages turned, columns, ligatures, locked, scanned."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pikepdf

TILTS = {0: "1 0 0 1", 90: "0 1 -1 0", 180: "-1 0 0 -1", 270: "0 -1 1 0"}
Line = tuple[float, float, str]


def paper(
    *pages: Sequence[Line],
    turned: int = 0,
    box: tuple[float, ...] = (0, 0, 600, 800),
    lock: str = "",
    upright: bool = True,
) -> bytes:
    """Return a PDF with a page for each list of lines, each `x, y, text` in Helvetica of 12 points.

    Of a page that is turned, the lines run so that they read upright, unless they are not to.
    """
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    # In Adobe's own encoding the sign 0xAE is the ligature fi, which Windows's has not.
    joined = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Dictionary(
                Type=pikepdf.Name.Encoding,
                BaseEncoding=pikepdf.Name.WinAnsiEncoding,
                Differences=pikepdf.Array([174, pikepdf.Name.fi]),
            ),
        )
    )
    tilt = TILTS[turned if upright else 0]
    for lines in pages:
        drawn = "\n".join(
            f"BT /{'L' if chr(174) in text else 'F'} 12 Tf {tilt} {x} {y} Tm ({_escaped(text)}) Tj ET"
            for x, y, text in lines
        )
        page = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Page,
                MediaBox=pikepdf.Array(list(box)),
                Rotate=turned,
                Resources=pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font, L=joined)),
                Contents=pdf.make_stream(drawn.encode("latin-1")),
            )
        )
        pdf.pages.append(pikepdf.Page(page))
    out = io.BytesIO()
    locked = pikepdf.Encryption(user=lock, owner=lock) if lock else False
    pdf.save(out, encryption=locked, deterministic_id=not lock)
    return out.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def scan() -> bytes:
    """Return a PDF of two pages without text."""
    return paper([], [])
