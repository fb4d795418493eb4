"""设置: the city as it is set up, changed by a workbook, undone; for administrators."""
