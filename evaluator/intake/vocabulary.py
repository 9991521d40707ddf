"""The words by which plans are read: phrases of the word lists, and what a column is by the words of its head."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from evaluator.model.intake import ByLanguage, PlanWords, Role
from evaluator.plans.fold import find_phrase, phrase_words, words_of

SUBJECTS: set[Role | None] = {"activity", "task", "objective", "aim", "duties", "level"}
# The roles of columns that hold activities; of a logical framework, the column of levels may hold them too.
ACTIVITIES: set[Role | None] = {"activity", "task", "duties", "level"}
BODIES: tuple[Role, ...] = ("lead", "responsible", "partners")
TIMES: tuple[Role, ...] = ("start", "time", "end")
SAYS_NOTHING: set[Role] = {"note", "ignore"}
# Languages of one script: their words are none in a head of the other script. Serbian has both.
CYRILLIC = {"mk", "bg", "ru", "uk"}
LATIN = {"en", "fr", "sq", "ro", "pt", "es", "et", "lv", "lt", "de", "pl"}
# Languages that are read by the words of another.
FAMILY = {"bs": "sr", "hr": "sr", "me": "sr", "cnr": "sr", "sh": "sr"}
LONGEST_HEAD, LONGEST_OF_PAIR = 12, 5  # in words


def in_language(words: PlanWords, lang: str) -> PlanWords:
    """Return the words with the months of a plan's language first: "listopad" is October in one, November in others."""
    base = lang.partition("-")[0]
    own = [one for one in (base, FAMILY.get(base, base)) if one in words.months]
    return words.model_copy(update={"months": {one: words.months[one] for one in (*own, *words.months)}})


def any_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text contains one of the phrases, in any language."""
    words = words_of(text)
    return any(find_phrase(words, phrase_words(p)) is not None for phrases in by_language.values() for p in phrases)


def only_phrase(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text is exactly one of the phrases."""
    words = " ".join(words_of(text))
    return any(words == " ".join(phrase_words(p)) for phrases in by_language.values() for p in phrases)


def begins_with(text: str, by_language: ByLanguage) -> bool:
    """Return whether a text begins with one of the phrases, in any language."""
    words = words_of(text)
    return any(find_phrase(words, phrase_words(p)) == 0 for phrases in by_language.values() for p in phrases)


def names_goal(text: str, words: PlanWords) -> bool:
    """Return whether a text begins with the word for an aim or an objective."""
    return begins_with(text, words.aims) or begins_with(text, words.objectives)


def is_mark(text: str, words: PlanWords) -> bool:
    """Return whether a text is only a mark, such as a cross, which says that a row concerns its column.

    Examples
    --------
    >>> from evaluator.library import Library
    >>> [is_mark(text, Library.open().plan_words) for text in ("X", "✓", "Draft")]
    [True, True, False]
    """
    return " ".join(text.split()).casefold() in words.marks


class Span(NamedTuple):
    """The words of a head that are a phrase of a role, from `start` to before `end`."""

    start: int
    end: int
    role: Role

    def covers(self, other: Span) -> bool:
        """Return whether another phrase stands inside this longer one."""
        longer = self.end - self.start > other.end - other.start
        return longer and self.start <= other.start and other.end <= self.end


class Vocabulary:
    """The phrases of column heads, folded to plain words once."""

    def __init__(self, words: PlanWords) -> None:
        self.words = words
        self.phrases: list[tuple[Role, str, list[str]]] = [
            (role, lang, phrase_words(phrase))
            for role, by_language in words.columns.items()
            for lang, phrases in by_language.items()
            for phrase in phrases
        ]

    def role_of(self, head: str) -> tuple[Role | None, set[str]]:
        """Return the role of a column by its head, and the languages that the head matches.

        Of several roles, the one first in the text wins, then the one with the longest phrase. Of the parts of a
        head between slashes, the first known part decides, unless a phrase is the whole head.
        """
        whole = words_of(head)
        for part in [head] if any(phrase == whole for _, _, phrase in self.phrases) else head.split("/"):
            words = words_of(part)
            if len(words) > LONGEST_HEAD:
                continue
            others = LATIN if any("Ѐ" <= letter <= "ӿ" for letter in part) else CYRILLIC
            phrases = [(role, lang, p) for role, lang, p in self.phrases if lang not in others]
            found = [
                (at, -len(" ".join(p)), role) for role, _, p in phrases if (at := find_phrase(words, p)) is not None
            ]
            if found:
                role = min(found, key=lambda one: one[:2])[2]
                here = [lang for r, lang, p in phrases if r == role and find_phrase(words, p) is not None]
                return role, set(here)
        return None, set()

    def spans(self, words: list[str], languages: Collection[str]) -> Iterator[Span]:
        """Yield the first place of each phrase of some languages in the words of a head."""
        for role, lang, phrase in self.phrases:
            if lang in languages and (at := find_phrase(words, phrase)) is not None:
                yield Span(at, at + len(phrase), role)

    def is_pair(self, heads: Sequence[str]) -> bool:
        """Return whether two texts are the heads of a two-column plan: activities, and one other known column.

        A layout of two columns is rarely a table, so both heads must be known and short.
        """
        if any(len(words_of(text)) > LONGEST_OF_PAIR for text in heads):
            return False
        roles = {self.role_of(text)[0] for text in heads} - {None, *SAYS_NOTHING}
        return len(heads) == len(roles) == len(("one", "two")) and bool(roles & SUBJECTS)
