from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.kept import over
from voltbay.bookings.legal_hold import lift, place
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.core.personal import disclosed
from voltbay.core.retention import register
from voltbay.removals.models import BatteryPack, Payout, Quote, Receipt
from voltbay.removals.receipts.queries import check_receipt, contents, verify_receipt
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.signing import write_signature
from voltbay.retention.models import Run
from voltbay.retention.run import run_all

DAY = timedelta(days=1)
YEARS = 1095 * DAY


def personal(row) -> set[str]:
    return {value for value in disclosed(row).values() if value}


def test_of_a_completed_booking_the_proofs_go_first_and_the_person_after_three_years(done):
    said = {"note": "请打电话给王小燕", "identity_number": "310101198506150024"}
    Booking.objects.update(identity_kind="identity_card", **said)

    run_all(now=done.ends_at + 30 * DAY)
    half = Booking.objects.get()
    assert (half.note, half.identity_number) == (None, None)
    assert (half.name, half.vin) == (done.name, done.vin)

    run_all(now=done.ends_at + YEARS - DAY)
    assert Booking.objects.get().vin == done.vin

    run_all(now=done.ends_at + YEARS)
    whole = Booking.objects.get()
    assert personal(whole) == set()
    assert (whole.state, whole.vin_fingerprint) == ("completed", None)


def test_what_traces_the_battery_stays_without_a_person(done):
    run_all(now=done.ends_at + YEARS)

    pack = BatteryPack.objects.get()
    assert (pack.code, str(pack.mass_kg)) == ("001PE0100000A18120000123", "412.5")
    quote, payout = Quote.objects.get(), Payout.objects.get()
    assert str(quote.total_yuan) == "1200.00"
    assert personal(quote) == personal(payout) == set()


def test_a_receipt_that_was_reduced_is_still_genuine_and_says_what_it_lost(done):
    paper = write_signature(bytes(Receipt.objects.get().signature))

    run_all(now=done.ends_at + YEARS)

    left = Receipt.objects.get()
    assert left.reduced_at == done.ends_at + YEARS
    assert verify_receipt(left)
    says = contents(left)
    assert (says["owner"], says["plate"], says["vin"]) == ("", "", "")
    assert says["packs"][0]["code"] == "001PE0100000A18120000123"
    for signature in (None, paper, write_signature(bytes(left.signature))):
        found = check_receipt(left.serial, signature=signature)
        assert (found.is_genuine, found.reduced_at) == (True, left.reduced_at)
    assert not check_receipt(left.serial, signature="A" * 86).is_genuine
    assert receipt_pdf(left).startswith(b"%PDF")


def test_a_receipt_is_reduced_once_and_never_deleted(done):
    run_all(now=done.ends_at + YEARS)

    for statement in (
        "UPDATE removals_receipt SET reduced_at = now()",
        "DELETE FROM removals_receipt",
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_second_run_finds_nothing_more(done):
    assert run_all(now=done.ends_at + YEARS) > 0

    again = {kind for kind in register() if over(kind, now=done.ends_at + YEARS)}
    # What the run changed in quotes and payouts the database logs by its own clock, years before.
    assert again <= {"audit.entries"}


def test_a_legal_hold_keeps_a_booking_and_all_that_belongs_to_it(done, bob):
    later = done.ends_at + YEARS
    hold = place(done, reason="诉讼", until=later + DAY, staff=bob, now=later - DAY)

    run_all(now=later)
    assert Booking.objects.get().vin == done.vin
    assert Receipt.objects.get().reduced_at is None
    assert Run.objects.get(kind="bookings.record").held == 1
    with pytest.raises(DatabaseError, match="legal hold"), transaction.atomic():
        Booking.objects.update(name=None)

    (said,) = export_bookings(done.owner)["bookings"][0]["legal_holds"]
    assert said == {"placed_at": later - DAY, "until": later + DAY, "lifted_at": None}

    lift(hold.pk, staff=bob, now=later)
    run_all(now=later)
    assert personal(Booking.objects.get()) == set()


def test_a_hold_ends_by_itself(done, bob):
    later = done.ends_at + YEARS
    place(done, reason="诉讼", until=later + DAY, staff=bob, now=later - DAY)

    run_all(now=later + DAY)

    assert personal(Booking.objects.get()) == set()


def test_a_run_says_what_it_did_and_what_is_left(done):
    run_all(now=done.ends_at + 31 * DAY)

    record = Run.objects.get(kind="bookings.record")
    assert (record.ended, record.left, record.overdue, record.oldest_at) == (0, 1, 0, done.ends_at)

    run_all(now=done.ends_at + YEARS)
    record = Run.objects.get(kind="bookings.record", ended=1)
    assert (record.left, record.oldest_at) == (0, None)
