"""发布: months that somebody stands for, and the month that a page opens on."""
