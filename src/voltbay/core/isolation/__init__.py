"""Processes of our own for what may hang, swell or crash: how they are asked and how limited."""
