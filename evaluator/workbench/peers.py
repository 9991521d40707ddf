"""Which user of this machine a connection comes from, as the system's list of connections says; Linux alone has it."""

from __future__ import annotations

import os
from pathlib import Path

CONNECTIONS = Path("/proc/net/tcp")
LOCAL, USER = 1, 7  # columns of that list
ROOT = 0  # may read everything, and forwards connections where a system lies in another


def is_stranger(host: str, port: int, connections: Path = CONNECTIONS) -> bool:
    """Return whether a connection from this address is of another user of this machine; no where that is unknown.

    A server that root began is opened by the browser of whom root serves, so that it knows no strangers.
    """
    own = os.getuid() if hasattr(os, "getuid") else ROOT
    user = user_of(host, port, connections)
    return user is not None and own != ROOT and user not in (ROOT, own)


def user_of(host: str, port: int, connections: Path = CONNECTIONS) -> int | None:
    """Return the number of the user whose program has a connection from this address; None if it is unknown."""
    try:
        place = f"{bytes(map(int, host.split('.')))[::-1].hex()}:{port:04x}"
        lines = connections.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    rows = (line.split() for line in lines[1:])
    return next((int(row[USER]) for row in rows if row[LOCAL].lower() == place), None)
