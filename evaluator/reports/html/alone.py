"""Make an HTML page self-contained: pictures are embedded, and nothing is loaded from outside."""

from __future__ import annotations

import base64
import mimetypes
import re

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.child import TEMPLATE
from evaluator.read.layers import Layers
from evaluator.read.text.file import read_text
from evaluator.reports.html.alone_proof import asks_for
from evaluator.reports.html.environment import inside
from evaluator.reports.html.fetch import asked_file, base_address
from evaluator.reports.html.filled import limited, own_folder

BROWSER, HEAD_END = "browser.css", "</head>"
PLACE = re.compile(r'(<nav class="jump" aria-label="([^"<>]*)">)</nav>')
OWN_CONTENTS = re.compile(r'<ul class="contents">((?:(?!</?ul\b).)*)</ul>', flags=re.DOTALL)
TITLED = re.compile(r'<h2 id="([^"<>]+)"[^<>]*>((?:(?!</?h2\b|<a\b).)*)</h2>', flags=re.DOTALL)
FONT_FACE = re.compile(r"@font-face\s*+\{[^{}]*\}\s*")
# Only styles: data that look like a style are text and stay as they are.
STYLED = re.compile(
    r"<style\b[^<>]*>(?:(?!</?style\b).)*</style>|(?<=\sstyle=\")[^\"]*(?=\")", flags=re.DOTALL | re.IGNORECASE
)
IN_STYLE = re.compile(r"url\(\s*+(?P<quote>[\"']?)(?P<address>(?!data:|#)[^\"'()]++)(?P=quote)\s*+\)", re.IGNORECASE)
PICTURE = re.compile(
    r"(?P<head><img\b[^<>]*?\bsrc=)(?P<quote>[\"'])(?P<address>(?!data:)[^\"']*)(?P=quote)", re.IGNORECASE
)


def standing_alone(page: str, layers: Layers) -> str:
    """Return a page with its pictures embedded, and without fonts, because screens have their own.

    Parameters
    ----------
    page : str
        The whole page, including its style.
    layers : Layers
        The template folders that contain the pictures.

    Raises
    ------
    InvalidInputError
        A template or style of the user loads a file outside the template folders, or
        contains something that could run, load or embed other content.

    Notes
    -----
    Pictures and styles are found by regular expressions, which unusual markup can evade. Therefore
    the result is parsed, to prove that it loads nothing. Pages of shipped templates need no proof at
    each run: the tests prove them, and all data in them are escaped text.
    """
    return limited(layers, TEMPLATE, alone_directly, page, layers)


def alone_directly(page: str, layers: Layers) -> str:
    """Return a self-contained page, built and proved in this process; see `standing_alone`."""
    whole = _with_pictures(_for_browsers(page, layers), layers)
    asked = asks_for(whole) if own_folder(layers) else []
    if asked:
        raise _refused([f"{one}, which could ask for something or run it" for one in asked], layers)
    return whole


def _for_browsers(page: str, layers: Layers) -> str:
    """Return a page with the styles for browsers, which WeasyPrint does not know, at the end of its head."""
    path = inside(layers, BROWSER)
    if path is None or HEAD_END not in page:
        return page
    head, end, rest = with_contents(page).partition(HEAD_END)
    return f"{head}<style>\n{read_text(path)}</style>\n{end}{rest}"


def with_contents(page: str) -> str:
    """Return a page with its list of contents in the place its template reserves, for wide windows and phones.

    The entries come from the page's own list of contents, or else from its second-level headings that
    have an id.

    Examples
    --------
    >>> made = with_contents('<nav class="jump" aria-label="Here"></nav><h2 id="a">One</h2><h2 id="b">Two</h2>')
    >>> made.partition('<div class="stay">')[2].partition("</div>")[0]
    '<p class="name">Here</p><ul><li><a href="#a">One</a></li><li><a href="#b">Two</a></li></ul>'
    """
    place, own = PLACE.search(page), OWN_CONTENTS.search(page)
    found = own[1].strip() if own else "".join(f'<li><a href="#{h[1]}">{h[2]}</a></li>' for h in TITLED.finditer(page))
    if place is None or not found:
        return page
    entries = f"<ul>{found}</ul>"
    closed = f"<details><summary>{place[2]}</summary>{entries}</details>"
    stays = f'<div class="stay"><p class="name">{place[2]}</p>{entries}</div>'
    return f"{page[: place.start()]}{place[1]}{closed}{stays}</nav>{page[place.end() :]}"


def _with_pictures(page: str, layers: Layers) -> str:
    faults: list[str] = []

    def inlined(address: str) -> str:
        try:
            return _data(address, layers)
        except (ValueError, OSError) as error:
            faults.append(str(error))
            return ""

    def style_alone(style: re.Match[str]) -> str:
        mark = '"' if style[0].startswith("<") else "&quot;"
        return IN_STYLE.sub(lambda found: f"url({mark}{inlined(found['address'])}{mark})", FONT_FACE.sub("", style[0]))

    styled = STYLED.sub(style_alone, page)
    whole = PICTURE.sub(lambda found: f'{found["head"]}"{inlined(found["address"])}"', styled)
    if faults:
        raise _refused(sorted(set(faults)), layers)
    return whole


def _data(address: str, layers: Layers) -> str:
    """Return a file of the template folders as a `data:` address that contains its bytes."""
    path = asked_file(layers, address if ":" in address else base_address(layers) + address)
    kind = mimetypes.types_map.get(path.suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _refused(found: list[str], layers: Layers) -> InvalidInputError:
    mend = 'Put pictures into templates/ of your folder, as <img alt="..." src="PATH THERE"> or url("PATH THERE").'
    return InvalidInputError([Problem(str(layers.folders[0]), one, "a page that stands alone", mend) for one in found])
