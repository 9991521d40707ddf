"""Open a report's PDF as an untrusted file: within limits, and reading only its attached files and information."""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evaluator.errors import InvalidInputError, Problem, library_of
from evaluator.reports.carried.attach import RESULT
from evaluator.reports.pdf.engines import KEYS
from evaluator.reports.pdf.structure import is_dictionary, several

TOOL = "nap-evaluator"
KINDS = "Country, comparative and contrast reports and briefs can be verified."
# A country report is about 0.3 MB and unpacks to about 3 MB.
MOST_BYTES = 64_000_000
MOST_UNPACKED = 256_000_000
# A report on the plans of all countries holds about 2 500.
MOST_FILES = 5_000
# A path as the toolkit writes it: relative, without `..`, and without characters that a file system treats specially.
SAFE_PATH = re.compile(r"(?:countries|rubrics)(?:/[A-Za-z0-9][A-Za-z0-9._-]*)+|publisher\.yaml")
STREAM = re.compile(rb"(?<!end)stream\r?\n")
CHAINED = re.compile(rb"/Filter\s*\[\s*/[^\s/\]]+\s*/")
PIECE = 1_000_000


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file attached to the PDF; `stated` is the fingerprint that the PDF records for it, empty without one.

    `odd` states how another PDF reader could see other bytes or another name; empty if none could.
    """

    name: str
    content: bytes
    stated: str
    odd: str = ""

    @property
    def sha256(self) -> str:
        """Return the actual SHA-256 fingerprint of the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Held:
    """The parts of a report's PDF: attached files in order of name, language, and the programs that made it.

    `engines` are the recorded versions of the programs that set its letters, by key; empty if the
    report names none.
    """

    name: str
    content: bytes
    files: tuple[HeldFile, ...]
    lang: str
    creator: str
    producer: str
    engines: Mapping[str, str] = field(default_factory=dict)

    def file(self, name: str) -> HeldFile | None:
        """Return the attached file of that name, or None."""
        return next((file for file in self.files if file.name == name), None)


