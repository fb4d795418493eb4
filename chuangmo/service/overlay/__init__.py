"""The home's own catalog: kept good, journalled, compared with the journal."""
