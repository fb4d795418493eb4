"""Workbook to staged batch to committed; the only place that knows spreadsheets."""

import os

# openpyxl takes lxml where it is installed (the slides bring it) and then writes other bytes;
# with this it reads and writes by the standard library and defusedxml everywhere alike.
os.environ.setdefault("OPENPYXL_LXML", "False")
