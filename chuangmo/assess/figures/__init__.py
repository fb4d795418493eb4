"""How values combine to the figure of a period."""
