"""A page of HTML stands alone: pictures lie inside, fonts are the screen's, and nothing is asked for."""

from __future__ import annotations

import base64

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.reports.country import country_html, report_view
from evaluator.reports.html.alone import alone_directly, standing_alone, with_contents

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "logo.svg").write_bytes(LOGO)
    return tmp_path


@pytest.mark.slow
def test_the_logo_of_a_style_and_a_picture_of_a_template_lie_inside(own, albania):
    (own / "templates" / "own.css").write_text(".masthead { background: url(logo.svg) }", encoding="utf-8")
    library = Library.open(own)
    page = country_html(library, report_view(library, albania))
    held = f"data:image/svg+xml;base64,{base64.b64encode(LOGO).decode()}"
    assert f'url("{held}")' in standing_alone(page, library.templates)
    assert standing_alone('<img alt="" src="logo.svg">', library.templates) == f'<img alt="" src="{held}">'


def test_fonts_are_left_out_and_all_else_stays(library, albania):
    page = country_html(library, report_view(library, albania))
    alone = standing_alone(page, library.templates)
    assert "@font-face" in page
    assert "@font-face" not in alone
    assert "url(" not in alone
    rest = with_contents(page).partition("</style>")[2]
    assert alone.endswith(rest.partition("</head>")[2])


def test_a_browser_that_prints_keeps_shades_and_boxes(library, albania):
    page = country_html(library, report_view(library, albania))
    alone = standing_alone(page, library.templates)
    assert "print-color-adjust: exact" not in page  # the printer of PDFs would take it for a fault
    assert "print-color-adjust: exact" in alone.partition("</head>")[0]
    assert alone_directly("<p>no head</p>", library.templates) == "<p>no head</p>"


@pytest.mark.parametrize(
    "asking",
    [
        "<script>x</script>", '<IFRAME src="x">', '<link rel="stylesheet" href="x.css">', '<base href="x">',
        '<meta http-equiv="refresh" content="0">', '<img alt="" srcset="x.png 2x">', '<svg><image href="x.png"/></svg>',
        "<style>@import 'x.css';</style>",
        '<img alt="" src="http://127.0.0.1/x.png">', '<img alt="" src="file:///etc/hostname">',
        '<img alt="" src="none.png">', "<style>p { background: url('//example.org/x') }</style>",
        "<style>p { background: url(../pyproject.toml) }</style>",
    ],
)  # fmt: skip
def test_what_asks_for_something_is_refused(own, asking):
    (own / "templates" / "own.css").write_text("", encoding="utf-8")
    with pytest.raises(InvalidInputError, match="a page that stands alone"):
        alone_directly(f"<p>x</p>{asking}", Library.open(own).templates)


def test_what_shipped_templates_give_needs_no_proof_but_what_a_user_s_give_has_one(own, library):
    page = "<p onclick=x()>x</p>"
    assert standing_alone(page, library.templates) == page
    with pytest.raises(InvalidInputError) as caught:
        standing_alone(page, Library.open(own).templates)
    (problem,) = caught.value.problems
    assert problem.path == str(own / "templates")
    assert problem.found == "the attribute onclick of <p>, which could ask for something or run it"


def test_a_link_that_a_reader_follows_stays(library):
    page = '<a href="https://example.org/">x</a><a href="#ref-1">[1]</a>'
    assert standing_alone(page, library.templates) == page


def test_text_that_looks_like_an_element_is_text(library):
    page = "<p>&lt;script&gt;, url(x.png), url(not closed, @font-face { of a face } and style=\u201curl(x)\u201d</p>"
    assert standing_alone(page, library.templates) == page


@pytest.mark.slow
def test_a_picture_of_a_style_inside_an_element_lies_inside_too(own):
    layers = Library.open(own).templates
    page = standing_alone('<p style="background: url(logo.svg)">url(logo.svg)</p>', layers)
    assert page.startswith('<p style="background: url(&quot;data:image/svg+xml;base64,')
    assert page.endswith('&quot;)">url(logo.svg)</p>')
    with pytest.raises(InvalidInputError, match=r"none\.svg"):
        standing_alone('<p style="background: url(none.svg)">x</p>', layers)


def test_contents_come_from_the_page_s_own_list_else_from_its_headings():
    place = '<nav class="jump" aria-label="In this report"></nav>'
    own = '<ul class="contents"><li><a href="#b">Short</a></li></ul>'
    heads = '<h2 id="a">One</h2><h2>No place</h2><h2 id="b" class="x">Two</h2>'
    made = with_contents(f"{place}{own}{heads}").partition("</nav>")[0]
    assert made.count('<a href="#b">Short</a>') == 2
    assert "One" not in made
    made = with_contents(f"{place}{heads}").partition("</nav>")[0]
    assert made.count('<li><a href="#a">One</a></li><li><a href="#b">Two</a></li>') == 2
    assert "No place" not in made


@pytest.mark.parametrize("page", ['<h2 id="a">One</h2>', '<nav class="jump" aria-label="x"></nav><p>Nothing</p>'])
def test_a_page_without_a_place_for_contents_or_without_headings_stays_as_it_is(page):
    assert with_contents(page) == page
