"""What stands above every page: the bar, and lines that say whose board, month and data it is."""
