"""Scorecards to print: the shipped example, and a plan made to break layouts."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from evaluator.extensions.verify.figures import read_result
from evaluator.extensions.verify.rebuild import Rebuilt, rebuild
from evaluator.library import Library
from evaluator.model.assessment import Assessment, Coding, CodingFile, Rating
from evaluator.model.country import Country, Source
from evaluator.model.plan import Evidence, PlanFile
from evaluator.model.scorecard import Outcome, Scorecard
from evaluator.pipeline import evaluate
from evaluator.reports.context.several import contrasted_cards
from evaluator.reports.contrast.report import contrast_pdf
from evaluator.reports.country import country_pdf
from evaluator.reports.editions.open import Held, open_report
from evaluator.reports.region import region_pdf
from evaluator.scoring.card import make_card
from tests.as_if_whole import as_if_whole
from tests.read_once import READS

if TYPE_CHECKING:
    from playwright.sync_api import Page

EXAMPLES = Path(__file__).parents[1] / "data" / "examples"
PLAN = "countries/XXA/plans/XXA-2020-2023"

REASON = (
    "The text names the body, the deadline and the amount, and says for each group of victims what follows from it; "
    "in the annex the same measure stands with another date, and the report of the second year speaks of a third one. "
) * 5
CYRILLIC = "Национална стратегија за борбу против трговине људима, посебно женама и децом, и заштиту жртава (№ 77/2017)"
LONG = "Antitrafficking-coordination-and-interministerial-monitoring-mechanism-of-the-Federation-and-the-Entities"
HOSTILE = "<script>alert(1)</script> & {{ 7 * 7 }} \u202egnp.exe\u202c {% raw %}"


@pytest.fixture(scope="session", autouse=True)
def _prints(shared_prints) -> None:
    """Print each page once, whichever of these tests asks for it."""


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Library:
    """Return the shipped library, with two plans rated as if they had been read whole."""
    folder = as_if_whole(tmp_path_factory.mktemp("whole"))
    READS.unchanged.add(folder)
    return Library.open(folder)


@pytest.fixture(scope="session")
def rubric(library):
    return library.rubric()


@pytest.fixture(scope="session")
def albania(library, rubric) -> Scorecard:
    return evaluate(library.assessment("ALB-2005-2007", rubric), rubric)


def _plan() -> PlanFile:
    return PlanFile.model_validate(
        {
            "id": "XXS-2030-2034-entities",
            "titles": {"en": f"Strategy and Action Plan of the {LONG}", "sr-Cyrl": CYRILLIC},
            "kind": "entity-plan",
            "start": "2030",
            "end": "2034",
            "adopted": {"status": "adopted", "date": "2029-12"},
            "authority": LONG,
            "lead_rule": "none",
            "rows": {"basis": "whole", "here": 126, "in_plan": 126},
            "text_read": {"measures": "whole", "text": "whole"},
            "notes": HOSTILE,
        }
    )


def _coding(coder: str, state: str) -> Coding:
    head = {
        "assessment_id": f"XXS.{coder}",
        "rubric": "four-paradigms",
        "rubric_version": "1.0.0",
        "coder": coder,
        "capacity": "assessor",
        "state": state,
        "interests": REASON,
        "finished": "2031-02-03",
        "text_read": {"measures": "whole", "text": "whole"},
        "notes": HOSTILE,
    }
    return Coding(CodingFile.model_validate(head), ())


def stress_assessment() -> Assessment:
    """Return a plan with long names, long notes, two scripts and text that looks like markup."""
    url = "https://example.org/" + "a-very-long-address-without-any-place-to-break/" * 4
    return Assessment(
        country=Country(
            iso3="XXS",
            names={"en": "Bosnia, Herzegovina and the Associated Island Territories"},
            footnote={"en": "The name is invented and says nothing on the status of any territory."},
        ),
        plan=_plan(),
        rubric_id="four-paradigms",
        sources=(
            Source(
                "XXS-S1", CYRILLIC, "Влада", "plan", "2030-01", ("sr-Cyrl",), "Cyrl", url, url, "2031-01-01", "", "",
                REASON,
            ),
            Source("XXS-S2", HOSTILE, "", "ngo", "", ("en",)),
        ),
        evidence=(
            Evidence(
                "E1", "XXS-S1", "стр. 12–14, тачка 3.2.1", object="plan", note=REASON,
                quote=CYRILLIC, quote_lang="sr-Cyrl", translation="National strategy",
            ),
            Evidence("E2", "XXS-S2", HOSTILE, object="practice", note=HOSTILE),
        ),
        codings=(_coding("a", "draft"), _coding("b", "final")),
        narrative={"en": f"# Summary\n\n{REASON}\n\n{HOSTILE}\n\n" + f"## {LONG}\n\n- {CYRILLIC}\n\n" * 3 + REASON * 6},
    )  # fmt: skip


def stress_outcomes(rubric) -> list[Outcome]:
    """Return one outcome for each criterion, going through every status in turn."""
    found = []
    for k, criterion in enumerate(rubric.criteria):
        gate = criterion.id in rubric.grading.gates
        status = (
            "contrary" if gate else ("rated", "silent", "disputed", "rated", "not-assessed", "not-applicable")[k % 6]
        )
        level = {"rated": k % 5, "silent": 0, "contrary": 0}.get(status)
        low, high = (0, 4) if level is None else (level, level)
        reason = REASON if k % 3 == 0 else CYRILLIC
        found.append(
            Outcome(
                criterion.id, status, level, low, high, low, high, covered=level is not None,
                confidence=("high", "medium", "low")[k % 3] if level is not None else "",
                evidence_ids=("E1", "E2") if level is not None else (),
                reason=reason, missing_for_next=LONG, searched=CYRILLIC if status == "silent" else "",
                note=HOSTILE, inputs=(("a", "2"), ("b", "contrary")),
            )
        )  # fmt: skip
    return found


@pytest.fixture(scope="session")
def stress(rubric) -> Scorecard:
    weighting = rubric.weighting("us-tip")
    return make_card(stress_assessment(), rubric, weighting, stress_outcomes(rubric), is_draft=True)


@pytest.fixture(scope="session")
def stress_beside(rubric) -> Scorecard:
    """Return the plan that breaks layouts under the reference weighting, to stand beside others."""
    return make_card(stress_assessment(), rubric, rubric.weighting("equal"), stress_outcomes(rubric), is_draft=True)


@pytest.fixture(scope="session")
def empty(rubric) -> Scorecard:
    """Return a card in which nothing is assessed."""
    bare = replace(stress_assessment(), narrative={}, evidence=(), sources=(), codings=())
    nothing = [Outcome(c.id, "not-assessed", None, 0, 4, 0, 4, covered=False) for c in rubric.criteria]
    return make_card(bare, rubric, rubric.weighting("equal"), nothing, is_draft=True)


def _plain_card(rubric, iso3: str, name: str, level: Callable[[int], int | None]) -> Scorecard:
    """Return a plain plan whose k-th criterion is rated at `level(k)`, or not at all where that is None."""
    country = Country(iso3=iso3, names={"en": name})
    plan = _plan().model_copy(
        update={"id": f"{iso3}-2030-2034", "titles": {"en": "Action Plan 2030-2034"}, "authority": "", "notes": ""}
    )
    header = _coding("a", "final").header.model_copy(update={"interests": "", "notes": ""})
    found = [(criterion.id, level(k)) for k, criterion in enumerate(rubric.criteria)]
    ratings = tuple(
        Rating(name, rubric.by_id[name].meaning_version, "rated", own, "high", ("E1",), "The plan says so.")
        for name, own in found
        if own is not None
    )
    whole = Assessment(
        country=country,
        plan=plan,
        rubric_id=rubric.id,
        sources=(Source(f"{iso3}-S1", "Action Plan", "Government", "plan", "2030-01", ("en",)),),
        evidence=(Evidence("E1", f"{iso3}-S1", "p. 12", object="plan"),),
        codings=(Coding(header, ratings),) if ratings else (),
    )
    outcomes = [
        Outcome(
            name, "not-assessed" if own is None else "rated", own,
            *((0, 4, 0, 4) if own is None else (own,) * 4), covered=own is not None,
            confidence="" if own is None else "high", evidence_ids=() if own is None else ("E1",),
        )
        for name, own in found
    ]  # fmt: skip
    return make_card(whole, rubric, rubric.weighting("equal"), outcomes, is_draft=False)


@pytest.fixture(scope="session")
def plain_card(rubric) -> Callable[[str, str, Callable[[int], int | None]], Scorecard]:
    """Return what makes a plain plan by its code, its country's name, and the level of each criterion."""
    return partial(_plain_card, rubric)