def read_bounded(path: Path, wanted: str) -> bytes:
    """Return the bytes of a file, of one too large only what shows that it is; `wanted` names what was expected."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise refused(str(path), error.strerror or "cannot be read", wanted) from None


def open_report(content: bytes, name: str) -> Held:
    """Return the parts of a report's PDF; nothing is written to disk, and a damaged file is not repaired.

    Raises
    ------
    InvalidInputError
        The content is not a PDF, cut off, too large (also when decompressed), encrypted, or not a
        report of this toolkit.
    MissingDependencyError
        pikepdf is not installed.
    """
    pikepdf = load_pikepdf()
    _refuse_by_bytes(content, name)
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            info = pdf.docinfo if "/Info" in pdf.trailer else {}
            if RESULT not in pdf.attachments:
                raise _no_report(name, str(info.get("/Creator", "")), str(info.get("/Producer", "")))
            return Held(
                name=name,
                content=content,
                files=tuple(_attached_files(pdf, name)),
                lang=str(pdf.Root.get("/Lang", "")) or "en",
                creator=str(info.get("/Creator", "")),
                producer=str(info.get("/Producer", "")),
                engines={key: str(info[f"/{key}"]) for key in KEYS if f"/{key}" in info},
            )
    # A damaged file can lack any entry; pikepdf then raises these errors.
    except (pikepdf.PdfError, AttributeError, LookupError, TypeError, ValueError) as error:
        found = f"a damaged or cut-off PDF ({error})"
        raise refused(name, found, "a whole report", "Fetch the file again from its publisher.") from None


def load_pikepdf() -> Any:  # noqa: ANN401  (imported late)
    """Import pikepdf, or raise an error that states how to install it."""
    return library_of("report", "pikepdf", "verifying a report needs pikepdf")


def refused(name: str, found: str, expected: str, suggestion: str = "") -> InvalidInputError:
    """Return an error with one problem, for a file that cannot be verified."""
    return InvalidInputError([Problem(name, found, expected, suggestion)])


def _no_report(name: str, creator: str, producer: str) -> InvalidInputError:
    if creator.startswith(f"{TOOL} "):
        return refused(name, f"a page of {creator} without {RESULT} inside", "a report", KINDS)
    by = f" made by {producer}" if producer else ""
    mend = "Only reports that this toolkit printed can be verified, as they were published."
    return refused(name, f"a PDF{by} without {RESULT} inside", "a report of the evaluator", mend)


def _refuse_by_bytes(content: bytes, name: str) -> None:
    """Raise an error if a file is no PDF, is encrypted, or decompresses to too much, before a PDF library opens it."""
    if b"%PDF-" not in content[:1024]:
        raise refused(name, "no PDF", "a report as PDF")
    if len(content) > MOST_BYTES:
        raise refused(name, f"{len(content)} bytes", f"at most {MOST_BYTES}")
    # The decompressed size of encrypted data is unknown before decryption; reports are never encrypted.
    if b"/Encrypt" in content:
        raise refused(name, "a PDF locked by a password", "an open PDF")
    if CHAINED.search(content):
        raise refused(name, "data packed twice over", "streams packed once")
    room = MOST_UNPACKED
    for match in STREAM.finditer(content):
        end = content.find(b"endstream", match.end())
        for size in _unpacked_sizes(content[match.end() : end if end >= 0 else None]):
            room -= size
            if room < 0:
                raise too_much(name)


def _unpacked_sizes(packed: bytes) -> Iterator[int]:
    """Yield the sizes of the pieces to which data decompress; nothing for data not compressed by zlib."""
    unpacker = zlib.decompressobj()
    rest = packed
    try:
        while rest and not unpacker.eof:
            piece = unpacker.decompress(rest, PIECE)
            rest = unpacker.unconsumed_tail
            yield len(piece)
    except zlib.error:
        return


def too_much(name: str) -> InvalidInputError:
    """Return the error for a file that decompresses to more than any report holds."""
    return refused(name, f"data that unpack to more than {MOST_UNPACKED // 1_000_000} MB", "a report's few MB")


def _attached_files(pdf: Any, name: str) -> Iterator[HeldFile]:  # noqa: ANN401
    if len(pdf.attachments) > MOST_FILES:
        raise refused(name, f"{len(pdf.attachments)} files inside", f"at most {MOST_FILES}")
    for path, attachment in sorted(pdf.attachments.items()):
        stated = str(attachment.description or "").removeprefix("SHA-256 ")
        content = unpacked(attachment.obj.EF.F, MOST_UNPACKED)
        yield HeldFile(path, content, stated, _oddity(attachment.obj, path, content))


def _oddity(entry: Any, path: str, content: bytes) -> str:  # noqa: ANN401
    """Return how another PDF reader could see other bytes or another name of an attachment; empty if none could."""
    for key in entry.EF:
        if unpacked(entry.EF[key], MOST_UNPACKED) != content:
            return f"another file for readers that look under {key}"
    names = {str(entry[key]) for key in ("/F", "/UF") if key in entry} - {path}
    return f"shown under another name, {min(names)!r}" if names else ""


def unpacked(stream: Any, room: int) -> bytes:  # noqa: ANN401
    """Return the decompressed bytes of a PDF stream, at most `room` of them.

    Raises
    ------
    ValueError
        The stream decompresses to more than `room`, or is packed in a way that the toolkit never uses.
    """
    filters = [str(name) for name in several(stream.get("/Filter", []))]
    raw = bytes(stream.read_raw_bytes())
    if not filters:
        return raw
    if filters != ["/FlateDecode"] or any(map(is_dictionary, several(stream.get("/DecodeParms", [])))):
        raise ValueError(f"a stream packed by {' '.join(filters)}")
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(raw, room)
    except zlib.error as error:
        raise ValueError(f"a stream that does not unpack: {error}") from None
    if not unpacker.eof:
        raise ValueError("a stream that is cut off, or unpacks to more than any report")
    return content
