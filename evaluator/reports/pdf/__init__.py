"""Print HTML as a tagged PDF, and check the tags and drawings of a finished PDF."""
