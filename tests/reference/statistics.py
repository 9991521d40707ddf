"""Cases over a table of indicators and aggregates: correlation, consistency, components, description, availability."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evaluator.contrasts.audit.association import (
    Kind,
    bonferroni,
    correlations,
    cronbach,
    kendall_p,
    p_values,
    pairs,
    principal,
)
from evaluator.contrasts.audit.statistics import available, describe, standouts
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, CaseError, Table
from tests.reference.trees import frame_of, placed

SIGNIFICANT = 0.05  # the tool's own default where it tests correlations
CORRELATION = ("Correlation", "Corr", "correlation", "corr", "r")
CHANCES: dict[str, Kind] = {"p_pearson": "pearson", "p_spearman": "spearman", "p_kendall": "kendall"}
MAX_LEVEL = 100


@dataclass(frozen=True)
class Data:
    """Columns by name, and above each, where there is a structure, its lineage: nearest first."""

    units: tuple[str, ...]
    columns: dict[str, Array]
    lineage: dict[str, tuple[str, ...]]
    levels: dict[str, int]
    direction: dict[str, float]

    def matrix(self, names: Sequence[str]) -> Array:
        """Return columns side by side."""
        lacking = [name for name in names if name not in self.columns]
        if lacking:
            raise CaseError(f"no column for {', '.join(lacking)}")
        return np.column_stack([self.columns[name] for name in names])

    @property
    def indicators(self) -> list[str]:
        """Return the columns of the lowest level, all where there is no structure."""
        return [name for name in self.columns if self.levels.get(name, 1) == 1]

    def group(self, parent: str) -> list[str]:
        """Return the indicators below an element, at any depth."""
        return [name for name in self.indicators if parent in self.lineage.get(name, ())]


def data_of(case: Case) -> Data:
    """Read the input; aggregates that the structure has and the input lacks are computed."""
    table = case.table("input.csv")
    own = {name: table.numbers(name) for name in table.names}
    units = tuple(table.text(table.header[0]))
    if not case.has("structure.csv"):
        return Data(units, own, {}, {}, {})
    structure = case.table("structure.csv")
    parents, levels = placed(structure)
    above = {name: _above(name, parents) for name in parents}
    lacking = [name for name in parents if levels[name] > 1 and name not in own]
    made = frame_of(case).scores() if lacking else {}
    turned = dict.fromkeys(parents, 1.0)
    if "Direction" in structure.header:
        stated = zip(structure.text("iCode"), structure.numbers("Direction"), strict=True)
        turned.update({name: float(d) for name, d in stated if not np.isnan(d)})
    kept = {name: column for name, column in own.items() if name in parents}
    return Data(units, {**kept, **{name: made[name] for name in lacking}}, above, levels, turned)


def _above(name: str, parents: dict[str, str]) -> tuple[str, ...]:
    found: list[str] = []
    at = parents.get(name, "")
    while at in parents and at not in found:
        found.append(at)
        at = parents.get(at, "")
    return tuple(found)


def corr(case: Case) -> dict[str, Answer]:
    """Correlate the columns that each expected table names: in a list of pairs, or as a matrix."""
    data = data_of(case)
    if case.params.get("use_directions") == "TRUE":
        data = _turned(data)
    return {name: _correlated(case, data, case.table(name)) for name in case.expected}


def _turned(data: Data) -> Data:
    columns = {name: column * data.direction.get(name, 1.0) for name, column in data.columns.items()}
    return Data(data.units, columns, data.lineage, data.levels, data.direction)


def _correlated(case: Case, data: Data, table: Table) -> Answer:
    if chances := [column for column in table.header if column in CHANCES]:
        return _chances(data, table, chances)
    named = [column for column in table.header if column in CORRELATION]
    if not named:
        rows = table.text(table.header[0])
        columns = [column for column in table.header[1:] if column in data.columns]
        found = _tested(case, data.matrix(rows), data.matrix(columns))
        return Answer(tuple(rows), dict(zip(columns, found.T, strict=True)))
    ones, others = _pair_columns(table)
    names = list(dict.fromkeys(ones)), list(dict.fromkeys(_parents(data, ones, others)))
    found = _tested(case, data.matrix(names[0]), data.matrix(names[1]))
    at = [(names[0].index(a), names[1].index(b)) for a, b in zip(ones, _parents(data, ones, others), strict=True)]
    return Answer((), {named[0]: np.array([found[pair] for pair in at])})


def _chances(data: Data, table: Table, columns: list[str]) -> Answer:
    """Return the p of each pair, by the kind of correlation that each column names."""
    pairs_of = [(data.columns[a], data.columns[b]) for a, b in zip(*_pair_columns(table), strict=True)]
    found = {name: np.array([_chance(CHANCES[name], *pair) for pair in pairs_of]) for name in columns}
    if "p_pearson" in found:
        found |= {name: bonferroni(found["p_pearson"]) for name in ("p_bonferroni",) if name in table.header}
    return Answer((), found)


def _chance(kind: Kind, one: Array, other: Array) -> float:
    if kind == "kendall":
        return kendall_p(one, other)
    ones, others = one[:, None], other[:, None]
    return float(p_values(correlations(ones, others, kind), pairs(ones, others))[0, 0])


def _pair_columns(table: Table) -> tuple[list[str], list[str]]:
    words = [column for column in table.header if column not in table.names and column != "Group"]
    if len(words) < 2:
        raise CaseError(f"no two columns of names among {', '.join(table.header)}")
    return table.text(words[0]), table.text(words[1])


def _parents(data: Data, ones: list[str], others: list[str]) -> list[str]:
    """Return the second of each pair; the name of a level (`Level_2`) stands for the ancestor there."""
    return [_ancestor(data, a, b) if re.fullmatch(r"Level_\d+", a) else b for a, b in zip(ones, others, strict=True)]


def _ancestor(data: Data, level: str, name: str) -> str:
    wanted = int(level.removeprefix("Level_"))
    found = [one for one in data.lineage.get(name, ()) if data.levels[one] == wanted]
    if not found:
        raise CaseError(f"{name} has nothing above it at {level}")
    return found[0]


def _kind(case: Case) -> Kind:
    asked = (case.params.get("cortype", ""), *_words(case))
    if "spearman" in asked:
        return "spearman"
    return "kendall" if "kendall" in asked else "pearson"


def _words(case: Case) -> tuple[str, ...]:
    return tuple(case.name.split("_"))


def _tested(case: Case, ones: Array, others: Array) -> Array:
    """Return correlations; where the tool tests them, what is not significant is missing."""
    kind = _kind(case)
    found = correlations(ones, others, kind, least=2)
    limit = _limit(case)
    if limit <= 0:
        return found
    chance = (
        np.array([[kendall_p(one, other) for other in others.T] for one in ones.T])
        if kind == "kendall"
        else p_values(found, pairs(ones, others))
    )
    return np.where(chance > limit, np.nan, found)


def _limit(case: Case) -> float:
    if "pval" in case.params:
        return case.param("pval", 0.0)
    told = re.search(r"pval\s*=\s*([\d.]+\d|\d)", case.readme)
    if told:
        return float(told[1])
    return SIGNIFICANT if "get_corr(" in case.readme else 0.0


def flags(case: Case) -> dict[str, Answer]:
    """Name the pairs inside one group whose correlation is over (or under) a threshold."""
    data = data_of(case)
    if case.params.get("use_directions") == "TRUE":
        data = _turned(data)
    level, limit = int(case.param("grouplev", 2)), case.param("cor_thresh", 0.9)
    low = case.params.get("thresh_type", "high") == "low"
    names = data.indicators
    found = correlations(data.matrix(names), data.matrix(names), _kind(case), least=2)
    pairs_found = {
        frozenset((a, b)): float(found[i, k])
        for i, a in enumerate(names)
        for k, b in enumerate(names[:i])
        if _at(data, a, level) == _at(data, b, level) and (found[i, k] < limit if low else found[i, k] > limit)
    }
    table = case.table("expected.csv")
    asked = [frozenset(pair) for pair in zip(*_pair_columns(table), strict=True)]
    extra = [" and ".join(sorted(pair)) for pair in pairs_found if pair not in asked]
    if extra:
        raise CaseError(f"flagged here and not there: {'; '.join(extra)}")
    places = int(case.param("roundto", MAX_LEVEL)) if "roundto" in case.params else MAX_LEVEL
    column = next(name for name in table.header if name in CORRELATION)
    return {"expected.csv": Answer((), {column: np.array([round(pairs_found.get(p, np.inf), places) for p in asked])})}


def _at(data: Data, name: str, level: int) -> str:
    return next((one for one in data.lineage.get(name, ()) if data.levels[one] == level), "")


def alpha(case: Case) -> dict[str, Answer]:
    """Find Cronbach's alpha: of each group that the expected table names, or of all indicators."""
    data, table = data_of(case), case.table("expected.csv")
    complete = "complete.obs" in (case.params.get("use"), *re.findall(r'use\s*=\s*["\'](complete\.obs)', case.readme))
    column = table.names[-1]
    words = [name for name in table.header if name not in table.names]
    groups = [_chosen(case, data, name) for name in table.text(words[0])] if words else [_chosen(case, data, "")]
    return {
        "expected.csv": Answer((), {column: np.array([cronbach(data.matrix(g), complete=complete) for g in groups])})
    }


