"""How far the tags that rules propose agree with those that hands gave the measures of the shipped plans.

The English words of the rules were chosen on the rows of the plans named TRIED; the other plans were not looked at. The
Portuguese words are held against the originals of Brazil's rows, whose hand tags were known. Intervals are a bootstrap
over rows, which takes the rows of one plan for independent.
"""

from __future__ import annotations

import numpy as np

from evaluator.intake.tags import agreement, compared
from evaluator.library import Library
from evaluator.model.intake import TAG_KINDS
from evaluator.model.plan import Measure

TRIED = (
    "ALB-2005-2007", "ALB-2005-2007-children", "AUS-2020-2025", "BGR-2017-2017", "BRA-2018-2022", "MDA-2014-2016",
    "NZL-2020-2025", "ROU-2006-2007", "ROU-2018-2020", "SRB-2017-2018", "UKR-2012-2015",
)  # fmt: skip
DRAWS, SEED = 2000, 2006


def rows_of(library: Library, plans: list[str], *, original: bool = False) -> list[tuple[Measure, str]]:
    """Return the rows of plans, each with its text in English or in the original."""
    rubric = library.rubric()
    rows = [row for plan in plans for row in library.assessment(plan, rubric).measures]
    return [(row, row.text_original if original else row.text) for row in rows if not original or row.text_original]


def show(title: str, library: Library, rows: list[tuple[Measure, str]], langs: tuple[str, ...] = ()) -> None:
    """Print precision, share and kappa of each kind of tag, with their intervals."""
    words = library.tag_words
    pairs = compared(rows, words, langs)
    print(f"\n{title}: {len(pairs['function'])} rows tagged by hand")
    for kind in TAG_KINDS:
        own, draw = pairs[kind], np.random.default_rng(SEED)
        drawn = [agreement(kind, [own[at] for at in draw.integers(0, len(own), len(own))], words) for _ in range(DRAWS)]
        found = agreement(kind, own, words)
        parts = [f"{found.right} of {found.proposed} proposed tags, {found.given} given"]
        for name in ("precision", "share", "kappa"):
            values = [value for one in drawn if (value := getattr(one, name)) is not None]
            low, high = np.percentile(values, [2.5, 97.5])
            parts.append(f"{name} {getattr(found, name):.3f} ({low:.3f} to {high:.3f})")
        print(f"  {kind}: {'; '.join(parts)}")


def main() -> None:
    """Print the agreement on the plans tried, on those not looked at, and on the originals."""
    library = Library.open()
    plans = [plan for code in library.country_codes for plan in library.plan_ids(code)]
    show("tried", library, rows_of(library, [plan for plan in plans if plan in TRIED]))
    show("not looked at", library, rows_of(library, [plan for plan in plans if plan not in TRIED]))
    show("Brazil in Portuguese", library, rows_of(library, ["BRA-2018-2022"], original=True), ("pt",))


if __name__ == "__main__":
    main()
