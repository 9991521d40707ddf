"""A page of HTML stands alone: pictures lie inside, fonts are the screen's, and nothing is asked for."""

from __future__ import annotations

import base64

import pytest

from evaluator.errors import InvalidInputError
from evaluator.library import Library
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_html, contrast_view
from evaluator.reports.country import country_html, report_view
from evaluator.reports.html.alone import ELEMENTS, FUNCTIONS, alone_directly, asks_for, standing_alone, with_contents
from evaluator.reports.region import region_html, region_view

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "logo.svg").write_bytes(LOGO)
    return tmp_path


@pytest.mark.slow
def test_the_logo_of_a_style_and_a_picture_of_a_template_lie_inside(own, albania):
    (own / "templates" / "own.css").write_text(".sheet { background: url(logo.svg) }", encoding="utf-8")
    library = Library.open(own)
    page = country_html(library, report_view(library, albania, annex=True))
    held = f"data:image/svg+xml;base64,{base64.b64encode(LOGO).decode()}"
    assert f'url("{held}")' in standing_alone(page, library.templates)
    assert standing_alone('<img alt="" src="logo.svg">', library.templates) == f'<img alt="" src="{held}">'


def test_fonts_are_left_out_and_all_else_stays(library, albania):
    page = country_html(library, report_view(library, albania, annex=True))
    alone = standing_alone(page, library.templates)
    assert "@font-face" in page
    assert "@font-face" not in alone
    assert "url(" not in alone
    rest = with_contents(page).partition("</style>")[2]
    assert alone.endswith(rest.partition("</head>")[2])


def test_a_browser_that_prints_keeps_shades_and_boxes(library, albania):
    page = country_html(library, report_view(library, albania, annex=True))
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


FAR = "http://evil.example/t.png"
PIXEL = "data:image/gif;base64,R0lGODlhAQABAAAAACw="

