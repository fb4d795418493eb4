"""Bytes to sheets: what a file is, and reading it in a limited process."""
