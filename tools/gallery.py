"""Pictures of figures and of pages of each kind of report, and the page of the guide that shows them.

    python -m tools.gallery                # print the reports, picture their pages
    python -m tools.gallery brief          # the pictures of one report only
    python -m tools.gallery --out FOLDER   # elsewhere than docs/

Which pages are shown stands in `REPORTS`: a page is found by the heading on it, so that it stays the
right one when a report grows. The same data and the same versions give the same bytes.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from evaluator.cli import cli
from evaluator.errors import EvaluatorError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.poster import poster_pdf
from evaluator.reports.region import region_pdf
from evaluator.store.whole import write_whole

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = "pictures"
SCALE = 1.15  # 684 x 968 points on a page of A4: text of the body can be read, a picture has about 50 kB
SHADES = 48
CODES = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
OWN_YEARS = ("ALB", "BIH", "BGR", "HRV", "MKD", "MDA", "ROU", "SVN")  # with a record in the founding paper's years
REGION = tuple(f"{code}-2011" for code in CODES)


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: the heading on it (empty: the first page), and what the picture shows, for who cannot see it.

    In place of a heading that says its message, `#scores` names the part, and `#scores+1` the page after.
    """

    name: str
    heading: str
    alt: str


@dataclass(frozen=True, slots=True)
class Report:
    """One report: what it is made of, the command that prints it, and the pages shown."""

    name: str
    title: str
    kind: str
    plans: tuple[str, ...]
    shots: tuple[Shot, ...]
    lang: str = "en"
    rubric: str = DEFAULT_RUBRIC

    @property
    def command(self) -> str:
        """Return the command line that prints it."""
        kind = "" if self.kind == "country" else f" --kind {self.kind}"
        lang = "" if self.lang == "en" else f" --lang {self.lang}"
        rubric = "" if self.rubric == DEFAULT_RUBRIC else f" --rubric {self.rubric}"
        return f"evaluator report {' '.join(self.plans)}{kind}{rubric}{lang}"


@dataclass(frozen=True, slots=True)
class FigureShot:
    """One figure: its kind, the plans (none: every assessed one), further options, and what it shows in a sentence."""

    kind: str
    plans: tuple[str, ...]
    alt: str
    options: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """Return the words of the command line that draws it."""
        return ("figure", self.kind, *self.plans, *self.options, "--format", "png")


RECORDS = ("--rubric", "public-record", "--year", "2011")
PLANS = ("LVA", "COL", "BRA")
FIGURES = (
    FigureShot(
        "sides",
        PLANS,
        "Control against protection in the plans of Latvia, Colombia and Brazil, on 11 and 19 questions read in all "
        "three: 0.23 and 0.14, 0.14 and 0.05, 0.30 and 0.20.",
    ),
    FigureShot(
        "panels",
        PLANS,
        "The four paradigms and the quality of the plan as columns, the three plans as rows: each is weakest in "
        "migration.",
    ),
    FigureShot(
        "common",
        PLANS,
        "One dot a frame over its share of control, for each of the three plans: all score higher where most of the "
        "weight is on control.",
    ),
    FigureShot(
        "dumbbell",
        OWN_YEARS,
        "Each of eight records of 2005 under two frames, with the ranges of both ends.",
        ("--rubric", "public-record", "--year", "2005"),
    ),
    FigureShot(
        "bump",
        CODES,
        "Places of eleven records of 2011 under eight frames, from least weight on control to most: Croatia goes from "
        "first to tenth, Moldova and Kosovo* rise.",
        RECORDS,
    ),
    FigureShot(
        "multiples",
        CODES,
        "Eleven small panels, one a country: its record by year from 2001 to 2011 under No Borders and under Europol; "
        "the widest gap is that of Moldova.",
        RECORDS,
    ),
    FigureShot(
        "control",
        ("BRA",),
        "Brazil’s plan under 25 frames by their share of control, each score with its range: from 71 per cent on the "
        "grade is D.",
    ),
    FigureShot(
        "map",
        CODES,
        "Two maps of tiles of South-Eastern Europe, seen by the frame with least and that with most control.",
        RECORDS,
    ),
)

