"""The cities of one board side by side."""
