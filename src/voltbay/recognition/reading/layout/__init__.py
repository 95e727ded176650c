"""From lines of text to the rows of fields: labels, and what stands beside them."""