REPORTS = (
    Report(
        "comparative",
        "Comparative report: three plans by four paradigms",
        "comparative",
        ("LVA-2025-2027", "COL-2007-2012", "BRA-2018-2022"),
        (
            Shot(
                "first",
                "",
                "First page of the comparison of three plans: no plan speaks of detention or punishment of victims; "
                "ranges that overlap; control against protection; the four paradigms; a dot a frame over its share of "
                "control.",
            ),
        ),
    ),
    Report(
        "country",
        "Country report",
        "country",
        ("BRA",),
        (
            Shot(
                "first",
                "",
                "First page of the report on Brazil: none of 58 measures names a lead body, a date or money; dots of "
                "25 frames on the grades E and D; three gaps; four safeguards on which the plan is silent.",
            ),
            Shot("asks", "#summary", "Second page: three things asked, what there is now, of whom and by when."),
            Shot("criteria", "#criteria", "Third page: every criterion by name with its level, in two columns."),
        ),
    ),
    Report(
        "country-sr",
        "The same in Serbian",
        "country",
        ("BRA",),
        (Shot("first", "", "First page of the same report in Serbian, Cyrillic script."),),
        "sr-Cyrl",
    ),
    Report(
        "country-plan",
        "On a plan of which too little was read",
        "country",
        ("ALB",),
        (
            Shot(
                "first",
                "",
                "The one page on Albania's plan of 2005: not graded; a box for each criterion, and whom to ask first.",
            ),
        ),
    ),
    Report(
        "region-contrast",
        "Contrast: the region of the founding paper under every actor's weights",
        "contrast",
        REGION,
        (
            Shot(
                "first",
                "",
                "First page of the contrast of eleven public records of 2011: places under eight frames; Croatia goes "
                "from first to tenth.",
            ),
        ),
        rubric="public-record",
    ),
    Report(
        "comparative-records",
        "Comparative report on records",
        "comparative",
        REGION,
        (
            Shot(
                "first",
                "",
                "First page of the comparison of eleven records: two maps of tiles under two frames, and all scores "
                "with their ranges.",
            ),
        ),
        rubric="public-record",
    ),
    Report(
        "brief",
        "Brief",
        "brief",
        REGION,
        (Shot("first", "", "First page of the brief on eleven records: a line for each with its range."),),
        rubric="public-record",
    ),
    Report(
        "brief-one",
        "Brief on one plan",
        "brief",
        ("BRA",),
        (Shot("first", "", "The brief on Brazil: a box for each criterion, the range on the grades, three gaps."),),
    ),
    Report(
        "poster",
        "Poster",
        "poster",
        ("BRA",),
        (Shot("first", "", "The poster on Brazil: none of 58 measures, in large type, one picture, three requests."),),
    ),
)


def printed(library: Library, report: Report) -> bytes:
    """Return the PDF of a report."""
    rubric = library.rubric(report.rubric)
    cards: list[Scorecard] = [evaluate(library.assessment(name, rubric), rubric) for name in report.plans]
    if report.kind == "country":
        return country_pdf(library, cards[0], report.lang)
    if report.kind == "contrast":
        return contrast_pdf(library, contrasted_cards(library, cards), report.lang)
    if report.kind == "poster":
        return poster_pdf(library, cards[0], report.lang)
    return region_pdf(library, cards, report.kind, report.lang)


def drawn(figure: FigureShot) -> bytes:
    """Return the PNG of a figure, as the command draws it, with fewer shades."""
    from PIL import Image

    with TemporaryDirectory() as folder:
        path = Path(folder) / "figure.png"
        with contextlib.suppress(SystemExit), contextlib.redirect_stdout(StringIO()):  # 1 where a plan is a draft
            cli.main([*figure.words, "--out", str(path)], standalone_mode=False)
        return png(Image.open(path))


