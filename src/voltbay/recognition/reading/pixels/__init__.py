"""From pixels to text: where lines are, and what the networks say of them."""
