"""Proofs in numbers of what the manual promises; ``./run prove NAME``. Not part of the product."""
