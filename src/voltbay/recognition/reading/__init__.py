"""From a photo to checked fields: pure steps, no Django, no tables."""
