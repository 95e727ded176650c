"""From what was read in a row to the value of a field, and how far to trust it."""
