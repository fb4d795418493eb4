"""The office's own templates of presentations and documents: checked when given, used by files."""