def _chosen(case: Case, data: Data, group: str) -> list[str]:
    """Return the columns of a group; those that a parameter names, those of a level, or all indicators."""
    if group in data.lineage and data.group(group):
        return data.group(group)
    stated = [word for word in re.split(r"[|;, ]+", case.params.get("iCodes", "")) if word]
    if stated:
        return [name for one in stated for name in (data.group(one) or [one])]
    if "Level" in case.params and data.levels:
        return [name for name in data.columns if data.levels[name] == int(case.param("Level", 1))]
    return data.indicators


def pca(case: Case) -> dict[str, Answer]:
    """Find principal components group by group; the sign of a component is arbitrary and is taken from the case."""
    data = data_of(case)
    groups = _groups(case, data)
    found = {group: (names, principal(data.matrix(names))) for group, names in groups.items()}
    return {name: _component(case.table(name), found, data) for name in case.expected}


Found = dict[str, tuple[list[str], object]]


def _groups(case: Case, data: Data) -> dict[str, list[str]]:
    if not data.lineage or case.params.get("by_groups") == "FALSE":
        return {"All": _chosen(case, data, "")}
    level = int(case.param("Level", 1))
    names = [name for name in data.columns if data.levels[name] == level]
    parents = dict.fromkeys(data.lineage[name][0] for name in names if data.lineage[name])
    return {parent: [name for name in names if data.lineage[name][:1] == (parent,)] for parent in parents}


