"""No template makes the sandbox run without measure, by chance, or into a traceback."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.child import TEMPLATE, StoppedError
from evaluator.read.layers import Layers
from evaluator.reports.html import environment as filled_module
from evaluator.reports.html.environment import environment, render, render_template
from evaluator.reports.html.sandbox import DEEPEST


@pytest.fixture
def own(tmp_path, library) -> Layers:
    (tmp_path / "own").mkdir()
    return Layers((tmp_path / "own", library.templates.folders[-1]))


def _told(own, text) -> str:
    (own.folders[0] / "page.html").write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        render(environment(own), "page.html")
    return str(caught.value).removeprefix(str(own.folders[0] / "page.html"))


def _nested(depth: int) -> str:
    return "\n".join(f"{{% for a{n} in [1] %}}" for n in range(depth)) + "x" + "{% endfor %}" * depth


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("one\n{{ " + "9" * 5000 + " }}", ":2: a number longer than any report's"),
        ("one\n{{ 1e999|int }}", ":2: a number larger than any"),
        ("one\n{{ -1e999 }}", ":2: a number larger than any"),
        ("one\n{{ ('inf'|float)|score }}", ":2: inf is no number to print"),
        ("one\n{{ ('nan'|float)|share }}", ":2: nan is no number to print"),
        ("one\n{{ ('inf'|float)|int }}", ":2: "),
        ("one\n{% include '" + "a" * 5000 + "' %}", ":2: " + "a" * 200 + "…"),
        ("one\n{% include 'a\0b' %}", ":2:14: a control character"),
        (_nested(60), f":{DEEPEST + 2}: more than {DEEPEST} loops inside each other"),
        ("one\n{{ 1 " + "+" * 200 + " 1 }}", ":2: more than 60 signs or calls inside each other"),
        ("one\n{{ " + "not " * 90 + " 1 }}", ":2: more than 60 signs or calls inside each other"),
        ("one\n{{ 'a'" + "|upper" * 90 + " }}", ":2: more than 60 signs or calls inside each other"),
        ("one\n{{ '%(a(b))99999d' % {'a(b)': 1} }}", ":2: a text or number longer than any report"),
        ("one\n{{ [1, 2]|random }}", ":2: No filter named 'random'."),
        ("one\n{{ lipsum() }}", ":2: 'lipsum' is undefined"),
        ("one\n{{ lipsum }}", ":2: 'lipsum' is undefined"),
        ("one\n{{ scale }}", ":2: a thing that has no words"),
        ("one\n{{ range }}", ":2: a thing that has no words"),
        ("one\n{{ gettext }}", ":2: a thing that has no words"),
    ],
)
def test_it_is_told_at_file_and_line(own, text, told):
    assert _told(own, text).startswith(told)


def test_as_many_loops_as_are_allowed_print(own):
    (own.folders[0] / "page.html").write_text(_nested(DEEPEST), encoding="utf-8")
    assert "x" in render(environment(own), "page.html")


def test_a_name_in_a_part_that_is_too_deep_is_that_part_s(own):
    (own.folders[0] / "part.html").write_text(_nested(60), encoding="utf-8")
    (own.folders[0] / "page.html").write_text("{% include 'part.html' %}", encoding="utf-8")
    with pytest.raises(InvalidInputError, match=r"part\.html:18: more than"):
        render(environment(own), "page.html")


DOUBLING = "{% set ns = namespace(x='a' * 999999) %}\n{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}"
ENDLESS = "one\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def test_what_doubles_its_memory_is_stopped_at_its_line(own, monkeypatch):
    (own.folders[0] / "page.html").write_text(DOUBLING, encoding="utf-8")
    monkeypatch.setattr(filled_module, "TEMPLATE", replace(TEMPLATE, memory=400))
    with pytest.raises(InvalidInputError, match=r"page\.html:2: more text than memory holds"):
        render_template(own, "en", "page.html")


def test_what_loops_too_long_is_stopped_at_its_line(own, monkeypatch):
    (own.folders[0] / "page.html").write_text(ENDLESS, encoding="utf-8")
    monkeypatch.setattr(filled_module, "TEMPLATE", replace(TEMPLATE, cpu=2))
    with pytest.raises(InvalidInputError, match=r"page\.html:2: a template that takes longer to fill in") as caught:
        render_template(own, "en", "page.html")
    assert TEMPLATE.mend in str(caught.value)


@pytest.mark.slow
def test_what_is_busy_beyond_python_names_the_folder(own, monkeypatch):
    (own.folders[0] / "page.html").write_text("{{ ('a ' * 400000)|wordwrap(1) }}" * 99, encoding="utf-8")
    monkeypatch.setattr(filled_module, "TEMPLATE", replace(TEMPLATE, cpu=2))
    with pytest.raises(InvalidInputError) as caught:
        render_template(own, "en", "page.html")
    assert str(own.folders[0]) in str(caught.value)
    assert isinstance(caught.value, StoppedError) or "page.html:1" in str(caught.value)
