"""What every page of the back office is made of, so that it stays quick beside millions of rows."""
