"""The settings of a city as one value: seen, compared, changed through the journal, undone."""
