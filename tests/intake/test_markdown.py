"""Plans as Markdown, as stores of laws keep them."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.intake.formats.reader import read_directly
from evaluator.intake.heads import propose
from evaluator.intake.rows import import_rows

PAGE = """---
titulo: "Par rīcības plānu"
---
# Rīkojums

**1.** Apstiprināt plānu (`turpmāk` – plāns). [Saite](https://example.org/a_(b))

#### 4. Pasākumu plāns

| Nr. | Pasākums | Atbildīgā institūcija | Izpildes termiņš | Rezultatīvais rādītājs |
| --- | :-- | --- | --- | ---: |
| 1. Prevencija | 1. Prevencija | 1. Prevencija | 1. Prevencija | 1. Prevencija |
| 1.1\\. | **Apmācīt** tiesnešus | TM \\| IeM | 2025. gada 31. maijam | Apmācīti <40 tiesneši |
|  |  | IeM | 31.12.2026. | • Izdots ziņojums• Atvērts centrs |
| 1.2. | Atvērt *patvērumu* | LM | 2026 | Vietas patvērumā |

<table><tr><td>Cita</td><td>tabula</td></tr></table>
"""


@pytest.fixture
def source(tmp_path, words):
    path = tmp_path / "plan.md"
    path.write_text(PAGE, encoding="utf-8")
    return read_directly(path, words)


def test_tables_headings_and_text_of_a_page_are_read(source):
    first, second = source.tables
    assert source.kind == "md"
    assert [len(first.rows), first.width, second.width] == [5, 5, 2]
    assert [cell.text for cell in first.rows[2]] == [
        "1.1.", "Apmācīt tiesnešus", "TM | IeM", "2025. gada 31. maijam", "Apmācīti <40 tiesneši",
    ]  # fmt: skip
    (text,) = source.outside
    assert "1. Apstiprināt plānu (turpmāk – plāns). Saite" in text.text
    assert "titulo" not in text.text
    assert text.headings == {"Rīkojums", "4. Pasākumu plāns"}


def test_rows_of_a_page_are_those_of_the_plan(source, settings):
    found = import_rows(source, propose(source, settings.words, "plan.md").mapping, settings)
    assert [(row.level, row.plan_number, row.text, row.end) for row in found.measures if row.level != "objective"] == [
        ("activity", "1.1.", "Apmācīt tiesnešus", "2026-12-31"),
        ("activity", "1.2.", "Atvērt patvērumu", "2026"),
    ]
    assert found.measures[-1].parent_id == next(row.measure_id for row in found.measures if "Prevencija" in row.text)
    assert [one.text for one in found.indicators] == [
        "Apmācīti <40 tiesneši", "Izdots ziņojums", "Atvērts centrs", "Vietas patvērumā",
    ]  # fmt: skip


def test_a_page_that_is_no_text_is_refused(tmp_path, words):
    path = tmp_path / "plan.md"
    path.write_bytes(b"| a | b |\n| \xff\xfe | c |")
    with pytest.raises(InvalidInputError, match="no text in UTF-8"):
        read_directly(path, words)
