"""The explorer, one HTML page on which a reader changes the weights: its data and its assembly."""
