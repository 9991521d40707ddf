"""The sections of reports: for each, view classes and the functions that build them."""
