"""The figures of a study, as `evaluator figure` draws them: shown by a notebook, written as SVG or PNG."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from evaluator.api.opened import opened
from evaluator.contrasts.findings import findings_of
from evaluator.contrasts.options import ContrastOptions
from evaluator.contrasts.study import Study
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.library import Library
from evaluator.pipeline import cards_of_study
from evaluator.reports.charts.door import FIGURES
from evaluator.reports.context.several import Contrasted, context_of
from evaluator.reports.figure import Figure, figure_png
from evaluator.reports.several_figures import BY_YEAR, figure_named, made_by_year, made_of_contrast, made_of_plans
from evaluator.store.whole import write_whole

OF_STUDY = ("contrast", "plans")


@dataclass(frozen=True, slots=True, repr=False)
class Drawn:
    """A figure that was drawn, with its title, what it rests on and its sources."""

    kind: str
    figure: Figure
    library: Library

    def __repr__(self) -> str:
        """Return the kind and the size in points on one line."""
        return f"<Drawn {self.kind}, {self.figure.size[0]:g} x {self.figure.size[1]:g} points>"

    def _repr_svg_(self) -> str:
        """Return the figure for a notebook."""
        return self.figure.svg

    def save(self, out: str | Path) -> Path:
        """Write the figure as SVG or PNG, by the ending of `out`; an existing file is replaced.

        Raises
        ------
        EvaluatorError
            The ending is another, or the folder cannot be written to.
        MissingDependencyError
            What prints a PNG is not installed.
        """
        path = Path(out)
        form = path.suffix.lower()
        if form not in (".svg", ".png"):
            raise EvaluatorError(f"{path}: a figure ends in .svg or .png")
        made = figure_png(self.library, self.figure) if form == ".png" else self.figure.svg.encode()
        return write_whole(path, made)


class Plots:
    """The figures of a study by their names, as `study.plot.bump()` or `study.plot("bump")`; see `Study.plot`."""

    def __init__(self, study: Study) -> None:
        """Take the study that is drawn."""
        self._study = study

    def __call__(self, kind: str = "matrix", *, lang: str = "en", library: Library | str | Path | None = None) -> Drawn:
        """Draw a figure.

        Parameters
        ----------
        kind : str
            Its name; `dir(study.plot)` lists all.
        lang : str
            Language of the figure, BCP 47.
        library : Library or path, optional
            The library with fonts, standards and the public record; the shipped one if left out.

        Raises
        ------
        UnknownNameError
            No figure of several plans is called so.
        EvaluatorError
            The plans have nothing to show in it.
        """
        if kind not in (known := kinds()):
            raise UnknownNameError("figure", str(kind), known)
        source, study = opened(library).library, self._study
        cards = cards_of_study(study)
        if kind == BY_YEAR:
            made = made_by_year(source, cards, lang)
        elif (figure := figure_named(kind)).of == "plans":
            made = made_of_plans(source, kind, cards, lang)
        else:
            options = ContrastOptions(sections=figure.sections or ("scores",), rank_all=study.rank_all)
            found = findings_of(study, options, context_of(source, options.sections))
            made = made_of_contrast(source, kind, Contrasted(tuple(cards), found, source.templates), lang)
        return Drawn(kind, made.titled(source, kind), source)

    def __getattr__(self, kind: str) -> Callable[..., Drawn]:
        """Return what draws a figure."""
        if kind not in kinds():
            raise AttributeError(f"no figure of several plans is called {kind!r}; there are {', '.join(kinds())}")
        return functools.partial(self, kind)

    def __dir__(self) -> list[str]:
        """Return the names of the figures."""
        return kinds()


def kinds() -> list[str]:
    """Return the names of the figures of several plans, also those that packages add."""
    of = {name: figure.of for name in FIGURES.names() if (figure := FIGURES.get(name)) is not None}
    return [*(name for name, what in of.items() if what in OF_STUDY), BY_YEAR]
