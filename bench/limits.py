"""The smallest transactions that leave the same rows behind, for pgbench: no Python, no HTTP.

They write the real tables under the real guards, as a booking that is not guarded is not the same
thing, and leave out everything else: who asks, whether the slot is on offer, what is answered.
"""

from datetime import datetime

from django.db import connection

SLOTS = """
CREATE TABLE limit_slot AS
SELECT row_number() OVER () AS number, slot.id, slot.outlet_id, slot.starts_at, slot.ends_at,
       service.id AS service_id
FROM slots_slot AS slot JOIN directory_service AS service ON service.outlet_id = slot.outlet_id
WHERE slot.starts_at >= '{midnight}';
CREATE UNIQUE INDEX ON limit_slot (number);
ANALYZE limit_slot;
CREATE TABLE limit_owner AS SELECT row_number() OVER () AS number, id FROM accounts_owner;
CREATE UNIQUE INDEX ON limit_owner (number);
ANALYZE limit_owner;
CREATE SEQUENCE limit_turn;
"""
HELD = """
CREATE TABLE limit_held AS
SELECT row_number() OVER () AS number, id FROM bookings_booking WHERE state = 'held';
CREATE UNIQUE INDEX ON limit_held (number);
ANALYZE limit_held;
"""

HOLD = r"""
\set slot random(1, {slots})
\set number random(1, 140000000000000)
BEGIN;
WITH wanted AS MATERIALIZED (
    SELECT id FROM slots_slot
    WHERE id = (SELECT id FROM limit_slot WHERE number = :slot) AND capacity - taken >= 1
    FOR NO KEY UPDATE
)
INSERT INTO slots_claim (slot_id, claimant, places) SELECT id, {booking}, 1 FROM wanted;
INSERT INTO bookings_booking (id, code, owner_id, outlet_id, service_id, starts_at, ends_at, state,
                              created_at, held_until, hold_ordinal, relation, car_after,
                              vehicle_model)
SELECT {booking}, 'L' || left(md5(:number::text), 11),
       (SELECT id FROM limit_owner WHERE number = 1 + turn / 30000), outlet_id, service_id,
       starts_at, ends_at, 'held', now(), now() + interval '15 minutes', 4 + turn % 30000, '', '',
       ''
FROM limit_slot, nextval('limit_turn') AS turn WHERE number = :slot;
INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, from_state, to_state, why,
                                   details)
VALUES ({booking}, now(), 'owner', {booking}::text, '', 'held', '', '{{}}');
COMMIT;
"""
BOOKING = "('00000000-0000-4000-8000-' || lpad(to_hex(:number::bigint), 12, '0'))::uuid"

CONFIRM = r"""
\set number random(1, {held})
\set mark random(1, 140000000000000)
BEGIN;
UPDATE bookings_booking
SET state = 'confirmed', held_until = NULL, hold_ordinal = NULL, relation = 'self',
    name = '\x00', phone = '\x00', identity_number = '\x00', plate = '\x00', vin = '\x00',
    licence_owner = '\x00', identity_kind = 'identity_card', phone_fingerprint = '\x00',
    plate_fingerprint = '\x00', vin_fingerprint = int8send(:mark)
WHERE id = (SELECT id FROM limit_held WHERE number = :number);
INSERT INTO bookings_bookingevent (booking_id, at, actor, actor_id, from_state, to_state, why,
                                   details)
SELECT id, now(), 'owner', id::text, 'held', 'confirmed', '', '{{}}'
FROM limit_held WHERE number = :number;
INSERT INTO procrastinate_jobs (queue_name, task_name, args) VALUES ('limit', 'limit', '{{}}');
COMMIT;
"""


def hold_script(*, midnight: datetime) -> str:
    """Return the script of a hold in one of the slots from midnight on."""
    with connection.cursor() as cursor:
        cursor.execute(SLOTS.format(midnight=midnight.isoformat()))
        cursor.execute("SELECT count(*) FROM limit_slot")
        return HOLD.format(slots=cursor.fetchone()[0], booking=BOOKING)


def confirm_script() -> str:
    """Return the script that confirms what the first script held."""
    with connection.cursor() as cursor:
        cursor.execute(HELD)
        cursor.execute("SELECT count(*) FROM limit_held")
        return CONFIRM.format(held=cursor.fetchone()[0])


def clean_up() -> None:
    """Take the scripts' bookings away, so that what follows finds the town as it was."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "DELETE FROM bookings_bookingevent WHERE booking_id IN "
            "(SELECT id FROM bookings_booking WHERE code LIKE 'L%')"
        )
        cursor.execute(
            "DELETE FROM slots_claim WHERE claimant IN "
            "(SELECT id FROM bookings_booking WHERE code LIKE 'L%')"
        )
        cursor.execute("DELETE FROM bookings_booking WHERE code LIKE 'L%'")
        cursor.execute(
            "DELETE FROM procrastinate_events WHERE job_id IN "
            "(SELECT id FROM procrastinate_jobs WHERE queue_name = 'limit')"
        )
        cursor.execute("DELETE FROM procrastinate_jobs WHERE queue_name = 'limit'")
        cursor.execute(
            "UPDATE slots_slot SET taken = (SELECT coalesce(sum(places), 0) "
            "FROM slots_claim WHERE slot_id = slots_slot.id) WHERE starts_at > now()"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("DROP TABLE limit_slot, limit_held, limit_owner; DROP SEQUENCE limit_turn")
        cursor.execute(
            "VACUUM ANALYZE slots_slot, slots_claim, bookings_booking, bookings_bookingevent, "
            "procrastinate_jobs"
        )
        cursor.execute("CHECKPOINT")  # or what the scripts wrote is flushed while we measure
