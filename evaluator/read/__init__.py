"""Readers that turn files into model objects and report every fault, with its place, in one pass."""
