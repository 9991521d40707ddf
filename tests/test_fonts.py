"""The bundled fonts hold every character that a report may print, and stay small."""

from __future__ import annotations

from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent.parent / "templates" / "fonts"
TEXT = [
    "Trafficking in persons: 45 %, §§ 1–4, “quoted”, ‘so’, €12, £3, ½, №, °, …, •, †",
    "Trafikimi i qenieve njerëzore, çështje, punësim",
    "Trgovina ljudima: žene, djeca, čćđšž ČĆĐŠŽ",
    "Traficul de persoane: înființare, școală, țară ŞşŢţ",
    "Kadınlar, İstanbul, ğüşıöç; insan alveri, əçğ; Ħħ Ġġ Żż Łł őű",
    "Торговля людьми; Україна їєґ; Република Србија ђћџљњ; Македонија ѓќѕ; Қазақ ғқңөұүһ; Ўзбек ҳ",
    "Εμπορία ανθρώπων, ΐΰήώ",
]
MARKS = "→←↑↓▲▼△▽◆◇●○■□◐◑✓✗☐☑☒≤≥≠≈±×−√∞"


def _characters(*names: str) -> set[int]:
    return {code for name in names for code in TTFont(FONTS / f"{name}.ttf").getBestCmap()}


def _missing(text: str, *names: str) -> str:
    return "".join(sorted(set(text) - {chr(code) for code in _characters(*names)}))


@pytest.mark.parametrize("style", ["Regular", "Bold", "Italic"])
@pytest.mark.parametrize("text", TEXT)
def test_latin_greek_and_cyrillic_are_whole(style, text):
    assert _missing(text, f"NotoSans-{style}") == ""


@pytest.mark.parametrize("style", ["Regular", "Bold"])
def test_georgian_and_armenian_are_whole(style):
    assert _missing("ადამიანებით ვაჭრობა₾ᲡᲐᲥᲐᲠᲗᲕᲔᲚᲝ", f"NotoSansGeorgian-{style}", f"NotoSans-{style}") == ""
    assert _missing("Մարդկանց թրաֆիքինգ֏", f"NotoSansArmenian-{style}", f"NotoSans-{style}") == ""


@pytest.mark.parametrize("name", sorted(path.stem for path in FONTS.glob("*.ttf")))
def test_a_font_has_the_space_between_its_words_or_signs(name):
    assert _missing(" \u00a0", name) == ""


def test_marks_are_whole():
    assert _missing(MARKS, "NotoSansMath-Regular", "NotoSansSymbols2-Regular", "NotoSans-Regular") == ""


def test_spaces_and_hyphens_of_typography_are_there():
    assert _missing("\u00a0\u00ad\u2009\u2011\u2013\u2014\u202f", "NotoSans-Regular") == ""


def test_the_licence_stands_beside_them_and_they_are_small():
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")
    assert sum(path.stat().st_size for path in FONTS.glob("*.ttf")) < 700_000
