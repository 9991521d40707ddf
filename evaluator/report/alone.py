"""A page of HTML that stands alone: what it shows lies inside it, and it asks for nothing."""

from __future__ import annotations

import base64
import mimetypes
import re

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.layers import Layers
from evaluator.report.fetch import asked_file, base_address

FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}\s*")
IN_STYLE = re.compile(r"url\(\s*(?P<quote>[\"']?)(?P<address>(?!data:)[^\"')]+)(?P=quote)\s*\)", re.IGNORECASE)
PICTURE = re.compile(
    r"(?P<head><img\b[^>]*?\bsrc=)(?P<quote>[\"'])(?P<address>(?!data:)[^\"']*)(?P=quote)", re.IGNORECASE
)
# What runs, embeds or fetches; a link that a reader follows is none of it.
ASKING = re.compile(r"<(script|iframe|object|embed|link|base|audio|video|source|form)\b", re.IGNORECASE)


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
    elements = sorted({found[1].lower() for found in ASKING.finditer(page)})
    if elements:
        raise _refused([f"<{name}>, which asks for something or runs it" for name in elements], layers)
    faults: list[str] = []

    def inlined(address: str) -> str:
        try:
            return _data(address, layers)
        except (ValueError, OSError) as error:
            faults.append(str(error))
            return ""

    plain = FONT_FACE.sub("", page)
    styled = IN_STYLE.sub(lambda found: f'url("{inlined(found["address"])}")', plain)
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
