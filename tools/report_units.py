"""Write countries/units.csv: one unit for each chapter of countries/facts/report-chapters.csv.

    python -m tools.report_units [--countries countries]

The unit of report year Y is the twelve months up to March of Y. A country's name is that
of the Unicode locale data, or one of OTHERS.
Each is a worked example of the project.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Collection, Sequence
from pathlib import Path

from evaluator.model.country import Unit, starred
from evaluator.model.schema import columns_of
from evaluator.reports.language import territory

RUBRIC = "public-record"
OTHERS = {"SCG": "Serbia and Montenegro"}
NOTED = ("XKX",)  # a footnote belongs to the name, as in the country's own file


def units_text(chapters: str, noted: Collection[str] = NOTED) -> str:
    """Return the table of units for a table of chapters, both as CSV text; names that are `noted` bear a star."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.label for column in columns_of(Unit)])
    rows = sorted((row["iso3"], int(row["year"])) for row in csv.DictReader(io.StringIO(chapters)))
    for iso3, year in rows:
        name = OTHERS.get(iso3) or territory(iso3, "en") or iso3
        name = starred(name) if iso3 in noted else name
        writer.writerow([f"{iso3}-{year}", iso3, name, RUBRIC, f"{year - 1}-04", f"{year}-03", "yes"])
    return out.getvalue()


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(prog="python -m tools.report_units", description="Write countries/units.csv.")
    parser.add_argument("--countries", type=Path, default=Path("countries"))
    folder = parser.parse_args(arguments).countries
    chapters = (folder / "facts" / "report-chapters.csv").read_text(encoding="utf-8")
    (folder / "units.csv").write_text(units_text(chapters), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
