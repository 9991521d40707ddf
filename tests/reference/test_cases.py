"""Reference results of other tools are reproduced, and the runner tells a miss from a match."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from evaluator.contrasts.audit.normalise import copeland, outranking, rank_down
from tests.reference import make_own
from tests.reference.answer import compare
from tests.reference.case import CaseError, Tolerance, _tolerance, read_cases, read_table
from tests.reference.check import FAMILIES, NOT_BUILT, check, family_of, reason
from tests.reference.trees import agg
from tests.run_cases import main

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "tests" / "cases"
ALL = {case.name: case for case in read_cases(CASES)}


@pytest.mark.parametrize("name", ALL)
def test_the_engine_answers_as_the_tool_does_and_not_where_the_tool_is_wrong(name):
    verdict = check(ALL[name])
    assert verdict.kind == ("differs" if "BUG" in name else "ok"), str(verdict)


def test_every_family_that_can_be_asked_for_has_a_case_but_those_whose_format_is_known_from_words_alone():
    assert set(FAMILIES) - {family_of(case) for case in ALL.values()} == {"rank", "remove"}


@pytest.mark.parametrize(
    ("name", "family"),
    [
        ("get_corr_asem", "corr"),
        ("data_avail_toy", "availability"),
        ("str_weak_toy", "strengths"),
        ("noisy_weights_x", "noisy"),
        ("rank_similarity_small", "similarity"),
        ("compare_coins_multi_toy", "compare"),
        ("sensitivity_asem", "uncertainty"),
        ("mcda_wsm_minmax_other", "wsm"),
        ("mcda_topsis_other", None),
        ("rankrev_leave_one_out_wsm_minmax_other", "oneless"),
        ("rankrev_clones_other", None),
    ],
)
def test_a_family_is_known_by_its_other_names_and_a_part_of_a_family_that_is_left_by_its_case(tmp_path, name, family):
    shutil.copytree(CASES / "ranks_toy", tmp_path / name)
    assert family_of(read_cases(tmp_path)[0]) == family


def test_every_case_that_is_left_names_the_part_and_why_it_is_not_built():
    table = read_table(NOT_BUILT)
    assert table is not None
    assert all(part and why for _, part, why in table.rows)
    assert reason("treat_default_toy") == (
        "not built: treatment of outliers (winsorising, logarithms of the sample); anchors of a criterion are "
        "absolute: a figure beyond them is cut off there, and none is changed because of the others"
    )


def tell(folder: Path, *rows: str) -> None:
    text = "\n".join(["file,row,column,ours,why", *rows]) + "\n"
    (folder / "different.csv").write_text(text, encoding="utf-8")


def spoilt(tmp_path: Path) -> Path:
    folder = copy_of(tmp_path, "ranks_toy")
    lines = (folder / "ranks_toy" / "expected.csv").read_text(encoding="utf-8").splitlines()
    first = lines[1].split(",")
    lines[1] = ",".join([first[0], "99", *first[2:]])
    (folder / "ranks_toy" / "expected.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_single_cell_can_be_rightly_different_with_a_reason_beside_the_case(tmp_path):
    folder = spoilt(tmp_path)
    column, ours = read_cases(CASES / "ranks_toy")[0].table("expected.csv"), None
    ours = column.rows[0][1]
    tell(folder / "ranks_toy", f"expected.csv,{column.rows[0][0]},{column.header[1]},{ours},the tool mistypes it")
    verdict = check(read_cases(folder)[0])
    assert verdict.kind == "ok"
    assert verdict.words.endswith("; 1 rightly different: the tool mistypes it")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("expected.csv,*,*,77,the tool mistypes it", "1 of 36 numbers differ"),
        ("expected.csv,*,*,{ours},", "cannot be answered: different.csv: each row needs"),
        ("other.csv,*,*,{ours},another", "1 of 36 numbers differ"),
    ],
)
def test_what_is_said_of_another_cell_another_number_or_without_a_reason_excuses_nothing(tmp_path, row, words):
    folder = spoilt(tmp_path)
    ours = read_cases(CASES / "ranks_toy")[0].table("expected.csv").rows[0][1]
    tell(folder / "ranks_toy", row.format(ours=ours))
    verdict = check(read_cases(folder)[0])
    assert verdict.kind == "miss"
    assert verdict.words.startswith(words)


def test_a_cell_that_is_said_to_differ_and_does_not_is_a_miss(tmp_path):
    folder = copy_of(tmp_path, "ranks_toy")
    tell(folder / "ranks_toy", "expected.csv,U01,a,1,it was so once")
    verdict = check(read_cases(folder)[0])
    assert str(verdict) == "miss    ranks_toy: said to differ and does not: expected.csv U01 a"


def test_an_infinite_number_where_ours_is_missing_is_rightly_different_everywhere():
    assert "2 rightly different: something over zero has no value" in check(ALL["norm_fracmax_zero"]).words


def test_pairs_flagged_here_alone_are_named(tmp_path):
    folder = copy_of(tmp_path, "corrflags_toyna")
    table = folder / "corrflags_toyna" / "expected.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(lines[:-1]) + "\n", encoding="utf-8")
    verdict = check(read_cases(folder)[0])
    _, one, other, _ = lines[-1].split(",")
    assert verdict.words == f"cannot be answered: flagged here and not there: {one} and {other}"


def test_our_own_cases_are_what_their_script_writes(tmp_path, monkeypatch):
    for source in ("agg_amean_toy", "agg_amean_toyna"):
        shutil.copytree(CASES / source, tmp_path / source)
    monkeypatch.setattr(make_own, "CASES", tmp_path)
    make_own.main()
    made = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv"))
    assert len(made) > 60
    for path in made:
        shipped, new = read_table(CASES / path), read_table(tmp_path / path)
        assert shipped is not None
        assert new is not None
        for name in shipped.header:
            assert new.text(name) == shipped.text(name) or new.numbers(name) == pytest.approx(
                shipped.numbers(name), rel=1e-12, nan_ok=True
            )


def test_every_case_names_tool_and_version():
    assert all(re.search(r"\d+\.\d+|plain R", case.tool) for case in ALL.values())


def test_a_gap_under_a_power_mean_leaves_as_under_every_other():
    """The tool loses the node; ours equals the mean of what is there, which another case holds."""
    wrong, right = ALL["agg_genmean_p2_toyna_COINRBUG"], ALL["agg_genmean_p2_toyna_DROP"]
    assert compare(right, agg(wrong)).differences == ()
    missing = [d for d in compare(wrong, agg(wrong)).differences if d.column in ("G1", "G2")]
    assert missing
    assert all(np.isnan(d.expected) and not np.isnan(d.ours) for d in missing)


def test_outranking_with_gaps_does_not_hang_on_the_order_of_the_rows():
    case = ALL["outrank_copeland_toyna_COINRBUG"]
    data = case.table("input.csv")
    values = data.matrix(data.names)
    weights = case.table("weights.csv").numbers("Weight")
    matrix = outranking(values, weights)
    apart = ~np.eye(len(values), dtype=bool) & ~np.isnan(matrix)
    assert (matrix + matrix.T)[apart] == pytest.approx(1)
    turned = outranking(values[::-1], weights)[::-1, ::-1]
    assert np.array_equal(turned, matrix, equal_nan=True)
    expected = case.table("expected_outrank_matrix.csv")
    theirs = expected.matrix(expected.names)
    assert not np.allclose(theirs, matrix)
    assert copeland(matrix).tolist() == copeland(turned).tolist()


def copy_of(tmp_path, *names, index=True):
    for name in names:
        shutil.copytree(CASES / name, tmp_path / name)
    if index:
        lines = (CASES / "INDEX.csv").read_text(encoding="utf-8").splitlines()
        kept = [lines[0], *(line for line in lines[1:] if line.partition(",")[0] in names)]
        (tmp_path / "INDEX.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_folder_of_cases_prints_a_line_each_and_exits_0(tmp_path, capsys):
    assert main([str(copy_of(tmp_path, "agg_amean_toy", "norm_zscore_toy"))]) == 0
    out, err = capsys.readouterr()
    assert [line.split(":")[0].split() for line in out.splitlines()] == [
        ["ok", "agg_amean_toy"],
        ["ok", "norm_zscore_toy"],
    ]
    assert err == "2 reproduced, 0 rightly different, 0 left to others, 0 missed\n"


def test_without_an_index_the_family_is_the_first_word_and_the_tolerance_that_of_the_readme(tmp_path):
    folder = copy_of(tmp_path, "agg_amean_toy", index=False)
    (folder / "agg_amean_toy" / "README.md").write_text("Tolerance: rtol 1e-3, atol 1e-9. Files: x.", encoding="utf-8")
    (case,) = read_cases(folder)
    assert (case.family, case.tolerance) == ("agg", Tolerance(1e-3, 1e-9))
    assert read_cases(folder / "agg_amean_toy")[0].name == "agg_amean_toy"


def test_one_wrong_number_is_a_miss_with_its_place_and_exit_1(tmp_path, capsys):
    folder = copy_of(tmp_path, "agg_gmean_toy", "ranks_toy")
    table = folder / "agg_gmean_toy" / "expected.csv"
    first = table.read_text(encoding="utf-8").splitlines()[1].split(",")[1]
    spoil(table, first, "12.5")
    assert main([str(folder)]) == 1
    out = capsys.readouterr().out
    assert re.search(
        r"^miss +agg_gmean_toy: 1 of 48 numbers differ: expected.csv U01 G1: .* for 12\.5$", out, re.MULTILINE
    )


def test_a_number_where_none_should_be_and_a_missing_one_are_misses(tmp_path):
    folder = copy_of(tmp_path, "agg_amean_toyna")
    spoil(folder / "agg_amean_toyna" / "expected.csv", "U11,,,,", "U11,1,,,")
    (case,) = read_cases(folder)
    assert check(case).kind == "miss"


def test_a_tool_that_is_right_after_all_makes_a_defect_case_a_miss(tmp_path):
    shutil.copytree(CASES / "agg_amean_toy", tmp_path / "agg_amean_toy_COINRBUG")
    (case,) = read_cases(tmp_path)
    assert str(check(case)) == "miss    agg_amean_toy_COINRBUG: our answer is the tool's wrong one"


@pytest.mark.parametrize(
    ("family", "kind", "words"),
    [
        ("impute", "left", "not built: a number in the place of a missing one; missing stays missing: bounds show"),
        ("magic", "left", "no family is called 'magic'; there are agg, availability, compare, corr, "),
        ("outrank", "miss", "cannot be answered: weights.csv is not there"),
    ],
)
def test_a_family_that_is_not_ours_is_left_and_one_that_lacks_a_table_is_missed(tmp_path, family, kind, words):
    shutil.copytree(CASES / "ranks_toy", tmp_path / f"{family}_x")
    (case,) = read_cases(tmp_path)
    verdict = check(case)
    assert verdict.kind == kind
    assert verdict.words.startswith(words)


def test_a_folder_without_cases_is_told_and_exits_2(tmp_path, capsys):
    assert main([str(tmp_path)]) == 2
    assert "no folder in it has an input.csv" in capsys.readouterr().err
    assert main([str(tmp_path / "nowhere")]) == 2
    folder = copy_of(tmp_path, "ranks_toy")
    shutil.rmtree(folder / "ranks_toy")
    with pytest.raises(CaseError, match="lists cases that are not there: ranks_toy"):
        read_cases(folder)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("rtol 1e-12, atol 1e-12", Tolerance(1e-12, 1e-12)),
        ("rtol 1e-11", Tolerance(1e-11, 1e-12)),
        ("1e-10", Tolerance(1e-10, 1e-10)),
        ("S1, ST abs 1e-10; conf abs 0.05", Tolerance(0.0, 1e-10, 0.05)),
        ("acceptabilities exact to 1/N", Tolerance(1e-12, 1e-12)),
        ("", Tolerance(1e-12, 1e-12)),
    ],
)
def test_tolerances_are_read_as_they_are_written(told, expected):
    assert _tolerance(told) == expected


def cell(number: float) -> str:
    return "" if np.isnan(number) else repr(float(number))


def test_leaving_out_an_element_is_giving_it_weight_zero(tmp_path):
    """The format of these cases is known from words alone: nominal and new scores, ranks, changes, their means."""
    folder = tmp_path / "remove_toy"
    shutil.copytree(CASES / "agg_amean_toyna", folder)
    (folder / "params.csv").write_text("name,value\nLevel,2\niCode,Index\n", encoding="utf-8")
    data = read_cases(tmp_path)[0].table("expected.csv")
    columns = {"Nominal": data.numbers("Index"), "G1": data.numbers("G2"), "G2": data.numbers("G1")}
    ranked = {name: rank_down(numbers[:, None])[:, 0] for name, numbers in columns.items()}
    changes = {name: ranked["Nominal"] - ranks for name, ranks in ranked.items()}
    for file, table in (("", columns), ("_Ranks", ranked), ("_RankDiffs", changes)):
        rows = zip(data.text("uCode"), *(map(cell, numbers) for numbers in table.values()), strict=True)
        text = "\n".join([",".join(("uCode", *table)), *(",".join(row) for row in rows)])
        (folder / f"expected{file}.csv").write_text(text + "\n", encoding="utf-8")
    means = "\n".join(f"{name},{cell(np.nanmean(np.abs(numbers)))}" for name, numbers in changes.items())
    (folder / "expected_MeanAbsDiff.csv").write_text(f"iCode,MeanAbsDiff\n{means}\n", encoding="utf-8")
    verdict = check(read_cases(tmp_path)[0])
    assert verdict.words.startswith("111 numbers, largest difference"), str(verdict)


@pytest.mark.slow
def test_the_script_runs_from_anywhere(tmp_path):
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "run_cases.py", CASES / "ranks_toy"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout) == (0, "ok      ranks_toy: 36 numbers, largest difference 0.0e+00\n")


@pytest.mark.parametrize(
    ("name", "file", "words"),
    [
        ("uncertainty_toyna", "weight_samples.csv", "not built: another tool's random draws; scores or weights"),
        ("noisy_toy", "uniforms.csv", "not built: another tool's random draws; a table of random numbers"),
    ],
)
def test_draws_that_are_not_at_hand_are_left_and_not_missed(tmp_path, name, file, words):
    folder = copy_of(tmp_path, name)
    (folder / name / file).unlink()
    verdict = check(read_cases(folder)[0])
    assert verdict.kind == "left"
    assert verdict.words.startswith(words)


@pytest.mark.parametrize("kind", ["spearman", "kendall"])
def test_what_is_not_significant_is_told_by_the_p_of_its_own_kind(tmp_path, kind):
    name = f"corr_significant_{kind}_toyna"
    folder = copy_of(tmp_path, name)
    assert check(read_cases(folder)[0]).kind == "ok"
    spoil(folder / name / "params.csv", "pval,0.2", "pval,0.6")
    assert check(read_cases(folder)[0]).kind == "miss"
