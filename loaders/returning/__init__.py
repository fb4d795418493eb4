"""Workbooks going back to the sender: blank forms, hand-typed figures, marked copies."""
