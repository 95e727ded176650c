"""A correction keeps what it was; receipts and reports follow it, and it goes with the booking."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import BOB_PHONE
from tests.places import NINE
from tests.traceability.conftest import LATER, VIN, report, wanted
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import vin_end_fingerprint
from voltbay.core.retention import register
from voltbay.identifiers.vin import VinCheckWrong
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.queries import contents, receipts_for, verify_receipt
from voltbay.retention.run import run_all
from voltbay.rights.correct import Right, correct
from voltbay.rights.errors import NothingToCorrect, PaperNeeded, SameAsBefore
from voltbay.rights.models import Correction, Field, Paper
from voltbay.traceability.models import ReportRow
from voltbay.traceability.queries import State, movements
from voltbay.traceability.write_report import CORRECTS, WAS

RIGHT_VIN = "LGXCE6DB9J0123457"
LICENCE = Paper.VEHICLE_LICENCE


def put_right(booking, bob, field=Field.VIN, value=RIGHT_VIN, *, paper=LICENCE, now=LATER):
    return correct(booking, Right(field, value, "录入时看错一位", paper), staff=bob, now=now)


def owed(outlet):
    asked = wanted(outlet, state=State.CORRECTION)
    return [each.facts["vin_corrected"] for each in movements(asked, now=LATER)]


def test_a_wrong_vin_is_put_right_on_a_receipt_that_follows_and_in_a_report_that_corrects(
    booking, removal, reported, service, bob
):
    first = receipts_for(removal.pk)[0]
    assert owed(service.outlet) == []

    correction = put_right(booking, bob)

    booking.refresh_from_db()
    assert (correction.was, correction.wanted, booking.vin) == (VIN, RIGHT_VIN, RIGHT_VIN)
    assert bytes(booking.vin_end_fingerprint) == vin_end_fingerprint(RIGHT_VIN)
    now, before = receipts_for(removal.pk)
    assert (before, correction.receipt) == (first, now)
    assert (contents(before)["vin"], contents(now)["vin"]) == (VIN, RIGHT_VIN)
    assert verify_receipt(before)
    assert verify_receipt(now)
    assert owed(service.outlet) == ["1"]

    later = report(service.outlet, bob, now=LATER + timedelta(hours=1), state=State.CORRECTION)

    row = ReportRow.objects.get(report=later)
    cells = json.loads(row.payload)["cells"]
    assert (row.vin, row.corrects.report_id) == (RIGHT_VIN, reported.pk)
    assert cells[CORRECTS] == "车辆识别代号"
    assert cells[WAS] == "车辆识别代号：见原上报记录"
    assert VIN not in row.payload
    assert owed(service.outlet) == []


def test_what_is_compared_with_no_paper_or_is_the_same_or_malformed_changes_nothing(booking, bob):
    for value, paper, refusal in (
        (RIGHT_VIN, None, PaperNeeded),
        (VIN, LICENCE, SameAsBefore),
        ("LGXCE6DB2J0123457", LICENCE, VinCheckWrong),
    ):
        with pytest.raises(refusal):
            put_right(booking, bob, value=value, paper=paper)

    assert not Correction.objects.exists()
    assert Receipt.objects.count() == 1
    with pytest.raises(IntegrityError, match="correction_was_compared"), transaction.atomic():
        Correction.objects.create(
            booking=booking,
            field="vin",
            state="done",
            by_owner=False,
            asked_at=NINE,
            answered_at=NINE,
            answer_by=NINE.date(),
        )


def test_phone_and_name_are_put_right_and_a_decided_correction_stays(booking, bob):
    put_right(booking, bob, Field.PHONE, BOB_PHONE.replace("9", "7", 1), paper=None)
    put_right(booking, bob, Field.NAME, "王晓燕", paper=Paper.IDENTITY_CARD)

    booking.refresh_from_db()
    assert (booking.name, booking.phone) == ("王晓燕", BOB_PHONE.replace("9", "7", 1))
    assert Receipt.objects.count() == 2, "a phone is on no receipt"
    for change in ({"state": "refused"}, {"was": "x"}, {"by_owner": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(field="name").update(**change)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT before, after FROM audit_auditentry WHERE what = 'rights_correction.insert'"
        )
        assert "王" not in str(cursor.fetchall())


def test_a_correction_goes_with_what_it_corrected_whoever_empties_that(booking, bob):
    put_right(booking, bob)
    put_right(booking, bob, Field.NAME, "王晓燕", paper=Paper.IDENTITY_CARD)
    rule = register()["rights.corrections"]
    assert rule.due(LATER).count() == 0

    Booking.objects.filter(pk=booking.pk).update(name=None)

    gone, kept = Correction.objects.get(field="name"), Correction.objects.get(field="vin")
    assert (gone.was, gone.wanted, gone.why, gone.state) == (None, None, None, "done")
    assert kept.was == VIN
    run_all(now=NINE + timedelta(days=3 * 366))
    kept.refresh_from_db()
    assert (kept.was, kept.wanted, kept.why) == (None, None, None)
    with pytest.raises(NothingToCorrect):
        put_right(booking, bob)
