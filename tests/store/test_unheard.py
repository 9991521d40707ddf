"""What a library prints below Python is not heard; what comes after it is."""

from __future__ import annotations

import os

from evaluator.store.unheard import unheard


def test_what_is_written_below_python_is_not_heard_and_what_follows_is(capfd):
    with unheard():
        os.write(1, b"a line of a solver\n")
    os.write(1, b"a result\n")
    assert capfd.readouterr().out == "a result\n"
