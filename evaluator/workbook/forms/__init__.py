"""Workbooks with forms: what each shows and asks for, and where its answers go."""
