"""Print the page of the guide that describes every file: `python -m evaluator.tables > docs/files.md`."""

import sys

from evaluator.tables.page import files_page

sys.stdout.write(files_page())
