"""Place, period, indicator and keys of a table, and what must be asked."""
