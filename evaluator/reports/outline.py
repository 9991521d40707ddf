"""The outline of a report: the classes by which a kind of report, its sections and their parts are declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar, cast

from evaluator.doors import Door, lacking
from evaluator.model.wording import PLAIN, Wording

C = TypeVar("C")
P = TypeVar("P", bound="Page")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The view of a report: shared facts in fields, and each section's own view in `shows`, by name.

    `lang` is the language of the report, `date` the day of its data, `altered` says what of the rubric is not the
    shipped text of its id. A template reads a section's view as an attribute, `view.trend`; Python code reads it by the
    part's own `of`. `wording` is how the page words what it says of its rubric.
    """

    lang: str
    date: str
    altered: str = ""
    shows: tuple[tuple[str, Any], ...] = ()
    wording: Wording = PLAIN

    def showing(self, **parts: object) -> Self:
        """Return a copy of the page with the given parts added; a part of the same name is replaced."""
        return replace(self, shows=tuple({**dict(self.shows), **parts}.items()))

    def shown(self, name: str) -> object:
        """Return the view of the part with that name, or raise AttributeError without one."""
        for own, value in self.shows:
            if own == name:
                return value
        raise AttributeError(f"the page shows no {name}", name=name, obj=self)

    if not TYPE_CHECKING:  # only templates read parts by name

        def __getattr__(self, name: str) -> object:
            """Return the view of the part with that name."""
            return self.shown(name)


@dataclass(frozen=True, slots=True)
class Tool:
    """The version of the toolkit that printed the page."""

    tool_version: str


def fields_of(row: object) -> dict[str, Any]:
    """Return the fields of a model object by name, for a view that is the object with more fields."""
    return {field.name: getattr(row, field.name) for field in fields(row)}  # type: ignore[arg-type]  # a dataclass


@dataclass(frozen=True, slots=True)
class Part(Generic[C, P, V]):
    """A part of a section's view: its name in templates, and the function that builds it.

    `make` takes the data of the report and the page without its parts. It returns None if there is
    nothing to show.
    """

    name: str
    make: Callable[[C, P], V]

    def of(self, page: Page) -> V:
        """Return the part's view from a page."""
        return cast("V", page.shown(self.name))


@dataclass(frozen=True, slots=True)
class Section(Generic[C, P]):
    """One section of a report.

    Attributes
    ----------
    id : str
        The name of the section's block, by which a user's template can replace it or leave it out.
    template : str
        The file below `templates/` that prints the section. It reads the page as `view`.
    shows : tuple of Part
        The parts of this section's own view, besides the fields that all sections share.
    """

    id: str
    template: str
    shows: tuple[Part[C, P, Any], ...] = ()


class Sections(Protocol):
    """What an entry of `nap_evaluator.sections` has: sections of one kind of report; our own entries are `Report`s."""

    @property
    def kind(self) -> str:
        """Return the kind of report, such as `country` or `contrast`."""

    @property
    def sections(self) -> Sequence[Section[Any, Any]]:
        """Return the sections that follow the pages of the report."""

    @property
    def annex(self) -> Sequence[Section[Any, Any]]:
        """Return the sections that follow its annex."""

    @property
    def rows(self) -> Sequence[type]:
        """Return the classes of rows, whose fields the templates of these sections read."""


@dataclass(frozen=True, slots=True)
class AddedSections:
    """Sections that an extension adds to a kind of report; see `Sections`."""

    kind: str
    sections: Sequence[Section[Any, Any]] = ()
    annex: Sequence[Section[Any, Any]] = ()
    rows: Sequence[type] = ()


SECTIONS: Door[Sections] = Door(
    "nap_evaluator.sections",
    {
        "country": "evaluator.reports.country:COUNTRY",
        "comparative": "evaluator.reports.region:COMPARATIVE",
        "contrast": "evaluator.reports.contrast.report:CONTRAST",
        "brief": "evaluator.reports.region:BRIEF",
        "law": "evaluator.reports.region:LAW",
        "poster": "evaluator.reports.poster:POSTER",
        "years": "evaluator.reports.years:YEARS",
        "request": "evaluator.reports.request:REQUEST",
    },
    lambda entry: lacking(entry, "kind", "sections", "annex", "rows"),
)


