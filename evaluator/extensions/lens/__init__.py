"""The rules of other rating systems, applied to plans, and those systems' own record."""
