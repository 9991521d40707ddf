"""Restrict the files that a page may open while it is printed to the template folders."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from evaluator.read.layers import Layers
from evaluator.reports.html.template_door import inside


def base_address(layers: Layers) -> str:
    """Return the address of the shipped templates, against which a page's relative addresses are resolved."""
    return layers.folders[-1].resolve().as_uri() + "/"


def asked_file(layers: Layers, address: str) -> Path:
    """Return the template file at an address; the user's file goes before the shipped one.

    Raises
    ------
    ValueError
        The address has another scheme or host, or leads outside the template folders.
    """
    parts = urlsplit(address)
    if parts.scheme.lower() != "file" or parts.netloc not in ("", "localhost"):
        raise ValueError(f"{address}: only files of the template folders may be opened")
    asked = Path(url2pathname(parts.path))
    for folder in layers.folders:
        if asked.is_relative_to(folder.resolve()):
            found = inside(layers, asked.relative_to(folder.resolve()).as_posix())
            if found is not None:
                return found
    raise ValueError(f"{address}: no file of the template folders")


def locked_fetcher(layers: Layers) -> Any:  # noqa: ANN401  (WeasyPrint ships no types)
    """Return a WeasyPrint fetcher restricted to the template folders; any other address stops printing."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class LockedFetcher(URLFetcher):  # type: ignore[misc]  # the base has no types
        """A fetcher that reads files of the template folders only."""

        def fetch(self, url: str, headers: object = None) -> Any:  # noqa: ANN401
            """Return the bytes of a template file, or raise an error for any other address."""
            del headers
            path = asked_file(layers, url)
            kind = mimetypes.types_map.get(path.suffix, "application/octet-stream")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})

    return LockedFetcher(allowed_protocols={"file"}, allow_redirects=False, fail_on_errors=True)
