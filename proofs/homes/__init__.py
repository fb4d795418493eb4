"""Homes as earlier versions left them, each with the figures that it showed then."""
