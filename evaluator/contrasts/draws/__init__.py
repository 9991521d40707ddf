"""Weightings, ratings and models drawn at random, and all plans scored under them."""
