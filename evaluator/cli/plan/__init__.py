"""`evaluator plan`: a plan's own file, what became of its measures, whose plan it is."""
