"""Under whose name, logo and colours the site is seen: whoever runs it, not who wrote it."""
