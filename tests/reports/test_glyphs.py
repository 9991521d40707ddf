from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.ttLib.tables.DefaultTable import DefaultTable

from evaluator.errors import InvalidInputError, Problem
from evaluator.read.layers import Layers
from evaluator.reports.pdf.glyphs import check_characters

FINE = "<p>Č, Ђ, Қ, Ω, ადამიანი, Մարդ, →, ≤, □, № &amp; &#8364; a\u00adb</p>"


def test_the_five_scripts_and_the_marks_print(library):
    check_characters(FINE, library.templates)


def test_a_character_that_no_font_has_is_named_with_its_place_and_the_remedy(library):
    with pytest.raises(InvalidInputError) as caught:
        check_characters("<style>中</style><p title='中'>the word ประเทศ here</p>", library.templates)
    told = str(caught.value)
    assert "U+0E1B, THAI CHARACTER PO PLA" in told
    assert "the word ประ" in told
    assert "own.css" in told
    assert "U+4E2D" not in told


def test_a_font_of_the_user_s_counts(tmp_path, library):
    shipped = library.templates.folders[-1]
    few = tmp_path / "few"
    (few / "fonts").mkdir(parents=True)
    shutil.copy(shipped / "fonts" / "NotoSansArmenian-Regular.ttf", few / "fonts")
    with pytest.raises(InvalidInputError, match="GEORGIAN"):
        check_characters("ა", Layers((few,)))
    check_characters("Մ", Layers((few,)))


@pytest.mark.parametrize("damage", [lambda font: b"not a font", lambda font: font[:400]])
def test_a_damaged_font_of_the_user_is_named(tmp_path, library, damage):
    font = (library.templates.folders[-1] / "fonts" / "NotoSansArmenian-Regular.ttf").read_bytes()
    path = tmp_path / "fonts" / "Own.ttf"
    path.parent.mkdir()
    path.write_bytes(damage(font))
    with pytest.raises(InvalidInputError) as caught:
        check_characters("Մ", Layers((tmp_path,)))
    assert str(path.parent) in caught.value.problems[0].path


def _shipped(library) -> Path:
    return library.templates.folders[-1] / "fonts"


def _own(tmp_path, library) -> tuple[Path, Layers]:
    """Return the fonts of a user's folder, empty as yet, and the layers with it on top."""
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    return fonts, Layers((tmp_path, *library.templates.folders))


def _emptied(source: Path, keep: bytes = b"") -> bytes:
    """Return a font whose outlines are zero, but for the glyphs of characters to keep."""
    out = BytesIO()
    with TTFont(source) as font:
        kept = {font.getBestCmap()[code] for code in keep}
        for name in set(font.getGlyphOrder()) - kept:
            font["glyf"][name] = Glyph()
        font.save(out)
    return out.getvalue()


def _told(page: str, layers: Layers) -> tuple[Problem, ...]:
    with pytest.raises(InvalidInputError) as caught:
        check_characters(page, layers)
    return caught.value.problems


def test_a_font_whose_outlines_are_zeroed_is_named(tmp_path, library):
    fonts, layers = _own(tmp_path, library)
    content = bytearray((_shipped(library) / "NotoSans-Regular.ttf").read_bytes())
    with TTFont(BytesIO(bytes(content))) as font:
        table = font.reader.tables["glyf"]
    content[table.offset : table.offset + table.length] = bytes(table.length)
    path = fonts / "NotoSans-Regular.ttf"
    path.write_bytes(content)
    (problem,) = _told("<p>Grade B, 0.5 \N{NO-BREAK SPACE}</p>", layers)
    assert problem.path == str(path)
    assert problem.found == (
        "a font that draws nothing for U+002C, COMMA; U+002E, FULL STOP; U+0030, DIGIT ZERO; and 7 more"
    )
    assert problem.suggestion


def test_only_characters_of_the_page_need_an_outline(tmp_path, library):
    fonts, layers = _own(tmp_path, library)
    (fonts / "Own.ttf").write_bytes(_emptied(_shipped(library) / "NotoSans-Regular.ttf", keep=b"AB"))
    check_characters("<p>A B\N{NO-BREAK SPACE}\N{THIN SPACE}</p>", layers)
    (problem,) = _told("<p>A C</p>", layers)
    assert (problem.path, "U+0043" in problem.found, "U+0041" in problem.found) == (str(fonts / "Own.ttf"), True, False)


@pytest.mark.parametrize("table", ["COLR", "SVG "])
def test_a_font_that_draws_by_other_means_than_outlines_is_passed_over(tmp_path, library, table):
    fonts, layers = _own(tmp_path, library)
    out = BytesIO()
    with TTFont(BytesIO(_emptied(_shipped(library) / "NotoSansMath-Regular.ttf"))) as font:
        font[table] = DefaultTable(table)
        font[table].data = b"drawn"
        font.save(out)
    (fonts / "Own.ttf").write_bytes(out.getvalue())
    check_characters("<p>≤</p>", layers)


def test_a_font_without_truetype_outlines_is_passed_over(tmp_path, library):
    fonts, layers = _own(tmp_path, library)
    maker = FontBuilder(1000, isTTF=False)
    maker.setupGlyphOrder([".notdef", "A"])
    maker.setupCharacterMap({ord("A"): "A"})
    drawings = {name: T2CharStringPen(500, None).getCharString() for name in (".notdef", "A")}
    maker.setupCFF("Own", {}, drawings, {})
    maker.setupHorizontalMetrics(dict.fromkeys(drawings, (500, 0)))
    maker.setupHorizontalHeader()
    maker.setupPost()
    maker.save(fonts / "Own.ttf")
    check_characters("<p>A</p>", layers)


def test_another_font_under_the_name_of_a_shipped_one_must_have_its_characters(tmp_path, library):
    fonts, layers = _own(tmp_path, library)
    path = fonts / "NotoSans-Regular.ttf"
    shutil.copy(_shipped(library) / "NotoSansGeorgian-Regular.ttf", path)
    (problem,) = _told("<p>Ђ ა A\N{NO-BREAK SPACE}</p>", layers)
    assert problem.path == str(path)
    assert problem.found.endswith("lacks U+0041, LATIN CAPITAL LETTER A; U+0402, CYRILLIC CAPITAL LETTER DJE")
    assert "ReportOther" in problem.suggestion
    path.rename(fonts / "Own.ttf")
    check_characters("<p>Ђ ა A</p>", layers)


def test_a_font_put_in_the_place_of_another_is_read_anew(tmp_path, library):
    fonts, layers = _own(tmp_path, library)
    path = fonts / "NotoSansMath-Regular.ttf"
    shutil.copy(_shipped(library) / path.name, path)
    check_characters("<p>≤</p>", layers)
    path.write_bytes(_emptied(_shipped(library) / path.name))
    os.utime(path, ns=(1, 1))
    (problem,) = _told("<p>≤</p>", layers)
    assert problem.path == str(path)
