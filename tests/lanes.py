"""Cases of one kind: some in the tests of a change, all before it lands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(step: int, values: Iterable[Any]) -> list[Any]:
    """Return values for `parametrize`; all but the first of each `step` are marked slow.

    Examples
    --------
    >>> [getattr(one, "values", one) for one in one_in(2, "abc")]
    ['a', ('b',), 'c']
    """
    return [value if k % step == 0 else pytest.param(value, marks=pytest.mark.slow) for k, value in enumerate(values)]
