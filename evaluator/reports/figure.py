"""One chart by itself: title, unit, drawing, what it rests on and its sources in one SVG, and the same as PNG."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape, unescape
from io import BytesIO

from evaluator.library import Library
from evaluator.reports.charts.drawing import GREY, INK, Chart, Pen, for_print
from evaluator.reports.charts.letters import BOLD, REGULAR, Letters, letters_of
from evaluator.reports.html.environment import render_template
from evaluator.reports.language import language
from evaluator.reports.outline import Page
from evaluator.reports.pdf.write import load_weasyprint

PAD, TITLE, UNIT, FOOT = 14.0, 14.0, 9.0, 8.0
MOST_LINES = 12
ACROSS = 1100  # pixels of a PNG
SHEET = (600.0, 315.0)  # of a picture that networks show, in points
SIZE = re.compile(r' width="[^"]*pt" height="[^"]*pt"')
FONTS = (("400", REGULAR), ("700", BOLD))


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as SVG, with its width and height in points."""

    svg: str
    size: tuple[float, float]


def figure_of(
    library: Library, chart: Chart, view: Page, rubric: str, sources: Sequence[str] = (), notes: Sequence[str] = ()
) -> Figure:
    """Return a chart as an SVG of its own, with its title, its unit and the lines below it.

    The lines name rubric, frame and version (`rubric`), the day of the data, that it is a worked example where it is
    one, the sources, and the footnotes of names (`notes`). Fonts are named with a fall-back and not embedded.

    Raises
    ------
    InvalidInputError
        A template in the user's folder is faulty.
    """
    letters = letters_of(library.templates)
    told = render_template(
        library.templates, view.lang, "figure.html", view=view, rubric=rubric, sources=sources, notes=notes
    )
    return _titled_figure(chart, letters, " ".join(unescape(told).split()))


def figure_of_facts(library: Library, chart: Chart, foot: str) -> Figure:
    """Return a chart of public data, of no plan and no frame, as an SVG of its own over the line `foot`."""
    return _titled_figure(chart, letters_of(library.templates), foot)


def _titled_figure(chart: Chart, letters: Letters, foot: str) -> Figure:
    width, room = chart.size[0] + 2 * PAD, chart.size[0]
    parts, y = list[str](), PAD
    for text, size, fill, bold in ((chart.title, TITLE, INK, True), (chart.unit, UNIT, GREY, False)):
        for line in letters.lines(text, room, size, MOST_LINES, bold=bold):
            y += size * 1.3
            parts.append(_text_line(y, line, size, fill, bold=bold))
    y += 10
    drawing = chart.svg.partition(">")[2].rpartition("</svg>")[0]
    parts.append(f'<g transform="translate({PAD:g},{y:.1f})">{drawing.partition("</title>")[2]}</g>')
    y += chart.size[1] + 6
    for line in letters.lines(foot, room, FOOT, MOST_LINES):
        y += FOOT * 1.4
        parts.append(_text_line(y, line, FOOT, GREY))
    height = y + PAD
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}pt" height="{height:.0f}pt"'
        f' viewBox="0 0 {width:g} {height:.0f}" role="img" font-family="Report, Noto Sans, sans-serif">'
        f"<title>{escape(chart.title)}</title>"
        f'<rect width="{width:g}" height="{height:.0f}" fill="#ffffff"/>{"".join(parts)}</svg>\n'
    )
    return Figure(svg, (width, round(height)))


def _text_line(y: float, text: str, size: float, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{PAD:g}" y="{y:.1f}" font-size="{size:g}" fill="{fill}"{weight}>{escape(text)}</text>'


def shared(figure: Figure) -> Figure:
    """Return a figure on a sheet of the shape that networks show, twice as wide as high and a little narrower."""
    width, height = SHEET
    inner = figure.svg.replace("<svg ", f'<svg x="{PAD:g}" y="{PAD:g}" ', 1)
    inner = SIZE.sub(f' width="{width - 2 * PAD:g}" height="{height - 2 * PAD:g}"', inner, count=1)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}pt" height="{height:g}pt"'
        f' viewBox="0 0 {width:g} {height:g}"><rect width="{width:g}" height="{height:g}" fill="#ffffff"/>{inner}</svg>'
    )
    return Figure(svg, SHEET)


def figure_png(library: Library, figure: Figure, across: int = ACROSS, colours: int = 0) -> bytes:
    """Return a figure as PNG, `across` pixels wide; with so many colours at most, if any number is given.

    Raises
    ------
    MissingDependencyError
        WeasyPrint or Pango is not installed.
    """
    import pypdfium2

    weasyprint = load_weasyprint()
    fonts = "".join(
        f"@font-face{{font-family:Report;font-weight:{weight};src:url(data:font/ttf;base64,{_base64(library, name)})}}"
        for weight, name in FONTS
    )
    style = (
        f"{fonts}@page{{size:{figure.size[0]:g}pt {figure.size[1]:g}pt;margin:0}}body{{margin:0}}svg{{display:block}}"
    )
    pdf = weasyprint.HTML(string=f"<style>{style}</style>{for_print(figure.svg)}").write_pdf()
    page = pypdfium2.PdfDocument(pdf)[0]
    large = page.render(scale=3 * across / page.get_width()).to_pil().convert("RGB")
    packed, small = BytesIO(), large.reduce(3)
    (small.quantize(colours) if colours else small).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _base64(library: Library, name: str) -> str:
    path = library.templates.below("fonts").file(name)
    return b64encode(path.read_bytes()).decode() if path else ""


def pen_of(library: Library, view: Page) -> Pen:
    """Return a pen that draws in the language and the words of a page."""
    spoken = replace(language(library.templates, view.lang), wording=view.wording)
    return Pen(spoken, letters_of(library.templates))
