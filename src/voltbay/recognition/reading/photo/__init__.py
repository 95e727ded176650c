"""The photo itself: taken in within limits, and what may be wrong with it."""
