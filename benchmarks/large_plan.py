"""Memory and time of a plan's file of 400 pages and 50 MB, with a table and a picture on each page.

    python -m benchmarks.large_plan
    python -m benchmarks.large_plan --pages 100 --megabytes 12

The pages are made with WeasyPrint, and their pictures, of bytes that no compression makes smaller, with pikepdf.
"""

from __future__ import annotations

import argparse
import io
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import weasyprint

from evaluator.intake.attributes import Settings
from evaluator.intake.formats.reader import read_source
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows
from evaluator.library import Library

STYLE = """@page{size:A4 landscape;margin:12mm}table{border-collapse:collapse;width:100%;break-after:page}
td,th{border:1px solid #000;padding:3px;font:8pt 'DejaVu Sans';text-align:left;vertical-align:top}"""
HEAD = "<tr><th>No.<th>Objective<th>Activity<th>Responsible<th>Deadline<th>Indicator</tr>"
ROWS, MADE = 10, 40  # rows of a page; pages that are laid out, of which the others are copies
COLOURS = 3


def plan_of(pages: int, megabytes: int) -> bytes:
    """Return a PDF of so many pages, each with a table and a picture, and of about so many megabytes."""
    made = min(pages, MADE)
    html = "".join(
        f"<table><thead>{HEAD}</thead>{''.join(_row(page, at) for at in range(ROWS))}</table>" for page in range(made)
    )
    laid = pikepdf.open(io.BytesIO(weasyprint.HTML(string=f"<style>{STYLE}</style>{html}").write_pdf()))
    file = pikepdf.new()
    side = int((megabytes * 1_000_000 / pages / COLOURS) ** 0.5)
    for at in range(pages):
        file.pages.append(laid.pages[at % made])
        picture = pikepdf.Stream(
            file, os.urandom(side * side * COLOURS), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
            Width=side, Height=side, ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8,
        )  # fmt: skip
        name = file.pages[-1].add_resource(picture, pikepdf.Name.XObject)
        file.pages[-1].contents_add(f"q 20 0 0 20 20 10 cm {name} Do Q".encode())
    out = io.BytesIO()
    file.save(out, compress_streams=False)
    return out.getvalue()


def _row(page: int, at: int) -> str:
    number = f"{page + 1}.{at + 1}"
    cells = (
        number,
        f"Objective of page {page + 1}",
        f"Train {at + 3} groups of officers who meet the public",
        "Ministry of the Interior; Police",
        f"Q{at % 4 + 1} 2031",
        f"Number of groups trained ({number})",
    )
    return f"<tr>{''.join(f'<td>{cell}' for cell in cells)}</tr>"


def measure(path: Path) -> None:
    """Print the rows of a file, the time of reading it, and the most memory of the child and of this process."""
    library = Library.open()
    plan = library.plan("SRB-2017-2018").model_copy(update={"start": "2030", "end": "2033"})
    settings = Settings(plan, (), library.plan_words)
    began = time.perf_counter()
    source = read_source(path, settings.words)
    read = time.perf_counter() - began
    found = import_rows(source, propose(source, settings.words, path.name).mapping, settings)
    child, own = (resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    print(f"{sum(row.level == 'activity' for row in found.measures)} measures")
    print(f"read in {read:.0f} s, {child.ru_utime:.0f} s of the processor; rows {own.ru_utime:.0f} s of the processor")
    print(f"most memory: child {child.ru_maxrss / 1024:.0f} MB, this process {own.ru_maxrss / 1024:.0f} MB")


def main() -> None:
    """Make the file, and measure in a process that made nothing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--megabytes", type=int, default=49)
    parser.add_argument("--read", type=Path, help="A file to measure, instead of one made here.")
    args = parser.parse_args()
    if args.read:
        measure(args.read)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.pdf"
        path.write_bytes(plan_of(args.pages, args.megabytes))
        print(f"{path.stat().st_size / 1e6:.1f} MB, {args.pages} pages of {ROWS} measures", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.large_plan", "--read", path], check=True)  # noqa: S603


if __name__ == "__main__":
    main()
