"""Each document that is read, described in one file; a file here is a kind."""
