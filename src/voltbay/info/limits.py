"""How often an address may ask for what is dear."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from voltbay.core.callers import network_of
from voltbay.limits.spend import Limit, spend

HOUR = timedelta(hours=1)
# A search reads an index and ranks; whole offices share an address.
SEARCHES = Limit("search of the site", 600, HOUR)
# Drawing one takes a tenth of a second of a processor; those that are drawn are kept.
PICTURES = Limit("picture of the site", 300, HOUR)


def spend_by_address(limit: Limit, request: HttpRequest, *, now: datetime) -> None:
    """Count one more from the caller's network. Raises LimitReached."""
    spend(limit, network_of(request.META.get("REMOTE_ADDR", "")), now=now)
