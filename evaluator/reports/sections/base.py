"""A section of a report: its block on the page, its template, and what it shows, declared together in one module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, cast

C = TypeVar("C")
P = TypeVar("P", bound="Page")
V = TypeVar("V")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The page of a report: what its sections share stands in fields, what each shows in `shows` by name.

    `lang` is its language, `date` the day of its data.

    A template reads a part as an attribute, `view.trend`; Python code by the part's own `of`.
    """

    lang: str
    date: str
    shows: tuple[tuple[str, Any], ...] = ()

    def showing(self, **parts: object) -> Self:
        """Return a copy of the page in which the given parts are added, or replace those of the same name."""
        return replace(self, shows=tuple({**dict(self.shows), **parts}.items()))

    def shown(self, name: str) -> object:
        """Return what the page shows under a name; a `Part` says of which type it is."""
        for own, value in self.shows:
            if own == name:
                return value
        raise AttributeError(f"the page shows no {name}", name=name, obj=self)

    if not TYPE_CHECKING:  # templates alone read parts by name

        def __getattr__(self, name: str) -> object:
            """Return the part of that name."""
            return self.shown(name)


@dataclass(frozen=True, slots=True)
class Part(Generic[C, P, V]):
    """Something that a section shows: its name in templates, and what makes it.

    `make` gets what the report is made from, and the page without its parts. It returns None where nothing is known.
    """

    name: str
    make: Callable[[C, P], V]

    def of(self, page: Page) -> V:
        """Return what a page shows of it."""
        return cast("V", page.shown(self.name))


@dataclass(frozen=True, slots=True)
class Section(Generic[C, P]):
    """One section of a report.

    Attributes
    ----------
    id : str
        The name of its block, by which a user's template replaces it or leaves it out.
    template : str
        The file below `templates/` that prints it. It reads the page as `view`.
    shows : tuple of Part
        What the page shows for this section beside what all sections share.
    title : str
        Its entry in the list of contents, which leads to the heading whose `id` is that of the section.
        Empty where the shipped list of contents names it.
    """

    id: str
    template: str
    shows: tuple[Part[C, P, Any], ...] = ()
    title: str = ""


@dataclass(frozen=True, slots=True)
class Report(Generic[C, P]):
    """A kind of report: its sections in the order of the page, inside a block of the template that frames them."""

    kind: str
    sections: list[Section[C, P]]
    frame: str = "base.html"
    block: str = "content"

    def page(self, context: C, shared: P) -> P:
        """Return the page with what every section shows; `shared` is the page without it."""
        listed = tuple((section.id, section.title) for section in self.sections if section.title)
        made = {part.name: part.make(context, shared) for section in self.sections for part in section.shows}
        return shared.showing(**made, listed=listed)

    @property
    def template(self) -> str:
        """Return the template of the whole page."""
        return f"{self.kind}.html"

    @property
    def layout_name(self) -> str:
        """Return the name of the template that lays the sections out, from which that of the page extends."""
        return f"sections/{self.template}"

    def layout(self) -> str:
        """Return the template that lays the sections out: a block for each, which a user's template may replace."""
        blocks = "\n".join(
            f'{{% block {one.id} %}}{{% include "{one.template}" %}}{{% endblock %}}' for one in self.sections
        )
        return f'{{% extends "{self.frame}" %}}\n{{% block {self.block} %}}\n{blocks}\n{{% endblock %}}\n'
