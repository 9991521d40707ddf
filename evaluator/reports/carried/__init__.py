"""What a report carries inside: its result, and all files that it was made from."""
