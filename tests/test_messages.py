"""The catalogues of texts: current, complete, and the same in their placeholders."""

import copy
import re
from io import BytesIO

import pytest
from babel.messages.pofile import read_po

from evaluator.library import Library
from evaluator.reports.language import ENGLISH, language, languages, placeholders
from evaluator.reports.wording import other_words
from tools.messages import LANG, TEMPLATE, collected, main, renewed, texts_of_module, written

CATALOGUES = sorted(LANG.glob("*.po"))
CYRILLIC = re.compile("[\u0400-\u04ff]")


def _messages(path):
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


@pytest.fixture(scope="module")
def texts():
    """Return the texts of today, which are collected from all our files."""
    return collected()


@pytest.mark.slow
def test_the_template_holds_the_texts_of_today(texts):
    assert written(texts) == TEMPLATE.read_bytes(), "run  python -m tools.messages"


def test_there_is_serbian_and_every_catalogue_has_a_language():
    known = languages(Library.open().templates)
    assert known[0] == ENGLISH
    assert {"sr-Cyrl", "sr-Latn"} | {path.stem for path in CATALOGUES} == set(known[1:])


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_holds_the_texts_of_today_and_no_others(path, texts):
    assert renewed(path, texts) == path.read_bytes(), "run  python -m tools.messages"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_every_text_is_translated_in_every_form(path):
    forms = [(m.id, m.string if isinstance(m.string, tuple) else (m.string,)) for m in _messages(path)]
    assert [name for name, said in forms if not all(said)] == []
    assert [m.id for m in _messages(path) if m.fuzzy] == []  # such a text is left out when a page is printed


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_has_the_placeholders_of_its_text(path):
    for message in _messages(path):
        asked = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        known = [placeholders(text) for text in asked]
        assert all(placeholders(form) in known for form in given if form), message.id


def test_serbian_in_latin_letters_has_none_in_cyrillic():
    latin = language(Library.open().templates, "sr-Latn")
    for message in _messages(LANG / "sr-Cyrl.po"):
        one = message.id if isinstance(message.id, str) else message.id[0]
        assert not CYRILLIC.search(latin.gettext(one)), one


def test_serbian_is_told_apart_as_not_reviewed():
    assert language(Library.open().templates, "sr-Latn").review == "unreviewed"


@pytest.mark.slow
def test_a_language_is_begun_with_every_text_waiting(tmp_path, monkeypatch, capsys, texts):
    monkeypatch.setattr("tools.messages.collected", lambda: copy.deepcopy(texts))
    monkeypatch.setattr("tools.messages.LANG", tmp_path)
    monkeypatch.setattr("tools.messages.TEMPLATE", tmp_path / "messages.pot")
    main(["de"])
    count = len(texts)
    assert capsys.readouterr().out == f"de: {count} texts, {count} not translated\n"
    assert "# review: unreviewed" in (tmp_path / "de.po").read_text(encoding="utf-8")
    before = (tmp_path / "de.po").read_bytes()
    main([])
    assert (tmp_path / "de.po").read_bytes() == before


def test_a_text_inside_another_text_is_found_under_every_interpreter():
    module = b'x = f\'{say("one")} {say_n("a" "b", "c", number)}\'\ny.say(name)\n'
    found = [entry[1:3] for entry in texts_of_module(BytesIO(module), ("say", "say_n"), (), {})]
    assert found == [("say", ("one",)), ("say_n", ("ab", "c"))]


def test_every_other_wording_is_of_a_text_of_today(texts):
    today = {message.id if isinstance(message.id, str) else message.id[0] for message in texts if message.id}
    told = [message for layer in other_words().values() for message in layer]
    assert [message for message in told if message not in today] == []
