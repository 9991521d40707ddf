"""Spreadsheets that people fill in: export of score sheets, results, requests and replies, and their import.

Words of this package: a *workbook* (or book) is an XLSX file or a folder of CSV files with the same sheets; an *entry*
is a row of a sheet that shows a YAML file; the *stage* holds the files of an import until all of them are checked.
"""
