"""Logging in through an office's own sign-on (OpenID Connect)."""
