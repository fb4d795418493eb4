"""From a figure and a line to a verdict, and what may still become of it."""
