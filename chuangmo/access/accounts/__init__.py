"""Accounts, passwords and sessions in the home."""
