"""What owners ask outlets for when a car cannot simply come: help, a tow, a removal on site."""
