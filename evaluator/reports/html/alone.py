"""Make an HTML page self-contained, and prove it.

Pictures are embedded, and nothing is loaded from outside. To prove it, the page is parsed as browsers do, and only
constructs known to be harmless are allowed.
"""

from __future__ import annotations

import base64
import mimetypes
import re
from collections.abc import Iterable, Iterator
from typing import Any

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.child import TEMPLATE
from evaluator.read.layers import Layers
from evaluator.read.text_files.file import read_text
from evaluator.reports.html.environment import own_folder, under_limits
from evaluator.reports.html.fetch import asked_file, base_address
from evaluator.reports.html.template_door import inside

BROWSER, HEAD_END = "browser.css", "</head>"
PLACE = re.compile(r'(<nav class="jump" aria-label="([^"<>]*)">)</nav>')
OWN_CONTENTS = re.compile(r'<ul class="contents">((?:(?!</?ul\b).)*)</ul>', flags=re.DOTALL)
TITLED = re.compile(
    r'<h2 id="([^"<>]+)"[^<>]*>(?:<a\b[^<>]*>)?((?:(?!</?h2\b|</?a\b).)*)(?:</a>)?</h2>', flags=re.DOTALL
)
FONT_FACE = re.compile(r"@font-face\s*+\{[^{}]*\}\s*")
# Only styles: data that look like a style are text and stay as they are.
STYLED = re.compile(
    r"<style\b[^<>]*>(?:(?!</?style\b).)*</style>|(?<=\sstyle=\")[^\"]*(?=\")", flags=re.DOTALL | re.IGNORECASE
)
IN_STYLE = re.compile(r"url\(\s*+(?P<quote>[\"']?)(?P<address>(?!data:|#)[^\"'()]++)(?P=quote)\s*+\)", re.IGNORECASE)
PICTURE_TAG = re.compile(
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
    return under_limits(layers, TEMPLATE, alone_directly, page, layers)


def alone_directly(page: str, layers: Layers) -> str:
    """Return a self-contained page, built and proved in this process; see `standing_alone`."""
    whole = _with_pictures(_for_browsers(page, layers), layers)
    asked = asks_for(whole) if own_folder(layers) else []
    if asked:
        raise _not_alone([f"{one}, which could ask for something or run it" for one in asked], layers)
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
            return _data_address(address, layers)
        except (ValueError, OSError) as error:
            faults.append(str(error))
            return ""

    def style_alone(style: re.Match[str]) -> str:
        mark = '"' if style[0].startswith("<") else "&quot;"
        return IN_STYLE.sub(lambda found: f"url({mark}{inlined(found['address'])}{mark})", FONT_FACE.sub("", style[0]))

    styled = STYLED.sub(style_alone, page)
    whole = PICTURE_TAG.sub(lambda found: f'{found["head"]}"{inlined(found["address"])}"', styled)
    if faults:
        raise _not_alone(sorted(set(faults)), layers)
    return whole


def _data_address(address: str, layers: Layers) -> str:
    """Return a file of the template folders as a `data:` address that contains its bytes."""
    path = asked_file(layers, address if ":" in address else base_address(layers) + address)
    kind = mimetypes.types_map.get(path.suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _not_alone(found: list[str], layers: Layers) -> InvalidInputError:
    mend = 'Put pictures into templates/ of your folder, as <img alt="..." src="PATH THERE"> or url("PATH THERE").'
    return InvalidInputError([Problem(str(layers.folders[0]), one, "a page that stands alone", mend) for one in found])


SVG = "{http://www.w3.org/2000/svg}"
NAMESPACES = "{http://www.w3.org/2000/xmlns/}"


def _word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# The elements of a page of text, tables and charts. None of them runs, embeds, submits or loads content, except `img`.
ELEMENTS = _word_set(
    """
    html head title meta style body main header footer nav section article aside div p h1 h2 h3 h4 h5 h6 hr br
    wbr ul ol li dl dt dd table caption colgroup col thead tbody tfoot tr th td a abbr address b bdi bdo
    blockquote cite code data dfn del details em figcaption figure i img ins kbd mark pre q rp rt ruby s samp
    small span strong sub summary sup time u var
    """
)
DRAWN = _word_set(
    """
    svg g defs title desc path rect circle ellipse line polyline polygon text tspan linearGradient
    radialGradient stop clipPath pattern marker
    """
)
EVERYWHERE = frozenset(["class", "id", "lang", "dir", "title", "role", "tabindex", "hidden", "style"])
OWN = {
    "a": "href hreflang rel",
    "abbr": "title",
    "col": "span width",
    "colgroup": "span",
    "data": "value",
    "del": "datetime",
    "details": "open",
    "html": "xmlns",
    "img": "src alt width height",
    "ins": "datetime",
    "li": "value",
    "meta": "charset name content",
    "ol": "start type reversed",
    "table": "border",
    "td": "colspan rowspan headers",
    "th": "colspan rowspan headers scope abbr",
    "time": "datetime",
}
# Attributes for the position and appearance of shapes. Their values are checked by the same rules as styles.
SHAPE = _word_set(
    """
    viewBox width height x y x1 y1 x2 y2 cx cy r rx ry d dx dy points transform version preserveAspectRatio
    focusable fill fill-opacity fill-rule stroke stroke-width stroke-dasharray stroke-dashoffset stroke-linecap
    stroke-linejoin stroke-miterlimit stroke-opacity opacity color display visibility overflow text-anchor
    dominant-baseline alignment-baseline baseline-shift font-family font-size font-style font-weight
    letter-spacing word-spacing text-decoration writing-mode clip-path clip-rule clipPathUnits mask marker-start
    marker-mid marker-end markerWidth markerHeight markerUnits refX refY orient offset stop-color stop-opacity
    gradientUnits gradientTransform spreadMethod fx fy patternUnits patternContentUnits patternTransform
    vector-effect shape-rendering text-rendering paint-order textLength lengthAdjust rotate
    """
)
AT_RULES = _word_set(
    """
    media supports page layer container counter-style keyframes property top-left-corner top-left top-center
    top-right top-right-corner bottom-left-corner bottom-left bottom-center bottom-right bottom-right-corner
    left-top left-middle left-bottom right-top right-middle right-bottom footnote
    """
)
FUNCTIONS = _word_set(
    """
    attr calc circle clamp color color-mix conic-gradient content counter counters cubic-bezier ellipse
    fit-content first-child has hsl hsla hue-rotate hwb inset invert is lab lang lch leader linear-gradient
    matrix max min minmax not nth-child nth-last-child nth-last-of-type nth-of-type oklab oklch polygon
    radial-gradient rect repeat repeating-conic-gradient repeating-linear-gradient repeating-radial-gradient rgb
    rgba rotate running scale scalex scaley skew skewx skewy steps string target-counter target-counters
    target-text translate translatex translatey url var where
    """
)
PICTURE_DATA = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|svg\+xml|bmp);base64,[A-Za-z0-9+/=]*")
INSIDE = re.compile(r"#[^\s\"'()\\]+")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
FOLLOWED = frozenset({"http", "https", "mailto"})
# Browsers remove these characters from an address before they parse it.
TAKEN_OUT = re.compile(r"[\t\n\r]")
CONTROLS = "".join(map(chr, range(0x21)))
PLAIN_META = re.compile(r"[A-Za-z][A-Za-z0-9.:_-]*")
MOST_SHOWN = 60


def asks_for(page: str) -> list[str]:
    r"""Return a description of each part of a page that could run, load or embed something; empty if none could.

    The page is parsed by the rules that browsers follow. Elements, attributes, and CSS rules and
    functions that are not on the lists of harmless ones are reported as well.

    Examples
    --------
    >>> asks_for('<p style="color: red">x</p><a href="https://example.org/">y</a>')
    []
    >>> asks_for('<img alt=">" src="http://a.example/t.png">')
    ['the address http://a.example/t.png in <img src>']
    >>> asks_for("<p onclick=x()>")
    ['the attribute onclick of <p>']
    >>> asks_for('<p style="background: u\\72l(x.png)">')
    ['the address x.png in <p style>']
    """
    import tinyhtml5

    tree: Any = tinyhtml5.parse(page, namespace_html_elements=False)
    return sorted({told for element in tree.iter() for told in _faults_of_element(element)})


def _faults_of_element(element: Any) -> Iterator[str]:  # noqa: ANN401  (its tag is no text where it is a comment)
    if not isinstance(element.tag, str):  # a comment
        return
    drawn, name = element.tag.startswith(SVG), element.tag.removeprefix(SVG)
    if name not in (DRAWN if drawn else ELEMENTS):
        yield f"the element <{_short_text(name)}>"
        return
    own = SHAPE if drawn else frozenset(OWN.get(name, "").split())
    for attribute, value in element.attrib.items():
        yield from _faults_of_attribute(name, attribute, value, own)
    if name == "style":
        yield from _faults_of_style("".join(element.itertext()), "a style")


def _faults_of_attribute(element: str, name: str, value: str, own: frozenset[str]) -> Iterator[str]:
    if name.startswith(NAMESPACES):
        return
    known = name in EVERYWHERE or name in own or name.startswith(("aria-", "data-"))
    if not known:
        yield f"the attribute {_short_text(name)} of <{element}>"
    elif name == "href":
        yield from _faults_of_link(value)
    elif name == "src":
        if not PICTURE_DATA.fullmatch(value):
            yield f"the address {_short_text(value)} in <img src>"
    elif element == "meta":
        yield from _faults_of_meta(name, value)
    elif name == "style" or own is SHAPE:
        yield from _faults_of_style(value, f"<{element} {name}>")


def _faults_of_link(value: str) -> Iterator[str]:
    address = TAKEN_OUT.sub("", value.strip(CONTROLS))
    scheme = SCHEME.match(address)
    if scheme and scheme[1].lower() not in FOLLOWED:
        yield f"the link {_short_text(address)}"


def _faults_of_meta(name: str, value: str) -> Iterator[str]:
    if name == "charset" and value.strip().lower() != "utf-8":
        yield f"the character set {_short_text(value)}"
    if name == "name" and not PLAIN_META.fullmatch(value):
        yield f"the name {_short_text(value)} in <meta>"


def _faults_of_style(text: str, place: str) -> Iterator[str]:
    """Yield each part of a style that could load something; a style without `(`, `@` or a backslash has none."""
    import tinycss2

    if "(" in text or "@" in text or "\\" in text:
        yield from _faults_of_tokens(tinycss2.parse_component_value_list(text), place)


def _faults_of_tokens(tokens: Iterable[Any], place: str) -> Iterator[str]:
    waiting = list(tokens)
    while waiting:
        token = waiting.pop()
        if token.type == "url":
            yield from _faults_of_address(token.value, place)
        elif token.type == "at-keyword" and token.lower_value not in AT_RULES:
            yield f"the rule @{_short_text(token.lower_value)} in {place}"
        elif token.type == "error" and token.kind != ")":
            yield f"what is no style ({token.kind}) in {place}"
        elif token.type == "function":
            yield from _faults_of_function(token, place)
            waiting.extend(token.arguments)
        elif token.type in ("() block", "[] block", "{} block"):
            waiting.extend(token.content)


def _faults_of_function(token: Any, place: str) -> Iterator[str]:  # noqa: ANN401  (tinycss2 ships no types)
    if token.lower_name not in FUNCTIONS:
        yield f"the function {_short_text(token.lower_name)}() in {place}"
    elif token.lower_name == "url":
        given = [part for part in token.arguments if part.type not in ("whitespace", "comment")]
        for part in given:
            if part.type != "string":
                yield f"an address that is worked out in {place}"
            else:
                yield from _faults_of_address(part.value, place)


def _faults_of_address(address: str, place: str) -> Iterator[str]:
    if not PICTURE_DATA.fullmatch(address) and not INSIDE.fullmatch(address):
        yield f"the address {_short_text(address)} in {place}"


def _short_text(text: str) -> str:
    shown = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"
    return shown if shown.isprintable() else ascii(shown)[1:-1]
