"""A boundary file of one's own: read whatever its encoding, examined before it is taken."""
