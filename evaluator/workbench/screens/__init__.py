"""The screens, and the addresses at which they stand."""
