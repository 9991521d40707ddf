"""Short names of plans for the row heads of tables with many plans."""

from __future__ import annotations

from collections.abc import Mapping

MANY = 4  # up to this number of plans, names are never shortened
LETTERS = 26  # letters that fit on two lines of a narrow column


def names_in_rows(heads: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Return each plan's name for a row head; with more than four plans, the code replaces a long name.

    Parameters
    ----------
    heads : mapping
        The code and the name of each plan by its id.

    Examples
    --------
    >>> names_in_rows({"a": ("XAA", "Albania"), "b": ("XAB", "Confederation of Island Territories")})
    {'a': 'Albania', 'b': 'Confederation of Island Territories'}
    >>> found = names_in_rows({str(k): (f"XA{k}", "Confederation of Island Territories") for k in range(5)})
    >>> found["0"]
    'XA0'
    """
    many = len(heads) > MANY
    return {plan: code if many and len(name) > LETTERS else name for plan, (code, name) in heads.items()}
