"""What several years say together: the trend of a figure, heating seasons beside retrofits."""
