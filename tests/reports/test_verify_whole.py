"""A report is verified from its own data; whatever is edited in it is found and named."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from evaluator.errors import EvaluatorError, InvalidInputError
from evaluator.extensions.verify import whole as verify
from evaluator.extensions.verify.difference import WHOSE
from evaluator.extensions.verify.whole import (
    DIFFERS,
    NOT_VERIFIED,
    PARTS,
    VERIFIED,
    Verification,
    read_fingerprint,
    verify_pdf,
    verify_report,
    whose_rubric,
    whose_templates,
)
from evaluator.library import Library
from evaluator.model.yardstick import Yardstick
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.open import open_report
from evaluator.reports.pdf.engines import KEYS, PRINTER, engine_versions, versions_named
from evaluator.reports.region import region_pdf
from tests.lanes import one_in

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
PLAN = "countries/XXA/plans/XXA-2020-2023"
Edit = Callable[[pikepdf.Pdf], None]


@pytest.fixture
def check(library, report) -> Callable[[Edit], Verification]:
    """Return a function that verifies the report after an edit; the library here does not know the plan."""

    def run(edit: Edit) -> Verification:
        return verify_pdf(_edited(report, edit), library, "x.pdf")

    return run


def _edited(content: bytes, edit: Edit) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def _attach(pdf: pikepdf.Pdf, name: str, content: bytes, stated: bytes | None = None) -> None:
    """Replace a file inside, by default with the right fingerprint beside it, as a careful forger would."""
    description = f"SHA-256 {hashlib.sha256(stated or content).hexdigest()}"
    if name in pdf.attachments:
        del pdf.attachments[name]
    pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, content, filename=name, description=description)


def _held(pdf: pikepdf.Pdf, name: str) -> bytes:
    return pdf.attachments[name].get_file().read_bytes()


def _same_but(*parts: str) -> dict[str, str]:
    return {part: "differs" if part in parts else "same" for part in PARTS}


def _states(found: Verification) -> dict[str, str]:
    return {part: found.state(part) for part in PARTS}


def test_a_report_is_rebuilt_to_the_byte_from_what_it_carries_alone(library, report, tmp_path):
    assert "XXA" not in library.country_codes
    path = tmp_path / "report.pdf"
    path.write_bytes(report)
    found = verify_report(path, library)
    assert found.differences == ()
    assert found.outcome == VERIFIED
    assert found.templates == "the shipped ones"
    assert _states(found) == dict.fromkeys(PARTS, "same")
    assert found.fingerprint == hashlib.sha256(report).hexdigest()
    assert found.document == "XXA-2020-2023.small.annex"


@pytest.mark.slow
def test_the_shipped_example_verifies(library, albania_pdf):
    assert verify_pdf(albania_pdf, library, "x.pdf").differences == ()


@pytest.mark.slow
def test_a_report_on_one_coder_s_ratings_verifies_and_says_whose(library, own, card):
    rubric = own.rubric("small")
    (coding,) = card.assessment.codings
    assert coding.header.coder == "a"
    alone = evaluate(own.assessment("XXA-2020-2023", rubric), rubric, assessor="a")
    assert verify_pdf(country_pdf(own, alone, annex=True), library, "x.pdf").outcome == VERIFIED


def test_a_page_that_was_edited_is_named_with_both_texts_and_its_place(check):
    def edit(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[1]
        drawn = pikepdf.parse_content_stream(page)
        at = next(k for k, instruction in enumerate(drawn) if str(instruction.operator) in ("Tj", "TJ"))
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(drawn[:at] + drawn[at + 1 :]))

    found = check(edit)
    assert _states(found) == _same_but("text", "drawing", "bytes")
    first = next(d for d in found.differences if d.part == "text")
    assert (first.page, len(first.boxes)) == (2, 1)
    assert first.where.startswith("page 2, ")
    assert first.found != first.expected
    assert found.pages == (2,)


def test_what_is_laid_over_a_page_is_shown_with_its_place_and_the_words_below(check):
    found = check(lambda pdf: pdf.pages[0].contents_add(b"0 0 100 100 re f"))
    assert _states(found) == _same_but("drawing", "bytes")
    shown, contents = (d for d in found.differences if d.part == "drawing")
    assert (shown.where, shown.boxes) == (
        "page 1, 0 to 100 points from the left, 742 to 842 from below",
        ((0, 742, 100, 842),),
    )
    assert shown.found == "the same words, drawn otherwise"
    assert contents.where == "page 1: contents (/Contents)"


def test_pages_that_differ_are_drawn_beside_those_expected_if_asked_for(library, report):
    edited = _edited(report, lambda pdf: pdf.pages[1].contents_add(b"0 0 100 100 re f"))
    found = verify_pdf(edited, library, "x.pdf", pictures=True)
    assert [(page, png[:4]) for page, png in found.pictures.items()] == [(2, b"\x89PNG")]
    assert verify_pdf(report, library, "x.pdf", pictures=True).pictures == {}


@pytest.mark.parametrize("pictures", [False, True])
def test_a_file_is_verified_with_pictures_where_they_are_asked_for(pictures, library, tmp_path, monkeypatch):
    given = []
    monkeypatch.setattr(verify, "verify_pdf", lambda *told, **more: given.append((told, more)))
    (path := tmp_path / "x.pdf").write_bytes(b"a report")
    verify.verify_file(path, library, pictures=pictures)
    assert given == [((b"a report", library, str(path)), {"pictures": pictures})]


def test_objects_that_cannot_be_read_are_told_and_no_page_is_drawn(library, report, again, monkeypatch):
    def unreadable(content: bytes):
        raise ValueError("objects that cannot be read")

    monkeypatch.setattr(verify, "read_graph", unreadable)
    found = verify.compared(open_report(_edited(report, lambda pdf: None), "x.pdf"), again, library)
    assert [(d.part, d.found) for d in found.differences if d.part != "bytes"] == [
        ("document", "objects that cannot be read")
    ]
    assert [part for part in PARTS if found.state(part) == "not compared"] == ["text", "tags", "drawing"]


def test_a_score_edited_in_the_result_is_named(check):
    def edit(pdf: pikepdf.Pdf) -> None:
        result = json.loads(_held(pdf, "result.json"))
        result["score"] = 0.99
        result["criteria"][0]["level"] = 4
        _attach(pdf, "result.json", json.dumps(result).encode())

    found = check(edit)
    assert found.state("figures") == "differs"
    places = {d.where: d for d in found.differences if d.part == "figures"}
    assert places["score"].found == "0.99"
    assert any(place.startswith("criteria[") and place.endswith("].level") for place in places)


def test_a_rating_edited_carefully_still_gives_other_figures(check):
    name = f"{PLAN}/assessments/small/a.csv"

    def edit(pdf: pikepdf.Pdf) -> None:
        lines = _held(pdf, name).decode().replace(",2,", ",4,")
        _attach(pdf, name, lines.encode())
        result = json.loads(_held(pdf, "result.json"))
        result["files"][name.removeprefix("countries/XXA/")] = hashlib.sha256(lines.encode()).hexdigest()
        _attach(pdf, "result.json", json.dumps(result).encode())

    found = check(edit)
    assert not any(d.expected.startswith("SHA-256") for d in found.differences if d.where == name)
    assert "score" in {d.where for d in found.differences if d.part == "figures"}


def test_an_attachment_that_is_not_the_one_named_is_told(check):
    name = f"{PLAN}/plan.yaml"

    def edit(pdf: pikepdf.Pdf) -> None:
        content = _held(pdf, name)
        _attach(pdf, name, content + b"# edited\n", stated=content)

    found = check(edit)
    told = [d for d in found.differences if d.part == "attachments"]
    assert [d.where for d in told][:2] == [name, name]
    assert told[0].expected.startswith("SHA-256 ")
    assert told[1].expected.endswith("as result.json says")


def test_an_attachment_that_breaks_its_contract_is_told_with_what_breaks(check):
    name = f"{PLAN}/plan.yaml"
    found = check(lambda pdf: _attach(pdf, name, b"id: [", stated=b"other"))
    last = found.differences[-1]
    assert (last.part, last.where) == ("attachments", "all together")
    assert f"x.pdf: {name}" in last.found
    assert _states(found) == {**dict.fromkeys(PARTS, "not compared"), "attachments": "differs"}
    assert found.outcome == DIFFERS


def test_a_file_that_was_taken_out_is_missed(check):
    name = f"{PLAN}/evidence.csv"

    def edit(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[name]

    found = check(edit)
    assert (found.differences[0].where, found.differences[0].found) == (name, "no such file inside")


@pytest.mark.slow
@pytest.mark.prints_anew
def test_a_report_of_another_version_is_compared_but_for_its_bytes(library, own, card):
    with versions_named({**engine_versions(), PRINTER: "69.0"}):
        other = country_pdf(own, card, annex=True)
    found = verify_pdf(other, library, "x.pdf")
    assert (found.outcome, found.differences) == (NOT_VERIFIED, ())
    assert found.state("bytes") == "not compared"
    assert [release.recorded for release in found.releases if not release.agrees] == ["WeasyPrint 69.0"]


@pytest.mark.parametrize("made", one_in(3, ["Pango 1.50.12", "HarfBuzz 6.0.0", "HarfBuzzSubset none"]))
def test_letters_set_by_another_version_are_compared_but_for_the_bytes(check, made):
    key, version = made.split()

    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[f"/{key}"] = version

    found = check(edit)
    assert found.outcome == NOT_VERIFIED
    assert _states(found) == {**dict.fromkeys(PARTS, "same"), "bytes": "not compared"}
    assert [release.recorded for release in found.releases if not release.agrees] == [f"{key} {version}"]


def test_what_pages_show_proves_no_forgery_where_other_letters_were_set(check):
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/Pango"] = "1.50.12"
        pdf.pages[0].contents_add(b"0 0 100 100 re f")

    found = check(edit)
    assert found.outcome == NOT_VERIFIED
    assert found.set_otherwise
    assert [(d.part, d.page) for d in found.differences] == [("drawing", 1)]


@pytest.mark.slow
def test_an_honest_report_whose_lines_fall_elsewhere_is_not_verified_with_its_pages(library, own, card, tmp_path):
    """Letters a little wider stand for those of another Pango; every number is as its data give it."""
    shutil.copytree(own.layers.folders[0], tmp_path, dirs_exist_ok=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "own.css").write_text("body { letter-spacing: 0.02em }", encoding="utf-8")
    other = _edited(
        country_pdf(Library.open(tmp_path), card, annex=True), lambda pdf: pdf.docinfo.__setitem__("/Pango", "1.50.12")
    )
    found = verify_pdf(other, library, "x.pdf")
    assert found.outcome == NOT_VERIFIED
    assert found.pages
    assert {d.part for d in found.differences} <= {"text", "tags", "drawing"}


@pytest.mark.parametrize("key", ["/Title", "/OpenAction", "/Rotate", "stamp", "link"])
def test_what_no_line_explains_differs_though_other_letters_are_claimed(check, key):
    def edit(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/HarfBuzz"] = "6.0.0"
        page = pdf.pages[0].obj
        link = pikepdf.Dictionary(S=pikepdf.Name.URI, URI="https://example.org/")
        if key == "/Title":
            pdf.docinfo["/Title"] = "Official"
        elif key == "/OpenAction":
            pdf.Root.OpenAction = link
        elif key == "/Rotate":
            page.Rotate = 180
        else:
            kind = pikepdf.Name.Stamp if key == "stamp" else pikepdf.Name.Link
            note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=kind, Rect=[0, 0, 9, 9], A=link)
            page.Annots = pikepdf.Array([*page.get("/Annots", []), pdf.make_indirect(note)])

    assert check(edit).outcome == DIFFERS


@pytest.mark.parametrize(
    ("key", "text"),
    [("/Pango", "1.56.3 (grade A)"), ("/Creator", "nap-evaluator by the Commission"), ("/Python", "3"), ("/zlib", "")],
)
def test_a_version_key_holds_a_version_and_nothing_else(check, key, text):
    found = check(lambda pdf: pdf.docinfo.__setitem__(key, text))
    assert found.outcome == DIFFERS
    assert f"document information: {key}" in [d.where for d in found.differences]


@pytest.mark.parametrize(
    ("named", "agrees"), [("3.12", True), ("3.13", True), ("3.9", False), ("4.0", False), ("", False)]
)
def test_an_interpreter_that_prints_the_same_bytes_is_no_other_version(named, agrees):
    assert verify.Release(f"Python {named}", "Python 3.11").agrees is agrees


@pytest.mark.slow
@pytest.mark.prints_anew
def test_a_report_of_another_interpreter_is_verified_to_the_byte(library, own, card, report):
    with versions_named({**engine_versions(), "Python": "3.14"}):
        other = country_pdf(own, card, annex=True)
    assert other != report
    found = verify_pdf(other, library, "x.pdf")
    assert (found.outcome, found.differences) == (VERIFIED, ())
    assert "Python 3.14" in {release.recorded for release in found.releases}


def test_by_a_version_of_a_shipped_rubric_that_is_not_here_nothing_is_verified(held, again, library):
    assert verify.compared(held, again, library).outcome == VERIFIED
    other = again.rubric.model_copy(update={"yardstick": replace(again.rubric.yardstick, shipped="9.9.9")})
    found = verify.compared(held, replace(again, rubric=other), library)
    assert (found.outcome, found.differences) == (NOT_VERIFIED, ())


def test_a_rubric_is_told_as_it_is_inside_and_beside_what_the_report_says_of_it(rubric):
    named = f"the shipped four-paradigms {rubric.version}"
    assert whose_rubric(rubric) == named
    assert whose_rubric(rubric, Yardstick(is_changed=True)) == f"{named}, though the report says that it is changed"
    changed = rubric.model_copy(update={"yardstick": Yardstick(is_changed=True)})
    assert whose_rubric(changed, Yardstick(is_changed=True)).endswith("changed by its user")


def test_whose_templates_were_used_is_said(tmp_path, library):
    assert whose_templates(library) == "the shipped ones"
    (tmp_path / "countries").mkdir()
    assert whose_templates(Library.open(tmp_path)) == "the shipped ones"
    (tmp_path / "templates" / "parts").mkdir(parents=True)
    for name in ("country.html", "own.css", "parts/a.html", "parts/b.html"):
        (tmp_path / "templates" / name).write_text("", encoding="utf-8")
    expected = f"of {tmp_path.resolve()} (country.html, own.css, parts/a.html and 1 more), over the shipped ones"
    assert whose_templates(Library.open(tmp_path)) == expected


@pytest.mark.slow
def test_a_report_that_names_no_version_of_them_is_compared_but_for_its_bytes(check):
    def edit(pdf: pikepdf.Pdf) -> None:
        for key in KEYS:
            del pdf.docinfo[f"/{key}"]

    found = check(edit)
    assert found.outcome == NOT_VERIFIED
    assert {release.recorded for release in found.releases if not release.agrees} == {""}
    assert len([release for release in found.releases if release.agrees]) == 2


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["comparative", "contrast", "brief"])
def test_every_kind_is_rebuilt_to_the_byte_from_what_it_carries_alone(library, several, kind):
    found = verify_pdf(several[kind], library, "x.pdf")
    assert found.differences == ()
    assert _states(found) == dict.fromkeys(PARTS, "same")
    assert found.document.removesuffix(".annex") == f"XXA-2020-2023.small.{kind}"


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["comparative", "contrast", "brief"])
def test_the_shipped_plans_verify_in_every_kind(library, rubric, kind):
    cards = [evaluate(library.assessment(code, rubric), rubric) for code in ("USA", "ALB", "ROU")]
    made = contrast_pdf(library, contrasted_cards(library, cards)) if kind == "contrast" else None
    found = verify_pdf(made or region_pdf(library, cards, kind), library, "x.pdf").differences
    assert [one for one in found if one.part != WHOSE] == []  # the library here is the shipped one as if read whole


@pytest.mark.slow
def test_a_file_or_figure_of_one_of_several_plans_that_was_edited_is_named(library, several):
    name = f"{PLAN}/plan.yaml"

    def edit(pdf: pikepdf.Pdf) -> None:
        content = _held(pdf, name)
        _attach(pdf, name, content + b"# edited\n", stated=content)
        result = json.loads(_held(pdf, "result.json"))
        result["results"][0]["score"] = 0.99
        _attach(pdf, "result.json", json.dumps(result).encode())

    found = verify_pdf(_edited(several["brief"], edit), library, "x.pdf")
    places = {(d.part, d.where) for d in found.differences}
    assert ("attachments", name) in places
    assert ("figures", "results[XXA-2020-2023].score") in places


@pytest.mark.slow
@pytest.mark.parametrize(
    "results", [["x", 1, None], {"plan": 1}, [{"files": []}], [{"files": {"../x": 1}, "country": 7}]]
)
def test_results_of_another_form_are_told_and_never_a_traceback(library, several, results):
    def edit(pdf: pikepdf.Pdf) -> None:
        result = {**json.loads(_held(pdf, "result.json")), "results": results}
        _attach(pdf, "result.json", json.dumps(result).encode())

    assert verify_pdf(_edited(several["brief"], edit), library, "x.pdf").state("figures") == "differs"


@pytest.mark.slow
def test_a_table_of_a_contrast_that_was_edited_added_or_taken_out_is_named(library, several):
    def edit(pdf: pikepdf.Pdf) -> None:
        tables = json.loads(_held(pdf, "contrast.json"))
        tables["scores"][0]["score"] = 0.99
        _attach(pdf, "contrast.json", json.dumps(tables).encode())

    found = verify_pdf(_edited(several["contrast"], edit), library, "x.pdf")
    assert [d.where for d in found.differences if d.part == "figures"] == ["contrast.json: scores[equal].score"]

    def take_out(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments["contrast.json"]

    found = verify_pdf(_edited(several["contrast"], take_out), library, "x.pdf")
    assert ("contrast.json", "no such file inside") in {(d.where, d.found) for d in found.differences}

    for content in (b"{", b"[" * 100_000):
        found = verify_pdf(
            _edited(several["contrast"], lambda pdf: _attach(pdf, "contrast.json", content)),  # noqa: B023
            library,
            "x.pdf",
        )
        assert ("contrast.json: whole file") in {d.where for d in found.differences}

    found = verify_pdf(_edited(several["brief"], lambda pdf: _attach(pdf, "contrast.json", b"{}")), library, "x.pdf")
    assert ("contrast.json", "a file inside") in {(d.where, d.found) for d in found.differences}


@pytest.mark.slow
def test_a_result_without_its_files_cannot_be_rebuilt(library, own, card):
    bare = replace(card, assessment=replace(card.assessment, files={}))
    with pytest.raises(InvalidInputError, match="nothing can be rebuilt: no country is called"):
        verify_pdf(country_pdf(own, bare, annex=True), library, "x.pdf")


def test_a_file_that_is_not_there_is_told(library, tmp_path):
    with pytest.raises(InvalidInputError, match="No such file"):
        verify_report(tmp_path / "none.pdf", library)


def test_a_fingerprint_is_read_as_it_is_printed():
    plain = "0123456789abcdef" * 4
    for written in (plain, plain.upper(), f"SHA-256 {plain}", f"sha256:{plain}", f"{plain[:32]} {plain[32:]}\n"):
        assert read_fingerprint(written) == plain
    with pytest.raises(EvaluatorError, match="64 hexadecimal digits"):
        read_fingerprint("abc")


NO_FONTS = "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'><fontconfig></fontconfig>"


@pytest.mark.slow
def test_other_system_fonts_give_the_same_bytes(report, own, tmp_path):
    """Print in two processes: one that sees the machine's fonts, one that sees none and has another home."""
    empty = tmp_path / "fonts.conf"
    empty.write_text(NO_FONTS, encoding="utf-8")
    folder = own.layers.folders[0]
    bare = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "FONTCONFIG_FILE": str(empty), "TZ": "Asia/Tokyo"}
    usual = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "TZ": "America/Lima"}
    printed = []
    for name, environment in (("bare", {**bare, "LC_ALL": "C"}), ("usual", {**usual, "LC_ALL": "C.UTF-8"})):
        out = tmp_path / f"{name}.pdf"
        words = ["report", "XXA", "--rubric", "small", "--library", str(folder), "--annex", "--out", str(out)]
        subprocess.run([sys.executable, "-m", "evaluator", *words], env=environment, check=False, capture_output=True)
        printed.append(out.read_bytes())
    assert printed == [report, report]


@pytest.mark.slow
def test_a_report_in_another_language_verifies_with_its_translations(library, albania):
    found = verify_pdf(region_pdf(library, [albania], "brief", "sr-Latn"), library, "x.pdf")
    assert found.differences == ()
    assert found.document == "ALB-2005-2007.brief.sr-Latn"
