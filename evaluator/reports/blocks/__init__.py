"""The rows that a page draws, counts and names: one typed table a block, its states and its title."""
