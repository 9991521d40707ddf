"""Number the cited passages in the order in which a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import quote

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment, coders_language
from evaluator.model.country import Source
from evaluator.model.mention import named_in
from evaluator.model.plan import Evidence
from evaluator.model.scorecard import ScoredCriterion
from evaluator.model.words import foreign
from evaluator.reports.subject import TextInLanguage


@dataclass(frozen=True, slots=True)
class ReferenceView:
    """One numbered citation: a row of evidence, with its texts as the page prints them."""

    number: int
    evidence: Evidence
    locator: str
    note: str
    quote: TextInLanguage
    translation: str
    criteria: tuple[str, ...]
    # The address of the passage itself; empty if its place or its source's address is unknown.
    address: str = ""


@dataclass(frozen=True, slots=True)
class Citations:
    """The printed number of each evidence id that is cited or named in a text, and the criteria that cite it."""

    numbers: Mapping[str, int]
    criteria: Mapping[str, tuple[str, ...]]

    def of(self, evidence_ids: Iterable[str]) -> tuple[int, ...]:
        """Return the printed numbers of the given evidence ids, ascending."""
        return tuple(sorted(self.numbers[evidence_id] for evidence_id in evidence_ids))


def number_citations(ordered: Iterable[ScoredCriterion], told: Iterable[str] = ()) -> Citations:
    """Return numbers for evidence by first citation; `ordered` are the criteria in the order of print.

    After them come the ids that are only named, in the words `told`.
    """
    numbers: dict[str, int] = {}
    criteria: dict[str, tuple[str, ...]] = {}
    for scored in ordered:
        for evidence_id in scored.outcome.evidence_ids:
            numbers.setdefault(evidence_id, len(numbers) + 1)
            criteria[evidence_id] = (*criteria.get(evidence_id, ()), scored.outcome.criterion_id)
    for text in told:
        for evidence_id in named_in(text):
            numbers.setdefault(evidence_id, len(numbers) + 1)
    return Citations(numbers, criteria)


def references(assessment: Assessment, citations: Citations, lang: str = "en") -> tuple[ReferenceView, ...]:
    """Return the citations in order of number; texts in another language than the page's are marked."""
    spoken = coders_language(assessment)
    known = {evidence.evidence_id: evidence for evidence in assessment.evidence}
    urls = {source.source_id: source.url for source in assessment.sources}
    places = {anchor.evidence_id: anchor for anchor in reversed(assessment.anchors)}
    found = []
    for evidence_id, number in citations.numbers.items():
        evidence = known[evidence_id]
        found.append(
            ReferenceView(
                number=number,
                evidence=evidence,
                locator=foreign(evidence.locator, spoken, lang),
                note=foreign(evidence.note, spoken, lang),
                quote=TextInLanguage(evidence.quote, evidence.quote_lang),
                translation=foreign(evidence.translation, spoken, lang),
                criteria=citations.criteria.get(evidence_id, ()),
                address=passage_address(urls.get(evidence.source_id, ""), places.get(evidence_id)),
            )
        )
    return tuple(found)


def passage_address(url: str, anchor: Anchor | None) -> str:
    """Return the address of a passage: of its page in a PDF, or of the words around it on a web page.

    The address is empty if the source has none, or if no page and no words around the passage are
    recorded.

    Examples
    --------
    >>> passage_address("https://a.example/plan.pdf", Anchor("E1", page=7))
    'https://a.example/plan.pdf#page=7'
    >>> passage_address("https://a.example/law", Anchor("E1", before="Article 2.", after="of work"))
    'https://a.example/law#:~:text=Article%202.,of%20work'
    """
    if not url or anchor is None:
        return ""
    whole = url.partition("#")[0]
    if anchor.page is not None:
        return f"{whole}#page={anchor.page}"
    if not (anchor.before and anchor.after):
        return ""
    # A hyphen has a special meaning in such an address.
    start, end = (quote(words, safe="").replace("-", "%2D") for words in (anchor.before, anchor.after))
    return f"{whole}#:~:text={start},{end}"


def cited_sources(assessment: Assessment, found: Iterable[ReferenceView], lang: str = "en") -> tuple[Source, ...]:
    """Return the cited documents, in the order of their first citation.

    A source of which only the id is known has no title.
    """
    known = {source.source_id: source for source in assessment.sources}
    spoken = coders_language(assessment)
    cited = dict.fromkeys(reference.evidence.source_id for reference in found)
    return tuple(_printed(known.get(name) or Source(name), spoken, lang) for name in cited)


def _printed(source: Source, spoken: str, lang: str) -> Source:
    """Return a source whose note is marked if it is in another language than the page."""
    return replace(source, note=foreign(source.note, spoken, lang))
