"""How many of the passages that raters cite `evaluator plan find` brings among the first ten.

Queries are the criteria that have a rating with evidence, in every shipped plan under both rubrics; the passages that
the raters cited are what should be found, among all rows of the plan and all notes on its sources. The interval is a
bootstrap over queries. The notes are the project's own words, so that these figures flatter a little.

Then English questions look for passages in other languages: the rows of Brazil's plan in Portuguese that raters cited,
and the levels and questions of the criteria in Serbian and Albanian, each the answer to its own English question.

Last, what the text of a plan adds: in how many questions a page of the invented plan's own text that raters cited is
among the first ten, by its rows and indicators alone, and by its rows and the text around them.

With --meaning (extra `meaning`) the model's orders are put to those of the words.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import yaml

from evaluator.anchors.copies import copies
from evaluator.anchors.pages import page_texts
from evaluator.intake.find import SearchText, find, passages_of, questions_of, terms_of
from evaluator.intake.meaning import Meaning, Model, kept_vectors, load_model
from evaluator.intake.searched import prose_of
from evaluator.library import Library, examples_root, shipped_root
from evaluator.model.intake import Wording
from evaluator.model.plan import Evidence
from evaluator.read.layers import Layers
from evaluator.read.text_files.table import read_table

ROOT = Path(__file__).resolve().parent.parent
INVENTED = "XAR-2022-2025"
RUBRICS = ("four-paradigms", "law-and-practice")
FIRST, DRAWS, SEED = 10, 2000, 2006


def recalls(library: Library, model: Model | None = None) -> list[tuple[int, float]]:
    """Return for each query how many passages are labelled and the share of them among the first ten."""
    found = []
    for name in RUBRICS:
        rubric = library.rubric(name)
        criteria = {criterion.id: criterion for criterion in rubric.criteria}
        for plan_id in (plan for code in library.country_codes for plan in library.plan_ids(code)):
            assessment = library.assessment(plan_id, rubric)
            cited: defaultdict[str, set[str]] = defaultdict(set)
            for rating in (rating for coding in assessment.codings for rating in coding.ratings):
                cited[rating.criterion_id].update(rating.evidence_ids)
            passages = passages_of(assessment) if cited else []
            near = Meaning(model, [passage.text for passage in passages], kept_vectors(None)) if model else None
            for criterion_id, ids in cited.items():
                if ids:
                    asked = criteria[criterion_id]
                    others = [near.scores(question) for question in questions_of(asked)] if near else []
                    hits = find(passages, terms_of(asked), FIRST, others)
                    found.append((len(ids), len(ids & {hit.passage.id for hit in hits}) / len(ids)))
    return found


def cited_originals(library: Library, model: Model | None, *, english: bool) -> list[float]:
    """Return for each question the share of cited rows among the first, the rows standing in the plan's own language.

    Brazil's plan has its rows in Portuguese beside the project's English ones; raters cited rows for questions. With
    `english` only the English search words and the question are asked, else the search words of all languages.
    """
    rubric = library.rubric()
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    assessment = library.assessment("BRA-2018-2022", rubric)
    passages = [
        SearchText("measure", m.measure_id, "", "", m.text_original) for m in assessment.measures if m.text_original
    ]
    known, rows = {p.id for p in passages}, {e.evidence_id: e.measure_id for e in assessment.evidence}
    cited: defaultdict[str, set[str]] = defaultdict(set)
    for rating in (rating for coding in assessment.codings for rating in coding.ratings):
        cited[rating.criterion_id] |= {rows[one] for one in rating.evidence_ids if one in rows} & known
    near = Meaning(model, [p.text for p in passages], kept_vectors(None)) if model else None
    shares = []
    for criterion_id, ids in cited.items():
        if ids:
            asked = criteria[criterion_id]
            terms = [*asked.search_terms.get("en", ()), asked.question] if english else terms_of(asked)
            others = [near.scores(question) for question in questions_of(asked)] if near else []
            hits = find(passages, terms, FIRST, others)
            shares.append(len(ids & {hit.passage.id for hit in hits}) / len(ids))
    return shares


def restated(library: Library, model: Model | None, lang: str, part: str) -> list[int]:
    """Return for each English question the best rank of a translated text of its criterion among those of all.

    The texts are the rubric's own, translated into `lang`: `part` is levels or question. 0 where none is a hit.
    """
    texts = yaml.safe_load((ROOT / "rubrics" / "four-paradigms" / "lang" / f"{lang}.yaml").read_text("utf-8"))
    criteria = {criterion.id: criterion for criterion in library.rubric().criteria}
    keys = [key for key in texts if key.split(".")[0] in criteria and key.split(".")[1] == part]
    passages = [SearchText("measure", key.split(".")[0], "", "", texts[key]) for key in keys]
    near = Meaning(model, [passage.text for passage in passages], kept_vectors(None)) if model else None
    ranks = []
    for name in dict.fromkeys(passage.id for passage in passages):
        asked = criteria[name]
        others = [near.scores(question) for question in questions_of(asked)] if near else []
        hits = find(passages, [*asked.search_terms.get("en", ()), asked.question], len(passages), others)
        ranks.append(next((hit.rank for hit in hits if hit.passage.id == name), 0))
    return ranks


def cited_pages(*, text: bool) -> list[float]:
    """Return for each question the share of cited pages of the invented plan's text that are among the first.

    Only the plan's own words are looked through, without the raters' notes: its rows and indicators, and with `text`
    what stands around them in its documents.
    """
    library = Library(Layers((examples_root(), shipped_root())))
    rubric = library.rubric()
    assessment = library.assessment(INVENTED, rubric)
    wordings = read_table(library.plan_folder(INVENTED).plan.expected("intake/wording.csv"), Wording, problems=[]).rows
    passages = [passage for passage in passages_of(assessment, wordings) if passage.kind != "evidence"]
    documents = copies(library.layers.folders, assessment)
    known = [*(passage.text for passage in passages), *(wording.text for wording in wordings)]
    for source_id, path in documents.items() if text else ():
        passages += prose_of(source_id, page_texts(path.read_bytes(), str(path)), known)
    rows = {row.evidence_id: row for row in assessment.evidence if row.source_id in documents}
    cited: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for rating in (rating for coding in assessment.codings for rating in coding.ratings):
        cited[rating.criterion_id] |= {_page(rows[one]) for one in rating.evidence_ids if one in rows}
    criteria = {criterion.id: criterion for criterion in rubric.criteria}
    return [
        len(pages & {_page(hit.passage) for hit in find(passages, terms_of(criteria[name]), FIRST)}) / len(pages)
        for name, pages in cited.items()
        if pages
    ]


def _page(place: SearchText | Evidence) -> tuple[str, str]:
    return place.source_id, place.locator.partition(",")[0]


def told(shares: Sequence[float]) -> str:
    """Return a mean with its interval, a bootstrap over questions."""
    values, draw = np.array(shares, dtype=float), np.random.default_rng(SEED)
    low, high = np.percentile([draw.choice(values, len(values)).mean() for _ in range(DRAWS)], [2.5, 97.5])
    return f"{values.mean():.3f} ({low:.3f} to {high:.3f})"


def main() -> None:
    """Print the recalls with their intervals."""
    library = Library.open()
    model = load_model() if "--meaning" in sys.argv[1:] else None
    found = recalls(library, model)
    print(f"{len(found)} queries, {sum(count for count, _ in found)} pairs of question and passage")
    print(f"recall at {FIRST}: {told([share for _, share in found])}")
    print(f"queries with at least one: {told([float(share > 0) for _, share in found])}")
    for english in (True, False):
        own = cited_originals(library, model, english=english)
        print(
            f"rows in Portuguese, asked in {'English' if english else 'all languages'}: {len(own)} queries, {told(own)}"
        )
    for lang, part in (("sr-Cyrl", "levels"), ("sr-Cyrl", "question"), ("sq", "question")):
        ranks = restated(library, model, lang, part)
        first, ten = [float(rank == 1) for rank in ranks], [float(0 < rank <= FIRST) for rank in ranks]
        print(f"English question, {lang} {part}, {len(ranks)} queries: first {told(first)}, among {FIRST} {told(ten)}")
    for text in (False, True):
        pages = cited_pages(text=text)
        print(
            f"pages of the invented plan, by {'rows and text' if text else 'rows'}: {len(pages)} queries, {told(pages)}"
        )


if __name__ == "__main__":
    main()
