"""`evaluator verify`: rebuild a report from the files it carries, and compare the two."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from evaluator.cli.shared.faults import shown_path
from evaluator.cli.shared.layout import blocks_text, labelled
from evaluator.cli.shared.options import PATH, formats
from evaluator.cli.shared.out import as_json, show, write_out
from evaluator.cli.shared.session import Session, leave_open, with_session
from evaluator.cli.shared.terminal import clean
from evaluator.errors import EvaluatorError
from evaluator.reports.verify.difference import PARTS, WHOSE
from evaluator.reports.verify.whole import VERIFIED, Verification, read_fingerprint, verify_report

MEANS = "made from the files inside; whether these are true, and who made them, is another question"
MOST_PAGES = 8  # numbers of pages that are named beside the result


@click.command("verify")
@click.argument("report", metavar="REPORT.pdf", type=PATH)
@click.option("--fingerprint", metavar="SHA-256", help="Fingerprint from the publisher, to compare with the file's.")
@click.option(
    "--pictures",
    metavar="FOLDER",
    type=PATH,
    help="Empty or new folder for pictures of the pages that show something else.",
)
@formats("text", "json")
@with_session
def command(session: Session, report: Path, *, fingerprint: str | None, pictures: Path | None, form: str) -> None:
    r"""Rebuild a report from the data it carries, and compare.

    The command reads the ratings, rubric and weightings inside the PDF, scores them
    and prints the report again: a country, comparative or contrast report, or a brief.
    It uses the shipped templates and style unless you type --library. There are three
    results:

    \b
    verified      all parts were compared and are the same, bytes included: status 0
    differs       a part is not the same, or the rubric or a frame under a shipped id
                  and version has another text, and the output names it: status 1
    not verified  not all could be compared, because the report names another version
                  of a part, or of the rubric than the shipped one; what its pages show
                  otherwise is named: status 1

    Status 2: the file is damaged or is not a report.

    A verified report follows from its own data; this does not prove who made it. To
    check who made it, compare its fingerprint with the one that the publisher gives.

    With --pictures the command draws each page that shows something else: on the left
    as found, on the right as expected, with each place boxed.

    \b
    Examples:
      evaluator verify output/ALB-2005-2007.pdf
      evaluator verify output/ALB-2005-2007.pdf --format json
      evaluator verify output/ALB-2005-2007.pdf --pictures beside
    """
    expected = read_fingerprint(fingerprint) if fingerprint else ""
    if pictures is not None and pictures.exists() and (not pictures.is_dir() or any(pictures.iterdir())):
        raise EvaluatorError(f"{shown_path(pictures)} is no empty folder. Name another for --pictures.")
    found = verify_report(report, session.typed_library, pictures=pictures is not None)
    show(_verification_json(report, found, expected) if form == "json" else _verification_text(report, found, expected))
    if pictures is not None:
        session.tell(_write_pictures(found, pictures))
    if not expected:
        session.tell("Compare the fingerprint with the one that the publisher gives.")
    leave_open(found.outcome != VERIFIED or expected not in ("", found.fingerprint))


def _write_pictures(found: Verification, folder: Path) -> str:
    """Write the pictures of pages into a folder, and return what was written, as text."""
    for page, png in found.pictures.items():
        write_out(folder / f"page-{page:03}.png", png, make_folder=True)
    if not found.pictures:
        return "No page shows something else, so no picture was drawn."
    left_out = len(found.pages) - len(found.pictures)
    more = f" {left_out} more pages differ." if left_out else ""
    return f"Pages as found and as expected, beside each other: {shown_path(folder)}.{more}"


def _verification_text(path: Path, found: Verification, expected: str) -> str:
    other = "the same fingerprint" if expected == found.fingerprint else f"another fingerprint, {expected}"
    pairs = [
        ("result", _outcome_text(found)),
        ("which means", MEANS if found.outcome == VERIFIED else ""),
        ("report", found.document),
        ("file", shown_path(path)),
        *((part, _state_text(found, part)) for part in PARTS),
        ("coder", f"{found.coder} alone" if found.coder else ""),
        *((source.part, source.said) for source in found.sources),
        ("rubric", found.rubric),
        ("templates", found.templates),
        ("versions", _versions_text(found)),
        ("SHA-256", found.fingerprint),
        ("publisher's", other if expected else ""),
    ]
    blocks = [labelled(pairs)]
    blocks += [
        [f"{one.part}: {one.where}", f"  found     {one.found}", f"  expected  {one.expected}"]
        for one in found.differences
    ]
    return clean(blocks_text(blocks))


def _outcome_text(found: Verification) -> str:
    """Return the outcome of a verification as text.

    Unless the report is verified, the text names the components whose installed version differs from the report's.
    """
    others = _other_versions(found)
    if any(one.part == WHOSE for one in found.differences):
        return f"{found.outcome}: it says to be a worked example, and its files are not the shipped ones"
    if found.outcome == VERIFIED or not others:
        return found.outcome
    pages = ", ".join(map(str, found.pages[:MOST_PAGES])) + (", ..." if len(found.pages) > MOST_PAGES else "")
    shown = f"; what pages show differs on {pages}" if pages else ""
    may = ", where lines may fall elsewhere by that" if found.set_otherwise and pages else ""
    return f"{found.outcome}: the report names another version of {others}{shown}{may}"


def _other_versions(found: Verification) -> str:
    return ", ".join(release.here.partition(" ")[0] for release in found.releases if not release.agrees)


def _state_text(found: Verification, part: str) -> str:
    """Return the state of a part as text; for bytes that were not compared, name the components of another version."""
    other, state = _other_versions(found), found.state(part)
    return f"{state}: another version of {other}" if part == "bytes" and other else state


def _versions_text(found: Verification) -> str:
    return "; ".join(
        release.here if release.recorded == release.here else f"{release.recorded or 'none named'}, here {release.here}"
        for release in found.releases
    )


def _verification_json(path: Path, found: Verification, expected: str) -> str:
    return as_json(
        {
            "file": shown_path(path),
            "document": found.document,
            "result": found.outcome,
            "sha256": found.fingerprint,
            "publisher_sha256": expected or None,
            "parts": {part: found.state(part) for part in PARTS},
            "coder": found.coder or None,
            "sources": [asdict(one) for one in found.sources],
            "rubric": found.rubric or None,
            "templates": found.templates,
            "versions": [asdict(release) for release in found.releases],
            "differences": [{**asdict(one), "page": one.page or None} for one in found.differences],
        }
    )
