"""The pages of the site in one language: each a template, filled with what `views` makes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from typing import Any

from evaluator import __version__
from evaluator.contrasts.headline.one import headline_of
from evaluator.extensions.explorer.explorer_page import explorer_page
from evaluator.extensions.explorer.questions import three_questions
from evaluator.extensions.publish import views
from evaluator.extensions.publish.changes import ScoreChange
from evaluator.extensions.publish.finding import finding_of, turning_pair, unit_finding
from evaluator.extensions.publish.holdings import Group, Holdings, Unit
from evaluator.extensions.publish.imprint import Imprint
from evaluator.extensions.publish.in_years import YearStrip, year_strips
from evaluator.extensions.publish.questions import Answer, answers_of, asked_of, by_criterion, cited, highest, lowest
from evaluator.library import Library
from evaluator.model.rubric import Rubric
from evaluator.model.sentence import Spoken, say, text_for
from evaluator.model.wording import PLAIN
from evaluator.panel.settle import is_by_machine, voting
from evaluator.read.yardstick import altered_words
from evaluator.reports.charts.country_years import country_years
from evaluator.reports.charts.drawing import Chart, Pen
from evaluator.reports.charts.letters import letters_of
from evaluator.reports.charts.small_multiples import small_multiples
from evaluator.reports.context.alongside import furthest_pair
from evaluator.reports.context.country import CountryContext
from evaluator.reports.country import country_page
from evaluator.reports.html.environment import render_template
from evaluator.reports.language import Language, language
from evaluator.reports.outline import Page
from evaluator.reports.retitle import names_of, retitle, shorts_in
from evaluator.reports.subject import Examples, date_of, examples_among, invented_among, rubric_name
from evaluator.reports.wording import wording_of
from evaluator.scoring.observers import observed, observed_words

FOLDER = "site"
NO_EXAMPLES = Examples()
PORTRAITS = say("Frames are portraits of 2006; they describe no actor of today.")
PRINTED = ("plan", "conduct")  # subjects of which reports are printed; a record has too many


@dataclass(frozen=True, slots=True)
class Edition:
    """What every page says of the site: its release, its address on the web, its languages; the first is at the root.

    `printed` is whether reports are printed. `imprint` says who answers for the site.
    """

    release: str = ""
    address: str = ""
    languages: tuple[str, ...] = ("en",)
    printed: bool = True
    releases: tuple[str, ...] = ()
    imprint: Imprint | None = None

    @property
    def pressed(self) -> bool:
        """Return whether charts of plans and of the front page are there as PNG too; those of years want an address."""
        return self.printed or bool(self.address)

    @property
    def name(self) -> str:
        """Return under which name the site stands."""
        return self.imprint.publisher.name if self.imprint else "NAP Evaluator"


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePage(Page):
    """A page: its name, title, and what stands at its head and foot; `up` leads to the root of the site."""

    name: str
    title: str
    lead: str = ""
    up: str = ""
    examples: Examples = NO_EXAMPLES
    invented: str = ""
    footnotes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Press:
    """Makes the pages of one language; `changes` are what releases changed, the newest first."""

    library: Library
    held: Holdings
    edition: Edition
    lang: str
    changes: tuple[ScoreChange, ...] = ()

    @cached_property
    def spoken(self) -> Language:
        """Return the language of the pages."""
        return language(self.library.templates, self.lang)

    @property
    def folder(self) -> str:
        """Return the folder of the language below the site, empty for the first."""
        return "" if self.lang == self.edition.languages[0] else f"{self.lang}/"

    @cached_property
    def date(self) -> str:
        """Return the day of the newest data."""
        return max(date_of(unit.entrant.assessment) for unit in self.held.units)

    @cached_property
    def record(self) -> tuple[Group, ...]:
        """Return the years of the record; none in a library without one."""
        return tuple(group for group in self.held.groups if group.year)

    @cached_property
    def states(self) -> dict[str, list[Unit]]:
        """Return the units of each country, by its code, in order of its name."""
        found: dict[str, list[Unit]] = {}
        for unit in sorted(self.held.units, key=lambda u: (views.name_of(u, self.lang), views.years_of(u), u.name)):
            found.setdefault(unit.entrant.iso3, []).append(unit)
        return found

    def pen(self, rubric: Rubric) -> Pen:
        """Return a pen for one figure, in the words of a rubric."""
        spoken = replace(self.spoken, wording=wording_of(rubric, self.lang))
        return Pen(spoken, letters_of(self.library.templates))

    def pages(self) -> Iterator[tuple[str, str]]:
        """Return the name and the text of every page."""
        for name, make in (
            ("index", self.front), ("states", self.all_states), ("compare", self.compare), ("frames", self.frames),
            ("years", self.years), ("methods", self.methods), ("data", self.data), ("changes", self.change_list),
        ):  # fmt: skip
            yield f"{self.folder}{name}.html", make()
        yield f"{self.folder}explorer.html", self.explorer()
        for code in self.states:
            yield f"{self.folder}{code}.html", self.state(code)
        for unit in self.held.units:
            yield f"{self.folder}{unit.name}.html", self.unit(unit)
            for answer in self._answers(unit):
                yield f"{self.folder}{answer.name}.html", self.answer(unit, answer)

    def _fill(self, template: str, page: SitePage, **parts: object) -> str:
        return render_template(
            self.library.templates,
            self.lang,
            f"{FOLDER}/{template}.html",
            {},
            view=page,
            edition=self.edition,
            date=self.date,
            version=__version__,
            rubrics=[rubric_name(rubric, self.lang) for rubric in self.held.rubrics],
            **parts,
        )

    def head(
        self, name: str, title: str, lead: str = "", units: Sequence[Unit] | None = None, rubric: Rubric | None = None
    ) -> SitePage:
        """Return head and foot of a page about some units; about all without them."""
        about = self.held.units if units is None else units
        plans = [unit.entrant.assessment for unit in about]
        notes = [text_for(plan.country.footnote or {}, self.lang) for plan in plans]
        return SitePage(
            lang=self.lang,
            date=self.date,
            altered=altered_words(rubric, self.lang) if rubric else "",
            wording=wording_of(rubric, self.lang) if rubric else PLAIN,
            name=name,
            title=title,
            lead=lead,
            up="../" if self.folder else "",
            examples=examples_among((views.name_of(u, self.lang), u.entrant.assessment) for u in about),
            invented=invented_among(plan.country for plan in plans),
            footnotes=tuple(dict.fromkeys(filter(None, notes))),
        )

    def portraits(self, rubric: Rubric) -> Spoken | str:
        """Return what frames after the founding paper are; nothing for a rubric without any."""
        return PORTRAITS if any(w.prevailed is not None for w in rubric.weightings.values()) else ""

    def _told(self, found: Sequence[str], group: Group) -> tuple[str, ...]:
        """Return sentences with names in place of ids."""
        rubric = group.rubric
        wording = wording_of(rubric, self.lang)
        names = {**names_of(group.study.weightings, self.lang), **views.labels(group, self.lang),
                 **dict(wording.bands)}  # fmt: skip
        return retitle(tuple(found), shorts_in(rubric, self.lang), names)

    def front(self) -> str:
        """Return the front page."""
        main, home = self.held.main, self.held.home
        wording = wording_of(main.rubric, self.lang)
        lead, rest = self._told(finding_of(main.study), main)
        units = [Unit(home, place) for place in range(len(home.study.entrants))]
        named = views.labels(home, self.lang)
        pens = (self.pen(main.rubric), self.pen(main.rubric))
        plans = self.few
        return self._fill(
            "index",
            self.head("index", plans.title if plans else lead, "" if plans else rest, units, main.rubric),
            own=[self._own_plan(unit) for unit in self.held.units if has_pages(unit) and is_own(self.library, unit)],
            group=main,
            plans=plans,
            lead=(lead, rest),
            portraits=self.portraits(main.rubric),
            rubric=text_for(main.rubric.named(), self.lang, main.rubric.id),
            maps=views.frame_maps(pens, home, self.lang),
            edges=[band.lower for band in home.rubric.grading.bands if band.lower],
            rows=[self._ends(unit) for unit in units if unit.frames.graded],
            questions=three_questions(home.rubric, home.study.entrants, named, replace(self.spoken, wording=wording)),
            counts=self._counts(),
            frames=len(main.rubric.weightings),
        )

    def _own_plan(self, unit: Unit) -> dict[str, object]:
        """Return a plan of the publisher's own: its name, its page, the letter and the finding of its report."""
        page = self._report(unit)
        return {"name": views.title_of(unit, self.lang), "page": unit.name, "grade": page.grade.grade,
                "said": page.opening.said}  # fmt: skip

    def _report(self, unit: Unit) -> Any:  # noqa: ANN401  (the sections of a view are known at run time)
        """Return the view of a unit's report."""
        return country_page(CountryContext(unit.group.cards[unit.place], self.lang, templates=self.library.templates))

    def _ends(self, unit: Unit) -> dict[str, object]:
        """Return a unit between its lowest and its highest frame."""
        ends = [views.standing(unit.group.rubric, one, self.lang) for one in (*unit.frames.ends, unit.frames.own)]
        known = any(unit.name == other.name for other in self.held.units)
        return {"name": views.name_of(unit, self.lang), "page": unit.name if known else "", "ends": ends}

    def _counts(self) -> list[tuple[str, str, int, int, str]]:
        """Return rubric, newest year, number of units and of verdicts under the first frame, for each rubric."""
        newest = {group.rubric.id: group for group in self.held.groups}
        return [
            (
                text_for(group.rubric.named(), self.lang, group.rubric.id),
                group.year,
                len(group.study.entrants),
                sum(bool(result.grade.grade) for result in group.study.verdicts[0]),
                text_for(group.study.weightings[0].names, self.lang),
            )
            for group in newest.values()
        ]

    def all_states(self) -> str:
        """Return the list of countries."""
        rows = [(code, [views.listed(unit, self.lang) for unit in units]) for code, units in self.states.items()]
        unread = [(code, name) for code, name, _ in self._countries if code not in self.states]
        return self._fill("states", self.head("states", self.spoken.gettext("Countries A to Z")), states=rows,
                          unread=unread, bands=self._bands())  # fmt: skip

    def _bands(self) -> dict[str, str]:
        """Return every band in the language of the page."""
        return {band: said for rubric in self.held.rubrics for band, said in wording_of(rubric, self.lang).bands}

    def state(self, code: str) -> str:
        """Return the page of a country: that of its newest plan with a verdict and all others below, else the list."""
        units = self.states[code]
        verdicts = [unit for unit in units if has_pages(unit)]
        if verdicts:
            return self.unit(max(verdicts, key=lambda unit: unit.entrant.assessment.plan.end), code)
        rows = [views.listed(unit, self.lang) for unit in units]
        rubric = next((unit.group.rubric for unit in units if unit.group.year), None)
        chart = self._in_time(units[0], furthest_pair(rubric) if rubric else None)
        head = self.head(code, views.name_of(units[0], self.lang), "", units, rubric)
        return self._fill("state", head, rows=rows, drawn=chart, bands=self._bands())

    def _in_time(self, unit: Unit, frames: tuple[str, str] | None) -> Chart | None:
        """Return the figure of a country's record under two frames."""
        if frames is None or not self.record:
            return None
        rubric = self.record[0].rubric
        panel = views.record_panel(views.name_of(unit, self.lang), self.record, unit.entrant.iso3, frames)
        return country_years(self.pen(rubric), self._frame_names(rubric, frames), panel, (), ())

    def _frame_names(self, rubric: Rubric, frames: tuple[str, str]) -> tuple[str, str]:
        one, other = (text_for(rubric.weightings[frame].names, self.lang, frame) for frame in frames)
        return one, other

    def finding(self, unit: Unit) -> tuple[str, ...]:
        """Return what a unit's page opens with: the two furthest frames, where the verdict turns, then its report's."""
        found, wording = headline_of(unit.group.study, unit.place), wording_of(unit.group.rubric, self.lang)
        turns = [unit_finding(unit.frames)] if found.rule == "grade-moves" else []
        return self._told([wording.reworded(one) for one in (*turns, *found.sentences)], unit.group)

    def unit_head(self, unit: Unit, lead: str, name: str = "") -> SitePage:
        """Return head and foot of a unit's page."""
        return self.head(name or unit.name, views.title_of(unit, self.lang), lead, [unit], unit.group.rubric)

    def _answers(self, unit: Unit) -> tuple[Answer, ...]:
        """Return the answers of a unit that have pages: those of a plan or a period with a verdict."""
        return answers_of(unit, unit.group.cards[unit.place], self.lang) if has_pages(unit) else ()

    def answer(self, unit: Unit, answer: Answer) -> str:
        """Return the page of one question on a plan or a period."""
        head = self.head(answer.name, f"{answer.plain} {views.title_of(unit, self.lang)}", answer.reason, [unit],
                          unit.group.rubric)  # fmt: skip
        return self._fill("question", head, unit=views.listed(unit, self.lang), answer=answer,
                          rubric=rubric_name(unit.group.rubric, self.lang))  # fmt: skip

    def unit(self, unit: Unit, country: str = "") -> str:
        """Return the page of a plan, a period or a year; as that of its `country`, with all others below."""
        answers = self._answers(unit)
        group, rubric, told = unit.group, unit.group.rubric, self.finding(unit)
        ends = [views.standing(rubric, one, self.lang) for one in unit.frames.ends] if unit.frames.graded else []
        pair = [end.result.weighting_id for end in ends] or [rubric.reference_weighting] * 2
        beside = group.among(self.held.region) if unit.entrant.iso3 in self.held.region else group
        frames = [pair[1], rubric.reference_weighting, pair[0]]
        shares = observed(rubric, dict(zip(unit.group.study.scores.tree.criteria, unit.weights, strict=True)))
        plan = self._plan_parts(unit, answers) if answers else {}
        lead = plan["report"].opening.said if plan else told[0]
        return self._fill(
            "plan" if plan else "unit",
            self.unit_head(unit, lead, country),
            told=told,
            at=unit.name,
            pages=by_criterion(answers),
            sources=cited(answers),
            rows=[views.listed(one, self.lang) for one in self.states[country]] if country else (),
            bands=self._bands(),
            unit=views.listed(unit, self.lang),
            drawn=views.frame_dots(self.pen(rubric), unit, self.library),
            ends=ends,
            names=[text_for(rubric.weightings[one].names, self.lang, one) for one in pair],
            looked=views.looked_at(unit, pair[1], pair[0], self.lang),
            years=self._in_time(unit, (pair[0], pair[1])) if group.year and ends else None,
            places=views.places_of(unit, beside, frames, self.lang) if group.year else (),
            open=views.open_criteria(unit, self.lang),
            own=views.standing(rubric, unit.frames.own, self.lang),
            about=rubric,
            portraits=self.portraits(rubric),
            summary=text_for(rubric.summary, self.lang),
            observed=observed_words(rubric, [shares], self.lang),
            frames=len(rubric.weightings),
            rubric=rubric_name(rubric, self.lang),
            reported=rubric.scores in PRINTED,
            **plan,
        )

    def _plan_parts(self, unit: Unit, answers: Sequence[Answer]) -> dict[str, Any]:
        """Return what the page of a plan or a period with a verdict says first, as its report does."""
        card = unit.group.cards[unit.place]
        codings, report = voting(card.assessment, card.assessor or None), self._report(unit)
        return {
            "report": report,
            "by_title": {str(one.title): one for one in answers},
            "sides": {one.id: card.rubric.plain(one.id, self.lang) for one in report.groups},
            "word": card.rubric.plain_band(report.grade.grade, self.lang),
            "left_out": lowest(answers),
            "best": highest(answers),
            "readers": len(codings),
            "by_machine": is_by_machine(card.assessment, card.assessor or None),
            "today": views.of_today(card.assessment, self.date),
        }

    @cached_property
    def few(self) -> views.FewPlans | None:
        """Return what the front page says of a few graded plans."""
        return views.few_plans(self.pen, self.held.plans, self.lang) if self.held.plans else None

    @property
    def charts(self) -> Iterator[tuple[str, Chart, Rubric]]:
        """Return the charts of the front page and of the years, each with the name of its file and its rubric."""
        if self.few and self.held.plans:
            yield from ((f"few-{k}", one, self.held.plans.rubric) for k, one in enumerate(self.few.charts, start=1))
        if chart := self._years[0]:
            yield "years", chart, self.record[0].rubric

    def compare(self) -> str:
        """Return the page on which two units are compared by a script; it opens with two that take turns."""
        home = self.held.home
        pair = [Unit(home, place).name for place in turning_pair(home.study) or ()]
        return self._fill("compare", self.head("compare", self.spoken.gettext("Compare two")), pair=",".join(pair))

    def scores_script(self) -> str:
        """Return the scores and levels of all units with a page as a script of data, for the page that compares."""
        studies = [group.study for group in self.held.groups]
        frames = {s.rubric.id: [text_for(w.names, self.lang, w.id) for w in s.weightings] for s in studies}
        cells = {id(g): views.score_cells(g.study) for g in {id(u.group): u.group for u in self.held.units}.values()}
        units = {
            unit.name: [
                unit.group.rubric.id,
                views.title_of(unit, self.lang),
                cells[id(unit.group)][unit.entrant.plan_id],
                [one.level for one in unit.entrant.outcomes],
            ]
            for unit in self.held.units
        }
        titles = {r.id: text_for(r.named(), self.lang, r.id) for r in self.held.rubrics}
        asked = {group.rubric.id: asked_of(group, self.lang) for group in self.held.groups}
        return script(
            "NAP_SCORES",
            {"frames": frames, "units": units, "bands": self._bands(), "rubrics": titles, "questions": asked},
        )

    def search_script(self) -> str:
        """Return the index of states, units, frames and years as a script of data."""
        rows = [(f"{code}.html" if code in self.states else f"states.html#{code}", name, f"{code} {' '.join(every)}")
                for code, name, every in self._countries]  # fmt: skip
        rows += [
            (
                f"{u.name}.html",
                f"{views.name_of(u, self.lang)} {views.years_of(u)}",
                f"{u.entrant.iso3} {u.group.rubric.id}",
            )
            for u in self.held.units
        ]
        frames = {w.id: w for rubric in self.held.rubrics for w in rubric.weightings.values()}
        rows += [(f"frames.html#{w.id}", str(text_for(w.names, self.lang, w.id)), f"{w.id} {w.actor}")
                 for w in frames.values()]  # fmt: skip
        return script("NAP_INDEX", rows)

    @cached_property
    def _countries(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return code, name and every other name of each country of the library, in order of the name."""
        return views.named_countries(self.library, (*self.states, *self.held.known), self.lang, self.edition.languages)

    def frames(self) -> str:
        """Return the page on the frames."""
        group = self.held.home
        return self._fill("frames", self.head("frames", self.spoken.gettext("Frames: whose weights"), "", None,
                                               group.rubric), frames=views.frames_shown(group, self.spoken),
                          rubric=text_for(group.rubric.named(), self.lang), year=group.year)  # fmt: skip

    @cached_property
    def _years(self) -> tuple[Chart | None, tuple[YearStrip, ...], tuple[int, int], list[Unit]]:
        """Return the chart of the record by year, its countries as strips, their years, and the units of all."""
        pair = furthest_pair(self.record[0].rubric) if self.record else None
        if pair is None:
            return None, (), (0, 0), []
        own = [units[0] for code, units in self.states.items() if code in self.held.region]
        pages = {views.name_of(unit, self.lang): unit.entrant.iso3 for unit in own}
        panels = [views.record_panel(name, self.record, code, pair) for name, code in pages.items()]
        rubric = self.record[0].rubric
        chart = small_multiples(self.pen(rubric), self._frame_names(rubric, pair), panels)
        drawn = [row.id for row in chart.block.in_state("drawn")] if chart and chart.block else []
        shown = sorted((one for one in panels if one.name in drawn), key=lambda one: drawn.index(one.name))
        span = (min(one.years[0] for one in shown), max(one.years[-1] for one in shown)) if shown else (0, 0)
        return chart, year_strips([(pages[one.name], one) for one in shown], span), span, own

    def years(self) -> str:
        """Return the page on the years of the record."""
        chart, strips, span, own = self._years
        head = self.head("years", self.spoken.gettext("Year by year"), "", own, self.record[0].rubric if own else None)
        return self._fill("years", head, drawn=chart, span=span, strips=strips)

    def methods(self) -> str:
        """Return the page on what a score is."""
        least = {text_for(r.named(), self.lang, r.id): r.grading.least_coverage for r in self.held.rubrics}
        return self._fill(
            "methods",
            self.head("methods", self.spoken.gettext("What a score is, and what it is not")),
            least=least,
            rubrics_shown=[
                (text_for(r.named(), self.lang, r.id), text_for(r.summary, self.lang), [u.title for u in r.unrecorded])
                for r in self.held.rubrics
            ],
        )

    def data(self) -> str:
        """Return the page with what can be downloaded, and how to cite it."""
        return self._fill("data", self.head("data", self.spoken.gettext("Data")), units=len(self.held.units))

    def change_list(self) -> str:
        """Return the page on what releases changed."""
        return self._fill("changes", self.head("changes", self.spoken.gettext("Changes")), changes=self.changes)

    def explorer(self) -> str:
        """Return the explorer of the main group."""
        main, rubric = self.held.main, self.held.main.rubric
        frames, back = list(rubric.weightings.values()), escape(self.spoken.gettext("All pages"))
        page = explorer_page(self.library, rubric, frames, main.study.entrants, self.lang)
        name = escape(self.edition.name)
        home = f'<p class="home"><a href="index.html">{name}</a> · <a href="states.html">{back}</a></p>'
        return page.replace("<header>", f"<header>\n{home}", 1)


def has_pages(unit: Unit) -> bool:
    """Return whether each answer on a unit has a page: on a plan or a period that has a verdict."""
    return unit.group.rubric.scores in PRINTED and bool(unit.frames.own.grade.grade)


def is_own(library: Library, unit: Unit) -> bool:
    """Return whether a unit is of the publisher's own folder, which lies over the shipped one."""
    own, *others = library.layers.folders
    plan = unit.entrant.assessment.plan.id
    return bool(others) and (own / "countries" / plan[:3] / "plans" / plan).is_dir()


def script(name: str, value: object) -> str:
    """Return a script that holds data alone."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.{name}={text};\n"
