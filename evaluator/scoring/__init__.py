"""From outcomes to points, scores, bounds, gates and grades. Pure arithmetic."""
