"""Measured ratios: ours beside a plain way of doing the same, on one machine, interleaved."""
