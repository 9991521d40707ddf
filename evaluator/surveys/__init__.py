"""Weights from people: the pages of a form, answers to frames, and frames to the figures of a group."""