ASKING = {
    "a quoted angle before the source": f'<img alt=">" src="{FAR}">',
    "a source without quotes": f"<img alt=x src={FAR}>",
    "a source in capitals": f'<IMG ALT="x" SRC="{FAR}">',
    "a source with entities": '<img alt="x" src="&#104;ttp://evil.example/">',
    "a source with a line end": '<img alt="x" src="ht\ntp://evil.example/">',
    "a source after a slash": f'<img/alt="x"/src="{FAR}">',
    "a source given twice": f'<img alt="" src="{FAR}" src="{PIXEL}">',
    "a relative source": '<img alt="x" src="t.png">',
    "a page as a picture": '<img alt="" src="data:text/html;base64,PGI+">',
    "several sources": f'<img alt="" src="{PIXEL}" srcset="{FAR} 2x">',
    "a lazy source": f'<img alt="" src="{PIXEL}" lowsrc="{FAR}">',
    "an image button": f'<input type="image" src="{FAR}">',
    "an old image": f"<image src='{FAR}'>",
    "a script": "<script>x()</script>",
    "a script in capitals": "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "a script after a broken comment": "<!--><script>x()</script>-->",
    "a script in a title of a chart": "<svg><title><script>x()</script></title></svg>",
    "a script of a chart": '<svg><script href="//evil.example/x.js"/></svg>',
    "a link that runs": '<a href="javascript:alert(1)">x</a>',
    "a link that runs, hidden by a tab": '<a href="java\tscript:alert(1)">x</a>',
    "a link that runs, hidden by a control": '<a href="\x01javascript:alert(1)">x</a>',
    "a link that runs, in entities": '<a href="&#x6a;avascript&colon;alert(1)">x</a>',
    "a link to data": '<a href="data:text/html,x">x</a>',
    "a link of a chart": '<svg><a xlink:href="javascript:x()"><text>x</text></a></svg>',
    "a chart that runs": '<svg onload="alert(2)"></svg>',
    "an error that runs": f'<img alt="" src="{PIXEL}" onerror="x()">',
    "a click that runs": "<p OnClick=x()>x</p>",
    "details that run": "<details ontoggle=x() open>x</details>",
    "a ping": '<a href="#x" ping="http://evil.example/">x</a>',
    "a background of a table": f'<table background="{FAR}"></table>',
    "a background of the page": f'<body background="{FAR}">x</body>',
    "a style in single quotes": f"<p style='background:url({FAR})'>x</p>",
    "a style without quotes": f"<p style=background:url({FAR})>x</p>",
    "a style with an escape": f'<p style="background: u\\72l({FAR})">x</p>',
    "a style with an escape and a space": f'<p style="background: \\75 rl({FAR})">x</p>',
    "a style with entities": "<p style=\"background:&#117;rl('http://evil.example/')\">x</p>",
    "a style with a comment": f"<p style=\"background:/**/url('{FAR}')\">x</p>",
    "a set of images": f"<p style='background: image-set(\"{FAR}\" 1x)'>x</p>",
    "a set of images by an old name": f"<p style='background: -webkit-image-set(url(\"{FAR}\") 1x)'>x</p>",
    "a faded image": f"<style>p {{ background: cross-fade(url({FAR}), red) }}</style>",
    "a source function": f'<style>p {{ background: src("{FAR}") }}</style>',
    "an address in a variable": f"<style>p {{ --x: url({FAR}) }}</style>",
    "an address with a bracket": '<style>p { background: url("http://evil.example/t(1).png") }</style>',
    "a relative address": "<style>p { background: url(t.png) }</style>",
    "an address of a page of data": "<style>p { background: url(data:text/html;base64,x) }</style>",
    "an address that is broken": '<style>p { background: url(a"b) }</style>',
    "an import": f"<style>@import '{FAR}';</style>",
    "an import with an escape": f'<style>@\\69mport "{FAR}";</style>',
    "an import in capitals": f'<style>@IMPORT "{FAR}";</style>',
    "an import in a style that is not closed": f"<style>@import '{FAR}';<p>x</p>",
    "an address in a style that is not closed": f"<p>x</p><style>p {{ background: url({FAR}) }} ",
    "an import in a style of a chart": f"<svg><style>@import '{FAR}';</style></svg>",
    "a font": f"<style>@font-face {{ font-family: x; src: url({FAR}) }}</style>",
    "a namespace": "<style>@namespace url(http://evil.example/);</style>",
    "a cursor": f"<style>p {{ cursor: url({FAR}), auto }}</style>",
    "a filter": f"<style>p {{ filter: url({FAR}#x) }}</style>",
    "a fill of a chart": f'<svg><path fill="url({FAR}#x)" d="M0 0"/></svg>',
    "a mask of a chart": f'<svg><path mask="u\\72l({FAR}#x)" d="M0 0"/></svg>',
    "an image of a chart": f'<svg><image href="{FAR}"/></svg>',
    "an image of a chart by its old name": f'<svg><image xlink:href="{FAR}"/></svg>',
    "an image of a filter": f'<svg><filter><feImage href="{FAR}"/></filter></svg>',
    "a use of another chart": f'<svg><use href="{FAR}#x"/></svg>',
    "a set of an attribute": '<svg><set attributeName="href" to="javascript:x()"/></svg>',
    "html inside a chart": f"<svg><foreignObject><img src='{FAR}'></foreignObject></svg>",
    "a page in a page": '<iframe src="//evil.example/"></iframe>',
    "a page in a page, given whole": "<iframe srcdoc='<script>x()</script>'></iframe>",
    "an object": f'<object data="{FAR}"></object>',
    "an embedded thing": f'<embed src="{FAR}">',
    "an applet": "<applet code=x></applet>",
    "a refresh": '<meta http-equiv="refresh" content="0; url=//evil.example/">',
    "a refresh in capitals": '<META HTTP-EQUIV=refresh CONTENT="0;url=x">',
    "a policy of its own": "<meta http-equiv='Content-Security-Policy' content='x'>",
    "another character set": "<meta charset='iso-2022-jp'>",
    "a base": '<base href="//evil.example/">',
    "a form": '<form action="//evil.example/"><button>x</button></form>',
    "a button with an address": '<button formaction="javascript:x()">x</button>',
    "a style sheet": '<link rel="stylesheet" href="x.css">',
    "a prefetch": '<link rel="dns-prefetch" href="//evil.example">',
    "a sound": f'<audio src="{FAR}"></audio>',
    "a film": f'<video poster="{FAR}"></video>',
    "a track": f"<track src='{FAR}'>",
    "a source of a picture": f'<picture><source srcset="{FAR}"></picture>',
    "a marquee": "<marquee onstart=x()>x</marquee>",
    "a manifest": '<html manifest="//evil.example/m"><p>x</p></html>',
    "a template": "<template><img src=x onerror=x()></template>",
    "what shows without scripts": f"<noscript><img src='{FAR}'></noscript>",
    "formulas": f"<math><mtext><img src='{FAR}'></mtext></math>",
    "an unknown element": "<x-y>z</x-y>",
    "an element in a comment that ends early": f"<!-- --!><img src='{FAR}'>",
    "a declaration that is none": f"<![CDATA[><img src='{FAR}'>]]>",
    "a popover that runs": "<p popover onbeforetoggle=x()>x</p>",
}


