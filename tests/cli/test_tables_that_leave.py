"""Every table that leaves, by every command: no text of anybody becomes a formula or steers a terminal."""

from __future__ import annotations

import csv
import io
import re
import shutil
from itertools import cycle

import click
import openpyxl
import pytest
import yaml
from click.testing import CliRunner

from evaluator.cli import cli
from evaluator.library import shipped_root
from evaluator.model.schema import columns_of
from evaluator.tables.csv_text import csv_text
from evaluator.tables.files import TABLES

# What a spreadsheet computes, each with a word by which it is found again.
POISON = ("=poison(1)", "+poison(2)", "-poison(3)", "@poison(4)")
LIVE = re.compile(r"[=+\-@\t\r\n]\s*poison")
NAMES = ("criterion_id", "currency", "file")  # texts that a list knows
TITLES = ("titles", "names", "title", "actor", "limits", "portrait", "short", "recommend", "evidence_needed")
PLAN, OTHER = "XAR-2022-2025", "XAR-2018-2021"
# Each way to a table of every command that makes one; what the test below finds and is not here fails.
CALLS = {
    "plan evolve": [[OTHER, PLAN, "--format", "csv"]],
    "plan find": [[PLAN, "compensation-access", "--word", "poison", "--format", "csv"]],
    "plan import": [["LIBRARY/import.csv", "--plan", OTHER, "--look", "--format", "csv"]],
    "plan portrait": [[PLAN, "XBE", "--format", "csv"]],
    "plan status": [[PLAN, "--by", "objective", "--format", "csv"], [PLAN, "--rows", "--format", "csv"]],
    "plan tags": [[PLAN, "--format", "csv"]],
    "sheet export": [
        [PLAN, "--coder", "z", "--format", "csv", "--out", "OUT"],
        [PLAN, "--coder", "z", "--out", "OUT.xlsx"],
    ],
    "panel agreement": [[PLAN, "--format", "csv"], [PLAN, "--all", "--format", "xlsx", "--out", "OUT.xlsx"]],
    "todo list": [[PLAN, "--format", "csv"], [PLAN, "--format", "xlsx", "--out", "OUT.xlsx"]],
    "passage check": [[PLAN, "--format", "csv"]],
    "passage coverage": [[PLAN, "--format", "csv"]],
    "report": [[PLAN, "--xlsx", "--out", "OUT"]],
    "score": [
        [PLAN, "XBE", "--format", "csv", "--table", name]
        for name in ("results", "nodes", "criteria", "gates", "alarms", "law-beside")
    ]
    + [[PLAN, "--format", "xlsx", "--out", "OUT.xlsx"]],
    "contrast": [[PLAN, "XBE", "XCA", "--format", "xlsx", "--out", "OUT.xlsx"]]
    + [[PLAN, "XBE", "XCA", "--format", "csv", "--table", name] for name in ("plans", "ranking", "weights", "turns")],
    "lens": [[PLAN, "--format", "csv"]],
    "against": [[PLAN, "--format", "csv"]],
    "rubric audit": [["--part", "statistics", "--format", "csv"]],
    "list": [
        [kind, "--format", "csv"]
        for kind in ("countries", "plans", "criteria", "weightings", "rubrics", "grades", "standards", "law", "lenses")
    ],
    "silence": [["--by", "years", "--format", "csv"]],
}
WITHOUT_TEXTS = {
    "silence", "rubric audit", "plan portrait", "passage coverage", "passage check", "lens", "against",
}  # fmt: skip


def poisoned(value: object, poisons: cycle) -> object:
    """Return YAML content with a poison before each text of a title or name."""
    if isinstance(value, dict):
        return {
            key: _poisoned_texts(part, poisons) if key in TITLES else poisoned(part, poisons)
            for key, part in value.items()
        }
    return [poisoned(part, poisons) for part in value] if isinstance(value, list) else value


def _poisoned_texts(value: object, poisons: cycle) -> object:
    if isinstance(value, dict):
        return {lang: f"{next(poisons)}{text}" for lang, text in value.items()}
    return f"{next(poisons)}{value}" if isinstance(value, str) else value


def poison_tables(folder) -> int:
    """Put a poison before each text of the library's tables of countries; return how many."""
    poisons, count = cycle(POISON), 0
    for file in TABLES:
        texts = {column.label for column in columns_of(file.row) if column.kind == "text"} - {*NAMES}
        pattern = re.sub(r"<[^>]+>", "*", file.path)
        for path in folder.glob(pattern) if "intake" not in pattern else ():
            read = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))
            if path.name == "anchors.csv" or not texts & set(read.fieldnames):
                continue
            rows = [
                [f"{next(poisons)}{cell}" if name in texts and cell else cell for name, cell in row.items()]
                for row in read
            ]
            count += sum(cell.startswith(POISON) for row in rows for cell in row)
            path.write_text(csv_text(read.fieldnames, rows, is_input=True), encoding="utf-8")
    return count


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("poisoned") / "own"
    assert CliRunner().invoke(cli, ["demo", str(folder)]).exit_code == 0
    assert poison_tables(folder) > 300
    poisons, own = cycle(POISON), folder / "rubrics" / "four-paradigms"
    shutil.copytree(shipped_root() / "rubrics" / "four-paradigms", own)
    for path in [
        *folder.glob("countries/*/*.yaml"),
        *folder.glob("countries/*/plans/*/plan.yaml"),
        *own.glob("*/*.yaml"),
    ]:
        content = poisoned(yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader), poisons)
        path.write_text(yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True), encoding="utf-8")
    lines = ["No.,Activity,Responsible", *(f'{n},"{text}do it",{text}body' for n, text in enumerate(POISON))]
    (folder / "import.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def commands(command: click.Command, name: str = ""):
    """Yield each command that makes a CSV or a workbook, with its name."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            yield from commands(command.get_command(context, part), f"{name} {part}".strip())
    elif any(
        {"csv", "xlsx"} & set(getattr(each.type, "choices", ())) or "--xlsx" in each.opts for each in command.params
    ):
        yield name


def test_each_command_that_makes_a_table_is_walked():
    assert set(commands(cli)) == set(CALLS)


def cells_of(name: str, content: bytes):
    """Yield the cells of a CSV, or of a workbook those that a spreadsheet would compute and all texts."""
    if name.endswith(".xlsx"):
        for sheet in openpyxl.load_workbook(io.BytesIO(content)):
            for row in sheet.iter_rows():
                yield from (cell.value if cell.data_type == "f" else f"'{cell.value}" for cell in row)
    else:
        for row in csv.reader(io.StringIO(content.decode())):
            yield from row


@pytest.mark.parametrize("name", CALLS)
def test_no_text_of_a_table_that_leaves_is_a_formula(name, library, tmp_path):
    seen = 0
    for words in CALLS[name]:
        out = tmp_path / "out"
        given = [word.replace("OUT", str(out)).replace("LIBRARY", str(library)) for word in words]
        done = CliRunner().invoke(cli, [*name.split(), *given, "--library", str(library)])
        assert done.exit_code in (0, 1), done.output
        files = {"stdout": done.stdout_bytes} if "OUT" not in "".join(words) else {}
        files |= {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.suffix in (".csv", ".xlsx")}
        cells = [cell for file, content in files.items() for cell in cells_of(file, content)]
        assert [cell for cell in cells if LIVE.match(cell)] == [], words
        assert not {"True", "False"} & set(cells)
        seen += sum("poison" in cell for cell in cells)
    assert (seen > 0) is (name not in WITHOUT_TEXTS)
