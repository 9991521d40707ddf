"""The data release: a data package of the library's tables, with schemas from their declarations, and its papers."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from evaluator.errors import EvaluatorError
from evaluator.extensions.publish.changes import CHANGES, STEPS, score_steps
from evaluator.extensions.publish.changes import SCORES as SCORED
from evaluator.extensions.publish.holdings import Group, Holdings
from evaluator.extensions.publish.long_tables import LONG, SCORES, UNIT, long_tables, verdict_rows
from evaluator.library import Library
from evaluator.model.country import FactsFile, Unit
from evaluator.model.dates import first_day
from evaluator.model.schema import SINGULAR, Column, columns_of
from evaluator.read.facts import read_fact_page
from evaluator.read.shipped import shipped_root
from evaluator.store.change import sha256_of
from evaluator.tables.contract import portable_pattern
from evaluator.tables.csv_text import csv_text, guarded
from evaluator.tables.files import TABLES, TableFile

Json = dict[str, object]
PROFILE = "https://datapackage.org/profiles/2.0/"
CONTENT = "CC-BY-4.0"
KNOWN = {CONTENT: "https://creativecommons.org/licenses/by/4.0/", "MIT": "https://opensource.org/license/mit"}
UNITS = TableFile("countries/units.csv", Unit)
CODEBOOK = ("table", "column", "type", "meaning", "dropped_in")
AUTHOR = "The NAP Evaluator maintainers"
NAME = "nap-evaluator-data"
TITLE = "NAP Evaluator: national action plans against human trafficking under many frames"


@dataclass(frozen=True)
class Release:
    """What a data release is made of: its number, day, what goes out, the licence of own tables, who publishes.

    `home` is the publisher's page, or where the site lies; empty where neither is known.
    """

    library: Library
    held: Holdings
    number: str
    date: str
    licence: str = ""
    publisher: str = AUTHOR
    home: str = ""

    @cached_property
    def tables(self) -> dict[str, bytes]:
        """Return the CSV files of the library that go out, and the scores, by their path."""
        found = {
            name: guarded(path.read_bytes()) for name, path in self._paths_going_out.items() if name.endswith(".csv")
        }
        for name in [name for name in found if name.endswith(("/evidence.csv", "/anchors.csv"))]:
            found[name] = self._cited_evidence(name, found[name])
        return dict(sorted({**found, **self.scores, **long_tables(self.held, self.scores)}.items()))

    @cached_property
    def scores(self) -> dict[str, bytes]:
        """Return the scores of all units under all frames, a table for each rubric."""
        found: dict[str, list[Group]] = {}
        for group in self.held.groups:
            found.setdefault(group.rubric.id, []).append(group)
        return {f"scores/{name}.csv": SCORES.csv(verdict_rows(groups)).encode() for name, groups in found.items()}

    @cached_property
    def _paths_going_out(self) -> dict[str, Path]:
        """Return the files that go out: of the plans that go out, under their rubric, and what is shared by all."""
        own = {unit.entrant.plan_id: unit.group.rubric.id for unit in self.held.units if not unit.group.year}
        rated = {(unit.entrant.plan_id, unit.group.rubric.id) for unit in self.held.units}
        folders, found = self.library.layers.folders, dict[str, Path]()
        for folder in reversed(folders):
            for path in sorted([*(folder / "countries").rglob("*.*"), *(folder / "rubrics").rglob("*.*")]):
                name = path.relative_to(folder).as_posix()
                if path.is_file() and self._goes_out(name, own, rated):
                    found[name] = path
        return found

    def _goes_out(self, name: str, own: Collection[str], rated: Collection[tuple[str, str]]) -> bool:
        parts, text = name.split("/"), name.endswith((".csv", ".yaml"))
        ids, codes = {rubric.id for rubric in self.held.rubrics}, {plan[:3] for plan in own}
        match parts:
            case ["rubrics", _] | ["countries", "facts", _]:
                return text
            case ["rubrics", rubric, *_]:
                return text and rubric in ids
            case ["countries", table]:
                return table in ("units.csv", "variables.csv")
            case ["countries", code, _]:
                return text and code in codes
            case ["countries", _, "plans", plan, *rest]:
                return plan in own and ((len(rest) == 1 and text) or (_is_rating(rest) and (plan, rest[1]) in rated))
        return False

    def _cited_evidence(self, name: str, data: bytes) -> bytes:
        """Return the rows of evidence that something cites which goes out: those of drafts alone stay."""
        folder, cited = name.rpartition("/")[0], set[str]()
        for other, path in self._paths_going_out.items():
            if other.startswith(f"{folder}/") and other.endswith(".csv"):
                for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))):
                    cited.update(filter(None, (row.get("evidence_ids") or "").split(";")))
        read = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        rows = [list(row.values()) for row in read if row["evidence_id"] in cited]
        return csv_text(read.fieldnames or (), rows).encode()

    @cached_property
    def facts(self) -> dict[str, FactsFile]:
        """Return the provenance of each data set of facts."""
        folder = self.library.layers.below("countries").below("facts")
        pages = {Path(name).stem: read_fact_page(folder, Path(name).stem) for name in folder.files("*.csv")}
        return {name: page for name, page in pages.items() if page is not None}

    def licences_of(self, name: str) -> list[Json]:
        """Return the licences of a file; a long table has those of all plans and rubrics whose rows it joins."""
        if name not in LONG:
            return [self.licence_of(name)]
        whole = (each for each in self._paths_going_out if not each.startswith("countries/facts/"))
        return list({str(one["title"]): one for one in map(self.licence_of, whole)}.values())

    def licence_of(self, name: str) -> Json:
        """Return the licence of a file, as a package states it.

        Raises
        ------
        EvaluatorError
            Nobody stated one.
        """
        stem, path = Path(name).stem, self._paths_going_out.get(name)
        if name.startswith("countries/facts/"):
            page = self.facts.get(stem)
            if page is None or not page.licence.strip():
                raise EvaluatorError(
                    f"{name} has no licence: state it, with its sources, in countries/facts/{stem}.yaml."
                )
            return _licence(page.licence, page.url or f"countries/facts/{stem}.yaml")
        for rubric in self.held.rubrics:
            if name.startswith(f"rubrics/{rubric.id}/"):
                return _licence(rubric.licence)
        if path is not None and not path.resolve().is_relative_to(shipped_root().resolve()):
            if not self.licence:
                raise EvaluatorError(f"{name} is yours and has no licence: say --licence, such as --licence {CONTENT}.")
            return _licence(self.licence)
        return _licence(CONTENT)

    def files(self, before: Mapping[str, bytes], news: Iterable[str] = ()) -> dict[str, bytes]:
        """Return every file of the package; `before` are those of the release before, `news` what it changed."""
        scored = any(name.startswith(SCORED) for name in before)
        steps = {CHANGES: STEPS.csv([*score_steps(before, self.scores)]).encode()} if scored else {}
        tables = {**self.tables, **steps}
        plain = {name: path.read_bytes() for name, path in self._paths_going_out.items() if not name.endswith(".csv")}
        resources = [
            *self._resources(tables),
            *(
                {**self._file_entry(name, data), "format": "text", "mediatype": "application/yaml"}
                for name, data in sorted(plain.items())
            ),
        ]
        package = {
            "$schema": f"{PROFILE}datapackage.json",
            "name": NAME,
            "id": f"urn:uuid:{uuid5(NAMESPACE_URL, f'{self.home or self.publisher}#{NAME}-{self.number}')}",
            "title": TITLE,
            **({"homepage": self.home} if self.home else {}),
            "version": f"{self.number}.0",
            "created": f"{first_day(self.date)}T00:00:00Z",
            "contributors": [
                {
                    "title": self.publisher,
                    **({"path": self.home} if self.home else {}),
                    "roles": ["creator", "maintainer"],
                }
            ],
            "keywords": ["human trafficking", "national action plan", "composite indicator", "weighting"],
            "resources": resources,
        }
        told = {
            "datapackage.json": _json_bytes(package),
            "codebook.csv": self._codebook(tables, before.get("codebook.csv", b"")).encode(),
            "CAUTIONS.md": self._cautions().encode(),
            "WHATS-NEW.md": _bullets(f"What is new in {self.number}", list(news) or ["The first release."]).encode(),
            "README.md": self._readme(tables).encode(),
            "LICENSE-CONTENT": f"{CONTENT}: {KNOWN[CONTENT]}\nEach resource names its own licence.\n".encode(),
            "CITATION.cff": self._citation().encode(),
            ".zenodo.json": _json_bytes(self._deposit()),
        }
        whole = {**tables, **plain, **told}
        return {**whole, "ro-crate-metadata.json": _json_bytes(self._research_crate(whole))}

    def _resources(self, tables: Mapping[str, bytes]) -> Iterator[Json]:
        names = set(tables)
        for name, data in tables.items():
            made = declaration_of(name)
            if made is None:
                raise EvaluatorError(f"{name} is a table that nobody declared; move it out of the library.")
            yield {
                **self._file_entry(name, data),
                "type": "table",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "description": made.doc,
                "schema": _table_schema(made, name, data, names),
            }

    def _file_entry(self, name: str, data: bytes) -> Json:
        return {
            "name": _slug(name),
            "path": name,
            "bytes": len(data),
            "hash": f"sha256:{sha256_of(data)}",
            "licenses": self.licences_of(name),
        }

    def _codebook(self, tables: Mapping[str, bytes], before: bytes) -> str:
        """Return every column with its meaning; one that a release dropped stays, with that release."""
        rows: dict[tuple[str, str], list[str]] = {}
        for name in tables:
            if made := declaration_of(name):
                for column in made.columns:
                    rows.setdefault((made.path, column.label), [made.path, column.label, column.kind, column.doc, ""])
        for old in csv.DictReader(io.StringIO(before.decode())):
            key = (old["table"], old["column"])
            if key not in rows:
                rows[key] = [*key, old["type"], old["meaning"], old["dropped_in"] or self.number]
        return csv_text(CODEBOOK, [rows[key] for key in sorted(rows)])

    def _cautions(self) -> str:
        lines = [f"{r.id}: {r.summary['en']}" for r in self.held.rubrics if "en" in r.summary]
        lines += [f"{name}: {caution}" for name, page in sorted(self.facts.items()) for caution in page.cautions]
        lines.append(
            "Ratings of shipped plans are worked examples of the project, read by machine and checked by no person."
        )
        lines.append("Scores of two rubrics do not compare. Ranks are of one year or one set of plans.")
        return _bullets("Cautions", lines)

    def _readme(self, tables: Mapping[str, bytes]) -> str:
        return _bullets(f"{TITLE}, {self.number}", [
            f"{len(tables)} tables, described in datapackage.json; codebook.csv says what each column means.",
            "plans, ratings, evidence, criteria, scores and weightings hold all of it, a table each, for analysis.",
            "Scores are of every unit under every frame, with coverage and range; a unit without a grade has none.",
            "countries/ has sources, measures, evidence and ratings; rubrics/ what is asked and how it weighs.",
            "Read CAUTIONS.md before numbers are compared. Licences differ by resource.",
            "List cells hold several values joined by `;`. Dates are known to a day, a month or a year.",
        ])  # fmt: skip

    def _citation(self) -> str:
        return (
            f'cff-version: 1.2.0\nmessage: "Please cite the release, and the rubric."\ntitle: "{TITLE}"\n'
            f'type: dataset\nversion: "{self.number}"\ndate-released: "{first_day(self.date)}"\nlicense: {CONTENT}\n'
            f"authors:\n  - name: {json.dumps(self.publisher, ensure_ascii=False)}\n"
        )

    def _deposit(self) -> Json:
        return {
            "title": f"{TITLE}, {self.number}",
            "upload_type": "dataset",
            "version": self.number,
            "publication_date": first_day(self.date),
            "license": "cc-by-4.0",
            "creators": [{"name": self.publisher}],
            "description": "Ratings of plans, law and practice, and public records, under the weights of many actors. "
            "Each table names its own licence.",
        }

    def _research_crate(self, files: Mapping[str, bytes]) -> Json:
        """Return the RO-Crate of the package: every file with its size, and the licence where it is not the whole's."""
        parts: list[Json] = [
            {"@id": name, "@type": "File", "contentSize": str(len(data)), "license": self._licence_link(name)}
            for name, data in sorted(files.items())
        ]
        about = {"@id": "https://w3id.org/ro/crate/1.1"}
        return {
            "@context": "https://w3id.org/ro/crate/1.1/context",
            "@graph": [
                {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": about, "about": {"@id": "./"}},
                {
                    "@id": "./",
                    "@type": "Dataset",
                    "name": TITLE,
                    "version": self.number,
                    "datePublished": first_day(self.date),
                    "description": "Each file names its own licence.",
                    "license": {"@id": KNOWN[CONTENT]},
                    "author": {"@id": "#maintainers"},
                    "hasPart": [{"@id": part["@id"]} for part in parts],
                },
                {"@id": "#maintainers", "@type": "Organization", "name": self.publisher},
                {"@id": KNOWN[CONTENT], "@type": "CreativeWork", "name": CONTENT},
                *parts,
            ],
        }

    def _licence_link(self, name: str) -> object:
        found = self.licences_of(name)
        if [one.get("name") for one in found] == [CONTENT]:
            return {"@id": KNOWN[CONTENT]}
        return ", ".join(str(one["title"]) for one in found)


def _is_rating(rest: list[str]) -> bool:
    return len(rest) == 3 and rest[0] == "assessments"  # noqa: PLR2004  (assessments, rubric, file)


def _licence(text: str, path: str = "") -> Json:
    known = KNOWN.get(text.strip())
    return (
        {"name": text.strip(), "path": known, "title": text.strip()}
        if known
        else {"title": text.strip(), "path": path or "README.md"}
    )


def _is_under(name: str, pattern: str) -> bool:
    """Return whether a path has the parts of a pattern, in which a part with `<` stands for any text."""
    parts, forms = name.split("/"), pattern.replace(">", "<").split("/")
    shapes = ["".join("*" if at % 2 else piece for at, piece in enumerate(form.split("<"))) for form in forms]
    return len(parts) == len(shapes) and all(map(fnmatchcase, parts, shapes))


@dataclass(frozen=True, slots=True)
class Declaration:
    """The declaration of a table that goes out: its pattern, what a row is, its columns, and what tells rows apart."""

    path: str
    doc: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]


