"""Filters, cached reads, exhibit view: the only part of the package that knows Streamlit."""
