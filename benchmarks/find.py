"""How many of the passages that raters cite `evaluator plan find` brings among the first ten.

Queries are the criteria that have a rating with evidence, in every shipped plan under both rubrics; the passages that
the raters cited are what should be found, among all rows of the plan and all notes on its sources. The interval is a
bootstrap over queries. The notes are the project's own words, so that these figures flatter a little.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from evaluator.intake.find import find, passages_of, terms_of
from evaluator.library import Library

RUBRICS = ("four-paradigms", "law-and-practice")
FIRST, DRAWS, SEED = 10, 2000, 2006


def recalls(library: Library) -> list[tuple[int, float]]:
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
            for criterion_id, ids in cited.items():
                if ids:
                    hits = find(passages, terms_of(criteria[criterion_id]), FIRST)
                    found.append((len(ids), len(ids & {hit.passage.id for hit in hits}) / len(ids)))
    return found


def main() -> None:
    """Print the recall with its interval."""
    found = recalls(Library.open())
    shares = np.array([share for _, share in found])
    draw = np.random.default_rng(SEED)
    low, high = np.percentile([draw.choice(shares, len(shares)).mean() for _ in range(DRAWS)], [2.5, 97.5])
    print(f"{len(found)} queries, {sum(count for count, _ in found)} pairs of question and passage")
    print(f"recall at {FIRST}: {shares.mean():.3f} ({low:.3f} to {high:.3f})")
    print(f"queries with at least one: {(shares > 0).mean():.3f}")


if __name__ == "__main__":
    main()
