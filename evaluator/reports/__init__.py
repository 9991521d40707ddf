"""From a scorecard to a page: view model, charts, HTML, PDF, and their checks. Computes no score."""
