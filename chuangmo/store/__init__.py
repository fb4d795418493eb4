"""Archive, journal and DuckDB behind one small face."""
