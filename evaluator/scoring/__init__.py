"""Points, scores, bounds, gates and grades from the outcomes of criteria. Pure arithmetic."""
