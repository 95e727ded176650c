"""A copy of a site: no job runs and nothing is sent until somebody says so."""
