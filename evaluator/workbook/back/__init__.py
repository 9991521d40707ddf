"""Import of returned workbooks: merge with the current files, check the whole, log every change."""
