"""Reports built from scorecards: view models, charts, HTML, PDF, and checks of finished files. Computes no score."""
