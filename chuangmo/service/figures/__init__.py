"""Read-only queries on figures: means, verdicts, rankings, source cells."""
