"""Noise figures."""
