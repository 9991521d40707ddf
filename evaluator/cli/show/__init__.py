"""`evaluator show`: show a country, plan, rubric, criterion, weighting, lens or standard."""
