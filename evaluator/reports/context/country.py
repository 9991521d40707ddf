"""Gather the data of a report on one plan: its scorecard, analyses of it, and further data from the library."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

from evaluator.contrasts.blind import PartScore, part_scores
from evaluator.contrasts.effective import effective_weights
from evaluator.contrasts.study import Study
from evaluator.library import PLAN_WORDS, Library, shipped_root
from evaluator.model.against import AgainstReading
from evaluator.model.assessment import Assessment
from evaluator.model.facts import ReportChapter, TierPlacement
from evaluator.model.intake import Alike
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Peer, Record, ReferenceValue, Scorecard
from evaluator.panel.agreement import Agreement, agreement
from evaluator.pipeline import study_of_cards
from evaluator.read.layers import Layers
from evaluator.reports.carried.beside import edition_before, editions_beside
from evaluator.reports.context.alongside import Alongside, alongside, peers_of, record_of
from evaluator.reports.context.beside import scores_beside
from evaluator.reports.editions.earlier import EarlierEdition, Reopened, reopen
from evaluator.reports.language import ENGLISH, Language, language, languages
from evaluator.reports.page_language import PageLanguage
from evaluator.reports.wording import wording_of
from evaluator.scoring.against import reading_against
from evaluator.scoring.derivation import Derivation
from evaluator.scoring.explain import explain
from evaluator.scoring.lift import Lift, lift

PAIR = 2


def shipped_templates() -> Layers:
    """Return the folders of templates without a user's own."""
    return Layers((shipped_root() / "templates",))


def spoken_of(templates: Layers, rubric: Rubric, lang: str) -> Language:
    """Return the language in which charts and sentences of a page are said, in the words of the rubric."""
    known = lang if lang in languages(templates) else ENGLISH
    return replace(language(templates, known), wording=wording_of(rubric, lang))


@dataclass(frozen=True, slots=True)
class LibraryData:
    """The data that the library has besides the plan itself.

    `reading` is the plan read against instruments. `known` holds the country's other plans and its
    tiers, `editions` the other editions of the plan, and `before` the edition before it. `alike` gives
    the likeness from which measures of two editions count as the same; it is None in a report from
    before that setting existed. `placements` and `chapters` cover all countries; `peers` are the scores
    of other countries, `record` is the country's public record by year; `references` are the scores that the plan's is
    read beside, `grades` those of the library's real plans.
    """

    reading: AgainstReading
    known: Alongside
    editions: tuple[Assessment, ...]
    before: Assessment | None
    alike: Alike | None
    placements: tuple[TierPlacement, ...]
    chapters: tuple[ReportChapter, ...]
    peers: tuple[Peer, ...]
    record: Record | None = None
    references: tuple[ReferenceValue, ...] = ()
    grades: tuple[str, ...] = ()


@dataclass(frozen=True)
class CountryContext:
    """The data from which a country report is built, with analyses computed on first use.

    Parameters
    ----------
    card : Scorecard
        One plan under one weighting.
    lang : str
        Language of the report, BCP 47. A text that does not exist in it is shown
        in the language it has, and marked as such.
    beside : LibraryData, optional
        Further data from the library; without them, the sections that need them are left out.
    reopened : Reopened, optional
        An earlier edition of the report, with which this one is compared.
    alone : bool
        Whether the report is on this plan alone; those on several plans have no charts of each, nor its coders'
        agreement.
    templates : Layers
        The folders of templates, from which fonts and catalogues come.
    annex : bool
        Whether the report has its annex: reasons, evidence, treaties, method.
    """

    card: Scorecard
    lang: str = "en"
    beside: LibraryData | None = None
    reopened: Reopened | None = None
    alone: bool = True
    templates: Layers = field(default_factory=shipped_templates)
    annex: bool = False

    @cached_property
    def words(self) -> PageLanguage:
        """The language of the page, with the rubric's titles and the coders' words in it."""
        return PageLanguage.of(self.card, self.lang)

    @cached_property
    def spoken(self) -> Language:
        """The language in which charts and sentences of the page are said, in the words of the rubric."""
        return spoken_of(self.templates, self.card.rubric, self.lang)

    @cached_property
    def study(self) -> Study:
        """The plan under every weighting of its rubric, the scorecard's own weighting first."""
        return study_of_cards([self.card])

    @cached_property
    def looked_at(self) -> tuple[PartScore, ...]:
        """The plan's scores on the criteria that each coding of the TIP Report assesses, and on those it ignores."""
        return part_scores(self.study, self.card.weighting.id)

    @cached_property
    def stated(self) -> dict[str, float]:
        """Each criterion's weight under the rubric's reference weighting if all criteria are applicable."""
        reference = self.card.rubric.weighting(self.card.rubric.reference_weighting)
        lines = effective_weights(self.card.rubric, (reference,))
        return {line.id: line.shares[0] for line in lines if line.kind == "criterion"}

    @cached_property
    def lift(self) -> Lift:
        """Return the rating steps that would raise the plan's grade."""
        return lift(self.card)

    @cached_property
    def derivation(self) -> Derivation:
        """The derivation of the score, step by step."""
        return explain(self.card)

    @cached_property
    def agreement(self) -> Agreement | None:
        """The agreement of the coders whose ratings are final; None with fewer than two."""
        final = [c.header.coder for c in self.card.assessment.codings if c.header.state == "final"]
        if len(final) < PAIR or not self.alone:
            return None
        return agreement(self.card.assessment, self.card.rubric, final)


def country_context(
    library: Library, card: Scorecard, lang: str = "en", earlier: EarlierEdition | None = None, *, annex: bool = False
) -> CountryContext:
    """Return the data of a country report: the scorecard, and further data from the library.

    With an `earlier` edition of the report, the context also holds that edition, reopened, so that
    changes can be listed.

    Raises
    ------
    InvalidInputError
        A file of another plan, of the tiers or of the earlier edition does not fit its schema.
    """
    reading = reading_of(library, card)
    reopened = reopen(earlier, card, library) if earlier else None
    known, editions, facts = alongside(library, card), editions_beside(library, card), library.shared_facts
    before = edition_before(card, editions)
    worded = before is not None and library.layers.file(PLAN_WORDS) is not None
    compared, grades = scores_beside(library, card)
    beside = LibraryData(
        reading=reading,
        known=known,
        editions=editions,
        before=before,
        alike=library.plan_words.alike if worded else None,
        placements=tuple(facts.tip_tiers),
        chapters=tuple(facts.chapters),
        peers=peers_of(library, card),
        record=record_of(library, card),
        references=compared,
        grades=grades,
    )
    return CountryContext(card, lang, beside, reopened, templates=library.templates, annex=annex)


def reading_of(library: Library, card: Scorecard) -> AgainstReading:
    """Return a plan read against every instrument of the library."""
    tests, treaties = library.tests_of(card.rubric), library.shared_facts.treaties
    return reading_against(card, library.instruments, library.standards, tests, treaties)
