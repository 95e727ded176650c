"""An outlet with a full day and a long past, which are there to be in the way."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from voltbay.bookings.models import Booking

# Nothing opens their sealed columns.
PAST = """
INSERT INTO bookings_booking (
    id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state, created_at,
    relation, car_after, vehicle_model, plate_fingerprint, phone_end_fingerprint)
SELECT gen_random_uuid(), 'P' || n, owner_id, outlet_id, service_id,
       starts_at - n * interval '10 minutes' - interval '1 day',
       ends_at - n * interval '10 minutes' - interval '1 day', 'completed', created_at,
       '', '', '', sha256(n::text::bytea), sha256((n %% 10000)::text::bytea)
FROM bookings_booking, generate_series(1, %s) AS n WHERE code = %s
"""


def days_like(booking: Booking, count: int) -> None:
    """Add bookings of the same day, sealed as the desk writes them."""
    fields = [field.attname for field in Booking._meta.concrete_fields]
    values = {name: getattr(booking, name) for name in fields if name != "id"}
    with _without_places():
        Booking.objects.bulk_create(
            Booking(**values | {"code": f"VBDAY{n:05}", "vin_fingerprint": None})
            for n in range(count)
        )


def long_past(booking: Booking, count: int) -> None:
    """Add bookings that are over."""
    with _without_places(), connection.cursor() as cursor:
        cursor.execute(PAST, [count, booking.code])
        cursor.execute("ANALYZE bookings_booking")


@contextmanager
def _without_places() -> Iterator[None]:
    """Let bookings stand without places; the check of that is not what such a test is about."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield
        cursor.execute("SET LOCAL session_replication_role = origin")
