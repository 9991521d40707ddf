"""The pages of a source as readings: PDF by pdfium, HTML by the parsing rules of browsers, and plain text."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar

from evaluator.anchors.comparable import PageReading
from evaluator.errors import InvalidInputError, Problem, library_of
from evaluator.model.anchor import Box
from evaluator.model.sentence import say, say_n
from evaluator.read.child import LARGEST_SOURCE, PASSAGES, in_child

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

P = ParamSpec("P")
T = TypeVar("T")
Kind = Literal["pdf", "html", "text"]
KINDS: tuple[Kind, ...] = ("pdf", "html", "text")
MOST_PAGES = 5_000
# Elements that browsers do not show; the viewer's script has the same list.
UNSEEN = frozenset({"script", "style", "template", "noscript", "head", "svg", "math", "iframe", "object", "textarea"})
# Inline elements, which do not separate words.
INLINE = frozenset([
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "var",
])  # fmt: skip
CHARSET = re.compile(rb"""<meta[^<>]+charset\s*=[\s"']*([A-Za-z0-9_:.-]+)""", re.IGNORECASE)
OCR = say("Put a text layer into it first:  %(command)s", command="ocrmypdf --skip-text scan.pdf plan.pdf")


def pdfium_module() -> ModuleType:
    """Return pypdfium2, which reads the characters of a PDF page with their boxes; for errors see `library_of`."""
    return library_of("passages", "pypdfium2", "reading passages of a PDF file needs pypdfium2")


def pikepdf_module() -> ModuleType:
    """Return pikepdf, which writes highlights into a PDF; for errors see `library_of`."""
    return library_of("passages", "pikepdf", "highlighting passages in a PDF file needs pikepdf")


@dataclass(slots=True)
class Pages:
    """An open source; each page is read once, at its first use."""

    name: str
    kind: Kind
    count: int
    read: Callable[[int], PageReading]
    known: dict[int, PageReading] = field(default_factory=dict)

    def page(self, number: int) -> PageReading:
        """Return the text of the page with this number, as a `PageReading`; a source without pages has only page 1."""
        if number not in self.known:
            self.known[number] = self.read(number)
        return self.known[number]


def kind_of(content: bytes) -> Kind:
    """Return the kind of a source from its bytes: `pdf` by its mark, `html` by a leading `<`, else `text`.

    Examples
    --------
    >>> kind_of(b"%PDF-1.7"), kind_of(b"  <!doctype html>"), kind_of(b"Article 1")
    ('pdf', 'html', 'text')
    """
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "html" if content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "text"


