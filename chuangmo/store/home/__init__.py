"""One home on disk: where its parts lie, who holds it, whether its journal is whole."""
