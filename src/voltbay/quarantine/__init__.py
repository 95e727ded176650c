"""A copy of a site that was restored: no job runs and nothing is sent until somebody says so."""