def open_pages(content: bytes, kind: str, name: str) -> Pages:
    """Return the pages of a source, open for reading.

    Raises
    ------
    InvalidInputError
        It is empty, too large, damaged, locked by a password, a scan without text, or not of that
        kind; the message gives the remedy.
    """
    if not content.strip():
        raise _refusal(name, say("an empty file"), say("the file that is cited"))
    if len(content) > LARGEST_SOURCE:
        found = say("a file of more than %(mb)s MB", mb=LARGEST_SOURCE // 1_000_000)
        raise _refusal(name, found, say("a smaller one"), PASSAGES.mend)
    if kind == "pdf":
        return _pdf_pages(content, name)
    if kind not in KINDS:
        raise _refusal(name, f"a source of the kind {kind!r}", f"one of: {', '.join(KINDS)}")
    raw = _html_text(content) if kind == "html" else _decode_text(content, name)
    reading = PageReading.of(raw)
    if not reading.text:
        raise _refusal(name, say("a page that shows no text"), say("a source with text"))
    return Pages(name, "html" if kind == "html" else "text", 1, lambda _: reading)


def read_apart(kind: str, name: str, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what a call reads from a source with this kind and name: a PDF in a child process, under limits."""
    if kind != "pdf":
        return call(*args, **kwargs)
    pdfium_module()  # so that this process reports it as missing, not the child
    return in_child(PASSAGES, name, call, *args, **kwargs)


def count_pages(content: bytes, kind: str, name: str) -> int:
    """Return the number of pages of a source, which is opened in a child process; for errors see `open_pages`."""
    if kind == "pdf":
        pdfium_module()  # so that this process reports it as missing, not the child
    return in_child(PASSAGES, name, _count_directly, content, kind, name)


def _count_directly(content: bytes, kind: str, name: str) -> int:
    return open_pages(content, kind, name).count


def _refusal(name: str, found: str, expected: str, mend: str = "") -> InvalidInputError:
    return InvalidInputError([Problem(name, found, expected, mend)])


def _pdf_pages(content: bytes, name: str) -> Pages:
    pdfium = pdfium_module()
    try:
        document = pdfium.PdfDocument(content)
        count = len(document)
    except pdfium.PdfiumError as error:
        raise unopened(name, str(error)) from None
    if not 0 < count <= MOST_PAGES:
        command = "qpdf plan.pdf --pages . 20-60 -- part.pdf"
        mend = say("Cut the pages that are cited out:  %(command)s", command=command)
        found = say_n("%(number)s page", "%(number)s pages", count)
        raise _refusal(name, found, say("1 to %(most)s", most=MOST_PAGES), mend)

    def read(number: int) -> PageReading:
        try:
            return _pdf_page(pdfium, document, number)
        except pdfium.PdfiumError as error:
            raise unopened(name, f"page {number}: {error}") from None

    pages = Pages(name, "pdf", count, read)
    if not any(pages.page(number).text for number in range(1, count + 1)):
        found = say_n("%(number)s page without any text: a scan", "%(number)s pages without any text: a scan", count)
        raise _refusal(name, found, say("a file with text"), OCR)
    return pages


def unopened(name: str, told: str) -> InvalidInputError:
    """Return the fault of a PDF file of which its library tells that it cannot be opened."""
    if "password" in told.casefold():
        command = "qpdf --decrypt --password=... plan.pdf open.pdf"
        mend = say("Save it without one:  %(command)s", command=command)
        return _refusal(name, say("a file locked by a password"), say("one without"), mend)
    mend = say("Open it in a viewer and print it to a new PDF file, or get another copy.")
    found = say("a PDF file that cannot be read (%(reason)s)", reason=told)
    return _refusal(name, found, say("a whole PDF file"), mend)


def _pdf_page(pdfium: Any, document: Any, number: int) -> PageReading:  # noqa: ANN401
    """Return the characters of a page in the order of its stream, with the box of each."""
    raw = pdfium.raw
    page = document[number - 1]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        rect = raw.FS_RECTF()
        chars: list[str] = []
        boxes: list[Box] = []
        for at in range(count):
            code = raw.FPDFText_GetUnicode(text, at)
            chars.append(chr(code) if 0 < code <= sys.maxunicode else "\x00")
            if raw.FPDFText_GetLooseCharBox(text, at, rect):
                boxes.append((rect.left, rect.bottom, rect.right, rect.top))
            else:
                boxes.append((0.0, 0.0, 0.0, 0.0))
        return PageReading.of("".join(chars), tuple(boxes))
    finally:
        text.close()
        page.close()


def _decode_text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        mend = "Save it as UTF-8 in a text editor, and cite that file."
        found = say("a byte that is not UTF-8, at place %(place)s", place=error.start + 1)
        raise _refusal(name, found, say("text in UTF-8"), mend) from None


def _decode_html(content: bytes) -> str:
    """Return the text of an HTML file as the viewer decodes it: UTF-8, else the declared encoding, else cp1252."""
    declared = CHARSET.search(content[:1024])
    names = [declared[1].decode("ascii")] if declared else []
    for name in ("utf-8-sig", *names):
        try:
            return content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("cp1252", errors="replace")


def _html_text(content: bytes) -> str:
    """Return the text that a browser shows of a page, in the order of the markup."""
    import tinyhtml5

    waiting: list[Element | str] = [tinyhtml5.parse(_decode_html(content), namespace_html_elements=False)]
    parts: list[str] = []
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            parts.append(item)
            continue
        tag: object = item.tag  # the tag of a comment is a function
        if not isinstance(tag, str) or tag in UNSEEN:
            continue
        edge = "" if tag in INLINE else " "
        inner: list[Element | str] = [edge, item.text or ""]
        for child in item:
            inner.extend((child, child.tail or ""))
        inner.append(edge)
        waiting.extend(reversed(inner))
    return "".join(parts)


def page_texts(source_bytes: bytes, name: str) -> list[str]:
    """Return the text of each page of a source, with its line breaks; HTML and plain text are one page.

    Raises
    ------
    InvalidInputError
        The file cannot be read; see `evaluator.anchors.anchor_of`.
    MissingDependencyError
        It is a PDF file, and the extra `passages` is not installed.

    Examples
    --------
    >>> page_texts(b"Nobody pays a fee.", "law.txt")
    ['Nobody pays a fee.']
    """
    return read_apart(kind_of(source_bytes), name, texts_directly, source_bytes, name)


def texts_directly(source_bytes: bytes, name: str) -> list[str]:
    """Return the text of each page, as `page_texts` does, but read the source in this process."""
    pages = open_pages(source_bytes, kind_of(source_bytes), name)
    return [pages.page(number).raw for number in range(1, pages.count + 1)]
