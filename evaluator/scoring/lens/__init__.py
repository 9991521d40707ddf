"""A plan through a lens, another system's rule: parts, ladders of instruments, clocks, editions."""
