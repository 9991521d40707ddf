"""Readers that turn a ministry's file of any format into tables of cells."""
