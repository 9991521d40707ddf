"""Read catalogues of translations, `templates/lang/<language>.po`, and refuse any that are faulty or incomplete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from evaluator.errors import InvalidInputError, Problem

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message
    from babel.support import Translations

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
    problems = [*_malformed(path, text), *_repeated(path, text), *_stated(path, text)]
    if problems:
        raise InvalidInputError(problems)
    catalogue = _parsed(path, text)
    problems = [*_unruly(path, text, catalogue)]
    problems += [problem for message in catalogue if message.id for problem in _faults(path, message)]
    if problems:
        raise InvalidInputError(problems)
    return catalogue


def compiled(catalogue: Catalog) -> Translations:
    """Return a catalogue in the form in which gettext looks up texts; untranslated texts are left out."""
    from babel.messages.mofile import write_mo
    from babel.support import Translations

    for message in list(catalogue):
        if message.id and not any(_forms(message)):
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


def _malformed(path: Path, text: str) -> Iterator[Problem]:
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


def _repeated(path: Path, text: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for match in ASKED.finditer(text):
        line = _line(text, match.start(1))
        asked = "".join(part[1:-1] for part in re.findall(QUOTED, match[1]))
        if asked in seen:
            yield Problem(str(path), f"the text of line {seen[asked]} again", "each text once", line=line)
        seen.setdefault(asked, line)


def _stated(path: Path, text: str) -> Iterator[Problem]:
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
                str(path), found[0].removeprefix('"').removeprefix(r"\n"), expected, line=_line(text, found.start(1))
            )


def _line(text: str, index: int) -> int:
    return text.count("\n", 0, index) + 1


def _parsed(path: Path, text: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po

    try:
        return read_po(BytesIO(text.encode()), locale=path.stem.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        place = Problem(str(path), error.args[0], PO, line=error.lineno + 1)
        raise InvalidInputError([place]) from None
    # Babel also parses dates in the header and line numbers in comments, and raises this for faulty ones.
    except ValueError as error:
        raise InvalidInputError([Problem(str(path), str(error), PO, line=1)]) from None


def _unruly(path: Path, text: str, catalogue: Catalog) -> Iterator[Problem]:
    """Yield a problem if the plural rule gives no form for some number."""
    found = f"nplurals={catalogue.num_plurals}; plural={catalogue.plural_expr}"
    try:
        rule = compiled(catalogue).plural
        held = all(rule(number) in range(catalogue.num_plurals) for number in range(LARGEST_COUNT))
    except (ValueError, ArithmeticError):
        held = False
    if not held:
        line = _line(text, max(text.find("Plural-Forms"), 0))
        mend = "Leave Plural-Forms out: it is known for every language."
        yield Problem(str(path), found, "one form for every number", mend, line=line)


def _faults(path: Path, message: Message) -> Iterator[Problem]:
    """Yield a problem for each form whose placeholders differ from its text's, and for missing plural forms."""
    asked = message.id if isinstance(message.id, tuple | list) else (message.id,)
    known = [placeholders(text) for text in asked]
    forms = _forms(message)
    if any(forms) and not all(forms):
        lacking = ", ".join(f"msgstr[{place}]" for place, form in enumerate(forms) if not form)
        yield Problem(str(path), f"no {lacking}", f"all {len(forms)} forms of the plural", line=message.lineno)
    for form in forms:
        if form and placeholders(form) not in known:
            found = f"placeholders {', '.join(sorted(placeholders(form))) or 'none'}"
            expected = f"those of the text, {', '.join(sorted(known[-1])) or 'none'}"
            mend = "Write a per cent sign as %%." if any(name[1:] in ("", " ") for name in placeholders(form)) else ""
            yield Problem(str(path), found, expected, mend, line=message.lineno)


def _forms(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if isinstance(message.string, tuple | list) else (message.string or "",)
