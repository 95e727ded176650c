"""Saying that places have become free, to those above who know who waits."""

from uuid import UUID

from procrastinate.contrib.django import app

OFFER = "bookings.offer_places"


def defer_offering(outlet_id: UUID) -> None:
    """Have an outlet's free places offered to those who wait, after the caller's transaction.

    By name, as whoever waits is known above. Without a queueing lock: a job that waits in the
    queue may start before this transaction ends, and then would not see what it frees.
    """
    app.configure_task(OFFER).defer(outlet_id=str(outlet_id))
