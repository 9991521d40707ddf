"""What is shown and asked in each book, and where an answer goes."""
