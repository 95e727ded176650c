"""How news reaches a person or a group: one module per channel."""
