"""The finding that a report opens with, for one plan and for several."""
