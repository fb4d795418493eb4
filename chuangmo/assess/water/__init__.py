"""Water figures and classes."""
