"""The languages of reports: gettext catalogues for texts, Unicode locale data (CLDR) for numbers, dates and plurals.

A catalogue is `templates/lang/<language>.po`. A catalogue in the user's folder overrides the
shipped one text by text, and `en.po` there rewords English. The Serbian catalogue is in Cyrillic;
Serbian in Latin letters is transliterated. A catalogue that is faulty or incomplete is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import InvalidInputError, Problem, UnknownNameError
from evaluator.model.script import serbian_latin
from evaluator.model.sentence import Figure, Foreign, Spoken
from evaluator.model.wording import PLAIN, Wording
from evaluator.read.layers import Layers
from evaluator.read.text_files.file import read_text

if TYPE_CHECKING:
    from babel import Locale
    from babel.messages.catalog import Catalog, Message
    from babel.support import NullTranslations, Translations

ENGLISH = "en"
# The English of the project is British.
LOCALES = {ENGLISH: "en_GB"}
# Languages transliterated from another language's catalogue.
MADE_FROM = {"sr-Latn": "sr-Cyrl"}
# CLDR reads `sr` without a script as Cyrillic.
ALSO_CALLED = {"sr": "sr-Cyrl"}
MINUS = "\N{MINUS SIGN}"
# In these languages a month is inflected inside a date, which CLDR does not do: dates there have numbers for months.
NUMBERED = frozenset({"sr"})
# Country codes in use that are not in ISO 3166, with CLDR's code for the same country.
KNOWN_AS = {"XKX": ("XK",)}
REVIEW = re.compile(r"^#?[^\S\n]*+review:[^\S\n]*+(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Language:
    """A language of reports: its translated texts, and its formats of numbers and dates.

    `review` states how far its translation has been reviewed: `unreviewed`, or empty if there is
    nothing to review. `wording` is how the page words what it says of its rubric.
    """

    code: str
    locale: Locale
    texts: NullTranslations
    review: str
    wording: Wording = PLAIN

    def gettext(self, message: str) -> str:
        """Return the message in the language, or in English if it is not translated."""
        return self.texts.gettext(self.wording.one(message))

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Return the plural form of the message for the number."""
        return self.texts.ngettext(*self.wording.forms(one, many), number)

    def figure(self, figure: Figure) -> str:
        """Return a number inside a sentence, with the language's decimal and per cent signs, and its thousands."""
        if "," in figure.form:
            return self.amount(figure.number)
        text = str(figure)
        return self.percent(text[:-1]) if text.endswith("%") else self.decimal(text)

    def foreign(self, text: Foreign) -> str:
        """Return a text in another language unchanged."""
        return str(text)

    def band(self, text: str) -> str:
        """Return a rubric's word for a band in the language, and any other text unchanged."""
        return self.said(self.wording.band(text))

    def said(self, text: str) -> str:
        """Return one of the program's own sentences in the language; any other text unchanged."""
        return text.said(self) if isinstance(text, Spoken) else text

    def decimal(self, number: str | Decimal) -> str:
        """Return an already rounded number with the language's decimal sign and a true minus sign."""
        return str(number).replace(".", self.locale.number_symbols["latn"]["decimal"]).replace("-", MINUS)

    def percent(self, number: str | Decimal) -> str:
        """Return a number of per cent with the language's sign, in the position the language requires."""
        pattern = self.locale.percent_formats[None]
        return f"{pattern.prefix[0]}{self.decimal(number)}{pattern.suffix[0]}"

    def amount(self, number: float | Decimal) -> str:
        """Return an amount with grouped thousands, and with up to six decimals."""
        from babel.numbers import format_decimal

        return format_decimal(number, format="#,##0.######", locale=self.locale)

    def listed(self, names: Sequence[str]) -> str:
        """Return names joined as a sentence joins them.

        Examples
        --------
        >>> language(Layers(()), "en").listed(("Brazil", "Serbia", "United States"))
        'Brazil, Serbia and United States'
        """
        from babel.lists import format_list

        return format_list(names, locale=self.locale)

    def day(self, iso: str) -> str:
        """Return a date, or a period of two, in the precision of its text: a year stays a year.

        A text that is no date is unchanged.

        Examples
        --------
        >>> english = language(Layers(()), "en")
        >>> [english.day(text) for text in ("2005-07-01", "2005-07", "2005", "open")]
        ['1 July 2005', 'July 2005', '2005', 'open']
        >>> english.day("2016/2019"), english.day("2020-09/2021")
        ('2016–2019', 'September 2020 – 2021')
        """
        from babel.dates import format_date, format_skeleton

        if "/" in iso:
            ends = [self.day(end) for end in iso.split("/")]
            return ("–" if "".join(ends).isdecimal() else " – ").join(ends)
        try:
            if len(iso) == len("2005-07-01"):
                length = "medium" if self.locale.language in NUMBERED else "long"
                return format_date(date.fromisoformat(iso), length, locale=self.locale)
            if len(iso) == len("2005-07"):
                return format_skeleton("yMMMM", date.fromisoformat(f"{iso}-01"), locale=self.locale)
        except ValueError:
            return iso
        return iso


