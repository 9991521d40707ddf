"""`evaluator new`: an evaluation, or files of one's own, begun."""
