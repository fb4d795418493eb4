"""一页纸 in three formats from one plan: what stands where on an upright A4 page."""
