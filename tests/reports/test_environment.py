"""Templates are rendered strictly: shipped ones here, those of a user's folder in a process under limits."""

from __future__ import annotations

import os
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.child import TEMPLATE
from evaluator.read.layers import Layers
from evaluator.reports.html.environment import (
    environment,
    inside,
    own_folder,
    render,
    render_directly,
    render_template,
    stylesheet,
    under_limits,
)
from evaluator.reports.html.sandbox import BoundedEnvironment


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
    assert "Give a value that the report has" in told


LONG = "a text or number longer than any report"


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("{{ 'a'|xmlattr }}", "'str' object has no attribute 'items'"),
        ("{{ 'a'|truncate(length=-1) }}", "expected length >= 3, got -1"),
        ("{{ 'x' * 10 ** 12 }}", LONG),
        ("{{ 10 ** 9 * ['x'] }}", LONG),
        ("{{ 10 ** 10000000000 }}", LONG),
        ("{{ 'a'|center(10000000000) }}", LONG),
        ("{{ 'a'|center(width=10 ** 10) }}", LONG),
        ("{{ 'a'|indent(10000000000) }}", LONG),
        ("{{ ['a']|map('center', 10 ** 10)|list }}", LONG),
        ("{{ 'a'.center(10 ** 10) }}", LONG),
        ("{{ 'a'.zfill(10 ** 10) }}", LONG),
        ("{{ '%0999999999d'|format(1) }}", LONG),
        ("{{ '%*d'|format(999999999, 1) }}", LONG),
        ("{{ '%%%0999999999d' % 1 }}", LONG),
        ("{{ '{:>999999999}'.format(1) }}", LONG),
        ("{{ '{:>{}}'.format(1, 999999999) }}", LONG),
        ("{{ [1]|batch(10 ** 9, 'x')|list }}", LONG),
        ("{{ [1]|slice(10 ** 9)|list }}", LONG),
        ("{{ [1]|tojson(indent=10 ** 9) }}", LONG),
        ("{{ 1.5|round(10 ** 9, 'ceil') }}", LONG),
    ],
)
def test_what_a_filter_or_sum_cannot_do_is_told_at_its_line(own, asked, told):
    _write(own, f"one\n{asked}")
    path = own.folders[0] / "page.html"
    assert _told(own) == f"{path}:2: {told}. Give what the sandbox allows."


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("{{ 'ab' * 3 }} {{ 3 * 1.5 }} {{ 2 ** 10 }} {{ 17 % 5 }}", "ababab 4.5 1024 2"),
        ("{{ '%05d of 100%% 12345'|format(7) }} {{ '%s' % 123456 }}", "00007 of 100% 12345 123456"),
        ("{{ '{:>3}/{}'.format(7, 1234567) }} {{ '7'.zfill(3) }}", "  7/1234567 007"),
        ("{{ 1234567.25|round(1) }} {{ 'a'|center(3) }}|{{ 'a\nb'|indent(1) }}", "1234567.2  a |a\n b"),
        ("{{ [1, 2, 3]|batch(2, 0)|list }} {{ [1, 2]|slice(2)|list }}", "[[1, 2], [3, 0]] [[1], [2]]"),
    ],
)
def test_what_is_of_bearable_size_is_printed(own, asked, printed):
    _write(own, asked)
    assert render(environment(own), "page.html") == printed


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "more text than memory holds"),
        (OverflowError("too large"), "too large"),
        (AssertionError(), "AssertionError"),
        (AttributeError("no such thing"), "no such thing"),
    ],
)
def test_what_is_raised_below_a_template_is_told_at_its_line(own, error, told):
    def raising():
        raise error

    _write(own, "one\n{{ raising() }}")
    path = own.folders[0] / "page.html"
    assert _told(own, raising=raising) == f"{path}:2: {told}. Give what the sandbox allows."


@pytest.mark.parametrize("error", [MemoryError, AttributeError, AssertionError, OverflowError])
def test_what_is_raised_outside_every_template_keeps_its_traceback(own, monkeypatch, error):
    def raising(name):
        raise error

    env = environment(own)
    monkeypatch.setattr(env, "get_template", raising)
    with pytest.raises(error):
        render(env, "page.html")


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