def declaration_of(name: str) -> Declaration | None:
    """Return the declaration of a table by its path: an exact path before a pattern; None where there is none."""
    if name in LONG or name.startswith("scores/"):
        path = name if name in LONG else "scores/<rubric>.csv"
        table, key = (LONG[name].table, LONG[name].key) if name in LONG else (SCORES, ("weighting", "plan_id"))
        return Declaration(path, table.doc, table.columns, key)
    found = [t for t in (*TABLES, UNITS) if _is_under(name, t.path)]
    best = min(found, key=lambda table: table.path.rpartition("/")[2].count("<"), default=None)
    if best is None:
        return None
    columns = columns_of(best.row)
    key = tuple(column.label for column in columns if column.unique and column.required)[:1]
    return Declaration(best.path, " ".join((best.row.__doc__ or "").split()), columns, key)


def _table_schema(made: Declaration, name: str, data: bytes, names: Collection[str]) -> Json:
    head = next(csv.reader(io.StringIO(data.decode("utf-8-sig"))), [])
    known = {column.label: column for column in made.columns}
    strange = [label for label in head if label not in known]
    if strange:
        raise EvaluatorError(f"{name} has columns that nobody declared: {', '.join(strange)}.")
    columns = [known[label] for label in head]
    schema: Json = {
        "$schema": f"{PROFILE}tableschema.json",
        "fields": [field_of(column) for column in columns],
        "missingValues": [""],
    }
    if made.key:
        schema["primaryKey"] = list(made.key)
    linked = [
        ([c.label], other, [_key_column(other)])
        for c in columns
        if c.refers and not c.is_list and (other := _referred(name, c.refers, names))
    ]
    if len(made.key) > len(UNIT) and made.key[: len(UNIT)] == UNIT:
        linked.append(([*UNIT], "plans.csv", [*UNIT]))
    if linked:
        schema["foreignKeys"] = [
            {"fields": own, "reference": {"resource": "" if other == name else _slug(other), "fields": keys}}
            for own, other, keys in linked
        ]
    return schema


