"""Programs for making and measuring Voltbay, no part of what is served."""