@pytest.mark.parametrize(
    "attack",
    [
        "{{ view.assessment.plan.parse_file('/etc/hostname') }}",
        "{{ view.assessment.plan.parse_raw('I0\n.'.encode(), proto='pickle', allow_pickle=True) }}",
        "{{ view.frame('criteria').to_csv('stolen.csv') }}",
        "{{ shares.tofile('stolen.csv') }}",
        "{{ [shares]|map(attribute='tofile')|first }}",
    ],
)
def test_a_template_reaches_nothing_that_a_library_adds_to_an_object(own, albania, attack, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    _write(own, attack)
    assert "is unsafe" in _told(own, view=albania, shares=np.ones(2))
    assert not (tmp_path / "stolen.csv").exists()


def test_a_template_reads_the_fields_and_properties_of_a_model_object(own, albania):
    plan = albania.assessment.plan
    _write(own, "{{ plan.id }} {{ plan.rows.total }} {{ plan.is_plan }}")
    assert render(environment(own), "page.html", plan=plan) == f"{plan.id} {plan.rows.total} True"


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
    assert render(environment(own), "page.html", text="a\u202eb\x07c\u00adд\ud800\u2028") == "a□b□c\u00adд□□"


@pytest.mark.parametrize(
    ("printing", "expected"),
    [
        ("{{ 0.798|score }}", "0.80"),
        ("{{ 0.798|score([0.8]) }}", "0.798"),
        ("{{ 0.6667|share([0.67]) }}", "66.7%"),
        ("{{ part|percent }}", "21.25%"),
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


def _lightness(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2 of a colour as `#rrggbb`."""
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_lightness(one), _lightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_groups_keep_apart_and_in_order_in_grey(library):
    colours = stylesheet(library.templates).tokens
    order = ["migration", "law-enforcement", "human-rights", "economic", "plan-quality"]
    steps = [_contrast(colours[f"group-{a}"], colours[f"group-{b}"]) for a, b in pairwise(order)]
    lights = [_lightness(colours[f"group-{name}"]) for name in order]
    assert lights == sorted(lights)
    assert min(steps) > 1.2


def test_seen_half_seen_and_unseen_keep_apart_in_grey(library):
    colours = stylesheet(library.templates).tokens
    assert _contrast(colours["seen"], colours["partly"]) > 3
    assert _contrast(colours["partly"], colours["unseen"]) > 2


@pytest.mark.parametrize("ink", ["ink", "muted", "brand", "alert"])
@pytest.mark.parametrize("ground", ["paper", "faint"])
def test_text_can_be_read_on_its_ground(library, ink, ground):
    colours = stylesheet(library.templates).tokens
    assert _contrast(colours[ink], colours[ground]) >= 4.5


WITHOUT_END = "a template that includes or calls itself without end. Give one that ends."


def test_a_template_that_includes_itself_is_named_by_its_file_and_line(own):
    _write(own, 'one\n{% include "page.html" %}')
    assert _told(own) == f"{own.folders[0] / 'page.html'}:2: {WITHOUT_END}"


def test_of_a_circle_through_shipped_templates_the_user_s_own_is_named(tmp_path):
    layers = Layers((tmp_path / "own", tmp_path / "shipped"))
    _write(layers, '{% extends "shipped/page.html" %}\n{% block b %}{% include "page.html" %}{% endblock %}')
    _write(Layers(layers.folders[1:]), "{% block b %}{% endblock %}")
    (tmp_path / "shipped" / "report.css").write_text("", encoding="utf-8")
    assert _told(layers).startswith(f"{tmp_path / 'own' / 'page.html'}:")


def test_a_template_nested_too_deep_to_be_read_is_named_by_its_file(own):
    _write(own, "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}")
    assert _told(own) == f"{own.folders[0] / 'page.html'}: {WITHOUT_END}"


def test_a_token_that_ends_without_a_semicolon_is_read(own):
    _write(own, ":root { --brand: #123456 }", "own.css")
    assert stylesheet(own).tokens["brand"] == "#123456"


def test_a_translation_is_text_and_never_markup(own):
    evil = r"<script>alert(1)</script> \" onload=\"x"
    (own.folders[0] / "lang").mkdir()
    (own.folders[0] / "lang" / "en.po").write_text(f'msgid "Hello"\nmsgstr "{evil}"\n', encoding="utf-8")
    _write(own, '<p title="{{ _("Hello") }}">{% trans %}Hello{% endtrans %}</p>')
    page = render(environment(own), "page.html")
    assert page.count("&lt;script&gt;") == 2
    assert '"x' not in page


def test_a_template_that_was_changed_is_compiled_anew(own):
    for text in ("before", "after"):
        _write(own, text)
        assert render(environment(own), "page.html") == text


def test_a_template_is_compiled_once_for_all_languages_and_says_its_words_in_each(own, monkeypatch):
    _write(own, "{{ gettext('Sources') }}")
    first = render(environment(own, "sr-Cyrl"), "page.html")
    monkeypatch.setattr(BoundedEnvironment, "_parse", lambda *_: pytest.fail("it was compiled again"))
    assert render(environment(own, "sr-Latn"), "page.html") == "Izvori"
    assert first == "Извори"


@pytest.fixture
def own_filled(tmp_path, library) -> Layers:
    (tmp_path / "own").mkdir()
    return Layers((tmp_path / "own", library.templates.folders[-1]))


def test_an_empty_folder_and_one_that_is_not_there_are_no_templates_of_ones_own(own_filled, library, tmp_path):
    assert own_folder(library.templates) is None
    assert own_folder(own_filled) is None
    assert own_folder(Layers((tmp_path / "none", *own_filled.folders[1:]))) is None
    assert under_limits(own_filled, TEMPLATE, os.getpid) == os.getpid()


def test_a_folder_with_any_file_is_worked_on_elsewhere(own_filled):
    (own_filled.folders[0] / "own.css").write_text("", encoding="utf-8")
    assert own_folder(own_filled) == own_filled.folders[0]
    assert under_limits(own_filled, TEMPLATE, os.getpid) != os.getpid()


def test_both_ways_give_the_same_page_and_the_same_faults(own_filled):
    page = own_filled.folders[0] / "page.html"
    page.write_text("{{ words }} č {{ {1: 2} }}", encoding="utf-8")
    here = render_directly(own_filled, "en", "page.html", {"words": "<b>"}, {})
    assert render_template(own_filled, "en", "page.html", words="<b>") == here == "&lt;b&gt; č {1: 2}"
    page.write_text("one\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        render_template(own_filled, "en", "page.html")
    assert str(caught.value) == f"{page}:2: 'nothing' is undefined. Give a value that the report has."


@pytest.mark.slow
def test_sets_come_in_one_order_for_templates_of_ones_own(own_filled):
    (own_filled.folders[0] / "page.html").write_text("{{ words|join(' ') }}", encoding="utf-8")
    words = frozenset(f"word-{n}" for n in range(50))
    assert render_template(own_filled, "en", "page.html", words=words) == render_template(
        own_filled, "en", "page.html", words=words
    )


@pytest.mark.parametrize(("low", "high", "nothing"), [(0.0, 1.0, True), (0.44, 0.76, False)])
def test_a_range_that_answers_have_narrowed_is_not_said_to_have_none(own, low, high, nothing):
    """Of answers that are known at least there is no score, and a range."""
    score = {"score": None, "low": low, "high": high, "coverage": 0.0 if nothing else 0.7, "too_small": False}
    _write(own, '{% from "parts/seen.html" import part %}{{ part(score, 0.67, []) }}')
    told = render(environment(own), "page.html", score=score)
    assert ("nothing is assessed" in told) is nothing
    assert f"{low:.2f}" in told
    assert f"{high:.2f}" in told


def test_a_safeguard_that_does_not_apply_is_none_on_which_the_law_could_be_read(own):
    states = [("silent", ""), ("silent", "law: met"), ("not-applicable", "")]
    rows = [{"name": s, "said": s, "state": s, "law": law, "asks_law": True} for s, law in states]
    view = {"gates": rows, "alarms": [], "subject": "plan", "guards": {"title": {"said": "t"}, "rows": rows}}
    _write(own, '{% from "parts/sheet_head.html" import guarded %}{{ guarded(view) }}')
    assert "read on 1 of 2" in render(environment(own), "page.html", view=view)
