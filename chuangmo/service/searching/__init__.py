"""Search over what the board holds."""
