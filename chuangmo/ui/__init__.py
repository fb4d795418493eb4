"""Filters, the one reader, exhibit view: the only part of the package that knows Streamlit."""