def languages(layers: Layers) -> tuple[str, ...]:
    """Return the codes of the languages in which reports can be printed; `layers` are the template folders."""
    written = {name.removesuffix(".po") for name in layers.below("lang").files("[!.]*.po")} - {ENGLISH}
    made = {code for code, source in MADE_FROM.items() if source in written}
    return (ENGLISH, *sorted(written | made))


def language(layers: Layers, code: str = ENGLISH) -> Language:
    """Return a language of reports by its code.

    Raises
    ------
    UnknownNameError
        There is no catalogue for the language.
    InvalidInputError
        A catalogue is not a well-formed PO file, its name is not a language code, or the
        placeholders of a translation differ from those of its text. The error lists every faulty line.
    """
    chosen = ALSO_CALLED.get(code, code)
    if chosen not in languages(layers):
        raise UnknownNameError("language of reports", code, list(languages(layers)))
    name = f"{MADE_FROM.get(chosen, chosen)}.po"
    paths = [folder / "lang" / name for folder in layers.folders]
    files = tuple((path, read_text(path)) for path in paths if path.exists())
    _refuse_names(layers, chosen, paths)
    return _language_of_files(chosen, files)


def _refuse_names(layers: Layers, code: str, paths: Sequence[Path]) -> None:
    """Raise an error if a catalogue's file name is not a language code, or if the catalogue would never be read."""
    source = MADE_FROM.get(code, code)
    never = [f"{name}.po" for name, other in (MADE_FROM | ALSO_CALLED).items() if other == source]
    unread = [path for name, path in layers.below("lang").files("*.po").items() if name in never]
    problems = [Problem(str(path), "a catalogue that is never read", f"its texts in {source}.po") for path in unread]
    if not CODE.fullmatch(source) or not _is_known_locale(source):
        expected = "a code of the Unicode locale data: de.po, pt-BR.po, sr-Cyrl.po"
        problems += [Problem(str(path), f"{source!r}, no language", expected) for path in paths if path.is_file()]
    if problems:
        raise InvalidInputError(problems)


