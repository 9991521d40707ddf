"""What reports are made from: the one place in the room where plans are scored, beside the remaking of a report."""
