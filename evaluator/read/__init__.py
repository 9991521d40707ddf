"""Files become model objects; every fault is found at once, with its place."""
