"""Scores and ranks of districts by a score sheet."""
