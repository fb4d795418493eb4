"""Tables in DuckLake, for several servers: catalog in PostgreSQL, Parquet in a shared folder."""
