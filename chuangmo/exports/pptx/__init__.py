"""Slides: a 16:9 deck with native charts, tables and map, made without a browser."""
