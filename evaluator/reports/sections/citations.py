"""The numbers of cited passages, in the order in which a reader meets them, and the section that lists them.

In the evaluators' own words, too, the id of a passage is printed as its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import quote

from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment, CodingFile, LogRecord
from evaluator.model.country import Source
from evaluator.model.mention import in_numbers, named_in
from evaluator.model.plan import Recommendation, Reply
from evaluator.model.scorecard import Outcome, Scorecard, ScoredCriterion
from evaluator.model.sentence import Spoken
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country_view import CountryView, ReferenceView
from evaluator.reports.outline import Part, Section
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.subject import TextInLanguage


def is_rated(scored: ScoredCriterion) -> bool:
    """Return whether a criterion has a level to print: rated, silent, contrary or computed."""
    return scored.outcome.level is not None


def print_order(card: Scorecard) -> tuple[ScoredCriterion, ...]:
    """Return the criteria in the order of print: by paradigm, and in each those with a level before the others.

    Within each of these, criteria without weight under the weighting come last.
    """
    order = {group: k for k, group in enumerate(card.rubric.paradigms)}
    return tuple(
        sorted(
            card.criteria,
            key=lambda s: (order[card.rubric.paradigm_of(s.outcome.criterion_id)], not is_rated(s), s.stated == 0),
        )
    )


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


def references(assessment: Assessment, citations: Citations, words: PageLanguage) -> tuple[ReferenceView, ...]:
    """Return the citations in order of number; texts in another language than the page's are marked."""
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
                locator=words.own(evidence.locator),
                note=words.own(evidence.note),
                quote=TextInLanguage(evidence.quote, evidence.quote_lang),
                translation=words.own(evidence.translation),
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


def cited_sources(assessment: Assessment, found: Iterable[ReferenceView], words: PageLanguage) -> tuple[Source, ...]:
    """Return the cited documents, in the order of their first citation.

    A source of which only the id is known has no title.
    """
    known = {source.source_id: source for source in assessment.sources}
    cited = dict.fromkeys(reference.evidence.source_id for reference in found)
    sources = (known.get(name) or Source(name) for name in cited)
    return tuple(replace(source, note=words.own(source.note)) for source in sources)


T = TypeVar("T", Outcome, LogRecord, Recommendation, Reply)
OWN_WORDS = ("reason", "missing_for_next", "searched", "decision")


def citations_of(card: Scorecard) -> Citations:
    """Return the numbers of all evidence that the page on a plan cites, or that the evaluators name in their words."""
    known = {evidence.evidence_id for evidence in card.assessment.evidence}
    ordered = print_order(card)
    told: list[str] = []

    def keep(text: str) -> str:
        told.append("; ".join(name for name in named_in(text) if name in known))
        return text

    _texts_turned(replace(card, criteria=ordered), keep)
    return number_citations(ordered, told)


def with_numbers(card: Scorecard, citations: Citations | None = None) -> Scorecard:
    """Return a scorecard in whose texts each id of a passage is the number that the plan's report prints for it."""
    numbers = (citations or citations_of(card)).numbers
    return _texts_turned(card, lambda text: in_numbers(text, numbers))


def _texts_turned(card: Scorecard, turn: Callable[[str], str]) -> Scorecard:
    """Return a scorecard with every text in the evaluators' own words turned; the program's sentences stay."""
    own = card.assessment
    assessment = replace(
        own,
        codings=tuple(replace(one, header=_notes_turned(one.header, turn)) for one in own.codings),
        log=tuple(_fields_turned(record, turn, "reason") for record in own.log),
        recommendations=tuple(_fields_turned(row, turn, "text") for row in own.recommendations),
        replies=tuple(_fields_turned(row, turn, "answer") for row in own.replies),
        narrative={lang: turn(text) for lang, text in own.narrative.items()},
    )
    criteria = tuple(replace(s, outcome=_fields_turned(s.outcome, turn, *OWN_WORDS)) for s in card.criteria)
    return replace(card, assessment=assessment, criteria=criteria)


def _notes_turned(header: CodingFile, turn: Callable[[str], str]) -> CodingFile:
    return header.model_copy(update={"notes": turn(header.notes)})


def _fields_turned(row: T, turn: Callable[[str], str], *names: str) -> T:
    texts = {name: getattr(row, name) for name in names}
    turned: dict[str, Any] = {name: turn(text) for name, text in texts.items() if not isinstance(text, Spoken)}
    return replace(row, **turned)


def figure_sources(card: Scorecard) -> tuple[Source, ...]:
    """Return the distinct sources of the figures that indicators use."""
    used = {
        name for s in card.criteria if s.outcome.covered for name in card.rubric.by_id[s.outcome.criterion_id].inputs
    }
    cited = {fact.source_id for fact in card.assessment.facts if fact.variable in used}
    return tuple(source for source in card.assessment.sources if source.source_id in cited)


FIGURE_SOURCES_SHOWN: Part[CountryContext, CountryView, tuple[Source, ...]] = Part(
    "figure_sources", lambda context, _: figure_sources(context.card)
)
EVIDENCE = Section("evidence", "country/evidence.html", (FIGURE_SOURCES_SHOWN,))
