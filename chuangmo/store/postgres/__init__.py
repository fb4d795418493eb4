"""The journal in PostgreSQL, for several servers: the only place that knows its client."""
