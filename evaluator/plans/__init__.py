"""What the plan itself says: computed criteria, indicators, counts and money."""
