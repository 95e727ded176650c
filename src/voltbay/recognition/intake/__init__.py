"""Taking in what somebody sent: a file becomes a picture in a process of its own, in fair turns."""
