"""Checks on the figures of the whole file: beside one another, the calendar and the store."""