@pytest.mark.parametrize("name", ASKING)
def test_what_could_ask_or_run_is_told(name):
    assert asks_for(f"<!DOCTYPE html><html><body><h1>x</h1>{ASKING[name]}")


def test_a_page_of_frames_is_told():
    assert asks_for('<html><frameset><frame src="//evil.example/"></frameset></html>')


@pytest.mark.parametrize(
    "page",
    [
        "<p>&lt;script&gt; url(x.png) @import 'x' javascript:x onload=x</p>",
        '<a href="https://example.org/?a=url(x)">x</a><a href="#ref-1">[1]</a><a href="mailto:a@example.org">x</a>',
        f'<img alt="javascript:x" src="{PIXEL}" width="1" height="1">',
        f'<p style="background: url({PIXEL}) no-repeat; color: rgb(1 2 3)">x</p>',
        '<svg viewBox="0 0 1 1"><defs><pattern id="p"></pattern></defs><path fill="url(#p)" d="M0 0"/></svg>',
        "<style>@media print { a::after { content: ' (' attr(href) ')' } } p { width: calc(1px + var(--x)) }</style>",
        "<style>p::before { content: 'url(x) @import' } /* @import url(x) */</style>",
        '<table><tr><th scope="col" colspan="2">x</th></tr></table><ol start="2"><li value="3">x</li></ol>',
        '<main data-plan="javascript:x"><div role="group" tabindex="0" aria-label="x" hidden>x</div></main>',
        "<!-- <script>x()</script> <img src=x> --><p>x</p>",
        '<html lang="en"><head><meta charset="utf-8"><meta name="author" content="url(x)"></head></html>',
    ],
)
def test_what_asks_for_nothing_passes(page):
    assert asks_for(page) == []


def test_each_is_told_once_and_in_few_words():
    told = asks_for(f"<img src='{FAR}'>" * 3 + "<img src='" + "\x1b[31m" + "y" * 5000 + "'>")
    assert told == sorted(
        {f"the address {FAR} in <img src>", r"the address \x1b[31m" + "y" * 55 + "\\u2026 in <img src>"}
    )


def test_elements_and_functions_that_fetch_are_on_no_list():
    assert not ELEMENTS & {"script", "iframe", "link", "base", "form", "input", "button", "object", "embed", "template"}
    assert not FUNCTIONS & {"image-set", "image", "src", "cross-fade", "element", "paint"}


def test_every_shipped_page_stands_alone(library, albania, rubric):
    from evaluator.pipeline import evaluate

    cards = [albania, evaluate(library.assessment("SRB-2017-2018", rubric), rubric)]
    pages = [country_html(library, report_view(library, albania, annex=True))]
    pages += [region_html(library, region_view(cards, kind)) for kind in ("comparative", "brief")]
    pages.append(contrast_html(library, contrast_view(contrasted_cards(library, cards), annex=True)))
    for page in pages:
        assert asks_for(standing_alone(page, library.templates)) == []
