"""The language of a page: what its reader reads, what its coders wrote in, and the rubric whose titles it prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from evaluator.model.assessment import coders_language
from evaluator.model.rubric import Rubric
from evaluator.model.schema import Texts
from evaluator.model.scorecard import Scorecard
from evaluator.model.sentence import Foreign, Spoken, foreign, text_for


@dataclass(frozen=True, slots=True)
class PageLanguage:
    """The language in which a page on one plan is printed; made once for a report, and handed to its sections.

    `code` is the reader's language, `spoken` the one in which the coders write (empty if it is not known). A text that
    does not exist in the reader's language is returned in the one it has, and marked as foreign.
    `room` is the number of letters beyond which a criterion goes by its short name, everywhere on a page.
    """

    code: str
    spoken: str
    rubric: Rubric
    room: int | None = None

    @classmethod
    def of(cls, card: Scorecard, code: str = "en") -> PageLanguage:
        """Return the language of a page on a scorecard."""
        return cls(code, coders_language(card.assessment), card.rubric)

    def title(self, name: str) -> str:
        """Return the title of a node or criterion; its short name where the page has too little room."""
        title = self.rubric.title(name, self.code)
        return title if self.room is None or len(title) <= self.room else self.rubric.short(name, self.code)

    def titles(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the title of each of the nodes or criteria."""
        return tuple(self.title(name) for name in names)

    def paradigm(self, criterion_id: str) -> str:
        """Return the title of a criterion's paradigm."""
        return self.title(self.rubric.paradigm_of(criterion_id))

    def worded(self, criterion_id: str, field: str, english: str) -> str:
        """Return one of the rubric's texts on a criterion, such as its question."""
        return self.rubric.worded(f"{criterion_id}.{field}", english, self.code)

    def ask(self, criterion_id: str) -> str:
        """Return what is asked on a criterion in a few words; empty where the reader's language has none."""
        told = self.worded(criterion_id, "ask", self.rubric.by_id[criterion_id].ask)
        return "" if isinstance(told, Foreign) else told

    def plain(self, criterion_id: str) -> str:
        """Return a criterion's question in plain words; where the reader's language has none, as coders read it."""
        criterion = self.rubric.by_id[criterion_id]
        told = self.worded(criterion_id, "plain", criterion.plain)
        asked = self.worded(criterion_id, "question", criterion.question)
        return asked if isinstance(told, Foreign) or not told else told

    def level(self, criterion_id: str, level: int | None) -> str:
        """Return the rubric's description of a criterion's level; empty without a level or a description."""
        words = "" if level is None else self.rubric.by_id[criterion_id].levels.get(level, "")
        return self.worded(criterion_id, f"levels.{level}", words) if words else ""

    def text(self, texts: Texts, default: str = "") -> str:
        """Return a text that a file gives in several languages; see `text_for`."""
        return text_for(texts, self.code, default)

    def own(self, text: str) -> str:
        """Return the coders' own words; the program's sentences are unchanged."""
        return text if isinstance(text, Spoken) else foreign(text, self.spoken, self.code)

    def foreign(self, text: str, written: str = "en") -> str:
        """Return a text that exists in one language alone, in English unless another is given."""
        return foreign(text, written, self.code)
