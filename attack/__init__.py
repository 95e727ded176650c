"""Attacks on Voltbay by itself: whoever they reach is refused in words, and nobody is shut out."""
