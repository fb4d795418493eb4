"""The workbook: conclusion, figures, native charts, basis, the observations behind."""
