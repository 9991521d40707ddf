"""Pictures of pages of each kind of report, and docs/gallery.md that shows them.

    python -m tools.gallery                # print the reports, picture their pages, write the page of the guide
    python -m tools.gallery brief          # the pictures of one report only; the page stays
    python -m tools.gallery --out FOLDER   # elsewhere than docs/

Which pages are shown stands in `REPORTS`: a page is found by the heading on it, so that it stays the
right one when a report grows. The same data and the same versions give the same bytes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import EvaluatorError
from evaluator.library import DEFAULT_RUBRIC, Library
from evaluator.model.scorecard import Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.build import country_pdf, write_whole
from evaluator.reports.contrast_page import contrast_pdf, contrasted_cards
from evaluator.reports.region_pages import region_pdf

if TYPE_CHECKING:
    from PIL.Image import Image

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = "pictures"
SCALE = 1.15  # 684 x 968 points on a page of A4: text of the body can be read, a picture has about 50 kB
SHADES = 48
PLANS = ("ALB", "SRB", "ROU-2018-2020", "USA", "AUS", "MDA")
CODES = ("ALB", "BIH", "BGR", "HRV", "XKX", "MKD", "MDA", "MNE", "ROU", "SRB", "SVN")
REGION = tuple(f"{code}-2011" for code in CODES)


@dataclass(frozen=True, slots=True)
class Shot:
    """One page: the heading on it (empty: the first page), and what the picture shows, for who cannot see it."""

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


REPORTS = (
    Report(
        "country",
        "Country report",
        "country",
        ("ALB",),
        (
            Shot(
                "first",
                "",
                "First page of the report on Albania: not graded, score with bounds and coverage, "
                "bars of the paradigms, strongest points, largest gaps, gates and the blind spot.",
            ),
            Shot(
                "scores",
                "Scores by paradigm and stance",
                "Page with the scores of every paradigm and stance, each drawn with its bounds and "
                "judgement interval, and the state of each gate with its reason.",
            ),
            Shot(
                "weightings",
                "Under every weighting",
                "Page with a table of all weightings: score, bounds, coverage and grade that the "
                "same ratings have under each, drawn beside the shares of control and protection.",
            ),
            Shot(
                "criteria",
                "Law enforcement",
                "Page of criteria on law enforcement: level as boxes and words, reason with numbered "
                "places of evidence, and what is missing for more.",
            ),
            Shot(
                "instruments",
                "Read against instruments",
                "Page on treaties and directives: whether each bound the state when the plan began, "
                "and how many provisions are met, partly met, not met or not assessed.",
            ),
        ),
    ),
    Report(
        "country-usa",
        "The same for another country",
        "country",
        ("USA",),
        (Shot("first", "", "First page of the report on the United States of America, of the same make."),),
    ),
    Report(
        "country-sr",
        "The same in Serbian",
        "country",
        ("SRB",),
        (Shot("first", "", "First page of the report on Serbia in Serbian, Cyrillic script."),),
        "sr-Cyrl",
    ),
    Report(
        "comparative",
        "Comparative report",
        "comparative",
        PLANS,
        (
            Shot(
                "first",
                "",
                "First page of the comparison of six plans: scores with overlapping bounds, and what to heed "
                "before comparing.",
            ),
            Shot(
                "heat",
                "Criteria across plans",
                "Heat map of criteria by plan: a digit for the level in each cell, darker where it is "
                "higher, a dot where nothing is assessed.",
            ),
            Shot(
                "paradigms",
                "Paradigm by paradigm",
                "Small charts, one table for each paradigm: the score of every plan with its bounds.",
            ),
        ),
    ),
    Report(
        "contrast",
        "Contrast report",
        "contrast",
        PLANS,
        (
            Shot("first", "", "First page of the contrast of six plans: what the frame does to the verdict."),
            Shot(
                "order",
                "How far the order can be trusted",
                "Page on how often each plan takes each rank when weights, or all that is in doubt, are drawn "
                "at random.",
            ),
        ),
    ),
    Report(
        "region-comparative",
        "The region of the founding paper, compared",
        "comparative",
        REGION,
        (
            Shot(
                "first",
                "",
                "First page of the comparison of eleven records of South-Eastern Europe in 2011: graded scores with "
                "overlapping bounds, and what to heed before comparing.",
            ),
        ),
        rubric="public-record",
    ),
    Report(
        "region-contrast",
        "The same region under every actor's weights",
        "contrast",
        REGION,
        (
            Shot(
                "first",
                "",
                "First page of the contrast of the same eleven records: whose order and grades turn with the frame.",
            ),
        ),
        rubric="public-record",
    ),
    Report(
        "brief",
        "Brief",
        "brief",
        PLANS,
        (
            Shot(
                "first",
                "",
                "First page of the brief on six plans: overview with bounds and coverage, what to heed before "
                "comparing, lowest and highest score.",
            ),
        ),
    ),
    Report(
        "brief-one",
        "Brief on one plan",
        "brief",
        ("ALB",),
        (
            Shot(
                "first",
                "",
                "First page of the brief on Albania: paradigms with bounds, strongest points and largest gaps, gates, "
                "what would lift the grade.",
            ),
            Shot(
                "weightings",
                "Under every weighting",
                "Second page of the brief on Albania: the same ratings under every weighting, and what the TIP Report "
                "does not look at.",
            ),
        ),
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
    return region_pdf(library, cards, report.kind, report.lang)


def pictures(content: bytes, shots: Sequence[Shot]) -> dict[str, bytes]:
    """Return the PNG of each page asked for, by the shot's name.

    Raises
    ------
    EvaluatorError
        A heading is not among the bookmarks of the report.
    """
    import pypdfium2

    with pypdfium2.PdfDocument(content) as pdf:
        places = {"": 0}
        for entry in pdf.get_toc():
            places.setdefault(entry.get_title(), entry.get_dest().get_index())
        lost = [shot.heading for shot in shots if shot.heading not in places]
        if lost:
            raise EvaluatorError(
                f"no page has the heading {', '.join(lost)}; there are: {', '.join(filter(None, places))}"
            )
        return {shot.name: png(pdf[places[shot.heading]].render(scale=SCALE).to_pil()) for shot in shots}


def png(image: Image) -> bytes:
    """Return a picture as a small PNG: as many shades as charts and smooth letters need, and no more."""
    from PIL.Image import Dither

    reduced = image.convert("RGB").quantize(SHADES, dither=Dither.NONE)
    out = BytesIO()
    reduced.save(out, "PNG", optimize=True)
    return out.getvalue()


def page_of(reports: Sequence[Report]) -> str:
    """Return docs/gallery.md."""
    lines = [
        "# Gallery",
        "",
        "Pages of each kind of report, printed from the countries that come with the project. All of them are worked",
        "examples, not official evaluations. `make gallery` makes this page and its pictures anew.",
    ]
    for report in reports:
        lines += ["", f"## {report.title}", "", "```sh", report.command, "```", ""]
        lines += [f"![{shot.alt}]({PICTURES}/{report.name}-{shot.name}.png)" for shot in report.shots]
    return "\n".join(lines) + "\n"


def main(args: Sequence[str] | None = None) -> None:
    """Write the pictures of all reports or of those named, and with all of them the page."""
    parser = argparse.ArgumentParser(prog="python -m tools.gallery", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="REPORT", help=f"of {', '.join(report.name for report in REPORTS)}")
    parser.add_argument("--out", type=Path, default=DOCS, help="folder of the page and of the pictures' folder")
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
        kept = {f"{report.name}-{shot.name}.png" for report in REPORTS for shot in report.shots}
        for old in folder.glob("*.png"):
            if old.name not in kept:
                old.unlink()
        write_whole(asked.out / "gallery.md", page_of(REPORTS).encode())


if __name__ == "__main__":
    main()
