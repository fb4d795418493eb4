"""The server around the pages: one board, middleware, lifespan."""
