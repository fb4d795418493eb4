"""审核: what waits, what it would change, and the published months."""
