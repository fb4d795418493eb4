"""Workbooks on their way in: previewed, confirmed, corrected, owed."""
