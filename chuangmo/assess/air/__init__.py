"""Air indices, good days and the composite index."""
