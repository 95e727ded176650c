"""Reading the logs, newest first. Nothing changes them."""

from django.db.models import QuerySet

from voltbay.audit.models import AuditEntry, View


def entries() -> QuerySet[AuditEntry]:
    """Return what staff did and what changed, with who did it."""
    return AuditEntry.objects.select_related("staff").order_by("-id")


def views() -> QuerySet[View]:
    """Return who looked at personal data, with who it was."""
    return View.objects.select_related("staff").order_by("-id")