def _referred(name: str, table: str, names: Collection[str]) -> str:
    """Return the path of the table to which a cell refers: of the same plan, else of the same country."""
    folder = name.rpartition("/")[0]
    while folder:
        if f"{folder}/{table}.csv" in names:
            return f"{folder}/{table}.csv"
        folder = folder.rpartition("/")[0]
    return ""


def _key_column(name: str) -> str:
    made = declaration_of(name)
    return next(column.label for column in made.columns if column.unique) if made else ""


def field_of(column: Column) -> Json:
    """Return the field of a table schema for a declared column.

    Lists and dates at known precision are strings with a pattern, which readers check and do not guess.

    Examples
    --------
    >>> field_of(Column("level", "integer", "level", least=0, most=4))["constraints"]
    {'minimum': 0, 'maximum': 4}
    """
    made: Json = {"name": column.label, "title": column.label.replace("_", " "), "description": column.doc}
    kind, rules = SINGULAR.get(column.kind, column.kind), dict[str, object]()
    if kind in ("integer", "number"):
        made["type"] = kind
    elif kind == "flag":
        made |= {
            "type": "boolean",
            "trueValues": ["yes", "true", "True", "1"],
            "falseValues": ["no", "false", "False", "0"],
        }
    else:
        made["type"] = "string"
    if column.kind == "choice":
        rules["enum"] = list(column.choices)
    elif pattern := portable_pattern(column):
        rules["pattern"] = pattern
    rules |= {name: True for name, holds in (("required", column.required), ("unique", column.unique)) if holds}
    rules |= {name: end for name, end in (("minimum", column.least), ("maximum", column.most)) if end is not None}
    return {**made, "constraints": rules} if rules else made


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9._-]+", "-", name.lower().replace("/", "-"))


def _json_bytes(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()


def _bullets(title: str, lines: Iterable[str]) -> str:
    return f"# {title}\n\n" + "".join(f"- {line}\n" for line in lines)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return files as a zip archive; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return packed.getvalue()


def unzipped(data: bytes) -> dict[str, bytes]:
    """Return the files of a release that stands."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
