"""Checks on tables as they stand: columns beside the ones that are read."""
