"""Blocks that several pages show; they ask for what they tell."""
