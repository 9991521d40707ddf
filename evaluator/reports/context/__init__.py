"""Gather the data of each kind of report. Besides `verify`, only this folder of the reports scores plans."""
