"""The files of a published site, held against its own list of them."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path

from evaluator.read.text_files.file import read_text
from evaluator.store.change import sha256_of

SITE = "site.json"  # the list of all files of a site, with their SHA-256


def files_otherwise(path: Path) -> tuple[str, ...]:
    """Return the files of a site that are missing, or are otherwise than its list of all files says.

    A name that leads out of the site's folder is never opened, and counts as missing.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> held = {"a.html": sha256_of(b"one"), "b.html": sha256_of(b"two"), "../c.html": sha256_of(b"three")}
    >>> _ = (folder / "site.json").write_text(json.dumps({"files": held}))
    >>> _ = (folder / "a.html").write_bytes(b"one")
    >>> files_otherwise(folder / "site.json")
    ('../c.html', 'b.html')
    """
    try:
        held = dict(json.loads(read_text(path))["files"])
    except (ValueError, KeyError, TypeError):
        return (path.name,)
    inside = [name for name in held if posixpath.normpath(name) == name and not name.startswith(("/", "../"))]
    stands = {name: sha256_of((path.parent / name).read_bytes()) for name in inside if (path.parent / name).is_file()}
    return tuple(name for name, sha256 in sorted(held.items()) if stands.get(name) != sha256)