@pytest.fixture(scope="session")
def albania_pdf(library, albania) -> bytes:
    return country_pdf(library, albania, annex=True)


@pytest.fixture(scope="session")
def stress_pdf(library, stress) -> bytes:
    return country_pdf(library, stress, annex=True)


@pytest.fixture(scope="session")
def own(tmp_path_factory) -> Library:
    """Return the worked examples under a rubric of their own, whose reports are short."""
    folder = tmp_path_factory.mktemp("own")
    shutil.copytree(EXAMPLES / "rubrics" / "four-paradigms", folder / "rubrics" / "small")
    shutil.copytree(EXAMPLES / "countries" / "XXA", folder / "countries" / "XXA")
    ratings = folder / PLAN / "assessments"
    (ratings / "four-paradigms").rename(ratings / "small")
    sources = "source_id,title,kind\nXXA-S1,An invented plan,plan\n"
    (folder / "countries" / "XXA" / "sources.csv").write_text(sources, encoding="utf-8")
    for path in folder.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("four-paradigms", "small"), encoding="utf-8")
    return Library.open(folder)


@pytest.fixture(scope="session")
def card(own):
    rubric = own.rubric("small")
    return evaluate(own.assessment("XXA-2020-2023", rubric), rubric)


@pytest.fixture(scope="session")
def report(own, card) -> bytes:
    return country_pdf(own, card, annex=True)


@pytest.fixture(scope="session")
def several(own, card) -> dict[str, bytes]:
    """Return a report of each kind on several plans, here on one, so that they are short."""
    return {
        "comparative": region_pdf(own, [card], "comparative"),
        "brief": region_pdf(own, [card], "brief"),
        "contrast": contrast_pdf(own, contrasted_cards(own, [card]), annex=True),
    }


@pytest.fixture(scope="session")
def held(report) -> Held:
    return open_report(report, "x.pdf")


@pytest.fixture(scope="session")
def again(library, held) -> Rebuilt:
    """Return what the report comes to when it is made again: once, for many forgeries of it."""
    return rebuild(held, read_result(held), library)


@pytest.fixture
def new_page(browser) -> Iterator[Callable[..., Page]]:
    """Return what opens a page of the module's browser; each is closed after the test, and works no more."""
    contexts = []

    def opened(**settings) -> Page:
        contexts.append(browser.new_context(**settings))
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()
