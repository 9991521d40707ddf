"""Analyses of the plan's own contents: computed criteria, indicators, counts and money."""
