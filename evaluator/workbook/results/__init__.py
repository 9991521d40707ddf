"""Results as workbooks."""
