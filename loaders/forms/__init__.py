"""Known forms: fingerprint, fit and proposal."""
