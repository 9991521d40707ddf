"""An index in memory from two frames: figures, and what they mean (the columns of iMeta, as COINr has them)."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from pydantic import ValidationError

from evaluator.api.opened import kind_of, opened
from evaluator.api.plain import score_frame
from evaluator.contrasts.audit.statistics import Statistics, statistics
from evaluator.contrasts.compare import Entrant
from evaluator.contrasts.plain_levels import FrameRow, laid_out, rows_of, several
from evaluator.contrasts.study import Study, study_of
from evaluator.contrasts.tables.statistics import STATISTICS
from evaluator.errors import EvaluatorError, UnknownNameError
from evaluator.model.assessment import Assessment
from evaluator.model.audit import StatisticsChoices
from evaluator.model.country import Country
from evaluator.model.criterion import Criterion
from evaluator.model.plan import PlanFile, RatedYears
from evaluator.model.rubric import ROOT, Rubric, RubricFile
from evaluator.model.schema import Shape
from evaluator.model.scorecard import Outcome
from evaluator.model.weighting import Weighting
from evaluator.read.rubric import tree_order
from evaluator.scoring.matrix import Matrix
from evaluator.scoring.normalise import normalised
from evaluator.scoring.own_weights import mapping_of
from evaluator.scoring.tree import plant
from evaluator.scoring.weights import local_weights
from evaluator.store.change import write_all
from evaluator.tables.contract import frames_library, with_source
from evaluator.tables.csv_text import csv_text

if TYPE_CHECKING:
    import pandas as pd

F = TypeVar("F", bound=Shape)
NEEDED = ("iCode", "Parent", "Type")
USED = ("Indicator", "Aggregate")  # of iMeta's types; groups, denominators and the like are no part of the tree
GIVEN = "given"  # the weighting that the frames give
SETTINGS_OF = "public-record"  # the rubric of units whose settings of draws and flips a contrast of an index takes
Own = Mapping[str, float]
Row = Mapping[str, Any]
File = dict[str, Any]


@dataclass(frozen=True, slots=True, repr=False, eq=False)
class Index:
    """An index in memory: its figures, its rubric, and the codes by which its author calls the parts.

    `codes` gives the rubric's name of each code. `rubric` is one as any other: `rubric.score`, `contrast` and
    `findings` take it.
    """

    data: pd.DataFrame
    rubric: Rubric
    codes: Mapping[str, str]
    files: Mapping[str, File]

    def __repr__(self) -> str:
        """Return name and size on one line."""
        return f"<Index {self.rubric.id}: {len(self.rubric.criteria)} indicators of {len(self.data)} units>"

    def weights(self) -> pd.Series[float]:
        """Return the weight of each part among its siblings, by its code; `score`, `nodes` and `study` take it back."""
        frames_library()
        import pandas as pd

        stated = self.rubric.weightings[GIVEN].weights.values()
        number = {child: entry.number for kids in stated if not isinstance(kids, str) for child, entry in kids.items()}
        found = {code: number[name] for code, name in self.codes.items() if name in number}
        return pd.Series(list(found.values()), index=pd.Index(list(found), name="iCode"), name="Weight")

    def score(self, weights: Own | pd.Series[Any] | None = None, data: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the scores of the units, or of other data by the same rubric, in their order and under their index.

        Parameters
        ----------
        weights : mapping or Series, optional
            Weights among siblings, by code; a part that is not named keeps its own.
        data : pandas.DataFrame, optional
            Other figures, with the same columns.

        Returns
        -------
        pandas.DataFrame
            The columns of `scores` in `Study.frame`.
        """
        return score_frame(self._frame(data), self.rubric, self.weighting(weights))

    def nodes(self, weights: Own | pd.Series[Any] | None = None, data: pd.DataFrame | None = None) -> pd.DataFrame:
        """Return the values of every indicator and aggregate, a column for each code, from 0 to 1."""
        frames_library()
        import pandas as pd

        frame, tree = self._frame(data), plant(self.rubric)
        cells = laid_out(frame, self.rubric, tree).cells
        values = cells.values  # noqa: PD011  (an array)
        run = Matrix(tree, values, cells.applicable).run(local_weights(self.rubric, tree, (self.weighting(weights),)))
        column = {branch.id: run.nodes[at, 0] for at, branch in enumerate(tree.branches)}
        column |= dict(zip(tree.criteria, values.T, strict=True))
        shown = {code: np.round(column[name], 9) for code, name in self.codes.items()}
        return with_source(pd.DataFrame(shown, index=frame.index), self.rubric)

    def weighting(self, weights: Own | pd.Series[Any] | None = None, name: str = "own") -> Weighting:
        """Return the index's weighting, with other weights for the parts that are named.

        Raises
        ------
        UnknownNameError
            A name is no code of the index.
        EvaluatorError
            A weight is negative or no number.
        """
        base = self.rubric.weightings[GIVEN]
        if weights is None:
            return base
        own = mapping_of(weights)
        if own is None:
            raise EvaluatorError(f"weights of an index are a mapping or a Series by code, not {kind_of(weights)}")
        if unknown := [code for code in own if code not in self.codes]:
            raise UnknownNameError("part of the index", unknown[0], self.codes)
        _refuse_weights(own)
        by_name = {self.codes[code]: weight for code, weight in own.items()}
        stated = {
            parent: {child: _entry(by_name.get(child, entry.number)) for child, entry in kids.items()}
            for parent, kids in base.weights.items()
            if not isinstance(kids, str)
        }
        return _made(Weighting, self.files[f"weightings/{GIVEN}.yaml"] | {"id": name, "weights": stated})

    def study(self, *weights: Own | pd.Series[Any]) -> Study:
        """Return the units as plans of a contrast under the given weights, and others: draws, flips, every table of it.

        Units are called by their label, in which a blank is a hyphen. The settings of draws are those of the rubric
        `public-record`.
        """
        views = [self.weighting(), *(self.weighting(own, f"own-{k}") for k, own in enumerate(weights, 1))]
        return study_of(self.rubric, views, self._entrants())

    def audit(self, table: str = "importance") -> pd.DataFrame:
        """Return a table of the audit of the index as statistics: what `evaluator rubric audit` prints.

        Parameters
        ----------
        table : str
            A name below. An empty table says why in `attrs["empty"]`.

        Returns
        -------
        pandas.DataFrame
            With these columns:

            - criteria: criterion_id, due, known, least, most, mean, median, deviation, skewness, kurtosis, same
            - above: one, other, plans, pearson, spearman, p, spearman_p, p_of_all, remark
            - among: one, other, plans, pearson, spearman, p, spearman_p, p_of_all, remark
            - consistency: node_id, criteria, alpha, plans, over_one, first_share
            - components: node_id, component, variance, criterion_id, loading
            - importance: kind, id, stated, contribution, first_order, remark
            - availability: plan_id, node_id, share
            - standouts: plan_id, kind, criterion_id, rank, points
            - scenarios: weighting_id, plans, spearman, kendall, spearman_p, kendall_p, ws, mean_shift, largest_shift,
              plan_id
            - shifts: weighting_id, plan_id, rank, other, shift
            - uncertainty: plan_id, rank, mean, median, low, high

        Raises
        ------
        UnknownNameError
            There is no such table.
        """
        known = {one.name: one for one in STATISTICS}
        if table not in known:
            raise UnknownNameError("table", table, known)
        found: Statistics = statistics(self.rubric, [self.weighting()], self._entrants(), StatisticsChoices())
        why = (
            "an index has one weighting, so no scenario to compare it with" if table in ("scenarios", "shifts") else ""
        )
        few = "" if found.enough else f"too few units to relate indicators to each other: {len(self.data)}"
        frame = known[table].frame(found)
        return with_source(frame, self.rubric, why or few or f"nothing of this index stands out in {table}")

    def to_files(self, folder: str | Path) -> list[Path]:
        """Write the rubric, and the variables that it asks for, into a library's folder; `evaluator check` reads them.

        Raises
        ------
        EvaluatorError
            The rubric's folder is there already, or the folder cannot be written to.
        """
        import yaml

        home = Path(folder) / "rubrics" / self.rubric.id
        variables = Path(folder) / "countries" / "variables.csv"
        if there := [str(place) for place in (home, variables) if place.exists()]:
            raise EvaluatorError(
                f"there already: {', '.join(there)}. Give another folder, or call the index otherwise."
            )
        files: dict[str, bytes] = {
            f"rubrics/{self.rubric.id}/{name}": yaml.safe_dump(
                content, sort_keys=False, allow_unicode=True, width=1000
            ).encode()
            for name, content in self.files.items()
        }
        rows = [
            (one.inputs[0], "points", "amount", one.title, one.normalise.direction if one.normalise else "none")
            for one in self.rubric.criteria
        ]
        files["countries/variables.csv"] = csv_text(
            ("variable", "unit", "type", "definition", "direction"), rows, is_input=True
        ).encode()
        Path(folder).mkdir(parents=True, exist_ok=True)
        write_all(Path(folder), files)
        return [Path(folder) / name for name in files]

    def _frame(self, data: pd.DataFrame | None) -> pd.DataFrame:
        given = self.data if data is None else data
        own = {code: name for code, name in self.codes.items() if name in self.rubric.by_id}
        if lacking := [code for code in own if code not in given.columns]:
            raise EvaluatorError(f"the data has no column {several(lacking)}")
        return given[list(own)].rename(columns=own)

    def _entrants(self) -> list[Entrant]:
        frame = self._frame(None)
        laid_out(frame, self.rubric, plant(self.rubric))  # refuses what is no figure
        columns = [
            frame[criterion.id].to_numpy(dtype=np.float64, na_value=np.nan) for criterion in self.rubric.criteria
        ]
        return [
            Entrant(_bare(row, self.rubric), _outcomes(self.rubric, figures), is_draft=False)
            for row, figures in zip(rows_of(frame), np.array(columns).T.tolist(), strict=True)
        ]


