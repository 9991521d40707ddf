"""Catalogues of texts: what is no catalogue, or would print something else than its text, is refused by its line."""

import pytest

from evaluator.errors import InvalidInputError
from evaluator.reports.language import compile_catalogue, read_catalogue

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
SCORE = 'msgid "Score"\nmsgstr "Резултат"\n'
PLANS = 'msgid "%(num)s plan"\nmsgid_plural "%(num)s plans"\n'
FORMS = 'msgstr[0] "%(num)s план"\nmsgstr[1] "%(num)s плана"\nmsgstr[2] "%(num)s планова"\n'


@pytest.fixture
def read(tmp_path):
    """Return a way to read a catalogue of Serbian from its text."""
    return lambda text: read_catalogue(tmp_path / "sr-Cyrl.po", text)


def header(*lines):
    return 'msgid ""\nmsgstr ""\n' + "".join(f'"{line}\\n"\n' for line in lines) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        HEADER + SCORE,
        SCORE,
        (HEADER + SCORE).replace("\n", "\r\n"),
        HEADER + '#, python-format\n#~ msgid "Gone"\n#~ msgstr "Нема"\n' + SCORE,
        HEADER + 'msgid ""\n"Sco"\n"re"\nmsgstr ""\n"Резу"\n"лтат"\n',
        header("Language: sr_Cyrl", "Plural-Forms: nplurals=1; plural=0;") + SCORE,
    ],
    ids=["header", "no header", "line ends of Windows", "comments", "in pieces", "own rule of plurals"],
)
def test_a_well_formed_catalogue_gives_its_translations(read, text):
    assert compile_catalogue(read(text)).gettext("Score") == "Резултат"


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("hello world\n", 1, "hello world"),
        (HEADER + 'msgid "Score\nmsgstr "x"\n', 4, "Score"),
        (HEADER + 'msgid "Score"\nmsgstr "a\\q"\n', 5, "msgstr"),
        (HEADER + 'msgstr "x"\n', 4, "msgstr after msgstr"),
        (HEADER + 'msgctxt "x"\n' + SCORE, 4, "msgctxt"),
        (HEADER + SCORE + "\n" + SCORE, 7, "line 4 again"),
        (HEADER + PLANS + 'msgstr "x"\n', 6, "msgstr after msgid_plural"),
        (HEADER + PLANS + 'msgstr[x] "x"\n', 6, "msgstr[x]"),
        (HEADER + PLANS + 'msgstr[99999999] "x"\n', 6, "msgstr[99999999]"),
        (HEADER + PLANS + FORMS.replace("msgstr[2]", "msgstr[3]"), 4, "more translations"),
        (HEADER + PLANS + FORMS.partition("msgstr[2]")[0], 4, "no msgstr[2]"),
        (HEADER + PLANS + FORMS.replace("%(num)s плана", "плана", 1), 4, "placeholders none"),
        (HEADER + 'msgid "Score"\nmsgstr "100%"\n', 4, "Write a per cent sign as %%"),
        (HEADER + 'msgid "Score"\nmsgstr "100 % sure"\n', 4, "Write a per cent sign as %%"),
        (HEADER + PLANS + FORMS.replace("плана", "%(num).99999999s", 1), 4, "%(num)."),
        (header("Content-Type: text/plain; charset=klingon") + SCORE, 3, "charset=klingon"),
        (header("Content-Type: text/plain; charset=iso-8859-2") + SCORE, 3, "expected utf-8"),
        (header("Language: de") + SCORE, 3, "Language: de"),
        (header("PO-Revision-Date: nonsense") + SCORE, 1, "nonsense"),
        (header("Plural-Forms: nplurals=999999999; plural=0;") + SCORE, 3, "expected 1 to 6"),
        (header("Plural-Forms: nplurals=2; plural=n/0;") + SCORE, 3, "one form for every number"),
        (header("Plural-Forms: nplurals=2; plural=5;") + SCORE, 3, "one form for every number"),
        (header("Plural-Forms: nplurals=2; plural=exit(n);") + SCORE, 3, "one form for every number"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(read, text, line, told):
    with pytest.raises(InvalidInputError) as caught:
        read(text)
    problem = caught.value.problems[0]
    assert problem.line == line
    assert told in str(problem)


def test_every_fault_is_told_at_once(read):
    with pytest.raises(InvalidInputError) as caught:
        read(HEADER + "one\ntwo\n" + SCORE + SCORE)
    assert [problem.line for problem in caught.value.problems] == [4, 5, 8]


def test_a_text_without_a_translation_leaves_it_to_the_catalogue_below(read):
    layer = compile_catalogue(read(HEADER + PLANS + 'msgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n'))
    layer.add_fallback(compile_catalogue(read(HEADER + PLANS + FORMS)))
    assert layer.ngettext("%(num)s plan", "%(num)s plans", 5) == "%(num)s планова"
