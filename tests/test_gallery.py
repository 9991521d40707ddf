from __future__ import annotations

import re
from io import BytesIO

import pikepdf
import pytest

from evaluator.errors import EvaluatorError
from tools.gallery import DOCS, FIGURES, PICTURES, REPORTS, Shot, main, page_of, pictures

SHOWN = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")


def test_every_picture_is_there_and_shown_and_the_whole_is_small():
    gallery = [place for _, place in SHOWN.findall(page_of(REPORTS))]
    assert len(gallery) == len(set(gallery))
    pages = [page_of(REPORTS), *(path.read_text(encoding="utf-8") for path in DOCS.glob("*.md"))]
    shown = {place for page in pages for _, place in SHOWN.findall(page) if place.startswith(f"{PICTURES}/")}
    there = {f"{PICTURES}/{path.name}": path.stat().st_size for path in (DOCS / PICTURES).iterdir()}
    assert sorted(shown) == sorted(there)
    assert sum(there.values()) < 1_500_000
    assert all((DOCS / place).read_bytes().startswith(b"\x89PNG") for place in shown)


def test_every_picture_is_told_in_a_sentence_of_its_own():
    told = [alt for alt, _ in SHOWN.findall(page_of(REPORTS))]
    assert len(told) == len(set(told))
    assert all(len(alt) > 40 and alt.endswith(".") for alt in told)


def test_every_kind_of_report_is_shown():
    assert {report.kind for report in REPORTS} == {"country", "comparative", "contrast", "brief", "poster"}


def test_figures_stand_before_pages():
    shown = [place for _, place in SHOWN.findall(page_of(REPORTS))]
    assert shown[: len(FIGURES)] == [f"{PICTURES}/figure-{figure.kind}.png" for figure in FIGURES]


def test_an_unknown_report_is_refused_by_name(tmp_path, capsys):
    with pytest.raises(SystemExit):
        main(["leaflet", "--out", str(tmp_path)])
    assert "no report is called leaflet" in capsys.readouterr().err


@pytest.mark.slow
def test_the_pictures_of_one_report_are_the_same_bytes_each_time(tmp_path, capsys):
    for folder in ("a", "b"):
        main(["brief", "--out", str(tmp_path / folder)])
    a, b = (tmp_path / folder / PICTURES / "brief-first.png" for folder in ("a", "b"))
    assert a.read_bytes() == b.read_bytes()
    assert "brief-first.png" in capsys.readouterr().out
    assert [path.name for path in (tmp_path / "a").iterdir()] == [PICTURES]


def test_a_heading_that_no_page_has_is_told_with_those_there_are():
    out = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        with pdf.open_outline() as outline:
            outline.root.append(pikepdf.OutlineItem("Overview", 0))
        pdf.save(out)
    with pytest.raises(EvaluatorError, match="no page has the heading Overwiev; there are: Overview"):
        pictures(out.getvalue(), [Shot("x", "Overwiev", "x")])
