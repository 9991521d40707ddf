"""Write the reference cases that are our own: `python tests/reference/make_own.py`.

Answers come from scipy, pandas and plain formulas on small tables, never from the
engine. The inputs are those of two other cases (`agg_amean_toy`, with gaps
`agg_amean_toyna`), twelve units and six indicators in two groups, or fit on a line.
"""

from __future__ import annotations

import csv
import math
import shutil
from collections.abc import Iterable, Sequence
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import scipy
from scipy import stats

CASES = Path(__file__).resolve().parents[1] / "cases"
WHOLE, GAPS = CASES / "agg_amean_toy", CASES / "agg_amean_toyna"
GROUPS = {"G1": ["a", "b", "c"], "G2": ["d", "e", "f"]}
WEIGHTS = {"a": 1.0, "b": 2.0, "c": 0.5, "d": 1.0, "e": 1.0, "f": 3.0, "G1": 0.6, "G2": 0.4}
TOOL = f"plain formulas with pandas {pd.__version__}, scipy {scipy.__version__}"
TOLERANCE = "rtol 1e-12, atol 1e-12"


def cell(value: object) -> str:
    if isinstance(value, (float, np.floating)):
        return "" if math.isnan(value) else repr(float(value))
    return str(value)


def put(name: str, file: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    (CASES / name).mkdir(exist_ok=True)
    with (CASES / name / file).open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([cell(value) for value in row] for row in rows)


def begin(name: str, source: Path, words: str, params: dict[str, object] | None = None, *, tree: bool = True) -> None:
    """Lay the input, perhaps with its tree, and say what the case is."""
    (CASES / name).mkdir(exist_ok=True)
    for file in ("input.csv", *(("structure.csv", "weights.csv") if tree else ())):
        shutil.copyfile(source / file, CASES / name / file)
    if params:
        put(name, "params.csv", ("name", "value"), params.items())
    title(name, words)


def title(name: str, words: str) -> None:
    (CASES / name).mkdir(exist_ok=True)
    text = f"# {name}\n\n{words} Produced by {TOOL}. Tolerance: {TOLERANCE}. An empty cell is missing.\n"
    (CASES / name / "README.md").write_text(text, encoding="utf-8")


def read(source: Path) -> pd.DataFrame:
    return pd.read_csv(source / "input.csv", index_col="uCode")


def mean(table: pd.DataFrame, weights: dict[str, float]) -> pd.Series:
    """Weighted mean of each row over the cells that are there."""
    size = pd.Series(weights)[list(table.columns)]
    return table.mul(size).sum(axis=1, min_count=1) / table.notna().mul(size).sum(axis=1)


def scored(table: pd.DataFrame, weights: dict[str, float]) -> pd.DataFrame:
    """The table with its groups and its top."""
    groups = pd.DataFrame({name: mean(table[codes], weights) for name, codes in GROUPS.items()})
    return table.assign(**groups, Index=mean(groups, weights))


def place(column: pd.Series) -> pd.Series:
    return column.round(9).rank(ascending=False, method="min")


def correlation(x: pd.Series, y: pd.Series, kind: str) -> tuple[float, float]:
    both = x.notna() & y.notna()
    how = {"pearson": stats.pearsonr, "spearman": stats.spearmanr, "kendall": stats.kendalltau}[kind]
    found = how(x[both], y[both])
    return float(found[0]), float(found[1])


def correlations() -> None:
    table = scored(read(GAPS), WEIGHTS)
    pairs = [(code, group) for group, codes in GROUPS.items() for code in codes]
    pairs += [(name, "Index") for name in table.columns if name != "Index"]
    name = "corr_parents_toyna"
    begin(
        name, GAPS, "**Pearson's r of each element with those above it, over the units that have both.**", {"pval": 0}
    )
    put(name, "expected.csv", ("Var1", "Var2", "Correlation"),
        [(a, b, correlation(table[a], table[b], "pearson")[0]) for a, b in pairs])  # fmt: skip
    for kind in ("spearman", "kendall"):
        name = f"corr_{kind}_toyna"
        begin(name, GAPS, f"**{kind.capitalize()} correlation of each indicator with each, as a matrix.** Ranks are "
              "made within each pair; tau is tau-b.", {"pval": 0, "cortype": kind})  # fmt: skip
        codes = list(WEIGHTS)[:6]
        put(name, "expected.csv", ("iCode", *codes),
            [(a, *(1.0 if a == b else correlation(table[a], table[b], kind)[0] for b in codes))
             for a in codes])  # fmt: skip
    name = "corr_significant_toy"
    whole = scored(read(WHOLE), WEIGHTS)
    begin(name, WHOLE, "**Pearson's r where its two-sided p is at most 0.2, else missing.**", {"pval": 0.2})
    found = [(a, b, *correlation(whole[a], whole[b], "pearson")) for a, b in product("abcdef", "abcdef") if a < b]
    put(
        name,
        "expected.csv",
        ("Var1", "Var2", "Correlation"),
        [(a, b, r if p <= 0.2 else np.nan) for a, b, r, p in found],
    )
    name = "corr_chances_toyna"
    kinds = ("pearson", "spearman", "kendall")
    begin(name, GAPS, "**Two-sided p of r, rho and tau-b of each pair, over the units that have both,** and that of r "
          "times the number of pairs, at most 1 (Bonferroni).")  # fmt: skip
    tested = [(a, b, *(correlation(table[a], table[b], kind)[1] for kind in kinds))
              for a, b in product("abcdef", "abcdef") if a < b]  # fmt: skip
    put(name, "expected.csv", ("Var1", "Var2", *(f"p_{kind}" for kind in kinds), "p_bonferroni"),
        [(*row, min(1.0, row[2] * len(tested))) for row in tested])  # fmt: skip
    for kind in kinds[1:]:
        name = f"corr_significant_{kind}_toyna"
        begin(name, GAPS, f"**{kind.capitalize()} correlation where its two-sided p is at most 0.2, else missing.**",
              {"pval": 0.2, "cortype": kind})  # fmt: skip
        made = [(a, b, *correlation(table[a], table[b], kind)) for a, b in product("abcdef", "abcdef") if a < b]
        put(
            name,
            "expected.csv",
            ("Var1", "Var2", "Correlation"),
            [(a, b, r if p <= 0.2 else np.nan) for a, b, r, p in made],
        )
    name = "corrflags_toyna"
    begin(name, GAPS, "**Pairs of indicators of one group whose r is over 0.1.**", {"cor_thresh": 0.1, "grouplev": 2})
    rows = [(group, a, b, correlation(table[a], table[b], "pearson")[0])
            for group, codes in GROUPS.items() for a, b in product(codes, codes) if a < b]  # fmt: skip
    put(name, "expected.csv", ("Group", "Ind1", "Ind2", "Corr"), [row for row in rows if row[3] > 0.1])


def consistency() -> None:
    table = read(GAPS)
    name = "cronbach_toyna"
    begin(name, GAPS, "**Cronbach's alpha of each group and of all indicators, from pairwise covariances.**")

    def alpha(frame: pd.DataFrame) -> float:
        cov, k = frame.cov(), frame.shape[1]
        return k / (k - 1) * (1 - np.trace(cov) / cov.to_numpy().sum())

    put(name, "expected.csv", ("group", "alpha"),
        [*((g, alpha(table[codes])) for g, codes in GROUPS.items()), ("Index", alpha(table))])  # fmt: skip
    name = "cronbach_hand"
    title(name, "**Cronbach's alpha worked by hand.** x = 1, 2, 3 and y = 2x: variances 1 and 4, covariance 2, so "
          "alpha = 2 (1 - 5 / 9) = 8 / 9.")  # fmt: skip
    put(name, "input.csv", ("uCode", "x", "y"), [("U1", 1, 2), ("U2", 2, 4), ("U3", 3, 6)])
    put(name, "expected.csv", ("alpha",), [(8 / 9,)])
    name = "pca_toyna"
    begin(name, GAPS, "**Principal components of each group's standardised indicators, over the units that have them "
          "all; the first component as weights, whose sign is arbitrary.**")  # fmt: skip
    weights = dict(WEIGHTS)
    rows = []
    for group, codes in GROUPS.items():
        whole = table[codes].dropna()
        standard = ((whole - whole.mean()) / whole.std()).to_numpy()
        _, sizes, turned = np.linalg.svd(standard, full_matrices=False)
        variances = sizes**2 / (len(whole) - 1)
        weights.update(zip(codes, turned[0].tolist(), strict=True))
        shares = variances / variances.sum()
        rows += [(group, f"PC{k + 1}", v, math.sqrt(v), s, c)
                 for k, (v, s, c) in enumerate(zip(variances, shares, shares.cumsum(), strict=True))]  # fmt: skip
    levels = {**dict.fromkeys("abcdef", 1), "G1": 2, "G2": 2}
    put(name, "expected.csv", ("iCode", "Level", "Weight"), [(n, levels[n], weights[n]) for n in levels])
    put(name, "expected_variances.csv", ("group", "component", "variance", "sdev", "proportion", "cumulative"), rows)


def described() -> None:
    table = read(GAPS)
    name = "stats_toyna"
    begin(name, GAPS, "**Spread of each indicator; skewness and excess kurtosis are corrected for bias.**", tree=False)
    rows = []
    for code in table:
        x = table[code].dropna()
        counts = x.value_counts()
        rows.append((code, x.min(), x.max(), x.mean(), x.median(), x.std(), float(stats.skew(x, bias=False)),
                     float(stats.kurtosis(x, bias=False)), len(x), int((x != 0).sum()), len(counts), int(counts.max()),
                     len(x) / len(table)))  # fmt: skip
    header = ["iCode", "Min", "Max", "Mean", "Median", "Std", "Skew", "Kurt"]
    header += ["N.Avail", "N.NonZero", "N.Unique", "N.Same", "Frc.Avail"]
    put(name, "expected.csv", header, rows)
    name = "availability_toyna"
    begin(
        name, GAPS, "**What each unit lacks, and the share of indicators that it has overall and below each element.**"
    )
    lacking, zeros = table.isna().sum(axis=1), (table == 0).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        nonzero = 1 - zeros / (table.shape[1] - lacking)
    put(name, "expected.csv", ("uCode", "N_missing", "N_zero", "N_miss_or_zero", "Dat_Avail", "Non_Zero"),
        zip(table.index, lacking, zeros, lacking + zeros, 1 - lacking / table.shape[1], nonzero,
            strict=True))  # fmt: skip
    shares = {
        **{g: table[codes].notna().mean(axis=1) for g, codes in GROUPS.items()},
        "Index": table.notna().mean(axis=1),
    }
    put(name, "expected_ByGroup.csv", ("uCode", *shares), zip(table.index, *shares.values(), strict=True))
    name = "strengths_toyna"
    begin(name, GAPS, "**The two indicators in which U03 ranks highest and the two in which it ranks lowest, after "
          "columns are turned so that higher is better; one in which it is last is left out.**",
          {"usel": "U03", "topN": 2, "bottomN": 2})  # fmt: skip
    turned = table * pd.read_csv(GAPS / "structure.csv", index_col="iCode")["Direction"].reindex(table.columns)
    places = turned.apply(place)
    own = places.loc["U03"].dropna()
    own = own[own != places.max()[own.index]].sort_values(kind="stable")
    for file, kept in (("strengths", own[:2]), ("weaknesses", own[-2:])):
        put(
            name,
            f"expected_{file}.csv",
            ("Code", "Rank", "Value"),
            [(c, r, table.loc["U03", c]) for c, r in kept.items()],
        )


def scenarios() -> None:
    table, rng = read(GAPS), np.random.default_rng(20061)
    name = "uncertainty_toyna"
    begin(name, GAPS, "**Ranks over forty given sets of weights: mean, median, 5 % and 95 % (linear quantiles).**")
    names = list(WEIGHTS)
    drawn = np.array(list(WEIGHTS.values())) * (1 + 0.5 * (2 * rng.random((40, len(names))) - 1))
    put(name, "weight_samples.csv", names, drawn)
    runs = pd.DataFrame(
        {f"r_{k}": scored(table, dict(zip(names, row, strict=True)))["Index"] for k, row in enumerate(drawn, 1)}
    )
    nominal = scored(table, WEIGHTS)["Index"]
    ranks = runs.apply(place)
    rows = zip(table.index, place(nominal), ranks.mean(axis=1), ranks.median(axis=1), ranks.quantile(0.05, axis=1),
               ranks.quantile(0.95, axis=1), strict=True)  # fmt: skip
    put(name, "expected.csv", ("uCode", "Nominal", "Mean", "Median", "Q5", "Q95"), rows)
    put(name, "expected_ranks.csv", ("uCode", "Nominal", *runs),
        [(u, place(nominal)[u], *ranks.loc[u]) for u in table.index])  # fmt: skip
    put(name, "expected_scores.csv", ("uCode", "Nominal", *runs), [(u, nominal[u], *runs.loc[u]) for u in table.index])
    name = "noisy_toy"
    title(name, "**Weights moved by given random numbers: w (1 + f (2 u - 1)), not scaled afterwards.** f is 0.25 at "
          "level 1 and 0.5 at level 2.")  # fmt: skip
    levels = {code: 2 if code.startswith("G") else 1 for code in WEIGHTS}
    put(name, "input.csv", ("iCode", "Level", "Weight"), [(c, levels[c], w) for c, w in WEIGHTS.items()])
    put(name, "noise_specs.csv", ("Level", "NoiseFactor"), [(1, 0.25), (2, 0.5)])
    spins = rng.random((3, len(WEIGHTS)))
    put(name, "uniforms.csv", names, spins)
    put(name, "expected.csv", ("Replicate", "iCode", "Level", "Weight"),
        [(k + 1, c, levels[c], w * (1 + (0.25 if levels[c] == 1 else 0.5) * (2 * spins[k, n] - 1)))
         for k in range(3) for n, (c, w) in enumerate(WEIGHTS.items())])  # fmt: skip
    compared(table, nominal)


def compared(table: pd.DataFrame, nominal: pd.Series) -> None:
    """Two and three results of the same units; likeness of two orders."""
    equal = scored(table, dict.fromkeys(WEIGHTS, 1.0))["Index"]
    third = scored(table, {**WEIGHTS, "G1": 1.0, "G2": 3.0})["Index"]
    results = {"coin.1": nominal, "coin.2": equal, "coin.3": third}
    for kind in ("ranks", "scores"):
        name = f"compare_{kind}_toyna"
        title(name, f"**Two results beside each other by {kind}: the first less the second.**")
        put(name, "params.csv", ("name", "value"), [("compare_by", kind)])
        put(name, "input.csv", ("uCode", "coin.1", "coin.2"), zip(table.index, nominal, equal, strict=True))
        one, other = (column if kind == "scores" else place(column) for column in (nominal, equal))
        put(name, "expected.csv", ("uCode", "coin.1", "coin.2", "Diff", "Abs.diff"),
            zip(table.index, one, other, one - other, (one - other).abs(), strict=True))  # fmt: skip
    name = "compare_several_toyna"
    title(name, "**Three results by ranks: each less the first, and the size of that.**")
    put(name, "input.csv", ("uCode", *results), zip(table.index, *results.values(), strict=True))
    places = {label: place(column) for label, column in results.items()}
    put(name, "expected.csv", ("uCode", *places), zip(table.index, *places.values(), strict=True))
    apart = {label: column - places["coin.1"] for label, column in places.items()}
    put(name, "expected_Diffs.csv", ("uCode", *apart), zip(table.index, *apart.values(), strict=True))
    put(
        name,
        "expected_AbsDiffs.csv",
        ("uCode", *apart),
        zip(table.index, *(c.abs() for c in apart.values()), strict=True),
    )
    name = "similarity_hand"
    title(name, "**Likeness of two orders of five, one pair tied in the second.** Worked from the formulas: with d the "
          "differences, weighted Spearman is 1 - 6 sum d^2 ((N - x + 1) + (N - y + 1)) / (N^4 + N^3 - N^2 - N); WS is "
          "1 - sum 2^-x |d| / max(|x - 1|, |x - N|); Spearman is Pearson's r of the ranks; tau_a divides by all pairs, "
          "kendall is tau-b, gamma leaves tied pairs out.")  # fmt: skip
    x, y = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([2.0, 1.0, 3.0, 3.0, 5.0])
    put(
        name,
        "input.csv",
        ("uCode", "one", "other"),
        [(f"U{k}", a, b) for k, (a, b) in enumerate(zip(x, y, strict=True), 1)],
    )
    d = np.abs(x - y)
    rows = [("spearman", float(stats.pearsonr(x, y)[0])), ("kendall", float(stats.kendalltau(x, y)[0])),
            ("tau_a", 7 / 10), ("gamma", 7 / 9),
            ("weighted_spearman", 1 - 6 * float((d**2 * (12 - x - y)).sum()) / 720),
            ("ws", 1 - (0.5 * 1 / 4 + 0.25 * 1 / 3 + 0.0625 * 1 / 3)), ("mean_abs_diff", 0.6)]  # fmt: skip
    put(name, "expected.csv", ("coefficient", "value"), rows)
    name = "norm_fracmax_zero"
    title(name, "**Fraction of the maximum where the maximum is 0 (n_fracmax).** The plain division gives an infinite "
          "number, and 0 / 0 is missing.")  # fmt: skip
    put(name, "input.csv", ("uCode", "x", "y"), [("U1", -2.0, 1.0), ("U2", 0.0, 4.0), ("U3", -1.0, 2.0)])
    put(
        name,
        "expected.csv",
        ("uCode", "x", "y"),
        [("U1", -math.inf, 0.25), ("U2", math.nan, 1.0), ("U3", -math.inf, 0.5)],
    )


def main() -> None:
    correlations()
    consistency()
    described()
    scenarios()


if __name__ == "__main__":
    main()
