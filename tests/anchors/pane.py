"""The viewer in a page with a strict policy, served over loopback: what a test hands it, and what it says."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "evaluator" / "extensions" / "workbench" / "static" / "viewer"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Reading pane</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/page.css">
<script type="module" src="/static/viewer/viewer.js"></script>
<script type="module" src="/page.js"></script></head>
<body><main><h1>Plan</h1><plan-viewer src="/{name}" kind="{kind}" anchors="/anchors.json"></plan-viewer>
</main></body></html>"""
STYLE = (
    "html, body { margin: 0 } h1 { margin: 0; font: 1rem sans-serif } plan-viewer { block-size: calc(100vh - 1.3rem) }"
)
SCRIPT = """window.cited = []; window.opened = []; window.isReady = false;
document.addEventListener("cite", (event) => cited.push(event.detail));
document.addEventListener("anchor", (event) => opened.push(event.detail.evidence_id));
document.addEventListener("ready", () => { isReady = true; window.shownAt = performance.now(); });"""
TYPES = {
    ".js": "text/javascript", ".mjs": "text/javascript", ".css": "text/css", ".html": "text/html; charset=utf-8",
    ".json": "application/json",
}  # fmt: skip


@contextmanager
def served(documents: dict[str, bytes], anchors: list[dict[str, object]] | None = None):
    """Serve documents by their names, and a page with a viewer for each; gives the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            found = content_of(path)
            kind = TYPES.get(Path(path).suffix, "text/html; charset=utf-8" if path.startswith("/show/") else "")
            self.send_response(200 if found is not None else 404)
            self.send_header("Content-Type", kind or "application/octet-stream")
            self.send_header("Content-Length", str(len(found or b"")))
            self.send_header("Content-Security-Policy", POLICY)
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(found or b"")

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    def content_of(path: str) -> bytes | None:
        if path.startswith("/static/viewer/"):
            file = (STATIC / path.removeprefix("/static/viewer/")).resolve()
            return file.read_bytes() if file.is_relative_to(STATIC) and file.is_file() else None
        if path.startswith("/show/"):
            _, _, kind, name = path.split("/")
            return PAGE.replace("{name}", name).replace("{kind}", kind).encode()
        pages = {"/page.css": STYLE, "/page.js": SCRIPT, "/anchors.json": json.dumps(anchors or []), "/favicon.ico": ""}
        return pages[path].encode() if path in pages else documents.get(path[1:])

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
