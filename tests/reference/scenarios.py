"""Cases over scenarios: replayed weights, noise, two results beside each other, likeness of orders, one unit less."""

from __future__ import annotations

import re

import numpy as np

from evaluator.contrasts.audit.association import rank_spread, similarity
from evaluator.contrasts.audit.normalise import min_max, rank_down
from evaluator.contrasts.draws.weights import noisy
from evaluator.scoring.weights import LocalWeights
from tests.reference.answer import Answer
from tests.reference.case import Array, Case, CaseError, NotBuiltError, Table, read_table
from tests.reference.columns import weighted_scores
from tests.reference.draws import indices
from tests.reference.trees import Frame, frame_of, placed

REPLICATE = re.compile(r"(?:r|rep|draw|replicate|run|sim)[._ ]?\d+", re.IGNORECASE)
NOT_TABLES = ("input.csv", "structure.csv", "weights.csv", "params.csv", "different.csv")


def _others(case: Case) -> dict[str, Table]:
    """Return the case's further tables by name, without those of the answers."""
    paths = sorted(path for path in case.folder.glob("*.csv") if path.name not in NOT_TABLES)
    tables = {path.name: read_table(path) for path in paths if not path.name.startswith("expected")}
    return {name: table for name, table in tables.items() if table}


def uncertainty(case: Case) -> dict[str, Answer]:
    """Replay every scenario: rank it, and say what the ranks of each unit come to."""
    units, nominal, scores, names = _replayed(case)
    ranks = rank_down(np.column_stack([nominal, scores]))
    first, rest = ranks[:, 0], ranks[:, 1:]
    size = int(case.param("N", rest.shape[1]))
    inputs = int(case.param("d", rest.shape[1] / size - 2)) if size else 0
    is_design = inputs > 0 and rest.shape[1] == size * (inputs + 2)
    spread = rank_spread(rest[:, : 2 * size] if is_design else rest)
    stats = {"Nominal": first, "Mean": spread.mean, "Median": spread.median, "Q5": spread.low, "Q95": spread.high}
    tables = {
        "ranks": dict(zip(("Nominal", *names), ranks.T, strict=True)),
        "scores": {"Nominal": nominal, **dict(zip(names, scores.T, strict=True))},
        "nominal": {"Score": nominal, "Rank": first},
    }
    answers = {}
    for file in case.expected:
        header, word = set(case.table(file).header), file.lower()
        if "Si" in header or "STi" in header:
            shifts = np.nanmean(np.abs(rest - first[:, None]), axis=0)
            named = tuple(case.table(file).text("Variable"))
            answers[file] = Answer(named, indices(shifts, size, len(named)))
        elif header & {"Q5", "Q95", "Median"}:
            answers[file] = Answer(units, stats)
        elif "Score" in header:
            answers[file] = Answer(units, tables["nominal"])
        else:
            answers[file] = Answer(units, tables["scores" if "score" in word else "ranks"])
    return answers


def _replayed(case: Case) -> tuple[tuple[str, ...], Array, Array, list[str]]:
    """Return units, nominal scores, and scores of each scenario (units, scenarios) with the scenarios' names.

    Scores are given as columns of the input or of a further table; else weights are, a row a scenario.
    """
    for table in (case.table("input.csv"), *_others(case).values()):
        names = [name for name in table.names if REPLICATE.fullmatch(name)]
        if names and "Nominal" in table.header:
            return tuple(table.text(table.header[0])), table.numbers("Nominal"), table.matrix(names), names
    frame = frame_of(case)
    for table in _others(case).values():
        weights = _weights(frame, table)
        if weights is not None:
            scores = frame.tops(weights)
            names = [f"r_{k}" for k in range(1, len(scores) + 1)]
            return frame.units, frame.scores()[frame.top], scores.T, names
    raise NotBuiltError(
        "another tool's random draws; scores or weights of the scenarios have to stand beside the input"
    )


