"""The viewer's copy of pdf.js: fetched as npm packs it, held to the hashes of its list.

    python -m tools.vendor_pdfjs            # fetches the version of the list again and compares every file
    python -m tools.vendor_pdfjs --renew X  # takes version X, and writes its files and a new list

Only what the viewer needs is kept: the two scripts, the decoders of scanned pictures (in plain script, so that no page
must allow WebAssembly), and their licences. No maps of old Asian encodings, no fonts, no scripting of documents.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "evaluator" / "extensions" / "workbench" / "static" / "viewer" / "pdfjs"
LIST = FOLDER / "pdfjs.json"
PACKAGE = "pdfjs-dist"
LARGEST = 3_000_000
# pdf.js itself; the decoder of JBIG2, which is PDFium's; the decoder of JPEG 2000, which is OpenJPEG's.
LICENCE = "Apache-2.0 AND BSD-3-Clause AND BSD-2-Clause"
FILES = {
    "pdf.min.mjs": "legacy/build/pdf.min.mjs",
    "pdf.worker.min.mjs": "legacy/build/pdf.worker.min.mjs",
    "wasm/jbig2_nowasm_fallback.js": "wasm/jbig2_nowasm_fallback.js",
    "wasm/openjpeg_nowasm_fallback.js": "wasm/openjpeg_nowasm_fallback.js",
    "LICENSE": "LICENSE",
    "wasm/LICENSE_JBIG2": "wasm/LICENSE_JBIG2",
    "wasm/LICENSE_OPENJPEG": "wasm/LICENSE_OPENJPEG",
    "wasm/LICENSE_PDFJS_JBIG2": "wasm/LICENSE_PDFJS_JBIG2",
    "wasm/LICENSE_PDFJS_OPENJPEG": "wasm/LICENSE_PDFJS_OPENJPEG",
}


def main(words: list[str] | None = None) -> int:
    """Compare or renew; return 1 where a file differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renew", metavar="VERSION")
    asked = parser.parse_args(words)
    version = asked.renew or json.loads(LIST.read_text(encoding="utf-8"))["version"]
    found = fetched(version)
    if asked.renew:
        write(version, found)
        return 0
    wrong = differing(found)
    for name in wrong:
        print(f"{name}: not what npm packs as {PACKAGE} {version}")
    print(f"{PACKAGE} {version}: {len(found) - len(wrong)} of {len(found)} files agree.")
    return 1 if wrong else 0


def fetched(version: str) -> dict[str, bytes]:
    """Return the files that are kept of a version, by their name here."""
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("npm is not installed: apt-get install --no-install-recommends npm")
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(  # noqa: S603  (npm, by its whole path)
            [npm, "pack", f"{PACKAGE}@{version}", "--silent", "--pack-destination", folder],
            check=True, capture_output=True, text=True, cwd=folder,
        ).stdout.split()[-1]  # fmt: skip
        with tarfile.open(Path(folder) / packed) as tar:
            return {name: _member(tar, f"package/{inside}") for name, inside in FILES.items()}


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    member = tar.extractfile(name)
    if member is None:
        sys.exit(f"the package has no file {name}")
    content = member.read()
    # A page asks for no map of the sources, which are not kept.
    return b"".join(line for line in content.splitlines(keepends=True) if not line.startswith(b"//# sourceMappingURL"))


def listed() -> dict[str, str]:
    """Return the SHA-256 that the list gives each file."""
    files: dict[str, str] = json.loads(LIST.read_text(encoding="utf-8"))["sha256"]
    return files


def differing(found: dict[str, bytes]) -> list[str]:
    """Return the names whose bytes, or whose line of the list, are not those found."""
    known = listed()
    return [
        name
        for name, content in found.items()
        if (FOLDER / name).read_bytes() != content or known.get(name) != hashlib.sha256(content).hexdigest()
    ]


def write(version: str, found: dict[str, bytes]) -> None:
    """Write the files and the list of them."""
    if sum(map(len, found.values())) > LARGEST:
        sys.exit(f"more than {LARGEST // 1_000_000} MB: leave something out")
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, content in found.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(found.items())}
    kept = {"package": PACKAGE, "version": version, "licence": LICENCE, "sha256": sums}
    LIST.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
