"""What the benchmark of reading says of photos that were read."""