def _weights(frame: Frame, table: Table) -> LocalWeights | None:
    """Return weights by scenario: a row each with a column for each element, or a row each element with `iCode`."""
    given = set(table.header)
    if not given & {*frame.aggregates, *frame.tree.criteria}:
        return _long(frame, table) if {"iCode", "Weight"} <= given else None
    size = len(table.rows)
    nodes = [table.numbers(n) if n in given else np.full(size, frame.weights.nodes[0, k])
             for k, n in enumerate(frame.aggregates)]  # fmt: skip
    criteria = [table.numbers(n) if n in given else np.full(size, frame.weights.criteria[0, k])
                for k, n in enumerate(frame.tree.criteria)]  # fmt: skip
    return LocalWeights(np.column_stack(nodes), np.column_stack(criteria))


def _long(frame: Frame, table: Table) -> LocalWeights | None:
    scenario = next((name for name in table.header if re.search("rep|draw|run|scenario", name, re.IGNORECASE)), None)
    if scenario is None:
        return None
    names = list(dict.fromkeys(table.text(scenario)))
    nodes = np.repeat(frame.weights.nodes, len(names), axis=0)
    criteria = np.repeat(frame.weights.criteria, len(names), axis=0)
    for draw, code, weight in zip(table.text(scenario), table.text("iCode"), table.numbers("Weight"), strict=True):
        if code in frame.tree.criteria:
            criteria[names.index(draw), frame.tree.criteria.index(code)] = weight
        else:
            nodes[names.index(draw), frame.tree.position(code)] = weight
    return LocalWeights(nodes, criteria)


def noise(case: Case) -> dict[str, Answer]:
    """Move weights by given random numbers: a column of them for each scenario, or a row."""
    given = case.table("input.csv")
    codes, weights, levels = given.text("iCode"), given.numbers("Weight"), given.numbers("Level")
    factors = np.array([_factors(case).get(int(level), 0.0) for level in levels])
    spins, names = _spins(case, codes)
    moved = noisy(weights, factors, np.where(np.isnan(spins), 0.5, spins))
    answers = {}
    for file in case.expected:
        table = case.table(file)
        if set(names) & set(table.header):
            columns = {"Weight": weights, "Level": levels, **dict(zip(names, moved, strict=True))}
            answers[file] = Answer(tuple(codes), columns)
        elif set(codes) & set(table.header):
            answers[file] = Answer((), dict(zip(codes, moved.T, strict=True)))
        else:
            answers[file] = _long_noise(table, codes, moved, levels)
    return answers


def _long_noise(table: Table, codes: list[str], moved: Array, levels: Array) -> Answer:
    """Answer a table with a row for each scenario and element, in the order of the scenarios."""
    rows = table.text("iCode")
    seen: dict[str, int] = {}
    found = []
    for code in rows:
        draw = seen[code] = seen.get(code, -1) + 1
        found.append(float(moved[draw, codes.index(code)]))
    level = np.array([levels[codes.index(code)] for code in rows])
    return Answer((), {"Weight": np.array(found), "Level": level})


def _factors(case: Case) -> dict[int, float]:
    for table in _others(case).values():
        if {"Level", "NoiseFactor"} <= set(table.header):
            return dict(
                zip(table.numbers("Level").astype(int).tolist(), table.numbers("NoiseFactor").tolist(), strict=True)
            )
    stated = {name: value for name, value in case.params.items() if re.match("noise", name, re.IGNORECASE)}
    if not stated:
        raise CaseError("no NoiseFactor by level, neither among the parameters nor in a table")
    by_level = {
        int(re.findall(r"\d+", name)[-1]): float(value) for name, value in stated.items() if re.search(r"\d", name)
    }
    if by_level:
        return by_level
    parts = [float(part) for part in next(iter(stated.values())).split("|")]
    levels = case.params.get("Level") or case.params.get("levels") or ""
    named = [int(level) for level in levels.split("|") if level] or list(range(1, len(parts) + 1))
    return dict(zip(named, parts * len(named) if len(parts) == 1 else parts, strict=len(parts) != 1))


