"""`evaluator against`: compare plans with instruments, article by article."""

from __future__ import annotations

import dataclasses
import textwrap

import click

from evaluator.cli.shared.choice import PlanChoice, with_choice
from evaluator.cli.shared.layout import blocks_text, labelled, table
from evaluator.cli.shared.options import FULL, NAMES, formats
from evaluator.cli.shared.out import as_json, rows_text, show_screen
from evaluator.cli.shared.session import Session, with_session
from evaluator.cli.shared.standing import end_marked
from evaluator.cli.show.entry import english
from evaluator.errors import UnknownNameError
from evaluator.model.against import (
    VERDICTS,
    AgainstReading,
    AgainstRow,
    ArticleReading,
    Binding,
    InstrumentReading,
    verdict_words,
)
from evaluator.model.standard import InstrumentsFile
from evaluator.reports.sections.instruments import instrument_views
from evaluator.reports.titles import law_title
from evaluator.scoring.against import against_rows, reading_against

HEADING = "Contrast"

SUBJECT = 60  # most characters of a provision's subject in a line


@click.command("against")
@NAMES
@click.option(
    "--instrument",
    "-i",
    "wanted",
    multiple=True,
    metavar="NAME",
    help="Instrument; repeatable. Without it, all instruments.",
)
@formats("table", "csv", "json")
@FULL()
@with_choice
@with_session
def command(
    session: Session, choice: PlanChoice, names: tuple[str, ...], wanted: tuple[str, ...], form: str, *, full: bool
) -> None:
    r"""Read plans against instruments, article by article.

    Each provision has tests. A provision is met if all its tests are met, and in
    part if some are. It is "not in the plan" only where a text that was read whole
    lacks it; what unread text may still meet is open. If no criterion asks for a
    part of the provision, its best result is "met as far as asked". The output also
    states whether the instrument bound the state when the plan began.

    \b
    Examples:
      evaluator against ALB
      evaluator against ALB --instrument cets197
      evaluator against ALB --format csv
    """
    if choice.weightings:
        raise click.UsageError("Provisions are met or not; --weighting has no effect.")
    library = session.library
    chosen = instruments_of(library.instruments, wanted)
    readings = [
        reading_against(card, chosen, library.standards, library.tests_of(card.rubric), library.shared_facts.treaties)
        for card in choice.cards(session, names)
    ]
    show_screen(session, readings_text(readings, form, whole=bool(wanted)), full=full or form != "table")
    end_marked(session, readings, choice.rubric)


def instruments_of(file: InstrumentsFile, names: tuple[str, ...]) -> InstrumentsFile:
    """Return the instruments named, or all instruments if `names` is empty.

    Raises
    ------
    UnknownNameError
        No instrument has one of the names.
    """
    known = {one.id: one for one in file.instruments}
    for name in names:
        if name not in known:
            raise UnknownNameError("instrument", name, known)
    return file.model_copy(update={"instruments": tuple(known[name] for name in dict.fromkeys(names or known))})


def readings_text(readings: list[AgainstReading], form: str, *, whole: bool) -> str:
    """Return readings as text in the format `form`; the table lists articles only if `whole`."""
    if form == "csv":
        return rows_text([row for reading in readings for row in against_rows(reading)], AgainstRow)
    if form == "json":
        return as_json([_reading_document(reading) for reading in readings])
    return blocks_text(block for reading in readings for block in _reading_blocks(reading, whole=whole))


def _reading_document(reading: AgainstReading) -> dict[str, object]:
    rows = [dataclasses.asdict(row) for row in against_rows(reading)]
    instruments = [
        {
            "id": one.instrument.id,
            "binding": dataclasses.asdict(one.binding),
            "counts": one.counts(),
            "articles": [row for row in rows if row["instrument"] == one.instrument.id],
        }
        for one in reading.instruments
    ]
    head = {"plan_id": reading.plan_id, "state": "draft" if reading.is_draft else "final"}
    return {**head, "rubric": f"{reading.rubric_id} {reading.rubric_version}", "instruments": instruments}


def _reading_blocks(reading: AgainstReading, *, whole: bool) -> list[list[str]]:
    title = f"{reading.plan_id}{' DRAFT' if reading.is_draft else ''}  read against instruments"
    heads = "|>".join(["instrument|bound when the plan began", *(str(verdict_words(v)) for v in VERDICTS)])
    rows = [
        [one.instrument.id, binding_text(one.binding), *(str(n) for n in one.counts().values())]
        for one in reading.instruments
    ]
    head = [] if whole else [f"{law_title(instrument_views(reading, 'en'))}."]
    articles = [block for one in reading.instruments if whole for block in _article_blocks(one)]
    return [[title, *head], table(heads, rows), *articles]


def binding_text(binding: Binding) -> str:
    """Return, in words, whether and since when an instrument bound the state.

    Examples
    --------
    >>> binding_text(Binding("later", "2008-02-01")), binding_text(Binding("not-known"))
    ('later, from 2008-02-01', 'not known')
    >>> binding_text(Binding("ended", "2013-04-06", "2020-01-31"))
    'no longer, bound from 2013-04-06 to 2020-01-31'
    >>> binding_text(Binding("not-known", record="2015-03-14"))
    'not known, no party by 2015-03-14'
    """
    state = "not known" if binding.state == "not-known" else binding.state
    if binding.state == "ended":
        return f"no longer, bound from {binding.since} to {binding.until}"
    if binding.record:
        return f"{state}, no party by {binding.record}"
    since = f", from {binding.since}" if binding.since and binding.state in ("bound", "later") else ""
    return state + since + (", in the plan's time" if binding.within else "")


def _article_blocks(one: InstrumentReading) -> list[list[str]]:
    head = [
        ("instrument", english(one.instrument.titles, one.instrument.id)),
        ("binding", f"{binding_text(one.binding)}: {one.binding.why}"),
    ]
    rows = [
        [
            article.standard.article,
            str(verdict_words(article.verdict, article.absent_from)),
            textwrap.shorten(article.standard.subject, SUBJECT, placeholder=" ..."),
            ", ".join(article.deciding)
            or ("(touched by " + ", ".join(t.criterion_id for t in article.touched) + ")" if article.touched else ""),
            "; ".join(text for text in (_own_binding(one, article.binding), _not_asked(article), article.note) if text),
        ]
        for article in one.articles
    ]
    return [labelled(head), table("article|verdict|subject|decided by|", rows)]


def _not_asked(article: ArticleReading) -> str:
    """Return the parts of a provision that no criterion covers, or the reason why none covers the provision."""
    if article.missing:
        return "not asked: " + "; ".join(f"{part.letter}: {part.requires}" for part in article.missing)
    return "; ".join(dict.fromkeys(part.refused for part in article.parts if part.refused))


def _own_binding(one: InstrumentReading, own: Binding) -> str:
    same = (own.state, own.since) == (one.binding.state, one.binding.since)
    return "" if same else binding_text(own)