def index(
    data: pd.DataFrame,
    meta: pd.DataFrame,
    weights: Own | pd.Series[Any] | None = None,
    *,
    name: str = "index",
    goalposts: tuple[float, float] | str | None = None,
    aggregation: str = "arithmetic",
    missing: str = "renormalise",
) -> Index:
    """Return an index in memory from a frame of figures and a frame that says what they mean.

    Parameters
    ----------
    data : pandas.DataFrame
        A row for each unit, a column for each indicator's code; the index names units, or countries and years.
    meta : pandas.DataFrame
        COINr's iMeta as it is: `iCode`, `Parent`, `Type` (Indicator or Aggregate), and if there are any `iName`,
        `Weight` (among siblings), `Direction` (1 or -1). Of an indicator also `Low` and `High`, its goalposts, and
        `Transform` (`log`); of an aggregate `Aggregation`, where it is not that of the index.
    weights : mapping or Series, optional
        Weights among siblings by code, in place of those of `meta`.
    name : str
        The id of the rubric.
    goalposts : pair of numbers or "sample", optional
        Goalposts of the indicators without any: a pair for all, or the least and greatest figure of these data, which
        then stand in the rubric: other data are scored by the same numbers.
    aggregation, missing : str
        How children join (arithmetic, geometric, harmonic, minimum) and what a missing one does (renormalise, block,
        zero), as in rubric.yaml.

    Raises
    ------
    EvaluatorError
        A column lacks, a parent or direction is unknown, an indicator has no goalposts or one figure in all units.

    Examples
    --------
    >>> import pandas as pd
    >>> meta = pd.DataFrame({"iCode": ["births", "wages", "I"], "Parent": ["I", "I", None], "Direction": [-1, 1, 1],
    ...                      "Type": ["Indicator", "Indicator", "Aggregate"], "Weight": [1, 3, 1]})
    >>> made = index(pd.DataFrame({"births": [10, 40], "wages": [100, 50]}, index=["X", "Y"]), meta, goalposts=(0, 100))
    >>> made.score()["score"].tolist()
    [0.975, 0.525]
    """
    import pandas as pd

    for one, what in ((data, "data"), (meta, "meta")):
        if not isinstance(one, pd.DataFrame):
            raise EvaluatorError(f"{what} is a frame of pandas, not {kind_of(one)}")
    rows = _rows(meta, weights)
    files = _Files(name, rows, data, goalposts).made(aggregation, missing)
    head = _made(RubricFile, files["rubric.yaml"])
    criteria = {one.id: one for one in (_made(Criterion, f) for n, f in files.items() if n.startswith("criteria/"))}
    choices = opened(None).rubric(SETTINGS_OF).contrast
    shapes = {field: getattr(head, field) for field in RubricFile.model_fields}
    shapes["contrast"] = choices.model_copy(update={"tiers": None}) if choices else None
    weighting = _made(Weighting, files[f"weightings/{GIVEN}.yaml"])
    rubric = Rubric.model_construct(
        **shapes, criteria=tree_order(head, criteria), weightings={GIVEN: weighting}, followed={}, lenses={},
        translations={}, sha256=hashlib.sha256(json.dumps(files, sort_keys=True).encode()).hexdigest(),
    )  # fmt: skip
    return Index(data, rubric, {row["iCode"]: row["id"] for row in rows}, files)


