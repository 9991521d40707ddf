"""What is refused, and what is remarked on: every fault with its place."""
