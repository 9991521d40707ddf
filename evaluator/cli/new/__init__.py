"""`evaluator new`: start an evaluation, or single files of one's own."""