def _spins(case: Case, codes: list[str]) -> tuple[Array, list[str]]:
    """Return random numbers, shape (scenarios, elements), NaN where none is drawn, and the scenarios' names."""
    for table in _others(case).values():
        if set(codes) & set(table.header):
            columns = [table.numbers(c) if c in table.header else np.full(len(table.rows), np.nan) for c in codes]
            return np.column_stack(columns), [f"r_{k}" for k in range(1, len(table.rows) + 1)]
        drawn = [name for name in table.names if REPLICATE.fullmatch(name)]
        if drawn and table.header[0] == "iCode":
            by_code = dict(zip(table.text("iCode"), table.matrix(drawn), strict=True))
            return np.array([by_code.get(c, np.full(len(drawn), np.nan)) for c in codes]).T, drawn
        scenario = next((n for n in table.header if re.search("rep|draw|run|scenario", n, re.IGNORECASE)), None)
        number = next((n for n in table.names if n != scenario and n not in ("Level", "NoiseFactor")), None)
        if scenario and number and "iCode" in table.header:
            return _long_spins(table, codes, scenario, number)
    raise NotBuiltError("another tool's random draws; a table of random numbers has to stand beside the input")


def _long_spins(table: Table, codes: list[str], scenario: str, number: str) -> tuple[Array, list[str]]:
    names = list(dict.fromkeys(table.text(scenario)))
    found = np.full((len(names), len(codes)), np.nan)
    for draw, code, spin in zip(table.text(scenario), table.text("iCode"), table.numbers(number), strict=True):
        found[names.index(draw), codes.index(code)] = spin
    return found, names


def beside(case: Case) -> dict[str, Answer]:
    """Set two or more results of the same units beside each other, as ranks or as scores, with the differences.

    Two are subtracted first less second; of several each less the base.
    """
    units, names, scores = _results(case)
    numbers = scores if case.params.get("compare_by", "ranks").lower() == "scores" else rank_down(scores)
    base = int(case.param("ibase", 1)) - 1
    answers = {}
    for file in case.expected:
        table = case.table(file)
        if {"Diff", "Abs.diff"} & set(table.header):
            apart = numbers[:, 0] - numbers[:, 1]
            columns = {"coin.1": numbers[:, 0], "coin.2": numbers[:, 1], "Diff": apart, "Abs.diff": np.abs(apart)}
            answers[file] = Answer(units, {**dict(zip(names, numbers.T, strict=True)), **columns})
        elif set(table.names) & {"Correlation", "correlation", "corr"}:
            found = float(np.corrcoef(numbers[:, 0], numbers[:, 1])[0, 1])
            answers[file] = Answer((), {name: np.array([found]) for name in table.names})
        else:
            word = file.lower()
            shown = numbers if "diff" not in word else numbers - numbers[:, [base]]
            shown = np.abs(shown) if "abs" in word else shown
            answers[file] = Answer(units, dict(zip(names, shown.T, strict=True)))
    return answers


def _results(case: Case) -> tuple[tuple[str, ...], list[str], Array]:
    """Return units, names and scores of the results: columns of the input, or the input under several weights."""
    data = case.table("input.csv")
    tables = [t for t in (case.table("weights.csv") if case.has("weights.csv") else None, *_others(case).values()) if t]
    weights = [t for t in tables if {"iCode", "Weight"} <= set(t.header)]
    if not case.has("structure.csv") or len(weights) < 2:
        return tuple(data.text(data.header[0])), list(data.names), data.matrix(data.names)
    frame = frame_of(case)
    found = []
    for table in weights:
        by_code = dict(zip(table.text("iCode"), table.numbers("Weight"), strict=True))
        nodes = [1.0, *(by_code.get(name, 1.0) for name in frame.aggregates[1:])]
        local = LocalWeights(np.array([nodes]), np.array([[by_code.get(name, 1.0) for name in frame.tree.criteria]]))
        found.append(frame.scores(local)[frame.top])
    return frame.units, [f"coin.{k}" for k in range(1, len(found) + 1)], np.column_stack(found)


