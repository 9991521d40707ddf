"""The guide's page of the Serbian words that reports use, made from the list of them."""

from __future__ import annotations

import csv
from itertools import groupby
from pathlib import Path

WORDS = Path(__file__).parent / "glossary-sr.csv"
HEAD = """\
# Glossary: Serbian

The words that the Serbian reports use, one for each term. No lawyer and no linguist has reviewed the translation;
until one has, the English edition holds. Terms of the field follow the translation of the Council of Europe Convention
(CETS 197) in Serbia's law that ratified it and Serbia's own plans; terms of measurement are our choice. Serbian is
written in Cyrillic; the edition in Latin letters is made from it letter by letter.

"""


def glossary_page() -> str:
    """Return the page as Markdown: a table for each part of the list."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    tables = (
        f"## {part}\n\n| English | Serbian | remark |\n| --- | --- | --- |\n"
        + "".join(f"| {row['english']} | {row['serbian']} | {row['remark']} |\n" for row in found)
        for part, found in groupby(rows, key=lambda row: row["part"])
    )
    return HEAD + "\n".join(tables)
