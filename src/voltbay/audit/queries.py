"""Reading the logs, newest first. Nothing changes them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from voltbay.audit.models import AuditEntry, View


def entries() -> QuerySet[AuditEntry]:
    """Return what staff did and what changed, with who did it."""
    return AuditEntry.objects.select_related("staff").order_by("-id")


def views() -> QuerySet[View]:
    """Return who looked at personal data, with who it was."""
    return View.objects.select_related("staff").order_by("-id")


def views_of(
    owner_id: UUID, *, bookings: Iterable[str], call_outs: Iterable[UUID]
) -> QuerySet[View]:
    """Return who looked at an owner, at these bookings (codes) and at these call-outs.

    Searches are not among them: it is not written down for whose number they were.
    """
    of_theirs = Q(booking_code__in=list(bookings)) | Q(call_out_id__in=list(call_outs))
    seen = View.objects.exclude(of=View.Of.SEARCH)
    return seen.filter(Q(owner_id=owner_id) | of_theirs).order_by("-id")
