"""The workbench: evaluators read, cite, rate and settle in the browser; the library's files remain authoritative.

Words of this package: a *unit* is a plan under a rubric; the *desk* is the database of what people do; the *book* is
the library as the desk reads it; a *house* is the context of all screens. Work is *in hand* until it is submitted to
the book.
"""
