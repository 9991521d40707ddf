"""The text of each page of a source, for a search."""

from __future__ import annotations

from evaluator.anchors.extra import pdfium_module
from evaluator.anchors.pages import kind_of, open_pages
from evaluator.read.child import PASSAGES, in_child


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
    if kind_of(source_bytes) == "pdf":
        pdfium_module()
        return in_child(PASSAGES, name, texts_directly, source_bytes, name)
    return texts_directly(source_bytes, name)


def texts_directly(source_bytes: bytes, name: str) -> list[str]:
    """Return the text of each page, as `page_texts` does, but read the source in this process."""
    pages = open_pages(source_bytes, kind_of(source_bytes), name)
    return [pages.page(number).raw for number in range(1, pages.count + 1)]
