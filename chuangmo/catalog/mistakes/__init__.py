"""What people write wrongly in catalog files: told precisely, or accepted without doubt."""