def likeness(case: Case) -> dict[str, Answer]:
    """Say how alike two columns of ranks are, under the names that packages give the coefficients."""
    data = case.table("input.csv")
    numbers = data.matrix(data.names)
    if case.params.get("input", "ranks") == "scores":
        numbers = rank_down(numbers)
    found = similarity(numbers[:, 0], numbers[:, 1])
    values = {
        "spearman": found.spearman, "pearson": found.spearman, "kendall_tau_b": found.kendall,
        "kendall_b": found.kendall, "tau_b": found.kendall, "kendall": found.kendall, "kendall_tau": found.kendall,
        "tau": found.kendall, "kendall_a": found.kendall_a, "tau_a": found.kendall_a, "gamma": found.gamma,
        "goodman_kruskal_gamma": found.gamma, "weighted_spearman": found.weighted_spearman,
        "rw": found.weighted_spearman, "r_w": found.weighted_spearman, "ws": found.ws, "WS": found.ws,
        "rank_similarity_coef": found.ws, "ws_coefficient": found.ws, "mean_abs_diff": found.mean_shift,
        "MeanAbsDiff": found.mean_shift, "max_abs_diff": found.largest_shift,
    }  # fmt: skip
    table = case.table("expected.csv")
    if set(table.header) & set(values):
        return {"expected.csv": Answer((), {name: np.array([values[name]]) for name in table.header if name in values})}
    rows = table.text(table.header[0])
    unknown = [row for row in rows if row not in values]
    if unknown:
        raise CaseError(f"no coefficient is called {', '.join(unknown)}")
    return {"expected.csv": Answer((), {table.names[-1]: np.array([values[row] for row in rows])})}


def panel(case: Case) -> dict[str, Answer]:
    """Normalise over all years together, or within each, turn low-is-good columns, and add up."""
    data, structure = case.table("input.csv"), case.table("structure.csv")
    levels = placed(structure)[1]
    names = [name for name in data.names if levels.get(name) == 1]
    direction = dict(zip(structure.text("iCode"), structure.numbers("Direction"), strict=True))
    values = data.matrix(names) * np.array([direction[name] for name in names])
    years = np.array(data.text("Time"))
    spread = np.empty_like(values)
    for year in np.unique(years) if "byyear" in case.name else [None]:
        rows = np.ones(len(years), dtype=bool) if year is None else years == year
        spread[rows] = min_max(values[rows], 0.0, 100.0)
    scores = frame_of(case, spread).scores()
    return {"expected.csv": Answer((), {**dict(zip(names, spread.T, strict=True)), **scores})}


def one_less(case: Case) -> dict[str, Answer]:
    """Leave out each alternative in turn, put the rest on one scale again and rank it; 0 marks the one left out."""
    data, meta = case.table("input.csv"), case.table("weights.csv")
    units = data.text(data.header[0])
    columns: dict[str, list[float]] = {unit: [] for unit in units}
    alike = []
    whole = weighted_scores(data.matrix(meta.text("iCode")), meta, "minmax", "arithmetic")
    for out in range(len(units)):
        kept = [k for k in range(len(units)) if k != out]
        rest = weighted_scores(data.matrix(meta.text("iCode"))[kept], meta, "minmax", "arithmetic")
        places = dict(zip(kept, rank_down(rest[:, None])[:, 0], strict=True))
        for k, unit in enumerate(units):
            columns[unit].append(float(places.get(k, 0.0)))
        before = rank_down(whole[kept][:, None])[:, 0]
        alike.append(similarity(before, np.array([places[k] for k in kept])).weighted_spearman)
    found = {unit: np.array(column) for unit, column in columns.items()}
    return {"expected.csv": Answer((), {**found, "weighted_spearman": np.array(alike)})}
