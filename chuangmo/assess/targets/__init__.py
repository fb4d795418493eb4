"""Targets that need more than the figure of one year: plans, years running, days of the year."""
