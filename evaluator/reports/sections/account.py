"""The section with the evaluators' own account of the plan, next to the plan's header.

The account is written in a small and safe part of Markdown: headings, paragraphs, lists (`-` or `1.`), quotations
(`>`), **strong**, *emphasis* and [links](https://...), as CommonMark defines them. Everything else prints as typed, and
HTML is never passed on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from evaluator.model.assessment import Assessment
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView
from evaluator.reports.outline import Part, Section

SpanKind = Literal["text", "strong", "emphasis", "link"]
BlockKind = Literal["heading", "paragraph", "bullets", "numbers", "quotation"]
Line = tuple["Span", ...]

SUMMARY_WORDS = 150  # words of an account that a reader in a hurry reads
LAST_NUMBER = 999  # a higher number at the start of a line is a year, not an item's number
DEEP = 60  # depth of nested lists and quotations
MARKS: dict[str, SpanKind] = {"strong": "strong", "em": "emphasis", "link": "link"}
READ = ("heading", "list", "blockquote", "emphasis", "link")


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text of one kind; `url` is set only for a link."""

    kind: SpanKind
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, paragraph, list or quotation; `lines` has one entry for each item.

    `level` is the level of a heading, `start` the number of a list's first item.
    """

    kind: BlockKind
    lines: tuple[tuple[Span, ...], ...]
    level: int = 0
    start: int = 1


def spans(text: str) -> tuple[Span, ...]:
    """Return the runs of one line of Markdown.

    Examples
    --------
    >>> [span.kind for span in spans("a **b** c")]
    ['text', 'strong', 'text']
    """
    (inline,) = SyntaxTreeNode(_parser().parseInline(text)).children
    return _joined_line(inline)


class _WebLinks(MarkdownIt):
    """A Markdown parser that accepts only links to http and https addresses."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  (the library's name)
        return url.startswith(("https://", "http://"))


@cache
def _parser() -> MarkdownIt:
    """Return the parser, with only the supported part of Markdown enabled."""
    return _WebLinks("zero", {"maxNesting": DEEP}).enable(list(READ))


def _joined_line(*parts: SyntaxTreeNode) -> Line:
    """Return the runs of several texts joined into one line by spaces; adjacent runs of one kind are merged."""
    found: list[Span] = []
    for part in parts:
        if found:
            found.append(Span("text", " "))
        found += _text_runs(part, "text", "")
    joined = (("".join(span.text for span in alike), kind) for kind, alike in groupby(found, lambda s: (s.kind, s.url)))
    return tuple(Span(kind, text, url) for text, (kind, url) in joined if text)


def _text_runs(node: SyntaxTreeNode, kind: SpanKind, url: str) -> Iterator[Span]:
    if node.type == "text":
        yield Span(kind, " ".join(node.content.split("\n")), url)
    for child in node.children:
        inner = MARKS.get(child.type, kind)
        # Text inside a link stays part of the link, even if it is strong or emphasised.
        yield from _text_runs(child, "link" if url else inner, url or str(child.attrs.get("href", "")))


def blocks(markdown: str) -> tuple[Block, ...]:
    r"""Return the blocks of a narrative, in order; none for an empty text.

    Levels of headings have no gaps: a heading is at most one level below the heading before it, and the
    highest becomes level 1.

    Examples
    --------
    >>> [(b.kind, len(b.lines)) for b in blocks("# A\n\nText\nmore\n\n- x\n- y")]
    [('heading', 1), ('paragraph', 1), ('bullets', 2)]
    """
    tree = SyntaxTreeNode(_parser().parse(markdown))
    return tuple(_without_gaps([block for node in tree.children for block in _blocks_of(node)]))


def summary_of(whole: Sequence[Block]) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    r"""Return the summary at the beginning of a narrative, and the rest.

    The summary consists of the blocks before any heading or under the first one: as many whole blocks
    as have 150 words together. If the first block alone is longer, there is no summary. Levels of
    headings have no gaps in the rest either.

    Examples
    --------
    >>> summary, rest = summary_of(blocks("# Summary\n\nShort.\n\n# Limits\n\n- One"))
    >>> [b.kind for b in summary], [b.kind for b in rest]
    (['paragraph'], ['heading', 'bullets'])
    """
    start = 1 if whole and whole[0].kind == "heading" else 0
    end, words = start, 0
    for block in whole[start:]:
        words += sum(len(span.text.split()) for line in block.lines for span in line)
        if block.kind == "heading" or words > SUMMARY_WORDS:
            break
        end += 1
    if end == start:
        return (), tuple(whole)
    rest = whole[end:]
    # If the summary ends inside a section, the rest of the section keeps its heading.
    cut = whole[:start] if rest and rest[0].kind != "heading" else ()
    return tuple(whole[start:end]), tuple(_without_gaps((*cut, *rest)))


def _blocks_of(node: SyntaxTreeNode) -> Iterator[Block]:
    if node.type == "heading" and node.children[0].content:
        yield Block("heading", (_joined_line(*node.children),), int(node.tag[1]))
    elif node.type == "heading":
        yield Block("paragraph", ((Span("text", node.markup),),))
    elif node.type == "blockquote":
        yield Block("quotation", (_joined_line(*_text_nodes(node)),))
    elif node.type == "bullet_list":
        yield Block("bullets", tuple(_item_lines(node)))
    elif node.type == "ordered_list" and int(node.attrs.get("start", 1)) <= LAST_NUMBER:
        yield Block("numbers", tuple(_item_lines(node)), start=int(node.attrs.get("start", 1)))
    elif node.type == "ordered_list":
        for item, line in zip(node.children, _item_lines(node), strict=True):
            yield Block("paragraph", ((Span("text", f"{item.info}{node.markup} "), *line),))
    else:
        yield Block("paragraph", (_joined_line(*node.children),))


def _text_nodes(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    """Yield every text node below a node, in order."""
    if node.type == "inline":
        yield node
    for child in node.children:
        yield from _text_nodes(child)


def _item_lines(node: SyntaxTreeNode) -> Iterator[Line]:
    """Yield one line for each item of a list; items of a nested list follow as items of the outer list."""
    for item in node.children:
        own = [part for part in item.children if not part.type.endswith("_list")]
        yield _joined_line(*(text for part in own for text in _text_nodes(part)))
        for part in item.children:
            if part.type.endswith("_list"):
                yield from _item_lines(part)


def _without_gaps(found: Sequence[Block]) -> Iterator[Block]:
    above: list[int] = []
    for block in found:
        if block.kind != "heading":
            yield block
            continue
        above = [level for level in above if level < block.level]
        yield Block("heading", block.lines, len(above) + 1)
        above.append(block.level)


@dataclass(frozen=True, slots=True)
class AccountView:
    """The evaluators' own account and its language; `summary` is its short beginning, `blocks` the rest."""

    summary: tuple[Block, ...]
    blocks: tuple[Block, ...]
    lang: str


def account_view(assessment: Assessment, lang: str) -> AccountView:
    """Return the evaluators' account in the language, or else in English; without blocks if there is none."""
    written = lang if lang in assessment.narrative else "en"
    summary, rest = summary_of(blocks(assessment.narrative.get(written, "")))
    return AccountView(summary, rest, written)


ACCOUNT: Section[CountryContext, CountryView] = Section(
    "account",
    "country/account.html",
    (Part("account", lambda context, _: account_view(context.card.assessment, context.lang)),),
)
