"""How well and how fast drawn photos are read: `make bench-recognition`."""
