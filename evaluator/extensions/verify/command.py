"""`evaluator verify`: rebuild a report from the files it carries, and compare the two."""

from __future__ import annotations

from collections.abc import Sequence
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
from evaluator.extensions.verify.difference import PARTS, WHOSE
from evaluator.extensions.verify.site_files import SITE, files_otherwise
from evaluator.extensions.verify.whole import VERIFIED, Verification, read_fingerprint, verify_report
from evaluator.store.signature import Checked, check_signature, read_public_key, signature_beside

HEADING = "Results"

MEANS = "made from the files inside; whether these are true, and who made them, is another question"
MEANS_SIGNED = "made from the files inside, and signed with this key; whether these are true is another question"
MEANS_BYTES = "these are the bytes that were signed with this key; nothing was made again and compared"
MOST_FILES = 5
MOST_PAGES = 8  # numbers of pages that are named beside the result


@click.command("verify")
@click.argument("report", metavar="REPORT.pdf", type=PATH)
@click.option("--fingerprint", metavar="SHA-256", help="Fingerprint from the publisher, to compare with the file's.")
@click.option(
    "--key",
    metavar="PUBLICKEY",
    type=PATH,
    help="The publisher's public key, to check the signature beside the file: a report, release or site.json.",
)
@click.option(
    "--pictures",
    metavar="FOLDER",
    type=PATH,
    help="Empty or new folder for pictures of the pages that show something else.",
)
@formats("text", "json")
@with_session
def command(
    session: Session, report: Path, *, fingerprint: str | None, key: Path | None, pictures: Path | None, form: str
) -> None:
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
    check who made it, compare its fingerprint with the one that the publisher gives, or
    give the publisher's public key with --key: the signature lies beside the file
    (REPORT.pdf.sig), as `evaluator report --sign` or `ssh-keygen -Y sign -n file` leaves
    it. Of a release (.zip) or site.json the signature alone is checked.

    With --pictures the command draws each page that shows something else: on the left
    as found, on the right as expected, with each place boxed.

    \b
    Examples:
      evaluator verify output/ALB-2005-2007.pdf
      evaluator verify output/ALB-2005-2007.pdf --format json
      evaluator verify output/ALB-2005-2007.pdf --pictures beside
      evaluator verify output/ALB-2005-2007.pdf --key press.pub
    """
    if not report.exists() and not report.suffix:
        call = f"evaluator report {report}"
        raise EvaluatorError(f"{report} is no file. A printed report is verified: `{call}` prints one, and names it.")
    expected = read_fingerprint(fingerprint) if fingerprint else ""
    if pictures is not None and pictures.exists() and (not pictures.is_dir() or any(pictures.iterdir())):
        raise EvaluatorError(f"{shown_path(pictures)} is no empty folder. Name another for --pictures.")
    signed = check_signature(report, read_public_key(key)) if key else None
    if signed is not None and not _is_pdf(report):
        odd = _otherwise(report)
        show(_signature_json(report, signed, odd) if form == "json" else _signature_alone(report, signed, odd))
        leave_open(not signed.is_good or bool(odd))
        return
    found = verify_report(report, session.typed_library, pictures=pictures is not None)
    written = _verification_json if form == "json" else _verification_text
    show(written(report, found, expected, signed))
    if pictures is not None:
        session.tell(_write_pictures(found, pictures))
    if not expected and signed is None:
        session.tell("Compare the fingerprint with the one that the publisher gives.")
    is_other = expected not in ("", found.fingerprint) or (signed is not None and not signed.is_good)
    leave_open(found.outcome != VERIFIED or is_other)


def _is_pdf(path: Path) -> bool:
    return path.suffix.lower() not in (".zip", ".json", ".html", ".xlsx")


def _write_pictures(found: Verification, folder: Path) -> str:
    """Write the pictures of pages into a folder, and return what was written, as text."""
    for page, png in found.pictures.items():
        write_out(folder / f"page-{page:03}.png", png, make_folder=True)
    if not found.pictures:
        return "No page shows something else, so no picture was drawn."
    left_out = len(found.pages) - len(found.pictures)
    more = f" {left_out} more pages differ." if left_out else ""
    return f"Pages as found and as expected, beside each other: {shown_path(folder)}.{more}"


def _signature_text(path: Path, signed: Checked | None) -> str:
    """Return what the signature beside a file is, as text; empty where none lies there."""
    if signed is None:
        beside = signature_beside(path)
        return f"not checked: {shown_path(beside)} lies beside; --key PUBLICKEY says whose" if beside.exists() else ""
    name = f"{signed.key.name}, " if signed.key.name else ""
    given = f"{name}{signed.key.fingerprint}"
    return {
        "good": f"good, by {given}",
        "another key": f"by another key, {signed.by.fingerprint}; the one given is {given}",
        "other bytes": f"of other bytes: this is not the file that {given} signed",
    }[signed.state]


def _otherwise(path: Path) -> tuple[str, ...]:
    """Return the files of a site that are otherwise than its signed list says; none for another file."""
    return files_otherwise(path) if path.name == SITE else ()


def _signature_alone(path: Path, signed: Checked, odd: Sequence[str]) -> str:
    more = f" and {len(odd) - MOST_FILES} more" if len(odd) > MOST_FILES else ""
    told = f"signed, but files are otherwise than it says: {', '.join(odd[:MOST_FILES])}{more}" if odd else "signed"
    pairs = [
        ("result", told if signed.is_good else f"not signed so: {_signature_text(path, signed)}"),
        ("which means", MEANS_BYTES if signed.is_good else ""),
        ("signature", _signature_text(path, signed)),
        ("file", shown_path(path)),
    ]
    return clean(blocks_text([labelled(pairs)]))


def _signature_json(path: Path, signed: Checked, odd: Sequence[str]) -> str:
    said = {"file": shown_path(path), "result": None, "signature": _signature_of(signed)}
    return as_json(said | ({"otherwise": list(odd)} if path.name == SITE else {}))


def _signature_of(signed: Checked | None) -> dict[str, str | None] | None:
    if signed is None:
        return None
    by, key = signed.by.fingerprint, signed.key
    return {"state": signed.state, "by": by, "key": key.fingerprint, "name": key.name or None}


def _verification_text(path: Path, found: Verification, expected: str, signed: Checked | None) -> str:
    other = "the same fingerprint" if expected == found.fingerprint else f"another fingerprint, {expected}"
    pairs = [
        ("result", _outcome_text(found, signed)),
        ("which means", _meaning(found, signed)),
        ("signature", _signature_text(path, signed)),
        ("publisher", f"{found.publisher}, as its file says; a name is no proof" if found.publisher else ""),
        ("report", found.document),
        ("file", shown_path(path)),
        *((part, _state_text(found, part)) for part in PARTS),
        ("coder", f"{found.coder} alone" if found.coder else ""),
        *((source.part, source.said) for source in found.sources),
        ("rubric", found.rubric),
        ("extensions", "; ".join(found.extensions)),
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


def _meaning(found: Verification, signed: Checked | None) -> str:
    """Return what `verified` means on a line of its own, and what it does not; empty for another outcome."""
    if found.outcome != VERIFIED:
        return ""
    return MEANS_SIGNED if signed is not None and signed.is_good else MEANS


def _outcome_text(found: Verification, signed: Checked | None) -> str:
    """Return the outcome of a verification as text.

    Unless the report is verified, the text names the components whose installed version differs from the report's.
    """
    others = _other_versions(found)
    if any(one.part == WHOSE for one in found.differences):
        return f"{found.outcome}: it says to be a worked example, and its files are not the shipped ones"
    if signed is not None and not signed.is_good and found.outcome == VERIFIED:
        whose = "signed by another key" if signed.state == "another key" else "the signature is of other bytes"
        return f"{whose}; without a signature it is {found.outcome}"
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


def _verification_json(path: Path, found: Verification, expected: str, signed: Checked | None) -> str:
    return as_json(
        {
            "file": shown_path(path),
            "document": found.document,
            "result": found.outcome,
            "sha256": found.fingerprint,
            "publisher_sha256": expected or None,
            "publisher": found.publisher or None,
            "signature": _signature_of(signed),
            "parts": {part: found.state(part) for part in PARTS},
            "coder": found.coder or None,
            "sources": [asdict(one) for one in found.sources],
            "rubric": found.rubric or None,
            **({"extensions": list(found.extensions)} if found.extensions else {}),
            "templates": found.templates,
            "versions": [asdict(release) for release in found.releases],
            "differences": [{**asdict(one), "page": one.page or None} for one in found.differences],
        }
    )
