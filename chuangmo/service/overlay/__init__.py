"""The home's own catalog entries: validated, journalled, compared with the journal."""