def _rows(meta: pd.DataFrame, weights: Own | pd.Series[Any] | None) -> list[dict[str, Any]]:
    """Return the rows of the tree with `id`, `above` and `Weight`; refuse what does not hang together."""
    import pandas as pd

    if lacking := [column for column in NEEDED if column not in meta.columns]:
        raise EvaluatorError(f"meta has no column {', '.join(lacking)}; iMeta needs {', '.join(NEEDED)}")
    rows: list[dict[str, Any]] = [
        {str(name): cell for name, cell in row.items() if not pd.isna(cell)} for row in meta.to_dict("records")
    ]
    rows = [row | {"iCode": str(row["iCode"])} for row in rows if row.get("Type") in USED]
    codes = [row["iCode"] for row in rows]
    names = {code: re.sub(r"[^a-z0-9.]+", "-", code.lower()).strip("-.") for code in codes}
    tops = [row["iCode"] for row in rows if "Parent" not in row]
    if twice := [code for code, count in Counter(codes).items() if count > 1]:
        raise EvaluatorError(f"a code of meta stands in several rows: {several(twice)}")
    if len(set(names.values())) != len(names):
        shared = Counter(names.values())
        alike = [code for code, name in names.items() if shared[name] > 1]
        raise EvaluatorError(f"codes of meta are one in small letters: {several(alike)}")
    if len(tops) == 1:
        names[tops[0]] = ROOT
    if lost := [row["iCode"] for row in rows if "Parent" in row and str(row["Parent"]) not in names]:
        raise EvaluatorError(f"a parent that is no code of an aggregate: {several(lost)}")
    above = {row["iCode"]: str(row["Parent"]) for row in rows if "Parent" in row}
    if looped := [code for code in codes if _is_looped(code, above)]:
        raise EvaluatorError(f"parents that lead round in a circle: {several(looped)}")
    if wrong := [row["iCode"] for row in rows if row.get("Direction", 1) not in (1, -1)]:
        raise EvaluatorError(f"a direction is 1 or -1: {several(wrong)}")
    own = mapping_of(weights) or {}
    if unknown := [code for code in own if code not in names]:
        raise UnknownNameError("part of the index", unknown[0], codes)
    unweighed = [row["iCode"] for row in rows if "Parent" in row and "Weight" not in row]
    if (blank := [code for code in unweighed if code not in own]) and "Weight" in meta.columns:
        raise EvaluatorError(f"no weight stands in meta for: {several(blank)}. Give a number; 0 leaves a part out.")
    weighed = {row["iCode"]: float(own.get(row["iCode"], row.get("Weight", 1.0))) for row in rows}
    _refuse_weights(weighed)
    return [
        row
        | {
            "id": names[row["iCode"]],
            "above": names[str(row["Parent"])] if "Parent" in row else ROOT,
            "title": str(row.get("iName", row["iCode"])),
            "Weight": weighed[row["iCode"]],
        }
        for row in rows
    ]


