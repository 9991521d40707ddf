"""The library as the desk reads it: plans and rubrics, read anew only after a file changed; its languages."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from evaluator.anchors.coverage import PageCover, coverage
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.extensions.workbench.events import header_over
from evaluator.extensions.workbench.fold import Round, Work
from evaluator.intake.find import Hit, find, terms_of
from evaluator.intake.formats.cells import SourceFile
from evaluator.intake.formats.reader import read_source
from evaluator.intake.searched import PlanTexts, texts_of, wordings_of
from evaluator.library import DEFAULT_RUBRIC, Library, examples_root, shipped_root
from evaluator.model.anchor import Anchor
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Source
from evaluator.model.criterion import Criterion
from evaluator.model.plan import Evidence
from evaluator.model.rubric import Rubric
from evaluator.model.scorecard import Glance, Outcome
from evaluator.model.sentence import say
from evaluator.model.weighting import Weighting
from evaluator.pipeline import computed_outcomes, glances
from evaluator.plans.applicability import applies
from evaluator.read.layers import Layers
from evaluator.read.shipped import FOLDERS
from evaluator.reports.language import Language, language
from evaluator.scoring.scores import Ready
from evaluator.store.change import recover, sha256_of, write_all
from evaluator.store.lock import held
from evaluator.store.still import Sight
from evaluator.workbook.sheet.score_sheet import new_coding

K = TypeVar("K")
V = TypeVar("V")
DOCUMENTS = "documents"
RULES = ("rubrics",)  # reloaded only if they change themselves, because a rubric takes longer to read than a plan
CONTENT = tuple(name for name in FOLDERS if name not in RULES)
FORMS = {".pdf": "pdf", ".html": "html", ".htm": "html", ".txt": "text", ".md": "text"}
DEMO = "XAR"
MOST_BYTES = 100_000_000
MOST_COVERS = 50  # sources whose cited pages are kept at once: a thousand pages take seconds to read
MOST_HITS = 10
MOST_TEXTS = 20  # units whose texts are kept at once for a search
MOST_READINGS, MOST_READERS = 4, 2  # plans' own files whose tables are kept at once, and that are read at once
MOST_CARDS = 200  # coders on units whose scores are kept at once


@dataclass(slots=True)
class SearchTexts:
    """The texts of a unit, with the search hits for each criterion, valid until the unit or a file changes."""

    unit: WorkUnit
    sight: Sight
    texts: PlanTexts
    hits: dict[str, list[Hit]] = field(default_factory=dict)

    def holds(self, unit: WorkUnit) -> bool:
        """Return whether these texts are still those of a unit."""
        return self.unit.rubric is unit.rubric and not self.sight.changed()

    def of(self, criterion: Criterion) -> list[Hit]:
        """Return the passages that best match the search words of a criterion."""
        if criterion.id not in self.hits:
            self.hits[criterion.id] = find(self.texts.passages, terms_of(criterion), MOST_HITS)
        return self.hits[criterion.id]


@dataclass(frozen=True, eq=False)
class WorkUnit:
    """The unit of evaluation: a plan under a rubric, with the library's assessment of it.

    A changed library gives a new unit, so results that do not depend on ratings are computed once
    for each unit.
    """

    assessment: Assessment
    rubric: Rubric

    @cached_property
    def frames(self) -> tuple[Weighting, ...]:
        """Return every frame (weighting) of the rubric, the reference weighting first."""
        reference = self.rubric.weighting(self.rubric.reference_weighting)
        return (reference, *(w for w in self.rubric.weightings.values() if w.id != reference.id))

    @cached_property
    def _ready_to_score(self) -> Ready:
        return Ready.of(self.rubric, self.frames)

    @cached_property
    def _computed_outcomes(self) -> dict[str, Outcome]:
        return computed_outcomes(self.assessment, self.rubric)

    @property
    def name(self) -> str:
        """Return the name of the unit in events: `PLAN:RUBRIC`."""
        return unit_name(self.assessment.plan.id, self.rubric.id)

    @property
    def address(self) -> str:
        """Return the path that all addresses of the unit start with."""
        return f"/units/{self.assessment.plan.id}/{self.rubric.id}"

    def coding(self, coder: str) -> Coding:
        """Return the library's header and ratings of a coder, or a new coding if the coder has none."""
        found = next((c for c in self.assessment.codings if c.header.coder == coder), None)
        return found or new_coding(self.assessment, self.rubric, coder)

    def row(self, coder: str, criterion: str) -> Rating | None:
        """Return the library's rating of a criterion by a coder, or None if there is none."""
        return next((r for r in self.coding(coder).ratings if r.criterion_id == criterion), None)

    def passages(self, work: Work) -> dict[str, Evidence]:
        """Return the passages of the library and of a coder's unsubmitted work, by id."""
        return {passage.evidence_id: passage for passage in (*self.assessment.evidence, *work.passages)}

    def anchors(self, work: Work) -> list[Anchor]:
        """Return the anchors of the library and of a coder's unsubmitted work, each once."""
        anew = {passage.evidence_id for passage in work.passages}
        kept = (anchor for anchor in self.assessment.anchors if anchor.evidence_id not in anew)
        return list(dict.fromkeys((*kept, *work.anchors)))

    def source(self, source_id: str) -> Source | None:
        """Return the source of the country with this id, or None if there is none."""
        return next((source for source in self.assessment.sources if source.source_id == source_id), None)

    def questions(self, work: Work) -> list[Criterion]:
        """Return the criteria that a coder rates by hand: those that apply or that the coder has rated."""
        rated = {rating.criterion_id for rating in self.coding(work.coder).ratings} | set(work.drafts)
        return [
            c
            for c in self.rubric.criteria
            if c.is_rated_by_hand and (c.id in rated or applies(c, self.assessment).holds)
        ]

    def ratings(self, work: Work, *others: Rating) -> tuple[Rating, ...]:
        """Return a coder's ratings, those of the unsubmitted work and `others` in place of the library's."""
        now = (*self.coding(work.coder).ratings, *(draft.rating for draft in work.drafts.values()), *others)
        return tuple({rating.criterion_id: rating for rating in now}.values())

    def with_work(self, work: Work, other: Rating | None = None) -> Assessment:
        """Return the assessment with a coder's unsubmitted work and, if it is not None, the coder's rating `other`."""
        ratings = self.ratings(work, *([other] if other else []))
        mine = Coding(header_over(self.coding(work.coder).header, work.header), ratings)
        others = tuple(c for c in self.assessment.codings if c.header.coder != work.coder)
        return replace(self.assessment, codings=(*others, mine), evidence=tuple(self.passages(work).values()))

    def cards(self, work: Work, other: Rating | None = None) -> list[Glance]:
        """Return the scores of the coder's own ratings under every frame, the reference weighting first."""
        now = self.with_work(work, other)
        return glances(now, self.rubric, self._ready_to_score, self.frames, work.coder, self._computed_outcomes)

    def sealed(self, person: str, over: Sequence[Round]) -> WorkUnit:
        """Return the unit as a person may see it under open rounds: own ratings, and the passages known before."""
        now = self.assessment
        seen = tuple(e for e in now.evidence if all(one.shows(e, person) for one in over))
        names = {e.evidence_id for e in seen}
        own = tuple(c for c in now.codings if c.header.coder == person)
        places = tuple(a for a in now.anchors if a.evidence_id in names)
        shown = replace(now, codings=own, evidence=seen, anchors=places)
        return replace(self, assessment=replace(shown, agreed=(), log=(), recommendations=(), replies=()))