def added_to(kind: str) -> Iterator[tuple[str, Sections]]:
    """Yield the name and sections of each extension that adds to a kind of report and is not left out."""
    for name in SECTIONS.added:
        one = SECTIONS.get(name)
        if one is not None and one.kind == kind:
            yield name, one


def declared_rows() -> frozenset[type]:
    """Return the classes of rows that extensions declare beside their sections."""
    return frozenset(row for name in SECTIONS.added if (one := SECTIONS.get(name)) for row in one.rows)


@dataclass(frozen=True, slots=True)
class Report(Generic[C, P]):
    """A kind of report: its sections in the order of the page, inside the block `content` of the template `frame`.

    `is_several` marks a report on several plans together. `found` names the sections of a contrast that
    such a report prints. `alone` is a section printed in place of all others where its first part has
    something to show. `annex` holds the sections that follow where the page asks for its annex.
    """

    kind: str
    sections: list[Section[C, P]]
    frame: str = "base.html"
    is_several: bool = False
    found: tuple[str, ...] = ()
    alone: Section[C, P] | None = None
    annex: tuple[Section[C, P], ...] = ()
    rows: tuple[type, ...] = ()

    def __post_init__(self) -> None:
        """Refuse two parts of one name: the second would stand on the page where templates look for the first."""
        names = [part.name for part in dict.fromkeys(self._parts)]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"{self.kind}: two parts are called {', '.join(twice)}; give each a name of its own")

    @property
    def _parts(self) -> list[Part[C, P, Any]]:
        every = (*self.sections, *self.annex, *([self.alone] if self.alone else ()))
        return [part for section in every for part in section.shows]

    def page(self, context: C, shared: P) -> P:
        """Return the page with the view of every section added to the shared fields of `shared`."""
        page = shared.showing(**{part.name: part.make(context, shared) for part in self._parts})
        ids = {section.id for section in (*self.sections, *self.annex)}
        for name, one in added_to(self.kind):
            sections = (*one.sections, *one.annex)
            names = {part.name for section in sections for part in section.shows}
            if taken := sorted((ids & {section.id for section in sections}) | {n for n in names if hasattr(page, n)}):
                SECTIONS.leave_out(name, f"the page has a section or part of the name {taken[0]} already")
            elif (made := SECTIONS.attempt(name, dict, _made, sections, context, page)) is not None:
                page, ids = page.showing(**made), ids | {section.id for section in sections}
        return page

    @property
    def template(self) -> str:
        """Return the template of the whole page."""
        return f"{self.kind}.html"

    @property
    def layout_name(self) -> str:
        """Return the name of the generated layout template, which the page's template extends."""
        return f"sections/{self.template}"

    def layout(self) -> str:
        """Return the text of the layout template: one block for each section, which a user's template may replace."""
        added = [one for _, one in added_to(self.kind)]
        pages = (*self.sections, *(section for one in added for section in one.sections))
        annex = (*self.annex, *(section for one in added for section in one.annex))
        blocks = "\n".join(_block_text(one) for one in pages)
        if annex:
            blocks += "\n{% if view.annex %}\n" + "\n".join(_block_text(one) for one in annex) + "\n{% endif %}"
        if self.alone:
            shown = self.alone.shows[0].name
            blocks = f"{{% if view.{shown} %}}\n{_block_text(self.alone)}\n{{% else %}}\n{blocks}\n{{% endif %}}"
        return f'{{% extends "{self.frame}" %}}\n{{% block content %}}\n{blocks}\n{{% endblock %}}\n'


def _made(sections: Sequence[Section[C, P]], context: C, page: P) -> dict[str, object]:
    return {part.name: part.make(context, page) for section in sections for part in section.shows}


def _block_text(section: Section[C, P]) -> str:
    return f'{{% block {section.id} %}}{{% include "{section.template}" %}}{{% endblock %}}'
