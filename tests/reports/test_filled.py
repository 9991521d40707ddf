"""Shipped templates are filled in here; those of a user's folder in a process under limits."""

from __future__ import annotations

import os

import pytest

from evaluator.errors import InvalidInputError
from evaluator.read.child import TEMPLATE
from evaluator.read.layers import Layers
from evaluator.reports.html.environment import own_folder, render_directly, render_template, under_limits


@pytest.fixture
def own(tmp_path, library) -> Layers:
    (tmp_path / "own").mkdir()
    return Layers((tmp_path / "own", library.templates.folders[-1]))


def test_an_empty_folder_and_one_that_is_not_there_are_no_templates_of_ones_own(own, library, tmp_path):
    assert own_folder(library.templates) is None
    assert own_folder(own) is None
    assert own_folder(Layers((tmp_path / "none", *own.folders[1:]))) is None
    assert under_limits(own, TEMPLATE, os.getpid) == os.getpid()


def test_a_folder_with_any_file_is_worked_on_elsewhere(own):
    (own.folders[0] / "own.css").write_text("", encoding="utf-8")
    assert own_folder(own) == own.folders[0]
    assert under_limits(own, TEMPLATE, os.getpid) != os.getpid()


def test_both_ways_give_the_same_page_and_the_same_faults(own):
    page = own.folders[0] / "page.html"
    page.write_text("{{ words }} č {{ {1: 2} }}", encoding="utf-8")
    here = render_directly(own, "en", "page.html", {"words": "<b>"}, {})
    assert render_template(own, "en", "page.html", words="<b>") == here == "&lt;b&gt; č {1: 2}"
    page.write_text("one\n{{ nothing }}", encoding="utf-8")
    with pytest.raises(InvalidInputError) as caught:
        render_template(own, "en", "page.html")
    assert str(caught.value) == f"{page}:2: 'nothing' is undefined; expected a value that the report has."


@pytest.mark.slow
def test_sets_come_in_one_order_for_templates_of_ones_own(own):
    (own.folders[0] / "page.html").write_text("{{ words|join(' ') }}", encoding="utf-8")
    words = frozenset(f"word-{n}" for n in range(50))
    assert render_template(own, "en", "page.html", words=words) == render_template(own, "en", "page.html", words=words)
