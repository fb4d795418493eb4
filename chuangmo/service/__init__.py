"""What the pages and the command line can do: every function takes the acting person."""
