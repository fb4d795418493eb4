"""What is drawn small beside a figure: the months of its year, each alone."""
