"""Documents of an office: 简报, 督办单 and 迎检材料 in the layout of GB/T 9704."""
