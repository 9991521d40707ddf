"""Print a view as one HTML page: templates, languages, charts, and a proof that the page loads nothing from outside."""
