"""How often an owner, or anybody at an address, may ask for what is dear or finds others."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from voltbay.core.callers import network_of
from voltbay.limits.errors import LimitReached
from voltbay.limits.spend import Limit, spend

HOUR = timedelta(hours=1)


class DataCopiedTooOften(LimitReached):
    """An owner took a copy of everything again and again."""

    code = "data_copied_too_often"


class ReceiptsCheckedTooOften(LimitReached):
    """Receipts were checked from this address more often than a scrap yard does."""

    code = "receipts_checked_too_often"


# A copy reads and opens everything that is kept, and the more the longer somebody is with us.
DATA_COPIES = Limit("data copy", 10, HOUR, DataCopiedTooOften)
# Making one takes about a second of a processor.
PAPERS = Limit("receipt paper", 20, HOUR)
# Each move sends a message, and keeps two times busy for a moment.
MOVES = Limit("move of a booking", 20, timedelta(days=1))
# Serials cannot be guessed; a registry that works through a pile shares one address.
RECEIPT_CHECKS = Limit("receipt check", 600, HOUR, ReceiptsCheckedTooOften)

# Each row of five hundred is judged, and cars that are listed are opened.
VEHICLE_LISTS = Limit("vehicle list", 60, HOUR)
# A table opens every receipt that a fleet ever got.
FLEET_TABLES = Limit("fleet table", 30, HOUR)

# What the API file says of an operation with a limit.
LISTED: dict[str, Any] = {
    "responses": {
        429: {
            "description": "Too many requests; `Retry-After` says when to try again",
            "headers": {"Retry-After": {"schema": {"type": "integer"}}},
            "content": {"application/problem+json": {"schema": {"type": "object"}}},
        }
    }
}


def spend_by_address(limit: Limit, request: HttpRequest, *, now: datetime) -> None:
    """Count one more from the caller's network. Raises the limit's refusal."""
    spend(limit, network_of(request.META.get("REMOTE_ADDR", "")), now=now)
