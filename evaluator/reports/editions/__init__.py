"""An earlier edition of a report: kept, read as a stranger's file, scored again, and what has changed since."""
