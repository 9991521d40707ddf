"""Who publishes a library: the file `publisher.yaml` beside its `countries` and `rubrics`."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field

from evaluator.model.schema import Filled, LanguageCode, Shape, Texts, WebAddress

PUBLISHER = "publisher.yaml"
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # control and format characters, and ends of lines
LONGEST_NAME = 80  # what the foot of a page has room for


def _is_inside(value: str) -> str:
    parts = value.split("/")
    if not value or "\\" in value or ":" in value or {"", ".", ".."} & set(parts):
        raise ValueError("the path of a picture in this folder, such as logo.svg")
    return value


def _is_one_line(value: str) -> str:
    if any(unicodedata.category(sign) in HIDDEN for sign in value):
        raise ValueError("a name in one line, without signs that are not seen")
    return value


class Publisher(Shape):
    """Who publishes a library and answers for it, in their own words.

    Every report says the `name` at its foot. `contact` is where objections go, `address` the publisher's page, `logo`
    a picture in the folder, `imprint` what the law of the place asks for, by language, and `lang` the language of what
    is published. That a file gives a name does not prove it: a signature does.
    """

    name: Annotated[Filled, Field(max_length=LONGEST_NAME), AfterValidator(_is_one_line)]
    contact: Filled | None = None
    address: WebAddress | None = None
    logo: Annotated[str, AfterValidator(_is_inside)] | None = None
    imprint: Texts = {}
    lang: LanguageCode | None = None
