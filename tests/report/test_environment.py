from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.layers import Layers
from evaluator.report.environment import environment, inside, render, stylesheet


@pytest.fixture
def own(tmp_path, library) -> Layers:
    """Return a user's empty template folder over the shipped one."""
    (tmp_path / "own").mkdir()
    return Layers((tmp_path / "own", library.templates.folders[-1]))


def _write(layers: Layers, text: str, name: str = "page.html") -> None:
    path = layers.folders[0] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _told(layers: Layers, **context: object) -> str:
    with pytest.raises(InvalidInputError) as caught:
        render(environment(layers), "page.html", **context)
    return str(caught.value)


def test_a_missing_value_fails_by_name_and_line(own):
    _write(own, "one\ntwo {{ view.nothing }}")
    told = _told(own, view=Decimal(1))
    assert "page.html:2" in told
    assert "'nothing'" in told
    assert "expected a value that the report has" in told


def test_a_template_that_is_not_well_formed_fails_by_name_and_line(own):
    _write(own, "one\n{% if %}")
    assert "page.html:2" in _told(own)


def test_a_missing_template_is_named(own):
    _write(own, '{% include "nowhere.html" %}')
    assert "nowhere.html" in _told(own)


@pytest.mark.parametrize(
    "attack",
    [
        "{{ ().__class__.__bases__[0].__subclasses__() }}",
        "{{ view.__init__.__globals__ }}",
        '{{ "%s"|format(view.__class__.__mro__) }}',
        "{% for k in range(1000000000) %}{% endfor %}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ '<b>'|safe }}",
    ],
)
def test_a_template_cannot_leave_the_sandbox(own, attack):
    _write(own, attack)
    assert "page.html:1" in _told(own, view=Decimal(1))


@pytest.mark.parametrize("name", ["../secret.html", "/etc/hostname", "parts/../../secret.html"])
def test_a_template_cannot_read_files_outside_the_folders(own, name):
    (own.folders[0].parent / "secret.html").write_text("secret", encoding="utf-8")
    _write(own, f'{{% include "{name}" %}}')
    assert "secret" not in _told(own).replace("secret.html", "")


def test_a_link_out_of_the_folder_is_not_followed(own):
    secret = own.folders[0].parent / "secret.html"
    secret.write_text("secret", encoding="utf-8")
    (own.folders[0] / "link.html").symlink_to(secret)
    assert inside(own, "link.html") is None


def test_the_user_s_template_lies_over_the_shipped_one_and_can_still_name_it(own):
    _write(own, '{% extends "shipped/country.html" %}{% block method %}Ours{% endblock %}', "country.html")
    env = environment(own)
    assert (
        "Ours"
        in env.get_template("country.html").blocks["method"](env.get_template("country.html").new_context()).__next__()
    )
    assert Path(env.get_template("shipped/country.html").filename).parent == own.folders[-1]


def test_markup_in_data_prints_as_text(own):
    _write(own, "{{ text }}")
    assert render(environment(own), "page.html", text="<b>&") == "&lt;b&gt;&amp;"


def test_characters_that_steer_the_page_are_replaced(own):
    _write(own, "{{ text }}")
    assert render(environment(own), "page.html", text="a\u202eb\x07c\u00adд") == "a□b□c\u00adд"


@pytest.mark.parametrize(
    ("printing", "expected"),
    [
        ("{{ 0.798|score }}", "0.80"),
        ("{{ 0.798|score([0.8]) }}", "0.798"),
        ("{{ 0.6667|share([0.67]) }}", "66.7\u00a0%"),
        ("{{ part|percent }}", "21.25\u00a0%"),
        ("{{ part|part }}", "21.25"),
        ("{{ 'Yes'|stop }}{{ 'Why?'|stop }}{{ ''|stop }}", "Yes.Why?"),
    ],
)
def test_filters_print_numbers_and_sentences(own, printing, expected):
    _write(own, printing)
    assert render(environment(own), "page.html", part=Decimal("21.25")) == expected


def test_colours_are_taken_from_the_stylesheet_and_the_user_s_own_come_last(own):
    shipped = stylesheet(own).tokens["brand"]
    _write(own, ":root { --brand: #123456; }", "own.css")
    assert shipped != "#123456"
    assert stylesheet(own).tokens["brand"] == "#123456"
    assert stylesheet(own).text.rstrip().endswith("}")
