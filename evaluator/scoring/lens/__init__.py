"""Lenses: the rules of other systems applied to a plan's ratings, by parts, ladders, clocks and editions."""