def _is_looped(code: str, above: Mapping[str, str]) -> bool:
    seen = {code}
    while code in above:
        code = above[code]
        if code in seen:
            return True
        seen.add(code)
    return False


def _refuse_weights(weights: Own) -> None:
    if wrong := [f"{code}: {weight}" for code, weight in weights.items() if not (np.isfinite(weight) and weight >= 0)]:
        raise EvaluatorError(f"a weight is a finite number that is not negative: {several(wrong)}")


def _entry(number: float) -> File:
    return {"count": number, "origin": "modelled"}


@dataclass(frozen=True, slots=True)
class _Files:
    """What the files of the rubric hold, from which it is made in memory too."""

    name: str
    rows: Sequence[Row]
    data: pd.DataFrame
    goalposts: object

    def made(self, aggregation: str, missing: str) -> dict[str, File]:
        """Return the content of each file by its name."""
        below = [row for row in self.rows if row["id"] != ROOT]
        stated: dict[str, File] = {}
        for row in below:
            stated.setdefault(row["above"], {})[row["id"]] = _entry(row["Weight"])
        top = next((row for row in self.rows if row["id"] == ROOT), {})
        how = {"kind": top.get("Aggregation", aggregation), "origin": "modelled", "ground": "as its author states it"}
        head = {
            "id": self.name, "version": "1.0.0", "titles": {"en": top.get("title", self.name)}, "licence": "CC-BY-4.0",
            "summary": {"en": f"{top.get('title', self.name)}, made from two tables"}, "scale": {"levels": 5},
            "aggregation": how, "missing": {"policy": missing, "origin": "modelled", "ground": how["ground"]},
            "reference_weighting": GIVEN,
            "tree": [self._node(row, aggregation) for row in below if row["Type"] == "Aggregate"],
        }  # fmt: skip
        weighting = {
            "id": GIVEN, "rubric": self.name, "titles": {"en": "As given"}, "actor": "the author of the index",
            "portrait": "The weights of the table of indicators.", "weights": stated, "gates": "ignore",
        }  # fmt: skip
        indicators = [row for row in below if row["Type"] == "Indicator"]
        if lacking := [row["iCode"] for row in indicators if row["iCode"] not in self.data.columns]:
            raise EvaluatorError(f"the data has no column {several(lacking)}")
        criteria = {f"criteria/{row['id']}.yaml": self._criterion(row) for row in indicators}
        return {"rubric.yaml": head, f"weightings/{GIVEN}.yaml": weighting, **criteria}

    def _node(self, row: Row, aggregation: str) -> File:
        node = {"id": row["id"], "parent": row["above"], "titles": {"en": row["title"]}}
        own = row.get("Aggregation", aggregation)
        return node | ({"aggregation": {"kind": own}} if own else {})

    def _criterion(self, row: Row) -> File:
        low, high, ground = self._posts(row)
        how: File = {"method": "goalposts", "low": low, "high": high, "origin": "modelled", "ground": ground}
        how |= {"direction": "lower"} if row.get("Direction", 1) == -1 else {}
        how |= {"transform": str(row["Transform"])} if "Transform" in row else {}
        return {
            "id": row["id"], "meaning_version": 1, "parent": row["above"], "kind": "indicator", "object": "practice",
            "title": row["title"], "question": f"{row['title']}?", "normalise": how, "origin": "modelled",
            "inputs": [re.sub(r"[^a-z0-9]+", "_", f"{self.name}_{row['id']}")],
        }  # fmt: skip

    def _posts(self, row: Row) -> tuple[float, float, str]:
        code = row["iCode"]
        if "Low" in row and "High" in row:
            return float(row["Low"]), float(row["High"]), "stated with the indicator"
        if isinstance(self.goalposts, tuple):
            low, high = self.goalposts
            return float(low), float(high), "one pair for all indicators"
        if self.goalposts != "sample":
            raise EvaluatorError(f"{code}: no goalposts. Give columns Low and High, or goalposts=(0, 100) or 'sample'.")
        import pandas as pd

        column = pd.to_numeric(pd.Series(self.data[code]), errors="coerce")
        if not column.min() < column.max():
            raise EvaluatorError(f"{code}: all units have {column.min()}, so these data give no goalposts")
        return float(column.min()), float(column.max()), f"least and greatest of {int(column.notna().sum())} units"


