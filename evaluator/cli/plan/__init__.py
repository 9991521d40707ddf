"""`evaluator plan`: import a plan's own file, follow up its measures, and show its origin and framing."""
