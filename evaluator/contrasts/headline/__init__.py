"""The opening finding of a report, for one plan and for several."""
