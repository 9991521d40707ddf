"""The plan of the invented country, which passages are cited from."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def plan(root) -> bytes:
    """Return the bytes of the plan's PDF."""
    return (root / "examples" / "documents" / "XAR-2022-2025.pdf").read_bytes()
