"""A fault of a user's style or template is told where it lies, once."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.reports.html.environment import stylesheet
from evaluator.reports.html.style_faults import style_problems
from evaluator.reports.pdf.write import load_weasyprint, print_directly, write_pdf

PAGE = '<html lang="en"><head><title>T</title><style>\n{}\n</style></head><body><h2>A</h2>{}</body></html>'


@pytest.fixture
def own(tmp_path):
    """Return the library with the user's templates, and their folder."""
    folder = tmp_path / "templates"
    folder.mkdir()
    return folder


def _faults(folder, style: str, body: str = "<p>x</p>") -> list[tuple[str, int | None, str]]:
    (folder / "own.css").write_text(style, encoding="utf-8")
    layers = Library.open(folder.parent).templates
    with pytest.raises(InvalidInputError) as caught:
        print_directly(PAGE.format(stylesheet(layers).text, body), layers, [], "2026")
    return [(problem.path, problem.line, problem.found) for problem in caught.value.problems]


def test_a_rule_is_told_at_its_own_line(own):
    (fault,) = _faults(own, "p { margin: 0 }\n\np { colour: red }\n")
    assert fault == (str(own / "own.css"), 3, "Ignored `colour: red `, unknown property")


def test_a_rule_in_the_shipped_style_is_told_there(own, library):
    shipped = library.templates.file("report.css")
    number = next(
        k for k, line in enumerate(shipped.read_text(encoding="utf-8").splitlines(), 1) if "break-after" in line
    )
    (own / "own.css").write_text("p { margin: 0 }", encoding="utf-8")
    layers = Library.open(own.parent).templates
    (problem,) = style_problems([f"Ignored `break-after: y` at {number + 1}:7, unknown property."], layers)
    assert (problem.path, problem.line, problem.column) == (str(shipped), number, 7)


def test_a_value_that_spoils_many_rules_is_told_once_where_it_is_set(own):
    (fault,) = _faults(own, ":root {\n  --brand: notacolour;\n}\n", "<h2>A</h2><blockquote>x</blockquote>")
    assert fault == (str(own / "own.css"), 2, "--brand: notacolour")


def test_a_picture_that_is_not_there_is_told_at_the_line_that_asks_for_it(own):
    (fault,) = _faults(own, "p { margin: 0 }\nh2 { background: url(pictures/nothere.svg) }\n")
    assert fault[:2] == (str(own / "own.css"), 2)
    assert "nothere.svg" in fault[2]


def test_an_address_in_a_template_is_told_in_the_template(own):
    (own / "parts").mkdir()
    (own / "parts" / "mine.html").write_text('one\n<img alt="x" src="http://127.0.0.1/logo.png">', encoding="utf-8")
    (fault,) = _faults(own, "", '<img alt="x" src="http://127.0.0.1/logo.png">')
    assert fault[:2] == (str(own / "parts" / "mine.html"), 2)


def test_a_style_inside_a_template_is_told_in_the_template(own):
    (own / "mine.html").write_text('one\ntwo\n<p style="colour: red">x</p>', encoding="utf-8")
    (fault,) = _faults(own, "", '<p style="colour: red">x</p>')
    assert fault[:2] == (str(own / "mine.html"), 3)


def test_a_value_that_only_looks_like_a_token_is_told_at_its_rule(own):
    (fault,) = _faults(own, "/* --brand: 4pt; */\n:root { --space-9: 4pt; }\np { margin: 4pt 5 6 7 }\n")
    assert fault[:2] == (str(own / "own.css"), 3)


def test_a_file_that_is_not_read_for_the_page_hides_no_fault(own):
    (own / "unused.html").write_bytes(b"\xff\xfe x")
    (fault,) = _faults(own, "p { margin: 0 }", '<img alt="x" src="http://a.example/">')
    assert "http://a.example/" in fault[2]


def test_a_fault_of_no_known_place_is_told_by_the_folder(own):
    layers = Library.open(own.parent).templates
    (problem,) = style_problems(["Something is odd"], layers)
    assert (problem.path, problem.line, problem.found) == (str(layers.folders[0]), None, "Something is odd")


@pytest.fixture
def broken(monkeypatch):
    """Let the layout break inside, as it does where margins are wider than the page."""

    def broken_inside(*_, **__):
        raise IndexError("list index out of range")

    monkeypatch.setattr(load_weasyprint().HTML, "write_pdf", broken_inside)


@pytest.mark.usefixtures("broken")
def test_a_page_that_nothing_fits_is_told_by_the_user_s_style(own):
    (fault,) = _faults(own, "@page { size: 10mm 10mm; margin: 20mm }")
    assert fault == (str(own / "own.css"), None, "a style with which no page can be laid out (IndexError)")


@pytest.mark.usefixtures("broken")
def test_with_the_shipped_style_alone_a_broken_layout_keeps_its_traceback(library):
    with pytest.raises(IndexError):
        write_pdf(PAGE.format("", "<p>x</p>"), library.templates, [], "2026")
