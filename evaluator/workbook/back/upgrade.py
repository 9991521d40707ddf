"""Upgrade of a coder's files to a later version of a rubric; the old files are kept and the changes logged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluator.errors import InvalidInputError, Problem, UnknownNameError, has_faults
from evaluator.model.assessment import Assessment, CodingFile, LogRecord, Rating
from evaluator.model.rubric import Rubric
from evaluator.panel.upgrade import Upgrade, upgrade
from evaluator.plans.applicability import applies
from evaluator.read.plan import PlanFolder, read_plan_files
from evaluator.read.text_files.shape import load
from evaluator.read.text_files.table import read_table, write_table
from evaluator.store.change import write_all
from evaluator.workbook.back.coding import header_text
from evaluator.workbook.back.log import Stamp, append_records
from evaluator.workbook.back.stage import beside


def coders_of(folder: PlanFolder, rubric_id: str) -> tuple[str, ...]:
    """Return the coders who have ratings of a plan under a rubric, of any version."""
    return tuple(Path(name).stem for name in folder.ratings(rubric_id).files("*.yaml"))


def plan_upgrade(folder: PlanFolder, rubric: Rubric, coder: str) -> Upgrade | None:
    """Read one coder's files, of any version of the rubric, and return them carried over to this version.

    None where they are of this version already.

    Raises
    ------
    UnknownNameError
        The coder has no ratings here.
    InvalidInputError
        The files cannot be read. (They are not checked against the rubric.)
    """
    known = coders_of(folder, rubric.id)
    if coder not in known:
        raise UnknownNameError("coder", coder, known)
    problems: list[Problem] = []
    ratings = folder.ratings(rubric.id)
    header, _ = load(CodingFile, ratings.expected(f"{coder}.yaml"), problems)
    rows = read_table(ratings.expected(f"{coder}.csv"), Rating, problems=problems).rows
    files = read_plan_files(folder, problems)
    country, plan = files.country.country, files.plan
    if header is None or country is None or plan is None or has_faults(problems):
        raise InvalidInputError(problems)
    bare = Assessment(country, plan, rubric.id)
    applying = [c.id for c in rubric.criteria if c.is_rated_by_hand and applies(c, bare).holds]
    found = upgrade(header, rows, rubric, applying)
    return found if header.rubric_version != rubric.version or found.to_rate_again or found.gone else None


def write_upgrade(
    folder: PlanFolder, upgrades: Sequence[Upgrade], rubric: Rubric, own: Path, when: Stamp
) -> tuple[Path, ...]:
    """Write the upgraded files, keep the old files under `editions`, and log each rating that was dropped.

    Returns the paths of the files written. `when` gives time and versions; its coder is ignored.
    """
    target = own / "countries" / folder.plan_id[:3] / "plans" / folder.plan_id / "assessments" / rubric.id
    ratings = folder.ratings(rubric.id)
    files: dict[Path, str] = {target / name: text for name, text in beside(folder, rubric.id, target).items()}
    records: list[LogRecord] = []
    for found in upgrades:
        coder = found.header.coder
        for ending in ("yaml", "csv"):
            old = ratings.expected(f"{coder}.{ending}")
            files[_path_in_edition(target, found, old, when.when[:10])] = old.read_bytes().decode()
        files[target / f"{coder}.yaml"] = header_text(found.header)
        files[target / f"{coder}.csv"] = write_table(found.ratings, Rating)
        records.extend(_upgrade_records(found, rubric, when))
    problems: list[Problem] = []
    log_path = ratings.file("log.csv")
    known = read_table(log_path, LogRecord, problems=problems).rows if log_path else ()
    files[target / "log.csv"] = append_records(files.get(target / "log.csv", ""), known, records)
    relative = {path.relative_to(own).as_posix(): text for path, text in files.items()}
    return tuple(write_all(own, relative))


def _path_in_edition(target: Path, found: Upgrade, old: Path, day: str) -> Path:
    made_under = f"{found.header.rubric}-{found.from_version}"
    return target.parents[1] / "editions" / day / "ratings" / made_under / old.name


def _upgrade_records(found: Upgrade, rubric: Rubric, when: Stamp) -> Iterator[LogRecord]:
    stamp = Stamp(when.when, found.header.coder, "", when.tool_version, rubric.version)
    yield stamp.record("", "", f"{len(found.carried)} ratings carried over", f"rubric {rubric.version}")
    for rating in found.to_rate_again:
        yield stamp.record(rating.criterion_id, rating.short, "not-assessed", "the criterion's meaning changed")
    for rating in found.gone:
        yield stamp.record(rating.criterion_id, rating.short, "", "no criterion of the rubric any more")
