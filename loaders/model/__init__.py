"""What the stages of reading hand on to one another: values only, no rules."""
