"""Charts that set years or places beside each other."""
