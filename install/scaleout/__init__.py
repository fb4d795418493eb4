"""Several servers on this computer: a private PostgreSQL, and the demonstration behind nginx."""
