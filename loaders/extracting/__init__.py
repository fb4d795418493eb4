"""From a table with its columns and keys to readings."""
