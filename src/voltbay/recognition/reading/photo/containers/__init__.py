"""How files of pictures are put together, read without decoding a single pixel."""
