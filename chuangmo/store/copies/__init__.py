"""Copies of a home, the way back from them, and whether everything is still what it was."""
