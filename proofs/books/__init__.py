"""A generator of bad workbooks: kinds of mistakes, each drawn anew from a seed."""
