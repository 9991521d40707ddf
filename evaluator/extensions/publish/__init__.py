"""A library as a site and as a data release: what goes out, its pages, and the package of its tables."""
