"""设置我的城市: one page in steps, from the choice of the city to the first month."""
