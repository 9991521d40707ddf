"""The panel: agreement of coders, and one set of agreed ratings by the rubric's rules."""
