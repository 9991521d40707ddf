from __future__ import annotations

import shutil

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.layers import Layers
from evaluator.report.glyphs import check_characters

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
