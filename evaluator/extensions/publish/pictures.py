"""The pictures to take along, each with what it rests on in it: of every unit, of the front page, of the years."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evaluator.extensions.publish import views
from evaluator.extensions.publish.pages import Press, has_pages
from evaluator.model.sentence import say
from evaluator.reports.figure import Figure, figure_of
from evaluator.reports.subject import rubric_name
from evaluator.tables.csv_text import csv_text


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its name; `is_plan` is whether it is of a plan or a period with a verdict.

    `csv` are its numbers; empty for a unit, whose scores have files of their own.
    """

    name: str
    figure: Figure
    is_plan: bool = False
    csv: str = ""


def pictures(press: Press) -> Iterator[Picture]:
    """Return the picture of every unit that has one, then those of the front page and of the years."""
    lang, library = press.lang, press.library
    for unit in press.held.units:
        chart = views.frame_dots(press.pen(unit.group.rubric), unit, library)
        if chart is not None:
            head = press.unit_head(unit, press.finding(unit)[0])
            titled = replace(chart, title=f"{head.title}. {press.spoken.said(head.lead)}")
            told = press.portraits(unit.group.rubric)
            notes = (*([press.spoken.said(told)] if told else []), *head.footnotes)
            rubric = rubric_name(unit.group.rubric, lang)
            sources = _sources(press, f"{unit.name}.html")
            yield Picture(unit.name, figure_of(library, titled, head, rubric, sources, notes), has_pages(unit))
    for name, chart, about in press.charts:
        head = press.head(name, chart.title, "", None, about)
        figure = figure_of(library, chart, head, rubric_name(about, lang), _sources(press))
        yield Picture(name, figure, csv=csv_text(chart.table[0], chart.table[1:]))


def _sources(press: Press, page: str = "") -> tuple[str, ...]:
    """Return who publishes a picture, in which release, and the address of its page, as far as the site has them."""
    edition = press.edition
    release = press.spoken.said(say("data release %(release)s", release=edition.release)) if edition.release else ""
    address = f"{edition.address}{press.folder}{page}" if edition.address else ""
    return tuple(filter(None, (edition.name if edition.imprint else "", release, address)))
