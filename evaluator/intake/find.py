"""Search for passages of a plan and its sources that may answer a question, ranked; the search rates nothing.

It works the same for all languages and both scripts: texts are folded to small Latin letters, cut into words and
into pieces of four letters, and ranked by BM25 (Robertson and Zaragoza 2009, The Probabilistic Relevance
Framework). Pieces find a word in its other forms.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from evaluator.intake.formats.cells import one_line
from evaluator.model.assessment import Assessment
from evaluator.model.criterion import Criterion
from evaluator.model.intake import Wording
from evaluator.plans.fold import WORD, folded, pieces, tokens, words_of

# The usual constants of BM25: saturation of repeated words, and the influence of the text's length.
SATURATION, LENGTH = 1.2, 0.75
# A word matches if it shares at least this part of its pieces with a search word.
ALIKE = 0.6
# The constant of reciprocal ranks: the smaller, the more the first ranks count when rankings are combined.
RECIPROCAL = 10


@dataclass(frozen=True, slots=True)
class SearchText:
    """A text to be searched, with its place.

    `kind` is measure, indicator or wording for a text of the plan, evidence for a note on a source, and document
    for a source's own text.
    """

    kind: str
    id: str
    source_id: str
    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search returned: its rank from 1, its score, and the stretches of its text that match."""

    rank: int
    passage: SearchText
    score: float
    marks: tuple[tuple[int, int], ...]
    terms: tuple[str, ...]

    def marked(self, longest: int = 300) -> str:
        """Return the text around the first match, on one line, with the matching words in brackets."""
        parts, at = [], 0
        for start, end in self.marks:
            parts += [self.passage.text[at:start], "[", self.passage.text[start:end], "]"]
            at = end
        whole = one_line("".join([*parts, self.passage.text[at:]]))
        first = max(0, whole.find("[") - longest // 4)
        cut = whole[first : first + longest]
        return ("..." if first else "") + cut + ("..." if first + longest < len(whole) else "")


def passages_of(assessment: Assessment, wordings: Sequence[Wording] = ()) -> list[SearchText]:
    """Return the searchable texts of a plan: its rows, indicators, wordings, and the notes on its sources."""
    found = [
        SearchText("measure", m.measure_id, m.source_id, m.locator, _text_with_original(m.text, m.text_original))
        for m in assessment.measures
    ]
    found += [SearchText("indicator", i.measure_id, i.source_id, i.locator, i.text) for i in assessment.indicators]
    found += [
        SearchText(
            "evidence", e.evidence_id, e.source_id, e.locator, " ".join(filter(None, (e.note, e.quote, e.translation)))
        )
        for e in assessment.evidence
    ]
    known = {folded(one_line(passage.text)) for passage in found}
    rows = {m.measure_id: m for m in assessment.measures}
    for wording in wordings:
        if wording.role != "head" and folded(one_line(wording.text)) not in known and wording.measure_id in rows:
            row = rows[wording.measure_id]
            place = f"p. {wording.page}" if wording.page else row.locator
            found.append(SearchText("wording", row.measure_id, row.source_id, place, one_line(wording.text)))
    return found


def _text_with_original(text: str, original: str) -> str:
    return text if not original or original == text else f"{text} ({original})"


def terms_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the search words of a criterion in all languages, each once."""
    return tuple(dict.fromkeys(term for terms in criterion.search_terms.values() for term in terms))


def questions_of(criterion: Criterion) -> tuple[str, ...]:
    """Return the questions for a search by meaning: the English search words, and the criterion's question."""
    words = criterion.search_terms.get("en") or terms_of(criterion)
    return ("; ".join(words), criterion.question)


class Index:
    """A search index of texts, ranked by BM25.

    Examples
    --------
    >>> index = Index(["Отварање сигурне куће", "Training of judges"])
    >>> index.scores(["sigurna kuća"]).argmax(), index.scores(["судија"]).tolist()
    (np.int64(0), [0.0, 0.0])
    """

    def __init__(self, texts: Iterable[str]) -> None:
        counts = [Counter(tokens(text)) for text in texts]
        self.size = len(counts)
        lengths = np.array([count.total() for count in counts], dtype=float)
        mean = lengths.mean() if self.size and lengths.any() else 1.0
        self.norms = SATURATION * (1 - LENGTH + LENGTH * lengths / mean)
        self.places: dict[str, list[tuple[int, int]]] = {}
        for at, count in enumerate(counts):
            for token, times in count.items():
                self.places.setdefault(token, []).append((at, times))

    def scores(self, terms: Iterable[str]) -> npt.NDArray[np.float64]:
        """Return the BM25 score of each text for all terms together; 0 if nothing matches."""
        total = np.zeros(self.size)
        for token in dict.fromkeys(token for term in terms for token in tokens(term)):
            places = self.places.get(token, ())
            weight = np.log1p((self.size - len(places) + 0.5) / (len(places) + 0.5))
            for at, times in places:
                total[at] += weight * times * (SATURATION + 1) / (times + self.norms[at])
        return total


@functools.lru_cache(maxsize=4)
def _index_of(texts: tuple[str, ...]) -> Index:
    """Return the index of texts, cached because several questions search the same texts."""
    return Index(texts)


def find(
    passages: Sequence[SearchText],
    terms: Sequence[str],
    most: int = 10,
    others: Sequence[npt.NDArray[np.float64]] = (),
) -> list[Hit]:
    """Return the passages that match best, best first; ties keep the order of `passages`.

    Parameters
    ----------
    passages : sequence of SearchText
        The passages to search.
    terms : sequence of str
        The search words.
    most : int
        The largest number of hits.
    others : sequence of array
        Other scores of the passages, by meaning. With them, the rankings are combined by reciprocal ranks
        (Cormack, Clarke and Buettcher 2009), and a passage may be a hit although no word matches.
    """
    scores = _index_of(tuple(passage.text for passage in passages)).scores(terms)
    if others:
        scores = sum((_reciprocal_ranks(one) for one in (scores, *others)), np.zeros(len(passages)))
    order = [int(at) for at in np.argsort(-scores, kind="stable")[:most] if scores[at] > 0]
    wanted = _Wanted(terms)
    return [_marked_hit(rank, passages[at], float(scores[at]), wanted) for rank, at in enumerate(order, start=1)]


def _reciprocal_ranks(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the reciprocal-rank weight of each passage in one ranking; 0 for a passage without a score."""
    ranks = np.empty(len(scores))
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, len(scores) + 1)
    return np.where(scores > 0, 1 / (RECIPROCAL + ranks), 0.0)


class _Wanted:
    """The search words, with a cache that maps words of texts to the search word of which they are a form."""

    def __init__(self, terms: Sequence[str]) -> None:
        self.terms = {word: term for term in terms for word in words_of(term)}
        self.known: dict[str, str | None] = {word: word for word in self.terms}
        self.order = tuple(self.terms)
        self.sharing: dict[str, list[int]] = {}
        for at, word in enumerate(self.order):
            for piece in _pieces_of(word):
                self.sharing.setdefault(piece, []).append(at)

    def near(self, word: str) -> str | None:
        """Return the search word that a folded word equals or probably is a form of, or None.

        Only search words that share a piece with the word are compared.
        """
        if word not in self.known:
            shared = sorted({at for piece in _pieces_of(word) for at in self.sharing.get(piece, ())})
            self.known[word] = next((one for at in shared if is_alike(word, one := self.order[at])), None)
        return self.known[word]


def _marked_hit(rank: int, passage: SearchText, score: float, wanted: _Wanted) -> Hit:
    marks: list[tuple[int, int]] = []
    matched: list[str] = []
    for found in WORD.finditer(passage.text):
        near = wanted.near(folded(found[0]))
        if near is not None:
            marks.append(found.span())
            matched.append(wanted.terms[near])
    return Hit(rank, passage, score, tuple(marks), tuple(dict.fromkeys(matched)))


def is_alike(word: str, other: str) -> bool:
    """Return whether two folded words are probably forms of one word: they share most pieces of the shorter.

    Examples
    --------
    >>> is_alike("sigurne", "sigurna"), is_alike("victims", "victim"), is_alike("fund", "fond")
    (True, True, False)
    """
    short, long = sorted((_pieces_of(word), _pieces_of(other)), key=len)
    return bool(short) and len(short & long) >= ALIKE * len(short)


@functools.lru_cache(maxsize=50_000)
def _pieces_of(word: str) -> frozenset[str]:
    return frozenset(pieces(word))
