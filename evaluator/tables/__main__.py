"""Print the guide's page on all files: `python -m evaluator.tables > docs/files.md`."""

import sys

from evaluator.tables.page import files_page

sys.stdout.write(files_page())
