"""Checks on staged readings."""
