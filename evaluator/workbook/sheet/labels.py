"""The words of a workbook: the rubric's own translation, else the catalogue's, else English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.model.criterion import Criterion
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Column, text_in
from evaluator.read.layers import Layers
from evaluator.reports.language import Language, language, languages
from evaluator.workbook.sheet.headings import (
    entry_heading,
    form_of,
    heading_of,
    meaning_of,
    sentence_of,
    sheet_words,
)
from evaluator.workbook.sheet.table_forms import FORMS

PICK = "Choose from the list."
NOBODY = "Nobody has entered the plan's rows yet. One person does it for all coders."
UNNAMED = "Who entered the plan's rows is not recorded."
ENTERED = "The plan's rows were entered by: %(coders)s."


def words_in(layers: Layers, code: str) -> Language | None:
    """Return the catalogue of a language, or None if the templates have none for it."""
    return language(layers, code) if code in languages(layers) else None


def texts() -> Iterator[str]:
    """Yield every English text of the sheets that a catalogue translates; some twice."""
    words = sheet_words()
    yield from (*words.labels.values(), *words.guide, *words.choices, PICK, words.further, NOBODY, UNNAMED, ENTERED)
    for texts_by_name in (words.forms, words.status_help, words.parts, words.steps):
        yield from texts_by_name.values()
    yield from (text for column in words.columns.values() for text in (column.heading, column.sentence) if text)
    yield from (text for entry in words.entries.values() for text in (entry.label, entry.meaning) if text)
    for form in FORMS:
        for column in form.columns:
            yield heading_of(form.name, column.name)
            yield sentence_of(form.name, column.name, column.doc)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a workbook for one rubric in one language; `words` is the language's catalogue, if there is one."""

    rubric: Rubric
    lang: str = "en"
    words: Language | None = None

    def __call__(self, key: str) -> str:
        """Return the word for a key: the rubric's translation, the catalogue's, else English."""
        return self._translated(key) or self.text(sheet_words().labels.get(key, key))

    def text(self, english: str) -> str:
        """Return the translation of an English text, or the text itself if there is none."""
        return self.words.gettext(english) if self.words and english else english

    def _translated(self, key: str) -> str:
        given = {code: texts[key] for code, texts in self.rubric.translations.items() if key in texts}
        return text_in(given, self.lang) or ""

    def choice(self, value: str) -> str:
        """Return the translated name of a choice; empty if it has none."""
        own = self._translated(f"choice.{value}") or self.text(value)
        return "" if own == value else own

    def heading(self, table: str, column: str) -> str:
        """Return the heading of a table's column in the language."""
        own = self._translated(f"sheet.column.{table}.{column}") or self._translated(f"sheet.column.{column}")
        return own or self.text(heading_of(table, column))

    def sentence(self, table: str, column: str, doc: str = "") -> str:
        """Return the sentence that explains a column in the language; `doc` is the column's declared meaning.

        The sentence is empty if it would only repeat the heading.
        """
        own = self._translated(f"sheet.hint.{table}.{column}") or self._translated(f"sheet.hint.{column}")
        english = sentence_of(table, column, doc)
        return own or ("" if english == f"{heading_of(table, column)}." else self.text(english))

    def entry(self, sheet: str, path: str) -> str:
        """Return the label of a field in the header of a country, plan or coder."""
        return self._translated(f"sheet.entry.{sheet}.{path}") or entry_heading(sheet, path, self.text)

    def meaning(self, sheet: str, path: str, declared: Column) -> str:
        """Return the meaning of an entry and the format of its cell, joined by a semicolon."""
        return "; ".join(words for words in (self.text(meaning_of(sheet, path)), form_of(declared, self.text)) if words)

    def step(self, kind: str, name: str) -> str:
        """Return the sentence on what to do on a sheet; empty if there is none."""
        place = f"{kind}.{name}" if name and kind != "ratings" else kind
        return self._translated(f"sheet.step.{place}") or self.text(sheet_words().steps.get(place, ""))

    def examples(self, criterion: Criterion) -> str:
        """Return the invented passages that would earn each level, one a line; empty if there are none."""
        texts = {k: self._translated(f"{criterion.id}.examples.{k}") or text for k, text in criterion.examples.items()}
        return "\n".join(f"{k}  {' '.join(text.split())}" for k, text in sorted(texts.items()))

    def question(self, criterion: Criterion) -> str:
        """Return the question of a criterion; for an indicator with a judged cap, a note that only the cap is rated."""
        asked = self._translated(f"{criterion.id}.question") or criterion.question or criterion.title
        return f"{self('sheet.cap')} {asked}" if criterion.cap else asked

    def levels(self, criterion: Criterion) -> str:
        """Return the descriptors of all levels, one a line, the highest last."""
        texts = {k: self._translated(f"{criterion.id}.levels.{k}") or text for k, text in criterion.levels.items()}
        return "\n".join(f"{k}  {text}" for k, text in sorted(texts.items()))

    def checklist(self, criterion: Criterion) -> str:
        """Return the numbered conditions of level 3, one a line; empty if the criterion has no checklist."""
        total = len(criterion.checklist)
        return "\n".join(
            f"{at}/{total}  {self._translated(f'{criterion.id}.checklist.{at}') or text}"
            for at, text in enumerate(criterion.checklist, start=1)
        )

    def notes(self, criterion: Criterion) -> str:
        """Return the notes of a criterion on one line; empty where it has none."""
        return " ".join((self._translated(f"{criterion.id}.notes") or criterion.notes).split())

    def needed(self, criterion: Criterion) -> str:
        """Return what evidence the criterion needs and which words to search for."""
        lines = [self._translated(f"{criterion.id}.evidence_needed") or criterion.evidence_needed]
        lines += [f"{lang}: {', '.join(words)}" for lang, words in criterion.search_terms.items()]
        return "\n".join(line for line in lines if line)