def unit_name(plan_id: str, rubric_id: str) -> str:
    """Return the name of a unit in events: `PLAN:RUBRIC`."""
    return f"{plan_id}:{rubric_id}"


class Shelf:
    """Reader of the library over a user's folder, with caches that last until a file changes.

    `commits` is whether submitted work is committed to git.
    """

    def __init__(self, own: Path, *, commits: bool = False) -> None:
        self.own, self.commits = own, commits
        self._lock = threading.RLock()
        self._units: dict[str, WorkUnit] = {}
        self._sealed: dict[tuple[WorkUnit, str, tuple[Round, ...]], WorkUnit] = {}
        self._rubrics: dict[str, Rubric] = {}
        self._covers: dict[tuple[object, ...], list[PageCover]] = {}
        self._texts: dict[tuple[str, ...], SearchTexts] = {}
        self._cards: dict[tuple[WorkUnit, str, str], list[Glance]] = {}
        self._readings: dict[str, Future[SourceFile]] = {}
        self._readers = ThreadPoolExecutor(MOST_READERS, "reading")
        self._seen = threading.local()
        self._library = Library.open(own)
        self._rules = Sight.of(own, RULES)
        self._sight = Sight.of(own, CONTENT)

    @property
    def library(self) -> Library:
        """Return the present library; it is read anew after a file of the folder changed.

        A write that is under way is waited for without the lock, as who writes may be waiting for the lock.
        """
        if getattr(self._seen, "now", False):
            return self._library
        self._seen.now = getattr(self._seen, "once", False)
        with self._lock:
            is_other = bool(self._rules.changed())
            is_same = not is_other and not self._sight.changed()
        if is_same:
            return self._library
        rules, sight, library = Sight.of(self.own, RULES), Sight.of(self.own, CONTENT), Library.open(self.own)
        with self._lock:
            self._sight, self._library = sight, library
            self._units.clear()
            if is_other:
                self._rules = rules
                self._rubrics.clear()
        return library

    @contextmanager
    def at_one_time(self) -> Iterator[None]:
        """Look once for the block whether a file changed, and again after the block itself has written."""
        self._seen.once, self._seen.now = True, False
        try:
            yield
        finally:
            self._seen.once = self._seen.now = False

    def rubric(self, name: str) -> Rubric:
        """Return the rubric with this name.

        Raises
        ------
        UnknownNameError
            There is no rubric with that name.
        """
        library = self.library
        with self._lock:
            if name not in self._rubrics:
                self._rubrics[name] = library.rubric(name)
            return self._rubrics[name]

    def unit(self, plan_id: str, rubric_id: str) -> WorkUnit:
        """Return a plan under a rubric.

        Raises
        ------
        UnknownNameError
            There is no such plan or rubric, or the rubric does not rate plans by hand.
        InvalidInputError
            The files have faults; the error lists all.
        """
        library, rubric = self.library, self.rubric(rubric_id)
        name = unit_name(plan_id, rubric_id)
        with self._lock:
            if name not in self._units:
                if library.units_of(rubric_id) or not any(c.is_rated_by_hand for c in rubric.criteria):
                    raise UnknownNameError("rubric that is rated by hand", rubric_id, self.rubrics())
                library.plan_folder(plan_id)
                self._units[name] = WorkUnit(library.assessment(plan_id, rubric), rubric)
            return self._units[name]

    def sealed(self, unit: WorkUnit, person: str, over: Sequence[Round]) -> WorkUnit:
        """Return a unit as a person may see it under open rounds, cached until the unit or the rounds change."""
        if not over:
            return unit
        key = (unit, person, tuple(over))
        return self._sealed.get(key) or self._cache(self._sealed, key, unit.sealed(person, over), MOST_CARDS)

    def cards(self, unit: WorkUnit, work: Work) -> list[Glance]:
        """Return the scores of a coder's own ratings, cached until the library or the coder's work changes.

        The scores after one answer are the scores before the next, so each is computed once.
        """
        key = (unit, work.coder, work.head)
        return self._cards.get(key) or self._cache(self._cards, key, unit.cards(work), MOST_CARDS)

    def _cache(self, cache: dict[K, V], key: K, found: V, most: int) -> V:
        """Add a value to a cache and return it; a full cache is emptied first."""
        with self._lock:
            if len(cache) >= most:
                cache.clear()
            cache[key] = found
        return found

    def rubrics(self) -> list[str]:
        """Return the names of rubrics that people rate plans by: the default, the user's own, then the others."""
        names = self.library.rubric_names
        own = [name for name in names if (self.own / "rubrics" / name).is_dir()]
        known = [name for name in names if name not in own and self._is_rated(name)]
        return list(dict.fromkeys([DEFAULT_RUBRIC, *own, *known]))

    def _is_rated(self, name: str) -> bool:
        """Return whether a rubric has criteria of plans that a person rates."""
        return not self.library.units_of(name) and any(c.is_rated_by_hand for c in self.rubric(name).criteria)

    def plans(self) -> list[str]:
        """Return the ids of the plans in the user's own folder, by country and name."""
        own = Library.open(self.own)
        folder = self.own / "countries"
        codes = [code for code in own.country_codes if (folder / code).is_dir()]
        return [plan for code in codes for plan in own.plan_ids(code) if (folder / code / "plans" / plan).is_dir()]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Lock the user's folder for the block, after completing or undoing an interrupted write there."""
        with held(self.own, "evaluator workbench"):
            recover(self.own)
            self._seen.now = False
            try:
                yield
            finally:
                self._seen.now = False

    def names(self, paths: Iterable[Path]) -> list[str]:
        """Return the paths of files, relative to the user's folder."""
        return [path.relative_to(self.own).as_posix() for path in paths]

    def lay_out_demo(self) -> None:
        """Copy the invented example country, with the documents of its plan, into the user's folder.

        Raises
        ------
        EvaluatorError
            The folder has it already, or it cannot be written.
        """
        if (self.own / "countries" / DEMO).exists():
            raise EvaluatorError(say("%(country)s is in your folder already.", country=DEMO))
        root = examples_root()
        inside = [root / "countries" / DEMO, root / DOCUMENTS]
        files = [path for folder in inside for path in sorted(folder.rglob("*")) if path.is_file()]
        with self.writing():
            write_all(self.own, {path.relative_to(root).as_posix(): path.read_bytes() for path in files})

    def documents(self, unit: WorkUnit) -> list[tuple[Source, Path]]:
        """Return the sources of a unit that have a copy here, each with the path of it."""
        found = ((source, self.document(unit, source)) for source in unit.assessment.sources)
        return [(source, path) for source, path in found if path is not None]

    def document(self, unit: WorkUnit, source: Source) -> Path | None:
        """Return the path of the copy of a source in a folder `documents/`, or None if there is none.

        If the source states a fingerprint, the copy must have it; else the file's name must be the
        source's id, or the plan's id if the source is the plan's own text.
        """
        found = list(self._document_files())
        if source.sha256:
            return next((path for path in found if sha256_of(path.read_bytes()) == source.sha256), None)
        plan = unit.assessment.plan.id
        named = [source.source_id]
        if source.kind == "plan" and source is next((s for s in unit.assessment.sources if s.kind == "plan"), None):
            named.append(plan)
        return next((path for name in named for path in found if path.stem == name), None)

    def coverage(self, source: Source, path: Path, anchors: Sequence[Anchor]) -> list[PageCover]:
        """Return which pages of a copy are cited, cached until the file or its citations change.

        Raises
        ------
        InvalidInputError
            The file cannot be read; see `evaluator.anchors.anchor_of`.
        """
        content = path.read_bytes()
        key = (source.source_id, sha256_of(content), *anchors)
        known = self._covers.get(key)
        if known is not None:
            return known
        found = coverage(source.source_id, content, anchors, name=path.name)
        return self._cache(self._covers, key, found, MOST_COVERS)

    def reading(self, path: Path, langs: Sequence[str]) -> Future[SourceFile]:
        """Return the reading of the tables of a plan's own file, begun in the background where it is not yet."""
        sha256, words = sha256_of(path.read_bytes()), self.library.plan_words
        with self._lock:
            if sha256 not in self._readings:
                if len(self._readings) >= MOST_READINGS:
                    self._readings.pop(next(iter(self._readings))).cancel()
                self._readings[sha256] = self._readers.submit(read_source, path, words, langs)
            return self._readings[sha256]

    def searched(self, unit: WorkUnit) -> SearchTexts:
        """Return the texts that `evaluator plan find` searches, cached until the unit or a document changes.

        Raises
        ------
        InvalidInputError
            A wording saved by an import has faults, or a source names a file outside of the folder.
        """
        key = (unit.name, *(e.evidence_id for e in unit.assessment.evidence))  # under seal people see other passages
        known = self._texts.get(key)
        if known is not None and known.holds(unit):
            return known
        library, named = self.library, {source.file.partition("/")[0] for source in unit.assessment.sources}
        home = f"countries/{unit.assessment.country.iso3}"
        sight = Sight.of(self.own, {DOCUMENTS, home, *named} - {""})
        wordings = wordings_of(library.plan_folder(unit.assessment.plan.id))
        found = SearchTexts(unit, sight, texts_of(library.layers.folders, unit.assessment, wordings))
        return self._cache(self._texts, key, found, MOST_TEXTS)

    def _document_files(self) -> Iterator[Path]:
        for folder in self.library.layers.folders:
            here = folder / DOCUMENTS
            for path in sorted(here.glob("*")) if here.is_dir() else ():
                is_ours = path.is_file() and not path.is_symlink() and path.suffix.lower() in FORMS
                if is_ours and path.stat().st_size <= MOST_BYTES:
                    yield path


def final(header: CodingFile, *, on: str) -> CodingFile:
    """Return a header with the state `final`, finished on the given day if it states no day."""
    return header.model_copy(update={"state": "final", "finished": header.finished or on})


def screen_templates() -> Layers:
    """Return the shipped templates, which a user's folder cannot override for the screens."""
    return Layers((shipped_root(),)).below("templates")


@lru_cache(maxsize=16)
def screen_language(lang: str) -> Language:
    """Return the catalogue of a language of the screens, read once."""
    return language(screen_templates(), lang)
