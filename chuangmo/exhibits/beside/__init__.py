"""What stands beside a figure and is counted in none: other cities, another definition."""
