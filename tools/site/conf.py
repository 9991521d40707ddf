"""How Sphinx makes the guide a site: `make site`. Nothing of it is fetched from outside."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.application import Sphinx

project = "NAP Evaluator"
html_title = "NAP Evaluator"
extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
root_doc = "README"
source_suffix = {".md": "markdown"}
nitpicky = False
myst_heading_anchors = 4
autodoc_member_order = "bysource"
autodoc_typehints = "none"
napoleon_google_docstring = False
napoleon_use_rtype = False
html_theme = "furo"
html_show_sourcelink = False
html_copy_source = False
html_show_copyright = False
html_last_updated_fmt = None
html_static_path = ["static"]
html_css_files = ["guide.css"]
html_search_scorer = str(Path(__file__).with_name("scorer.js"))
html_theme_options = {"navigation_with_keys": True}

# The index of the guide is its navigation too: a heading of it names a part, each line of its list a page. A page that
# is made with the site is named and not linked there, as it does not lie beside the index in the repository.
LINE = r"- (?:\[[^\]]+\]\([a-z-]+\.md\)|[^\[\n]+ \(`[a-z-]+\.md`\)): .+\n"
PART = re.compile(rf"^## (?P<title>.+)\n\n(?P<pages>(?:{LINE})+)", flags=re.MULTILINE)
PAGE = re.compile(r"^- \[(?P<title>[^\]]+)\]\((?P<name>[a-z-]+)\.md\)", flags=re.MULTILINE)
MADE = re.compile(r"^- (?P<title>[^\[\n]+) \(`(?P<name>[a-z-]+)\.md`\): ", flags=re.MULTILINE)
# A link that shows the name of a file shows the title of the page.
BARE = re.compile(r"\[[a-z-]+\.md\]\(([a-z-]+\.md(?:#[a-z0-9-]+)?)\)")
# Where a made page does not lie, its link leads to the part of the index that says how to make it.
TO_MADE = re.compile(r"\[([a-z-]+\.md)\]\(README\.md#reference\)")
# What lies beside the guide in the clone is named and not linked: it is not in the site.
OUTSIDE = re.compile(r"\[([^\]]+)\]\(\.\./(?P<file>[^)#]+)[^)]*\)")


WORDS_FILE = Path(__file__).with_name("words.csv")
with WORDS_FILE.open(encoding="utf-8", newline="") as _file:
    WORDS = {row["page"]: row["words"].split("; ") for row in csv.DictReader(_file)}


def navigation(index: str) -> dict[str, list[tuple[str, str]]]:
    """Return the parts of the guide with title and name of each page, in order."""
    return {part["title"]: PAGE.findall(linked(part["pages"])) for part in PART.finditer(index)}


def linked(text: str) -> str:
    """Return the text of a page with links to the pages that are made."""
    return TO_MADE.sub(r"[\1](\1)", MADE.sub(r"- [\g<title>](\g<name>.md): ", text))


def _trees(index: str) -> str:
    blocks = []
    for title, pages in navigation(index).items():
        lines = "\n".join(f"{label} <{name}>" for label, name in pages)
        blocks.append(f"```{{toctree}}\n:hidden:\n:caption: {title}\n\n{lines}\n```\n")
    return "\n".join(blocks)


def _prepare(app: Sphinx, name: str, source: list[str]) -> None:
    source[0] = BARE.sub(r"[](\1)", OUTSIDE.sub(r"\1 (`\g<file>` in the clone)", linked(source[0])))
    if name == root_doc:
        source[0] += "\n" + _trees(source[0])
    if name in WORDS:
        app.env.note_dependency(WORDS_FILE)  # so that other words make the page anew
        head, end, body = source[0].partition("\n")
        source[0] = head + end + _looked_for(WORDS[name]) + body


def _looked_for(words: list[str]) -> str:
    """Return the main entries (`!`) by which the search finds a page under words that a reader may have for it."""
    return f"\n```{{index}} {', '.join(f'! {word}' for word in words)}\n```\n\n"


def _index(app: Sphinx, error: Exception | None) -> None:
    """Let the site open at `index.html`, where people look for it."""
    if error is None:
        out = Path(app.outdir)
        (out / "index.html").write_bytes((out / f"{root_doc}.html").read_bytes())


def setup(app: Sphinx) -> dict[str, bool]:
    """Hang both onto the build."""
    app.connect("source-read", _prepare)
    app.connect("build-finished", _index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
