"""The words of a workbook: the rubric's own translation, else the catalogue's, else English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evaluator.model.rubric import Criterion, Rubric
from evaluator.model.schema import Column, text_in
from evaluator.read.layers import Layers
from evaluator.reports.language import Language, language, languages
from evaluator.workbook.sheet.headings import (
    COLUMNS,
    ENTRIES,
    FURTHER,
    PARTS,
    STEPS,
    entry_heading,
    form_of,
    heading_of,
    meaning_of,
    sentence_of,
)
from evaluator.workbook.sheet.headings import FORMS as CELLS
from evaluator.workbook.sheet.table_forms import FORMS

ENGLISH = {
    "sheet.start": "Start",
    "sheet.coder": "Your assessment",
    "sheet.country": "Country",
    "sheet.rules": "Rules of rating",
    "sheet.words": "Words of the source",
    "sheet.rule": "Rule",
    "sheet.plan": "Plan",
    "sheet.sources": "Sources",
    "sheet.institutions": "Institutions",
    "sheet.measures": "Measures",
    "sheet.indicators": "Indicators",
    "sheet.facts": "Figures",
    "sheet.money": "Money",
    "sheet.evidence": "Evidence",
    "sheet.implementation": "Implementation",
    "sheet.narrative": "Account",
    "sheet.check": "Check",
    "sheet.check.criterion_id": "id",
    "sheet.check.title": "Part or question",
    "sheet.check.weight": "Weight",
    "sheet.check.status": "Status",
    "sheet.check.level": "Level",
    "sheet.check.evidence": "Evidence",
    "sheet.check.applies": "Counts",
    "sheet.check.answered": "Assessed",
    "sheet.check.low": "At worst",
    "sheet.check.high": "At best",
    "sheet.check.follows": "What it follows",
    "sheet.follows.rating": "your rating, as you type",
    "sheet.follows.cap": "the figures and your rating, as they were at the export",
    "sheet.follows.figures": "the figures, as they were at the export",
    "sheet.follows.rows": "the rows of the plan, as they were at the export",
    "sheet.follows.country": "whether it applies to the country, as it was at the export",
    "sheet.since.rows": "What Check counts from the rows of the plan",
    "sheet.since.figures": "What Check counts from the figures",
    "sheet.since.country": "Which questions apply, by the sheet Country",
    "sheet.since.same": "as at the export",
    "sheet.since.changed": "these sheets were changed since the export: import this workbook and export it again",
    "sheet.total.answered": "Share of the weight that is assessed",
    "sheet.total.low": "The score will be at least",
    "sheet.total.high": "The score will be at most",
    "sheet.examples": "Invented passages that would earn the level",
    "sheet.step": "Step",
    "sheet.what": "What to do there",
    "sheet.filled": "Rows filled",
    "sheet.criterion": "Criterion",
    "sheet.question": "Question",
    "sheet.object": "Object",
    "sheet.levels": "Levels",
    "sheet.checklist": "Conditions of level 3 (write in the reason how many are met, as in 3 of 5)",
    "sheet.cap": (
        "Rate only how far practice meets the levels beside this. The figure is not yours to rate: it is counted from "
        "the data, and the lower of the two levels counts. It is:"
    ),
    "sheet.notes": "How to read it",
    "sheet.status": "Status",
    "sheet.level": "Level",
    "sheet.confidence": "Confidence",
    "sheet.evidence_ids": "Evidence",
    "sheet.reason": "Reason",
    "sheet.missing_for_next": "Missing for the next level",
    "sheet.searched": "What was searched",
    "sheet.article": "Act and article",
    "sheet.version": "Version read",
    "sheet.in_force": "In force since",
    "sheet.extent": "How much was read",
    "sheet.todo": "Still to do",
    "sheet.change": "Why changed",
    "sheet.needed": "What to look for",
    "sheet.key": "Entry",
    "sheet.value": "Your entry",
    "sheet.meaning": "What it is",
    "sheet.lang": "Language",
    "sheet.text": "Text",
    "sheet.group": "Sheet",
    "sheet.total": "Questions",
    "sheet.assessed": "Assessed",
    "sheet.open": "Not assessed",
    "sheet.flagged": "Something missing",
    "flag.evidence": "evidence is missing",
    "flag.level": "level is missing",
    "flag.no-level": "no level with this status",
    "flag.confidence": "confidence is missing",
    "flag.searched": "say what was searched",
    "flag.reason": "reason is missing",
    "flag.complete": "complete",
}
# Words in drop-down lists, which the import accepts as well as their ids.
CHOICES = (
    "rated", "at-least", "silent", "contrary", "not-applicable", "no-occasion", "not-assessed", "high", "medium", "low",
    "plan", "law", "practice", "whole", "part", "account", "heading",
)  # fmt: skip
PICK = "Choose from the list."
NOBODY = "Nobody has entered the plan's rows yet. One person does it for all coders."
UNNAMED = "Who entered the plan's rows is not recorded."
ENTERED = "The plan's rows were entered by: %(coders)s."
STATUS_HELP = (
    ("rated", "a level, with evidence for it and a reason that refers to the level"),
    ("at-least", "what you read supports this level, and text that you did not read could say more; 2+ for short"),
    ("silent", "the plan, read whole, says nothing; say what was searched"),
    ("contrary", "plan, law or practice do the opposite; with evidence as strong as any"),
    ("not-applicable", "the question does not arise for this country; with the reason"),
    ("no-occasion", "law or practice could not be seen to act, as no case arose; with the reason and a source"),
    ("not-assessed", "you do not know; leave it so"),
)
GUIDE = (
    "Fill in the white cells. Grey cells are given, and the last columns of a row say what is still missing.",
    "The object of a question says what counts as evidence of it: the plan's text, the law, or practice.",
    (
        "One sheet for each group of criteria. Take the highest level whose conditions are all met, those of the "
        "lower levels included; doubt goes into the confidence."
    ),
    (
        "Where level 3 joins several conditions they stand in a column of their own: write in the reason how many of "
        "them are met, and which are not."
    ),
    (
        "Evidence is a place in a source with a note in your words: add a row to the sheet of evidence, then write its "
        "id beside the rating; several ids with a semicolon between them."
    ),
    "New sources, institutions, measures and passages are new rows below the last; each has an id of its own.",
    "A date stands at the precision known: 2005, 2005-03 or 2005-03-31.",
    "If you change a rating later, give the reason in the column for it.",
    "Sort, filter and hide as you like, and rename sheets; do not delete columns.",
    "When done, choose final on the sheet of your assessment, and give the file back for import.",
)


def words_in(layers: Layers, code: str) -> Language | None:
    """Return the catalogue of a language, or None if the templates have none for it."""
    return language(layers, code) if code in languages(layers) else None


def texts() -> Iterator[str]:
    """Yield every English text of the sheets that a catalogue translates; some twice."""
    yield from (*ENGLISH.values(), *GUIDE, *CHOICES, PICK, FURTHER, NOBODY, UNNAMED, ENTERED, *CELLS.values())
    yield from (meaning for _, meaning in STATUS_HELP)
    yield from (*PARTS.values(), *STEPS.values())
    yield from (text for words in COLUMNS.values() for text in words if text)
    yield from (text for entry in ENTRIES.values() for text in (entry.label, entry.meaning) if text)
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
        return self._translated(key) or self.text(ENGLISH.get(key, key))

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
        return self._translated(f"sheet.step.{place}") or self.text(STEPS.get(place, ""))

    def examples(self, criterion: Criterion) -> str:
        """Return the invented passages that would earn each level, one a line; empty if there are none."""
        texts = {k: self._translated(f"{criterion.id}.examples.{k}") or text for k, text in criterion.examples.items()}
        return "\n".join(f"{k}  {' '.join(text.split())}" for k, text in sorted(texts.items()))

    def question(self, criterion: Criterion) -> str:
        """Return the question of a criterion; for an indicator with a judged cap, a note that only the cap is rated."""
        asked = self._translated(f"{criterion.id}.question") or criterion.question or criterion.title
        return f"{self('sheet.cap')} {asked}" if criterion.kind == "indicator" and criterion.cap else asked

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
