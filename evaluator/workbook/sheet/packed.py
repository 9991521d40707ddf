"""Texts of files compressed into cells, so that no spreadsheet program alters a character of them."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Mapping, Sequence

CHUNK = 30_000  # a cell holds at most 32,767 characters
LARGEST = 50_000_000


def pack(texts: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """Return named texts as compressed pieces that each fit into a cell.

    Examples
    --------
    >>> unpack(pack([("measures", "a,b"), ("plan", "č")]))
    {'measures': 'a,b', 'plan': 'č'}
    """
    data = zlib.compress(json.dumps(list(texts), ensure_ascii=False).encode(), 9)
    letters = base64.b64encode(data).decode("ascii")
    return tuple(letters[at : at + CHUNK] for at in range(0, len(letters), CHUNK))


def unpack(pieces: Sequence[str]) -> dict[str, str]:
    """Return the texts by name from the pieces that `pack` made.

    Raises
    ------
    ValueError
        A piece is missing or was changed.
    """
    try:
        unzip = zlib.decompressobj()
        data = unzip.decompress(base64.b64decode("".join(pieces), validate=True), LARGEST)
        texts = json.loads(data.decode())
        found: Mapping[object, object] = dict(texts)
    except (binascii.Error, zlib.error, ValueError, TypeError, RecursionError) as error:
        raise ValueError("the hidden sheet was changed") from error
    named = {key: text for key, text in found.items() if isinstance(key, str) and isinstance(text, str)}
    if len(named) < len(found) or not unzip.eof:
        raise ValueError("the hidden sheet was changed")
    return named
