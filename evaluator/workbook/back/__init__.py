"""What comes back: merged with the files as they stand, checked as a whole, with every change on record."""
