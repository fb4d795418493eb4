"""Grades, scores and the scorecard of a programme."""
