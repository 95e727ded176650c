"""Days that are over are counted once, and anew after a change of their bookings."""

from django.db import migrations

from voltbay.totals.watch import watch_days

# How a review ended is told by its event, and counts on the day of the booking.
REVIEWS = """
CREATE FUNCTION booking_review_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM totals_note_change('bookings', (starts_at AT TIME ZONE 'Asia/Shanghai')::date)
        FROM bookings_booking
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.booking_id ELSE NEW.booking_id END;
    RETURN NULL;
END $$;
CREATE TRIGGER review_is_counted AFTER INSERT ON bookings_bookingevent FOR EACH ROW
    WHEN (NEW.from_state = 'in_review') EXECUTE FUNCTION booking_review_counts();
CREATE TRIGGER review_is_not_counted AFTER DELETE ON bookings_bookingevent FOR EACH ROW
    WHEN (OLD.from_state = 'in_review') EXECUTE FUNCTION booking_review_counts();
"""
NO_REVIEWS = """
DROP TRIGGER review_is_not_counted ON bookings_bookingevent;
DROP TRIGGER review_is_counted ON bookings_bookingevent;
DROP FUNCTION booking_review_counts();
"""


class Migration(migrations.Migration):
    reasons = {"run-sql": "adds triggers under a lock of an instant; days are counted as they were"}

    dependencies = [("bookings", "0002_guard"), ("totals", "0001_initial")]

    operations = [
        watch_days(
            "bookings_booking",
            kind="bookings",
            at="starts_at",
            columns=["starts_at", "state", "created_at"],
        ),
        migrations.RunSQL(REVIEWS, NO_REVIEWS),
    ]
