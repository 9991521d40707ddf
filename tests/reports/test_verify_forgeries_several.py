"""Forgeries of reports on several plans: what is told of a country report is told of the other kinds too."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from importlib.metadata import version

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from evaluator.errors import InvalidInputError
from evaluator.extensions.verify.figures import read_result
from evaluator.extensions.verify.rebuild import rebuild
from evaluator.extensions.verify.whole import DIFFERS, compared, rebuilt_as_named
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.editions.open import open_report
from evaluator.reports.pdf.engines import PRINTER, TOOL, engine_versions, versions_named
from evaluator.reports.poster import poster_pdf
from evaluator.reports.region import region_pdf
from evaluator.reports.years import years_pdf
from tests.reports.forgeries import FORGERIES, Edit, _held, _put_file, _spec

ANOTHER = "0.0.9"
# Of the forgeries of a country report, one of each way; those of its links need links, which these kinds do not have.
TRIED = (
    "uf_stream_swap", "uf_display_name", "extra_attachment_safe_path", "the_same_name_twice", "result_whitespace",
    "result_score", "alt_text_changed", "actualtext_struct", "actualtext_content", "element_taken_out",
    "tounicode_swap", "tiling_pattern_text", "smask_text", "gs_font", "invisible_text_mode",
    "text_positions_swapped", "words_added", "words_inside_a_drawing", "white_cover_rect", "covered_by_a_shading",
    "box_cropbox", "box_userunit", "stamp_laid_over", "fontfile_replaced", "widths_of_letters",
    "named_place_moved", "bookmark_said_otherwise", "script_on_opening", "page_taken_out", "information_title",
    "xmp",
)  # fmt: skip

# Kinds that need a grade, a law that was read, or a record of years.
SHIPPED = {
    "poster": ("four-paradigms", ("BRA-2018-2022",)),
    "law": ("law-and-practice", ("SRB-2021-2023",)),
    "years": ("public-record", ("ALB-2005",)),
}


def _in_json(name: str, change: Callable[[dict], None]) -> Edit:
    def edit(pdf: Pdf) -> None:
        content = json.loads(_held(pdf, name))
        change(content)
        _put_file(pdf, name, json.dumps(content, ensure_ascii=False, indent=2).encode())

    return edit


def _link_laid_over(pdf: Pdf) -> None:
    link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 595, 842], Border=[0, 0, 0])
    link.A = Dictionary(S=Name.URI, URI="https://example.org/")
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(link)])


def _plan_taken_twice(content: dict) -> None:
    content["plans"] = content["plans"] * 2
    content["results"] = content["results"] * 2


def _other_tables_for_other_readers(pdf: Pdf) -> None:
    forged = _held(pdf, "contrast.json").replace(b'"score": 0', b'"score": 0.99, "was": 0', 1)
    _spec(pdf, "contrast.json").EF.UF = pdf.make_stream(forged, Type=Name.EmbeddedFile)


OWN: dict[str, Edit] = {
    "score of one plan": _in_json("result.json", lambda c: c["results"][0].update(score=0.99)),
    "grade of one plan": _in_json("result.json", lambda c: c["results"][0].update(grade="A")),
    "draft no more": _in_json("result.json", lambda c: c["results"][0].update(draft=not c["results"][0]["draft"])),
    "another name of the report": _in_json("result.json", lambda c: c.update(document="official")),
    "a link over the page": _link_laid_over,
}
OF_A_CONTRAST: dict[str, Edit] = {
    "a score in the tables": _in_json("contrast.json", lambda c: c["scores"][0].update(score=0.99)),
    "a row taken out of the tables": _in_json("contrast.json", lambda c: c["scores"].pop()),
    "a table more": _in_json("contrast.json", lambda c: c.update(official=[{"rank": 1}])),
    "a table fewer": _in_json("contrast.json", lambda c: c.pop("scores")),
    "other tables for other readers": _other_tables_for_other_readers,
}


@pytest.fixture
def missed(library, own, card):
    """Return a function that names the forgeries of another release's report that are not told."""

    def run(kind: str, edits: dict[str, Edit]) -> list[str]:
        with versions_named({TOOL: ANOTHER, PRINTER: version(PRINTER), **engine_versions()}):
            held = open_report(_printed(kind, library, own, card), "x.pdf")
        again = rebuilt_as_named(held, read_result(held), library)
        assert compared(held, again, library).differences == ()
        return [
            name for name, edit in edits.items() if _outcome(held.content, edit, again, library) not in (DIFFERS, "")
        ]

    return run


def _printed(kind: str, library, own, card) -> bytes:
    """Return a report of a kind: on the short plan where the kind takes it, else on shipped ones."""
    if kind == "contrast":
        return contrast_pdf(own, contrasted_cards(own, [card]), annex=True)
    rubric, plans = SHIPPED.get(kind, ("small", ()))
    cards = [evaluate(library.assessment(plan, rubric), library.rubric(rubric)) for plan in plans] or [card]
    if kind == "years":
        return years_pdf(library, cards)
    return poster_pdf(library, cards[0]) if kind == "poster" else region_pdf(library if plans else own, cards, kind)


def _outcome(content: bytes, edit: Edit, again, library) -> str:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        try:
            edit(pdf)
        except (StopIteration, AttributeError):  # a report on few plans has no table, or no link inside
            return ""
        pdf.save(out, fix_metadata_version=False)
    return compared(open_report(out.getvalue(), "x.pdf"), again, library).outcome


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["comparative", "brief", "contrast", "poster", "law", "years"])
def test_forgeries_of_every_kind_are_told_though_another_release_is_claimed(missed, kind):
    own = {**OWN, **(OF_A_CONTRAST if kind == "contrast" else {})}
    assert missed(kind, {**{name: FORGERIES[name][0] for name in TRIED}, **own}) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "change",
    [
        lambda c: c.update(kind="comparative" if c["kind"] == "brief" else "brief"),
        lambda c: c.update(weighting="no-such"),
        lambda c: c.update(lang="xx"),
        _plan_taken_twice,
    ],
)
def test_a_report_that_says_it_was_made_in_another_way_is_refused_or_differs(library, several, change):
    """What a report says of its making is what it is made again by: it cannot be turned against what it shows."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(several["brief"])) as pdf:
        _in_json("result.json", change)(pdf)
        pdf.save(out, fix_metadata_version=False)
    held = open_report(out.getvalue(), "x.pdf")
    try:
        again = rebuild(held, read_result(held), library)
    except InvalidInputError:
        return
    assert compared(held, again, library).outcome == DIFFERS
