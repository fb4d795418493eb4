"""What is right for every small case of ../shared/cases, written down as data."""
