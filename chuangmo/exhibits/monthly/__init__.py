"""The standard set of a month: what a leader takes into the room, worst first."""
