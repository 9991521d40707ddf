"""The workbench: evaluators read, cite, rate and settle in the browser; the library's files remain authoritative."""