def _is_known_locale(code: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        return bool(Locale.parse(code.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return False


@lru_cache(maxsize=16)
def _language_of_files(code: str, files: tuple[tuple[Path, str], ...]) -> Language:
    from babel import Locale

    locale = Locale.parse(LOCALES.get(code, code.replace("-", "_")))
    texts, review = _translations(code, files)
    return Language(code, locale, texts, review)


def plural_place(code: str, number: int) -> int:
    """Return which of the plural forms of a language a number takes, in the order of the Unicode locale data.

    Examples
    --------
    >>> [plural_place("en", number) for number in (1, 2)], [plural_place("sr-Cyrl", number) for number in (1, 2, 5)]
    ([0, 1], [0, 1, 2])
    """
    from babel import Locale

    rule = Locale.parse(LOCALES.get(code, code.replace("-", "_"))).plural_form
    order = [*(tag for tag in ("zero", "one", "two", "few", "many") if tag in rule.tags), "other"]
    return order.index(rule(number))


def territory(iso3: str, code: str) -> str:
    """Return the name of a country in a language from the Unicode locale data; empty if they have none.

    Examples
    --------
    >>> territory("ALB", "sr-Latn"), territory("ALB", "zxx")
    ('Albanija', '')
    """
    from babel import Locale, UnknownLocaleError
    from babel.core import get_global

    try:
        names = Locale.parse(LOCALES.get(code, code.replace("-", "_"))).territories
    except (UnknownLocaleError, ValueError):
        return ""
    codes = KNOWN_AS.get(iso3) or get_global("territory_aliases").get(iso3, ())
    return next((str(names[known]) for known in codes if known in names), "")


def _translations(code: str, files: Sequence[tuple[Path, str]]) -> tuple[NullTranslations, str]:
    """Return the translations, the user's before the shipped ones, and the review state that their headers give."""
    from babel.support import NullTranslations

    chain: NullTranslations | None = None
    review = ""
    for path, text in reversed(files):
        catalogue = read_catalogue(path, text)
        found = REVIEW.search(catalogue.header_comment)
        review = found[1].strip() if found else review
        if code in MADE_FROM:
            _transliterate(catalogue)
        layer = compile_catalogue(catalogue)
        if chain is not None:
            layer.add_fallback(chain)
        chain = layer
    return chain or NullTranslations(), review


def _transliterate(catalogue: Catalog) -> None:
    for message in catalogue:
        if isinstance(message.string, tuple | list):
            message.string = tuple(serbian_latin(form) for form in message.string)
        elif message.id and message.string:
            message.string = serbian_latin(message.string)


PO = "a catalogue of gettext, as PO file"
CODE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")
PLACEHOLDER = re.compile(r"%(?:\((?P<name>[^()]*)\))?(?P<kind>.|$)", re.DOTALL)
QUOTED = r'"(?:[^"\\]|\\[ntr"\\])*"'
LINE = re.compile(rf"\s*+(?:#.*+|(?:(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+)?{QUOTED})?\s*")
ASKED = re.compile(rf"^[^\S\n]*+msgid\s+((?:{QUOTED}\s*)+)", re.MULTILINE)
# The entries that each entry of a message may follow; messages of the reports have no msgctxt.
AFTER = {
    "msgid": ("", "msgstr", "msgstr[]"),
    "msgid_plural": ("msgid",),
    "msgstr": ("msgid",),
    "msgstr[]": ("msgid_plural", "msgstr[]"),
}
CHARSET = re.compile(r"charset=([^\s\\;\"]+)")
LANGUAGE = re.compile(r"(?:\"|\\n)Language:\s*([A-Za-z]+)")
COUNT = re.compile(r"nplurals\s*=\s*(\d+)")
# No language has more plural forms.
MOST_FORMS = 6
# Plural rules repeat well below this number.
LARGEST_COUNT = 1000


def read_catalogue(path: Path, text: str) -> Catalog:
    """Return a catalogue parsed from the text of its PO file.

    Raises
    ------
    InvalidInputError
        The file is not a well-formed PO file in UTF-8, its header states another language than its
        name, its plural rule is faulty, plural forms are missing, or the placeholders of a
        translation differ from those of its text. The error lists every faulty line.
    """
    problems = [*_malformed_lines(path, text), *_repeated_texts(path, text), *_faulty_headers(path, text)]
    if problems:
        raise InvalidInputError(problems)
    catalogue = _parse_catalogue(path, text)
    problems = [*_faulty_plurals(path, text, catalogue)]
    problems += [problem for message in catalogue if message.id for problem in _faulty_forms(path, message)]
    if problems:
        raise InvalidInputError(problems)
    return catalogue


def compile_catalogue(catalogue: Catalog) -> Translations:
    """Return a catalogue in the form in which gettext looks up texts; untranslated texts are left out."""
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    for message in list(catalogue):
        if message.id and not any(_forms_of(message)):
            catalogue.delete(message.id, message.context)
    packed = BytesIO()
    write_mo(packed, catalogue)
    packed.seek(0)
    return Translations(packed)


def placeholders(text: str) -> frozenset[str]:
    """Return the placeholders of a message; `%%` is a plain per cent sign, and a lone `%` is a faulty placeholder.

    Examples
    --------
    >>> sorted(placeholders("%(plan)s keeps %(share)s, 5 %% more"))
    ['%(plan)s', '%(share)s']
    >>> sorted(placeholders("100%"))
    ['%']
    """
    return frozenset(match[0] for match in PLACEHOLDER.finditer(text) if match[0] != "%%")


def _malformed_lines(path: Path, text: str) -> Iterator[Problem]:
    """Yield a problem for each line that is not PO syntax, and for each entry or text in the wrong order."""
    last = ""
    for number, line in enumerate(text.split("\n"), 1):
        match = LINE.fullmatch(line)
        if match is None:
            yield Problem(str(path), f"the line {line.strip()[:60]!r}", PO, line=number)
            continue
        entry = re.sub(r"\d", "", match[1] or "")
        if (entry and last not in AFTER[entry]) or (not last and line.lstrip().startswith('"')):
            found = f"{entry or 'a text'} after {last or 'nothing'}"
            yield Problem(str(path), found, "msgid, msgid_plural where there is one, then msgstr", line=number)
        last = entry or last


def _repeated_texts(path: Path, text: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for match in ASKED.finditer(text):
        line = _line_at(text, match.start(1))
        asked = "".join(part[1:-1] for part in re.findall(QUOTED, match[1]))
        if asked in seen:
            yield Problem(str(path), f"the text of line {seen[asked]} again", "each text once", line=line)
        seen.setdefault(asked, line)


def _faulty_headers(path: Path, text: str) -> Iterator[Problem]:
    """Yield a problem for each header field that is wrong: character set, language, or number of plural forms."""
    header = text[: text.find("\n\n", text.find("msgstr")) + 1 or None]
    for found, wrong, expected in (
        (CHARSET.search(header), lambda said: said.lower() not in ("utf-8", "utf8"), "utf-8"),
        (
            LANGUAGE.search(header),
            lambda said: said.lower() != path.stem.split("-")[0],
            f"that of the name, {path.stem}",
        ),
        (COUNT.search(header), lambda said: not 0 < int(said[:9]) <= MOST_FORMS, f"1 to {MOST_FORMS}"),
    ):
        if found and wrong(found[1]):
            yield Problem(
                str(path), found[0].removeprefix('"').removeprefix(r"\n"), expected, line=_line_at(text, found.start(1))
            )


def _line_at(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _parse_catalogue(path: Path, text: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(BytesIO(text.encode()), locale=path.stem.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        place = Problem(str(path), error.args[0], PO, line=error.lineno + 1)
        raise InvalidInputError([place]) from None
    # Babel also parses dates in the header and line numbers in comments, and raises this for faulty ones.
    except ValueError as error:
        raise InvalidInputError([Problem(str(path), str(error), PO, line=1)]) from None


def _faulty_plurals(path: Path, text: str, catalogue: Catalog) -> Iterator[Problem]:
    """Yield a problem if the plural rule gives no form for some number."""
    found = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr}"
    try:
        rule = compile_catalogue(catalogue).plural
        held = all(rule(number) in range(catalogue.num_plurals) for number in range(LARGEST_COUNT))
    except (ValueError, ArithmeticError):
        held = False
    if not held:
        line = _line_at(text, max(text.find("Plural-Forms"), 0))
        mend = "Leave Plural-Forms out: it is known for every language."
        yield Problem(str(path), found, "one form for every number", mend, line=line)


def _faulty_forms(path: Path, message: Message) -> Iterator[Problem]:
    """Yield a problem for each form whose placeholders differ from its text's, and for missing plural forms."""
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    known = [placeholders(text) for text in asked]
    forms = _forms_of(message)
    if any(forms) and not all(forms):
        lacking = ", ".join(f"msgstr[{place}]" for place, form in enumerate(forms) if not form)
        yield Problem(str(path), f"no {lacking}", f"all {len(forms)} forms of the plural", line=message.lineno)
    for form in forms:
        if form and placeholders(form) not in known:
            found = f"placeholders {', '.join(sorted(placeholders(form))) or 'none'}"
            expected = f"those of the text, {', '.join(sorted(known[-1])) or 'none'}"
            mend = "Write a per cent sign as %%." if any(name[1:] in ("", " ") for name in placeholders(form)) else ""
            yield Problem(str(path), found, expected, mend, line=message.lineno)


def _forms_of(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)
