"""Checks on readings as they stand in the sheet."""
