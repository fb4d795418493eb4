"""Figures asked of the board: means, verdicts, rankings, cells. Nothing here writes."""
