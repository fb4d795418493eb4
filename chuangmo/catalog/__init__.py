"""Typed, frozen models of ``data/catalog``; load it, or say which entry and field is wrong."""
