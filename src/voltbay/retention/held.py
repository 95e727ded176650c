"""What a legal hold keeps, whatever the rules say: a booking, and all that belongs to it."""

from typing import Any

from django.db.models import F, Q, QuerySet

from voltbay.audit.models import View
from voltbay.bookings.models import Booking, LegalHold
from voltbay.core.retention import Rule
from voltbay.recognition.models import Document


def without_held(rule: Rule, rows: "QuerySet[Any]") -> "QuerySet[Any]":
    """Return the rows that no legal hold keeps."""
    held = is_held(rule)
    return rows if held is None else rows.exclude(held)


def is_held(rule: Rule) -> Q | None:
    """Return what says of a rule's row that it is kept; None if its rows are of no booking."""
    live = LegalHold.objects.filter(lifted_at=None)
    if rule.of_booking:
        return Q(**{f"{rule.of_booking}__in": live.values("booking")})
    bookings = Booking.objects.filter(pk__in=live.values("booking"))
    if rule.table is View:
        return Q(booking_code__in=bookings.values("code"))
    if rule.table is Document:
        papers = bookings.filter(identity_card__isnull=False).values(paper=F("identity_card"))
        licences = bookings.filter(vehicle_licence__isnull=False).values(paper=F("vehicle_licence"))
        return Q(pk__in=papers) | Q(pk__in=licences)
    return None
