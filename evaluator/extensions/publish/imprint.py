"""Who publishes a site: the publisher's file, and the picture that stands at the head of every page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from evaluator.errors import EvaluatorError
from evaluator.model.publisher import PUBLISHER, Publisher
from evaluator.read.layers import Layers
from evaluator.read.text_files.shape import load, read_sound

LARGEST_LOGO = 200_000  # bytes: it is asked for by every page
BEGINS = {".png": b"\x89PNG\r\n\x1a\n", ".jpg": b"\xff\xd8\xff", ".jpeg": b"\xff\xd8\xff", ".svg": b"<"}
# What in a drawing could run, or ask for something, when it is opened by itself.
ACTIVE = re.compile(
    rb"<\s*(?:script|foreignobject|iframe|image|animate|set)\b|\son[a-z]{1,30}\s*=|<!doctype|<!entity|javascript:"
    rb"|href\s*=\s*[\"'](?!#)|url\(\s*[\"']?(?!#)|@import|<\?xml-stylesheet",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Imprint:
    """A publisher with the picture of the logo and the name under which it lies in the site; empty without one."""

    publisher: Publisher
    logo: str = ""
    picture: bytes = b""


def imprint_of(layers: Layers, given: Path | None = None) -> Imprint | None:
    """Return who publishes: by the file that is `given`, else by the library's own; None where there is no file.

    Raises
    ------
    EvaluatorError
        The logo is missing, lies outside, is too large or no picture, or a drawing that could run something.
    InvalidInputError
        With every fault of the file.
    """
    path = given or layers.file(PUBLISHER)
    if path is None:
        return None
    if not path.is_file():
        raise EvaluatorError(f"{path} is not there. Name the file with the publisher's `name`, or leave it out.")
    publisher = read_sound(lambda problems: load(Publisher, path, problems)[0])
    if not publisher.logo:
        return Imprint(publisher)
    return Imprint(publisher, *_picture(path.parent, publisher.logo))


def _picture(folder: Path, name: str) -> tuple[str, bytes]:
    path = folder / name
    ending = path.suffix.casefold()
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise EvaluatorError(f"{path}: no such picture. Put the logo beside the publisher's file, or leave it out.")
    if ending not in BEGINS:
        raise EvaluatorError(f"{path}: no picture that a site shows. Give .svg, .png or .jpg.")
    if path.stat().st_size > LARGEST_LOGO:
        kilobytes = path.stat().st_size // 1000
        raise EvaluatorError(f"{path}: {kilobytes} kB. Give a logo of at most {LARGEST_LOGO // 1000} kB.")
    picture = path.read_bytes()
    if not picture.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(BEGINS[ending]):
        raise EvaluatorError(f"{path}: no picture of its kind. Save it as {ending[1:].upper()} again.")
    if ending == ".svg" and (active := ACTIVE.search(picture)):
        word = active.group().decode("utf-8", "replace").strip()
        raise EvaluatorError(f"{path}: {word!r}, which could run or ask for something. Give a plain drawing, or .png.")
    return f"publisher{ending}", picture
