"""A view becomes one page of HTML: templates, language, charts, and proof that the page asks for nothing."""
