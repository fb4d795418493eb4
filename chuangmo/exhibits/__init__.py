"""The findings of the board as exhibits: built from the service alone, for pages and files."""
