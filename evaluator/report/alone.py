"""A page of HTML that stands alone: what it shows lies inside it, and it asks for nothing."""

from __future__ import annotations

import base64
import mimetypes
import re

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.layers import Layers
from evaluator.report.fetch import asked_file, base_address

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
# Styles alone: words of the data that look like one are text.
STYLED = re.compile(r"<style\b[^>]*>.*?</style>|(?<=\sstyle=\")[^\"]*(?=\")", flags=re.DOTALL | re.IGNORECASE)
IN_STYLE = re.compile(r"url\(\s*(?P<quote>[\"']?)(?P<address>(?!data:)[^\"')]+)(?P=quote)\s*\)", re.IGNORECASE)
PICTURE = re.compile(
    r"(?P<head><img\b[^>]*?\bsrc=)(?P<quote>[\"'])(?P<address>(?!data:)[^\"']*)(?P=quote)", re.IGNORECASE
)
# What runs, embeds or fetches; a link that a reader follows is none of it.
ASKING = re.compile(
    r"<(?:script|i?frame|object|embed|link|base|audio|video|source|picture|image|use|form)\b"
    r"|<meta\b[^>]*\bhttp-equiv|<img\b[^>]*\bsrcset",
    re.IGNORECASE,
)
IMPORT = re.compile(r"@import\b", re.IGNORECASE)


def standing_alone(page: str, layers: Layers) -> str:
    """Return a page with the pictures of its templates inside, and without fonts, which a screen has of its own.

    Parameters
    ----------
    page : str
        The whole page with its style.
    layers : Layers
        The template folders, from which pictures are taken.

    Raises
    ------
    InvalidInputError
        A template or style of the user's asks for what lies outside the template folders, or
        holds an element that runs or fetches something.
    """
    asking = {found[0].lower() for found in ASKING.finditer(page)}
    asking |= {found[0].lower() for style in STYLED.finditer(page) for found in IMPORT.finditer(style[0])}
    if asking:
        raise _refused([f"{one}, which asks for something or runs it" for one in sorted(asking)], layers)
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
    """Return a file of the template folders as an address that holds it."""
    path = asked_file(layers, address if ":" in address else base_address(layers) + address)
    kind = mimetypes.types_map.get(path.suffix.lower(), "application/octet-stream")
    return f"data:{kind};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _refused(found: list[str], layers: Layers) -> InvalidInputError:
    mend = "Put the file into templates/ of your folder and name it by its path there."
    return InvalidInputError([Problem(str(layers.folders[0]), one, "a page that stands alone", mend) for one in found])
