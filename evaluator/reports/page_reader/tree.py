"""A page of HTML as a tree, by the parser of the standard library; what is left open is closed as browsers do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
CLOSES = {
    "li": {"li"},
    "p": {"p"},
    "dt": {"dt", "dd"},
    "dd": {"dt", "dd"},
    "tr": {"tr", "td", "th"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tbody": {"tr", "td", "th", "thead"},
}
UNSEEN = frozenset({"style", "head", "nav", "template"})
LEVELS = frozenset({"section", "table", "tr", "ul", "ol", "dl"})  # what holds blocks
BLOCKS = LEVELS | {
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "caption", "dd", "dt", "div", "figcaption", "summary", "pre",
}  # fmt: skip


@dataclass(slots=True)
class Node:
    """An element: its tag, its attributes, and what stands in it in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def nodes(self) -> Iterator[Node]:
        """Yield the elements directly below."""
        yield from (child for child in self.children if isinstance(child, Node))

    def every(self, *tags: str) -> Iterator[Node]:
        """Yield every element below with one of these tags, in the order of the page."""
        for child in self.nodes():
            if child.tag in tags:
                yield child
            yield from child.every(*tags)

    @property
    def classes(self) -> frozenset[str]:
        """Return the classes of the element."""
        return frozenset(self.attributes.get("class", "").split())

    @property
    def text(self) -> str:
        """Return the words of the element without what drawings hold, with one space between them."""
        return " ".join("".join(self.words()).split())

    def words(self) -> Iterator[str]:
        """Yield the words of the element as they come."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.tag not in UNSEEN and child.tag not in ("svg", "script"):
                yield from child.words()
                yield " " if child.tag == "br" or child.tag in BLOCKS else ""
            else:
                yield " "


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        while self.open[-1].tag in CLOSES.get(tag, ()):
            self.open.pop()
        node = Node(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Node(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def tree_of(html: str) -> Node:
    """Return the root of a page.

    Examples
    --------
    >>> [item.text for item in tree_of("<ul><li>one<li>two <b>and</b> three</ul>").every("li")]
    ['one', 'two and three']
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root
