"""What the site's templates need."""
