"""The languages of reports: catalogues, numbers, dates, plurals."""

from __future__ import annotations

import pytest

from evaluator.errors import InvalidInputError, UnknownNameError
from evaluator.model.sentence import Figure, say
from evaluator.read.layers import Layers
from evaluator.reports.language import compile_catalogue, language, languages, read_catalogue, territory

PO = """msgid ""
msgstr ""
"Language: sr_Cyrl\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; "
"plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

"""
MESSAGES = """msgid "Score"
msgstr "Резултат"

msgid "%(num)s plan"
msgid_plural "%(num)s plans"
msgstr[0] "%(num)s план"
msgstr[1] "%(num)s плана"
msgstr[2] "%(num)s планова"
"""


@pytest.fixture
def folders(tmp_path):
    """Return template layers, the user's over the shipped, and a way to write catalogues into them."""

    def write(layer, name, text):
        path = tmp_path / layer / "lang" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    return Layers((tmp_path / "own", tmp_path / "shipped")), write


def test_serbian_comes_in_two_scripts_from_one_catalogue(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + MESSAGES)
    assert languages(layers) == ("en", "sr-Cyrl", "sr-Latn")
    assert language(layers, "sr-Cyrl").gettext("Score") == "Резултат"
    assert language(layers, "sr-Latn").gettext("Score") == "Rezultat"
    assert language(layers, "sr").code == "sr-Cyrl"


@pytest.mark.parametrize(("number", "form"), [(1, "plan"), (2, "plana"), (5, "planova"), (11, "planova"), (21, "plan")])
def test_the_number_chooses_among_three_forms(folders, number, form):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + MESSAGES)
    assert language(layers, "sr-Latn").ngettext("%(num)s plan", "%(num)s plans", number) == f"%(num)s {form}"


def test_what_is_not_translated_stays_in_english(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + 'msgid "Score"\nmsgstr ""\n')
    spoken = language(layers, "sr-Cyrl")
    assert spoken.gettext("Score") == "Score"
    assert spoken.gettext("Nowhere") == "Nowhere"


def test_a_catalogue_of_the_user_is_laid_over_the_shipped_text_by_text(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", "# review: unreviewed\n" + PO + MESSAGES)
    write("own", "sr-Cyrl.po", PO + 'msgid "Score"\nmsgstr "Бод"\n')
    spoken = language(layers, "sr-Cyrl")
    assert spoken.gettext("Score") == "Бод"
    assert spoken.ngettext("%(num)s plan", "%(num)s plans", 2) == "%(num)s плана"
    assert spoken.review == "unreviewed"


def test_the_users_english_rewords_the_shipped(folders):
    layers, write = folders
    write(
        "own",
        "en.po",
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Score"\nmsgstr "Mark"\n',
    )
    assert languages(layers) == ("en",)
    assert language(layers).gettext("Score") == "Mark"


def test_numbers_and_dates_are_those_of_the_language(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + MESSAGES)
    english, latin = language(layers), language(layers, "sr-Latn")
    assert (english.decimal("0.53"), latin.decimal("0.53")) == ("0.53", "0,53")
    assert (english.percent("45.5"), latin.percent("45.5")) == ("45.5%", "45,5%")
    assert (english.amount(1234567), latin.amount(1234567)) == ("1,234,567", "1.234.567")
    assert english.day("2005-07-01") == "1 July 2005"
    assert latin.day("2005-07-01") == "1. 7. 2005."
    assert latin.day("2005-07") == "jul 2005."
    assert [latin.day(text) for text in ("2005", "open", "2005-02-30", "")] == ["2005", "open", "2005-02-30", ""]


def test_countries_have_the_names_of_the_locale_data():
    assert [territory(iso3, "sr-Latn") for iso3 in ("ALB", "BIH", "XKX", "XXA")] == [
        "Albanija",
        "Bosna i Hercegovina",
        "Kosovo",
        "",
    ]


def test_a_sentence_of_the_program_is_said_with_the_numbers_of_the_language(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + 'msgid "%(plan)s moves %(share)s."\nmsgstr "%(plan)s помера %(share)s."\n')
    sentence = say("%(plan)s moves %(share)s.", plan="XXA-1", share=Figure(0.256, ".1%"))
    assert language(layers, "sr-Cyrl").said(sentence) == "XXA-1 помера 25,6%."
    assert language(layers, "en").said(sentence) == "XXA-1 moves 25.6%."
    assert language(layers, "sr-Cyrl").said("Shelter") == "Shelter"


def test_a_language_that_is_not_there_is_named_with_those_that_are(folders):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + MESSAGES)
    with pytest.raises(UnknownNameError, match="sr-Latn"):
        language(layers, "fr")


def test_a_translation_with_other_placeholders_is_refused_with_its_line(folders):
    layers, write = folders
    path = write("own", "sr-Cyrl.po", PO + 'msgid "%(plan)s moves."\nmsgstr "%(план)s помера."\n')
    with pytest.raises(InvalidInputError) as caught:
        language(layers, "sr-Cyrl")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (str(path), 8)
    assert "%(план)s" in str(problem)
    assert "%(plan)s" in str(problem)


def test_a_file_that_is_no_catalogue_is_refused_with_its_line(folders):
    layers, write = folders
    write("own", "sr-Cyrl.po", PO + "msgid Score\n")
    with pytest.raises(InvalidInputError) as caught:
        language(layers, "sr-Cyrl")
    assert caught.value.problems[0].line == 8


def test_a_catalogue_that_is_not_utf_8_is_refused(folders):
    layers, write = folders
    write("own", "sr-Cyrl.po", "").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidInputError):
        language(layers, "sr-Cyrl")


@pytest.mark.parametrize("code", ["xx", "zz-Foo", "pt_BR", "a b!"])
def test_a_catalogue_that_is_named_by_no_language_is_refused(folders, code):
    layers, write = folders
    path = write("own", f"{code}.po", MESSAGES.partition("\n\n")[0])
    with pytest.raises(InvalidInputError, match="no language") as caught:
        language(layers, code)
    assert caught.value.problems[0].path == str(path)
    assert language(layers, "en").gettext("Score") == "Score"


@pytest.mark.parametrize("name", ["sr.po", "sr-Latn.po"])
def test_a_catalogue_that_would_never_be_read_is_refused(folders, name):
    layers, write = folders
    write("shipped", "sr-Cyrl.po", PO + MESSAGES)
    write("own", name, MESSAGES.partition("\n\n")[0])
    with pytest.raises(InvalidInputError, match=r"its texts in sr-Cyrl\.po"):
        language(layers, "sr-Latn")


def test_a_folder_in_place_of_a_catalogue_is_refused(folders):
    layers, _ = folders
    (layers.folders[0] / "lang" / "en.po").mkdir(parents=True)
    with pytest.raises(InvalidInputError, match=r"en\.po"):
        language(layers, "en")


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
        (header("Content-Type: text/plain; charset=iso-8859-2") + SCORE, 3, "Give utf-8"),
        (header("Language: de") + SCORE, 3, "Language: de"),
        (header("PO-Revision-Date: nonsense") + SCORE, 1, "nonsense"),
        (header("Plural-Forms: nplurals=999999999; plural=0;") + SCORE, 3, "Give 1 to 6"),
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
