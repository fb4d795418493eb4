"""What people have in hand and have not confirmed: kept for them, shown to nobody else."""
