"""Ctrl-C: one line, and the status of an interruption, whenever it comes; this imports little, and so is early."""

from __future__ import annotations

import os
import signal

SAID = "Interrupted; no half file is left."
STATUS = 130  # as shells have it: 128 and the number of the signal


def end_at_once(*_: object) -> None:
    """End the process with one line: nothing was begun yet that could be left half done."""
    os.write(2, f"{SAID}\n".encode())
    os._exit(STATUS)


def before_the_command() -> None:
    """Let Ctrl-C end the process at once, until a command begins."""
    signal.signal(signal.SIGINT, end_at_once)


def command_begins() -> None:
    """Let Ctrl-C interrupt the command as ever, so that it cleans up."""
    if signal.getsignal(signal.SIGINT) is end_at_once:
        signal.signal(signal.SIGINT, signal.default_int_handler)
