"""The sections of reports, each as frozen values and what builds them."""