def _component(table: Table, found: Found, data: Data) -> Answer:
    if "Weight" in table.header:
        return _first(table, found, data)
    if table.header[0] in ("iCode", "indicator", "variable"):
        return _loadings(table, found)
    return _variances(table, found)


def _first(table: Table, found: Found, data: Data) -> Answer:
    """Return the first component as the tool's weights; elements outside the level keep weight as the case has it."""
    rows = table.text(table.header[0])
    expected = dict(zip(rows, table.numbers("Weight"), strict=True))
    ours = dict(expected)
    for names, made in found.values():
        ours.update(zip(names, _turned_as(made, 0, [expected.get(n, np.nan) for n in names]), strict=True))
    columns = {"Weight": np.array([ours[name] for name in rows])}
    if "Level" in table.header:
        columns["Level"] = np.array([float(data.levels.get(name, np.nan)) for name in rows])
    return Answer(tuple(rows), columns)


def _turned_as(made: object, k: int, expected: Sequence[float]) -> list[float]:
    """Return a component with the sign that the case has; columns without spread have no part."""
    used, loadings = made.used, made.loadings  # type: ignore[attr-defined]
    whole = np.full(len(used), np.nan)
    if k < loadings.shape[1]:
        whole[used] = loadings[:, k]
    sign = -1.0 if np.nansum(whole * np.asarray(expected)) < 0 else 1.0
    return (whole * sign).tolist()


def _loadings(table: Table, found: Found) -> Answer:
    rows, columns = table.text(table.header[0]), {}
    for k, column in enumerate(name for name in table.names if re.fullmatch(r"PC\d+", name)):
        expected = dict(zip(rows, table.numbers(column), strict=True))
        ours: dict[str, float] = {}
        for names, made in found.values():
            ours.update(zip(names, _turned_as(made, k, [expected.get(n, np.nan) for n in names]), strict=True))
        columns[column] = np.array([ours.get(row, np.inf) for row in rows])
    return Answer(tuple(rows), columns)


def _variances(table: Table, found: Found) -> Answer:
    """Return variance, deviation, share and running share of each component, in the order of the case."""
    words = [name for name in table.header if name not in table.names]
    groups = [g for g in (table.text(words[0]) if words else []) if g in found]
    order = list(dict.fromkeys(groups)) or list(found)
    sizes = [found[group][1].variances for group in order]  # type: ignore[attr-defined]
    shares = [size / size.sum() for size in sizes]
    kinds = {  # by a part of the column's name, the first that fits
        "cum": [share.cumsum() for share in shares],
        "prop": shares,
        "share": shares,
        "sd": [np.sqrt(size) for size in sizes],
        "eig": sizes,
        "var": sizes,
    }
    columns = {}
    for name in table.names:
        kind = next((kind for kind in kinds if kind in name.lower()), None)
        if kind is not None:
            columns[name] = np.concatenate(kinds[kind])[: len(table.rows)]
    return Answer((), columns)


