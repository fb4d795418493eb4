"""Checks on numerators, denominators and valid days beside their values."""
