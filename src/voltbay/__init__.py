"""Voltbay: booking the removal of a retired power battery at a recycling company's outlet."""

__version__ = "0.1.0"
