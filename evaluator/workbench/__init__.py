"""The workbench: evaluators read, cite, rate and settle in the browser; the folder of files stays the truth."""
