"""Audit of a rubric: each modelled number varied alone, statistics of criteria, other normalisations and rankings."""
