"""数据地址: views of the board as plain tables, for spreadsheets and other programs."""
