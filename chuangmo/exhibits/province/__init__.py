"""What 全省 shows of the cities, for pages and files alike."""
