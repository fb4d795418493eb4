"""What people decide: targets, supervision, snapshots, accounts, and how it is journalled."""
