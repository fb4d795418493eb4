"""Frames to Plotly figures, one builder a chart."""
