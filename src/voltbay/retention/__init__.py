"""Ending what was kept long enough: the register of every package, carried out each night."""