def _made(shape: type[F], content: File) -> F:
    """Return the object of a file's content, or say in words what of it cannot be."""
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        raise EvaluatorError(f"{content.get('id', 'the index')}: {several(told)}") from error


def _outcomes(rubric: Rubric, figures: Sequence[float]) -> tuple[Outcome, ...]:
    found = []
    for criterion, figure in zip(rubric.criteria, figures, strict=True):
        scale = rubric.scale_of(criterion.id)
        if np.isnan(figure):
            found.append(Outcome(criterion.id, "not-assessed", None, 0, scale.top, 0, scale.top, covered=False))
        else:
            plain = Outcome(criterion.id, "rated", 0, 0, 0, 0, 0, covered=True, figure=figure)
            found.append(normalised(criterion, scale, plain))
    return tuple(found)


def _bare(row: FrameRow, rubric: Rubric) -> Assessment:
    """Return an assessment with a unit's name and years alone; the name has no blank."""
    name, iso3 = re.sub(r"[\s;,\"']+", "-", row.plan_id), row.iso3 or "XXA"
    years = {"start": str(row.year or 2000), "end": str(row.year or "open")}
    plan = PlanFile.model_validate(
        {"id": f"{iso3}-2000-2000", "titles": {"en": row.plan_id}, "kind": "no-plan"} | years
    )
    country = Country(iso3=iso3, names={"en": row.plan_id}).model_copy(update={"iso3": row.iso3})
    rated = {"rated_years": RatedYears(**years)} if row.year else {}
    return Assessment(country, plan.model_copy(update={"id": name, **rated}), rubric.id)
