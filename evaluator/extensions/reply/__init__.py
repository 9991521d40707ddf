"""A government replies: ratings go out for comments, and comments and answers come back."""
