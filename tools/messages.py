"""The texts to translate, collected from templates and code; catalogues brought up to date with them.

    python -m tools.messages            # write templates/lang/messages.pot, renew every catalogue beside it
    python -m tools.messages sr-Cyrl    # and begin one for a language that has none

Texts are marked `_()`, `gettext` and `ngettext` in templates, `say`, `say_n` and `say_alike` in code; what stands
for them under some rubrics is in `templates/wording.yaml`. A translation whose text is gone is dropped; a new text
waits with an empty translation.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from evaluator.reports.wording import other_words
from evaluator.workbook.sheet.labels import texts as sheet_texts

ROOT = Path(__file__).resolve().parent.parent
LANG = ROOT / "templates" / "lang"
TEMPLATE = LANG / "messages.pot"
# Score sheets and the command line have a `say` of another kind.
WHERE = (
    ("templates", [("**.html", "jinja2"), ("**.js", "javascript")]),
    (
        "evaluator",
        [
            ("workbook/**.py", "ignore"),
            ("cli/**.py", "ignore"),
            ("extensions/*/command.py", "ignore"),
            ("**.py", "tools.messages:texts_of_module"),
        ],
    ),
)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (1,),
    "say_n": (1, 2),
    "say_alike": (1, 1),
    "worded": (1,),
}
OPTIONS = {
    "**.html": {
        "extensions": "jinja2.ext.do,jinja2.ext.loopcontrols",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
WIDTH = 110
# Days and versions would change the file without a reason; names and addresses of people are no data of ours.
DROPPED = tuple(
    f'"{field}'
    for field in (
        *("Project-Id-Version", "Report-Msgid-Bugs-To", "POT-Creation-Date", "PO-Revision-Date"),
        *("Last-Translator", "Language-Team", "Generated-By"),
    )
)


def collected() -> Catalog:
    """Return every text to translate, in order of the text, with the files it stands in."""
    found = Catalog(charset="utf-8", fuzzy=False)
    found.header_comment = "# Texts of the reports, to be translated.\n#"
    for folder, name, text, comments in sorted(_messages(), key=lambda entry: (str(entry[2]), entry[0], entry[1])):
        found.add(text, None, [(f"{folder}/{name}", 0)], auto_comments=comments)
    return found


def _messages() -> Iterator[tuple[str, str, str | tuple[str, ...], list[str]]]:
    for folder, methods in WHERE:
        for name, _, text, comments, _ in extract_from_dir(ROOT / folder, methods, OPTIONS, KEYWORDS):
            yield folder, Path(name).as_posix(), text, list(comments)
    for words in (words for layer in other_words().values() for words in layer.values()):
        yield "templates", "wording.yaml", tuple(words) if words.many else words.one, []
    for text in dict.fromkeys(sheet_texts()):
        yield "evaluator", "workbook/sheet/labels.py", text, []


def texts_of_module(
    file: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, object]
) -> Iterator[tuple[int, str, tuple[str, ...], list[str]]]:
    """Yield line, function and literal arguments of every marked call of a module: the method that Babel calls.

    The module is parsed, not cut into tokens: what is a token inside an f-string depends on the version of Python,
    the tree does not. An argument that is no literal ends the list, as a number does in `say_n`.
    """
    del comment_tags, options
    for node in ast.walk(ast.parse(file.read())):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name not in keywords:
            continue
        texts = list[str]()
        for argument in node.args:
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                break
            texts.append(argument.value)
        if texts:
            yield node.lineno, name, tuple(texts), []


def written(catalogue: Catalog) -> bytes:
    """Return a catalogue as the bytes of its file: the same texts give the same bytes."""
    file = BytesIO()
    write_po(file, catalogue, width=WIDTH, ignore_obsolete=True, include_lineno=False, sort_by_file=True)
    lines = file.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(DROPPED)]
    return "".join(kept).encode()


def renewed(path: Path, texts: Catalog) -> bytes:
    """Return a language's catalogue with the texts of today, as the bytes of its file."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem.replace("-", "_"))
    catalogue.update(texts, no_fuzzy_matching=True, update_header_comment=False)
    return written(catalogue)


def main(languages: list[str]) -> None:
    """Write the template, begin the languages named, renew the others."""
    texts = collected()
    LANG.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(written(texts))
    for language in languages:
        path = LANG / f"{language}.po"
        if not path.exists():
            begun = Catalog(locale=language.replace("-", "_"), charset="utf-8", fuzzy=False)
            begun.header_comment = f"# Texts of the reports in {language}.\n# review: unreviewed"
            path.write_bytes(written(begun))
    for path in sorted(LANG.glob("*.po")):
        path.write_bytes(renewed(path, texts))
        with path.open("rb") as file:
            waiting = sum(1 for message in read_po(file) if message.id and not _complete(message.string))
        sys.stdout.write(f"{path.stem}: {len(texts)} texts, {waiting} not translated\n")


def _complete(translation: str | Sequence[str] | None) -> bool:
    return bool(translation) if isinstance(translation, str) else all(translation or ("",))


if __name__ == "__main__":
    main(sys.argv[1:])