def stats(case: Case) -> dict[str, Answer]:
    """Describe every column; the tool's thresholds of its flags are words and are not compared."""
    data = data_of(case)
    names = [name for name in case.table("expected.csv").text("iCode") if name in data.columns]
    found = [describe(data.columns[name]) for name in names]
    size = len(data.units)
    rows = [
        {
            "Min": d.least, "Max": d.most, "Mean": d.mean, "Median": d.median, "Std": d.deviation, "Skew": d.skewness,
            "Kurt": d.kurtosis, "N.Avail": d.known, "N.NonZero": d.nonzero, "N.Unique": d.different, "N.Same": d.same,
            "Frc.Avail": d.known / size, "Frc.NonZero": _over(d.nonzero, d.known),
            "Frc.Unique": _over(d.different, d.known), "Frc.Same": _over(d.same, d.known),
        }
        for d in found
    ]  # fmt: skip
    columns = {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}
    return {"expected.csv": Answer(tuple(names), columns)}


def _over(part: float, whole: float) -> float:
    return part / whole if whole else float("nan")


def availability(case: Case) -> dict[str, Answer]:
    """Count what each unit lacks, overall and below each element of the structure; flags follow by comparison."""
    data = data_of(case) if case.has("structure.csv") else None
    table = case.table("input.csv")
    names = data.indicators if data else table.names
    values = table.matrix(names)
    due = np.ones(values.shape, dtype=bool)
    here = available(values, due, [range(len(names))])[:, 0]
    missing, zeros = np.isnan(values).sum(axis=1), (values == 0).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        nonzero = 1 - zeros / (len(names) - missing)
    low = here < case.param("dat_thresh", -1.0)
    few = nonzero < case.param("nonzero_thresh", -1.0)
    screened = {"byNA": low, "byzeros": few, "byNAandzeros": low | few}
    out = next(
        (flag for word, flag in screened.items() if word in (case.params.get("unit_screen"), *_words(case))), low
    )
    columns = {
        "N_missing": missing, "N_zero": zeros, "N_miss_or_zero": missing + zeros, "Dat_Avail": here,
        "Non_Zero": nonzero, "LowData": low, "LowNonZero": few, "LowDatOrZeroFlag": low | few, "Included": ~out,
    }  # fmt: skip
    units = tuple(table.text(table.header[0]))
    answers = {}
    for name in case.expected:
        groups = [one for one in case.table(name).names if data and one in data.levels]
        parts = [[names.index(one) for one in (data.group(g) if data else [])] for g in groups]
        shares = available(values, due, parts)
        own = {name: np.asarray(column, dtype=np.float64) for name, column in columns.items()}
        answers[name] = Answer(units, {**own, **dict(zip(groups, shares.T, strict=True))})
    return answers


def strengths(case: Case) -> dict[str, Answer]:
    """Name the indicators in which one unit ranks highest and lowest."""
    data = data_of(case)
    names = data.indicators
    values = data.matrix(names) * np.array([data.direction.get(name, 1.0) for name in names])
    if case.params.get("adjust_direction") == "FALSE":
        values = data.matrix(names)
    unit = data.units.index(case.params["usel"])
    names, values = _distinct(case, names, values)
    drop = case.params.get("min_discard", "TRUE") == "TRUE"
    best, worst = standouts(values, unit, int(case.param("topN", 5)), drop_last=drop)
    if "bottomN" in case.params:
        worst = standouts(values, unit, int(case.param("bottomN", 5)), drop_last=drop)[1]
    answers = {}
    for file in case.expected:
        weak = "weak" in file.lower()
        kept = worst if weak else best
        codes = tuple(names[one.column] for one in kept)
        columns = {
            "Rank": np.array([float(one.rank) for one in kept]),
            "Value": np.array([data.columns[code][unit] for code in codes]),
        }
        answers[file] = Answer(codes, columns)
    return answers


def _distinct(case: Case, names: list[str], values: Array) -> tuple[list[str], Array]:
    """Leave out indicators of few different values, where the case says so."""
    least = case.param("unq_discard", -1.0)
    kept = [k for k in range(len(names)) if _unlike(values[:, k]) > least]
    return [names[k] for k in kept], values[:, kept]


def _unlike(column: Array) -> float:
    known = column[~np.isnan(column)]
    return (len(np.unique(known)) + bool(np.isnan(column).any())) / len(column)
