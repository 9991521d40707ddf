"""`evaluator passage`: evidence tied to the passage it rests on."""
