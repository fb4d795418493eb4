"""The command line: what the pages do, for staff who automate and for IT."""
