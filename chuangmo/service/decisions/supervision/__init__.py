"""督办: what is behind or wrong, from 立项 to 销号; kept as journal lines and nowhere else."""
