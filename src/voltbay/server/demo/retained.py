"""A clean-up that has run, and a booking that a dispute keeps."""

from datetime import datetime, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.bookings.legal_hold import place
from voltbay.bookings.models import Booking, LegalHold
from voltbay.retention.models import Run
from voltbay.retention.run import run_all

DISPUTED_FOR = timedelta(days=180)


def load(*, now: datetime) -> None:
    """Add what is missing; safe at every start."""
    done = Booking.objects.filter(state="completed").order_by("created_at").first()
    if done is not None and not LegalHold.objects.exists():
        admin = StaffUser.objects.get(username="admin")
        reason = "车主对回收金额有异议，调解编号 2026-118"
        place(done, reason=reason, until=now + DISPUTED_FOR, staff=admin, now=now)
    if not Run.objects.exists():
        run_all(now=now)
