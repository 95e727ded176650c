"""Migrations beside a site that serves: said first, then done while nobody waits for them."""
