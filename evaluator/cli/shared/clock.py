"""The only functions that read the clock; all other code receives the time as an argument."""

from __future__ import annotations

import datetime as dt
import os

from evaluator.errors import EvaluatorError


def now() -> str:
    """Return the date and time in UTC, to the second, or the time in SOURCE_DATE_EPOCH if it is set.

    Raises
    ------
    EvaluatorError
        SOURCE_DATE_EPOCH is not a number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return f"{dt.datetime.now(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"
    if not epoch.isdigit() or len(epoch) > 11:  # noqa: PLR2004  (the year 5138)
        raise EvaluatorError(f"SOURCE_DATE_EPOCH is {epoch!r}; it counts seconds since 1970.")
    return f"{dt.datetime.fromtimestamp(int(epoch), dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def today() -> str:
    """Return the present date in UTC, as `YYYY-MM-DD`."""
    return now()[:10]
