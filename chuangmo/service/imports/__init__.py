"""Imports: preview, confirmation, corrections, and which reports are still due."""
