"""报送: what a district owes of a month, each report as a task with its form and its answer."""
