"""Whether a process is gone."""

from __future__ import annotations

import os
import time


def is_gone(number: int) -> bool:
    """Return whether a process ends, for which a busy machine may take a minute."""
    for _ in range(600):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False
