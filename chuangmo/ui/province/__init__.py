"""The page 全省."""
