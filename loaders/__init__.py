"""Workbook to staged batch to committed; the only place that knows spreadsheets."""
