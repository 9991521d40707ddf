"""What the hidden sheet says is held to its form before a file is named after it."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluator.errors import InvalidInputError
from evaluator.model.schema import CODER_WORDS
from evaluator.workbook.sheet.grid import ReadBook
from evaluator.workbook.sheet.hidden import CHUNK, SCORE_BASE, SCORE_SHEET, meta_faults, pack, unpack

SOUND = {
    "form": "1", "plan": "XXA-2020-2023", "rubric": "small", "rubric_version": "0.1.0", "rubric_sha256": "0" * 64,
    "coder": "b", "lang": "en", "tool_version": "9.9",
}  # fmt: skip


def told(meta, needed=(), bases=(), base=None):
    return [
        f"{p.found}; {p.expected}" for p in meta_faults(ReadBook("s.xlsx", "", meta, (), base or {}), needed, bases)
    ]


def test_what_was_exported_is_of_its_form(desk):
    from evaluator.workbook.back.sheet_import import read_sheet

    assert told(SOUND) == []
    assert meta_faults(read_sheet(desk.export("b-2-x")), SCORE_SHEET, SCORE_BASE) == []


@pytest.mark.parametrize(
    "coder",
    ["../../x", "a/b", "..", "a;b", "/etc/passwd", "log", "agreed", "panel", "", "A", "a b", "a\n", "b\u009b31mX", "а",
     "x" * 41, "x" * 300, "-a", "a-", "a\0", "C:\\x", "\u202ea", "a.b", "con", "nul", "aux", "com1", "lpt9"],
)  # fmt: skip
def test_a_coder_that_is_no_code_is_refused(coder):
    (fault,) = told({**SOUND, "coder": coder})
    assert "small letters and digits" in fault


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("plan", "../ALB-2005-2007"),
        ("plan", "ALB-2005-2007-" + "x" * 61),
        ("rubric", "../small"),
        ("rubric_version", "1"),
        ("rubric_version", "٠.1.0"),
        ("rubric_sha256", "abc"),
        ("rubric_sha256", ""),
        ("lang", "../en"),
        ("tool_version", "1 \x1b[2J"),
        ("form", "1e3"),
        ("table", "../log"),
    ],
)
def test_every_entry_has_a_form(key, text):
    (fault,) = told({**SOUND, key: text})
    assert fault.startswith(f"in the hidden sheet _meta, {key} ")


def test_what_an_import_goes_by_must_be_there():
    assert told({}, ("coder",), ("plan",)) == [
        f"in the hidden sheet _meta, no coder; {CODER_WORDS}",
        "in the hidden sheet _meta, no plan as it was exported; the hidden sheet as it was exported",
    ]
    assert told({}, (), ("coder",), {"coder": "{}"}) == [
        "in the hidden sheet _meta, another coder than was exported; the hidden sheet as it was exported"
    ]


@pytest.mark.parametrize("coder", ["../" * 20 + "OUTSIDE/PWNED", "../../../../XXA-2020-2023-children/measures", "log"])
def test_no_sheet_writes_a_file_that_its_coder_names(desk, hand, coder, tmp_path):
    opened = hand(desk.export("b")).rate("early-identification-referral", status="rated", level=99)
    for row in opened.book["_meta"].iter_rows():
        if row[0].value == "coder":
            row[1].value = coder
    sheet, before = opened.save(), sorted(tmp_path.rglob("*"))
    with pytest.raises(InvalidInputError) as caught:
        desk.bring(sheet)
    assert [f"coder {coder!r}" in str(problem) for problem in caught.value.problems] == [True]
    assert sorted(tmp_path.rglob("*")) == before


@given(st.lists(st.tuples(st.text(max_size=5), st.text(max_size=50)), max_size=4, unique_by=lambda pair: pair[0]))
def test_texts_come_back(pairs):
    assert unpack(pack(pairs)) == dict(pairs)


def test_pieces_fit_a_cell():
    noise = random.Random(1)  # noqa: S311  (noise that does not shrink, the same each time)
    pieces = pack([("long", "".join(chr(noise.randrange(33, 9000)) for _ in range(40_000)))])
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= CHUNK


@pytest.mark.parametrize("spoiled", [["AAAA"], ["not base64!"], [], ["eNoDAAAAAAE="]])
def test_a_changed_piece_is_noticed(spoiled):
    with pytest.raises(ValueError, match="the hidden sheet was changed"):
        unpack(spoiled)