def pictures(content: bytes, shots: Sequence[Shot]) -> dict[str, bytes]:
    """Return the PNG of each page asked for, by the shot's name.

    Raises
    ------
    EvaluatorError
        A heading is not among the bookmarks of the report.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        places = {"": 0} | {shot.heading: place for shot in shots if (place := _part(pdf, shot.heading)) is not None}
        for entry in pdf.get_toc():
            places.setdefault(entry.get_title(), entry.get_dest().get_index())
        lost = [shot.heading for shot in shots if shot.heading not in places]
        if lost:
            raise EvaluatorError(
                f"no page has the heading {', '.join(lost)}; there are: {', '.join(filter(None, places))}"
            )
        return {shot.name: png(pdf[places[shot.heading]].render(scale=SCALE).to_pil()) for shot in shots}


def _part(pdf: PdfDocument, heading: str) -> int | None:
    """Return the page of a part that links lead to, or of one so many pages on; None for another heading."""
    from pypdfium2 import raw

    name, _, further = heading.removeprefix("#").partition("+")
    found = raw.FPDF_GetNamedDestByName(pdf.raw, name.encode()) if heading.startswith("#") else None
    return raw.FPDFDest_GetDestPageIndex(pdf.raw, found) + int(further or 0) if found else None


def png(image: Image) -> bytes:
    """Return a picture as a small PNG: as many shades as charts and smooth letters need, and no more."""
    from PIL.Image import Dither

    reduced = image.convert("RGB").quantize(SHADES, dither=Dither.NONE)
    out = BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def page_of(reports: Sequence[Report]) -> str:
    """Return the page of the guide, which is made with the site."""
    lines = [
        "# Gallery",
        "",
        "Figures, then pages of each kind of report, of the countries that come with the project. All of them are",
        "worked examples, not official evaluations. `make gallery` makes the pictures anew.",
    ]
    for figure in FIGURES:
        lines += ["", f"![{figure.alt}]({PICTURES}/figure-{figure.kind}.png)", ""]
        lines += ["```sh", f"evaluator {' '.join(figure.words)}", "```"]
    for report in reports:
        lines += ["", f"## {report.title}", "", "```sh", report.command, "```", ""]
        lines += [f"![{shot.alt}]({PICTURES}/{report.name}-{shot.name}.png)" for shot in report.shots]
    return "\n".join(lines) + "\n"


def main(args: Sequence[str] | None = None) -> None:
    """Write the pictures of all reports and figures, or of the reports named."""
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="REPORT", help=f"of {', '.join(report.name for report in REPORTS)}")
    parser.add_argument("--out", type=Path, default=DOCS, help="folder of the pictures' folder")
    asked = parser.parse_args(args)
    chosen = [report for report in REPORTS if not asked.names or report.name in asked.names]
    if unknown := set(asked.names) - {report.name for report in chosen}:
        parser.error(f"no report is called {', '.join(sorted(unknown))}")
    folder = asked.out / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    library = Library.open()
    for report in chosen:
        for name, content in pictures(printed(library, report), report.shots).items():
            path = write_whole(folder / f"{report.name}-{name}.png", content)
            sys.stdout.write(f"{path} {len(content) / 1000:.0f} kB\n")
    if not asked.names:
        for figure in FIGURES:
            write_whole(folder / f"figure-{figure.kind}.png", drawn(figure))
        pages = page_of(REPORTS) + "".join(path.read_text(encoding="utf-8") for path in asked.out.glob("*.md"))
        for old in folder.glob("*.png"):
            if f"({PICTURES}/{old.name})" not in pages:  # other pages of the guide have pictures of their own
                old.unlink()


if __name__ == "__main__":
    main()
