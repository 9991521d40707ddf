"""Seeded damage to bytes, texts, tables, workbooks and JSON: what a careless hand or a hostile one would do."""

from __future__ import annotations

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from typing import cast

# Values at the edges of what readers take: numbers, dates, truths, names, marks of other languages and formats.
ODD = (
    "-1", "5", "03", "+3", "3e0", "1e400", "-1e999", "NaN", "inf", "1e-320", "3.0", "0x7DA", "0o17", "1_000", "٣",
    "３", "²", "9" * 50, "9999-99-99", "0001-01-01", "2020-13", "99999", "yes", "on", "true", "null", "~", "[]",
    "{}", "[1, 2]", "{a: 1}", "''", '"', "'", "=1+1", "@x", "|", ">", "&a", "*a", "!!python/object:os.system",
    "!!binary x", "<<", "---", "...", "? ", "- ", ": ", "# ", "\t", "\r", "\n", "\0", "\x1b[31m", "\u009b31m",
    "\u202e", "\ufeff", "\u200b", "\ud7ff", "é", "e\u0301", "М", "..", "../../x", "/etc/passwd", "a/b", "a\\b",
    "CON", "x" * 300, "🙂", "a;b;;c", ";", ",", ",,,,", "%s", "{0}", "{{ 1 }}", "{% for a in b %}", "<b>",
    "</style>", "url(http://a.example/)", "@import 'x';", "javascript:x", "silent", "rated", "final", "draft",
)  # fmt: skip
PIECE = re.compile(r"\w+|[^\w\s]+|\s+")
MOST_REPEATS = 200

Change = Callable[[bytes, random.Random], bytes]


def changed_bytes(content: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat, move or overwrite bytes at a few places."""
    data = bytearray(content)
    for _ in range(chance.choice((1, 1, 1, 2, 4, 16))):
        if not data:
            return bytes([chance.randrange(256)])
        at, length = chance.randrange(len(data)), chance.choice((1, 2, 8, 64))
        piece = bytes(data[at : at + length])
        match chance.randrange(6):
            case 0:
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = piece * chance.randrange(1, 20)
            case 3:
                data[at : at + length] = chance.randbytes(length)
            case 4:
                data[at : at + length] = bytes(length)
            case _:
                del data[at if chance.random() < 0.1 else max(at, len(data) - length) :]
    return bytes(data)


def changed_text(content: bytes, chance: random.Random) -> bytes:
    """Put odd values for words, and move, repeat, drop or indent lines; now and then bytes."""
    if chance.random() < 0.15:
        return changed_bytes(content, chance)
    text = content.decode("utf-8", errors="replace")
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        text = _of_lines(text, chance) if chance.random() < 0.4 else _of_words(text, chance)
    return text.encode("utf-8", errors="surrogatepass")


def _of_words(text: str, chance: random.Random) -> str:
    pieces = PIECE.findall(text) or [""]
    at = chance.randrange(len(pieces))
    match chance.randrange(5):
        case 0 | 1:
            pieces[at] = chance.choice(ODD)
        case 2:
            pieces[at] = chance.choice(pieces)
        case 3:
            pieces[at] *= chance.choice((0, 2, MOST_REPEATS))
        case _:
            pieces.insert(at, chance.choice(ODD))
    return "".join(pieces)


def _of_lines(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    match chance.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            lines[at] = " " * chance.choice((1, 2, 40)) + lines[at]
        case _:
            lines[at] = lines[at].strip() + chance.choice(ODD)
    return "\n".join(lines)


def changed_parts(content: bytes, chance: random.Random) -> bytes:
    """Change one part of a workbook at the level of its XML, drop one, or copy one over another."""
    parts = _parts(content)
    name = chance.choice(sorted(parts))
    match chance.randrange(8):
        case 0:
            del parts[name]
        case 1:
            parts[name] = parts[chance.choice(sorted(parts))]
        case 2:
            parts[name] = changed_bytes(parts[name], chance)
        case _:
            parts[name] = _of_words(parts[name].decode("utf-8", errors="replace"), chance).encode("utf-8", "replace")
    return _packed(parts)


CELL = re.compile(r'(<c r="[A-Z]+\d+"(?: s="\d+")?)(?: t="\w+")?(?:/>|>.*?</c>)')


def changed_cells(content: bytes, chance: random.Random) -> bytes:
    """Type odd values into cells of one sheet, the hidden one among them."""
    parts = _parts(content)
    name = chance.choice([part for part in sorted(parts) if part.startswith("xl/worksheets/sheet")])
    text = parts[name].decode()
    cells = list(CELL.finditer(text))
    for cell in sorted(chance.sample(cells, min(len(cells), chance.choice((1, 1, 3)))), key=lambda c: -c.start()):
        text = text[: cell.start()] + _cell(cell[1], chance) + text[cell.end() :]
    parts[name] = text.encode("utf-8", errors="replace")
    return _packed(parts)


def _cell(head: str, chance: random.Random) -> str:
    value = chance.choice(ODD).replace("&", "&amp;").replace("<", "&lt;")
    kind = chance.choice(("n", "str", "str", "inlineStr", "b", "d", "e", "s", "odd"))
    if kind == "inlineStr":
        return f'{head} t="inlineStr"><is><t>{value}</t></is></c>'
    if chance.random() < 0.1:
        return f"{head}><f>{value}</f><v>1</v></c>"
    return f'{head} t="{kind}"><v>{value}</v></c>'


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def changed_json(content: bytes, chance: random.Random) -> bytes:
    """Change values and keys of JSON by its structure, or its text."""
    if chance.random() < 0.3:
        return changed_text(content, chance)
    whole = json.loads(content)
    for _ in range(chance.choice((1, 1, 3))):
        place = whole
        while isinstance(place, dict | list) and place:
            key = chance.choice(sorted(place)) if isinstance(place, dict) else chance.randrange(len(place))
            if not isinstance(place[key], dict | list) or chance.random() < 0.2:
                _entry(cast("dict[object, object]", place), key, chance)
                break
            place = place[key]
    return json.dumps(whole).encode()


def _entry(place: dict[object, object], key: object, chance: random.Random) -> None:
    """Remove or replace one entry of an object, or of a list, whose keys are its positions."""
    if chance.random() < 0.2:
        del place[key]
        return
    odd: tuple[object, ...] = (None, True, -1, 0, 10**30, 1e308, [], {}, [[]], {"a": {}}, "", "x" * 5000)
    place[key] = chance.choice((*odd, chance.choice(ODD)))
