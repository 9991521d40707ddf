"""`evaluator panel`: compare coders and settle their differences."""
