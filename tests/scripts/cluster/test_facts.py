"""What is wrong in a real database is found there, and judged so."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from scripts.cluster.facts import found, swept
from scripts.cluster.judge import Account, judge
from scripts.cluster.samples import Booked
from tests.documents import a_document, agree, photos_setting
from tests.people import ALICE_NAME, ALICE_PHONE, owner_with, recognised
from tests.places import NOW, open_outlet, publish_slots
from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.notifications.channels.aliyun_sms import out_id
from voltbay.notifications.models import Notice
from voltbay.recognition import photos
from voltbay.recognition.models import Document

pytestmark = pytest.mark.django_db

TEMPLATES = {"booking_confirmed": "SMS_0003", "booking_cancelled": "SMS_0005"}
CLAIM = "INSERT INTO slots_claim (slot_id, claimant) "
PAPERS = (Document.Kind.IDENTITY_CARD, Document.Kind.VEHICLE_LICENCE)
LATE = timedelta(minutes=5)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Any) -> None:
    settings.STORAGES = photos_setting(tmp_path / "photos")


@pytest.fixture
def booked() -> dict[str, Booked]:
    """Have Alice book two times and cancel the second; return what she was told."""
    service = open_outlet(slots_needed=1)
    first, second, *_ = publish_slots(service)
    alice = owner_with(ALICE_PHONE)
    by_alice = Actor(BookingEvent.Actor.OWNER, str(alice.pk))
    told = {}
    for slot, moves in ((first, ("confirmed", "cancelled")), (second, ("confirmed",))):
        booking = hold(Wish(slot.pk, service.pk), owner=alice, now=NOW)
        card, licence = (recognised(alice, kind) for kind in PAPERS)
        form = Form(ALICE_NAME, ALICE_PHONE, card.pk, licence.pk, "self")
        confirm(booking, form, now=NOW)
        if "cancelled" in moves:
            cancel(booking, by=by_alice, reason="改天再来", now=NOW)
        told[booking.code] = Booked(booking.code, moves, ALICE_PHONE)
    Notice.objects.update(state="sent", params=None)
    with connection.cursor() as cursor:  # all was right until here, which is else looked at later
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return told


def wrong(told: dict[str, Booked], *, taken: list[dict[str, str]], **more: Any) -> list[str]:
    """Judge what the database holds now."""
    there = [f"live/{key}" for key in stored()]
    facts = {**found(), "swept": 0, **more}
    account = Account(told, asked=[ALICE_PHONE])
    return judge(account, facts=json.loads(json.dumps(facts)), taken=taken, objects=there).wrong


def delivered(told: dict[str, Booked]) -> list[dict[str, str]]:
    """Return what the vendor took if everything is right."""
    codes = {"booking_cancelled": next(code for code, each in told.items() if each.moves[1:])}
    confirmed = iter(told)
    messages = []
    for each in Notice.objects.order_by("id"):
        code = codes.get(each.template) or next(confirmed)
        template = TEMPLATES[each.template]
        messages.append(_message(out_id(each), template, code))
    sign_in = Notice.objects.create(
        phone=ALICE_PHONE,
        phone_fingerprint=b"1" * 32,
        template="sign_in_code",
        state="sent",
        created_at=NOW,
        due_at=NOW,
        expires_at=NOW,
    )
    return [*messages, _message(out_id(sign_in), "SMS_0001", "123456")]


def _message(number: str, template: str, code: str) -> dict[str, str]:
    said = json.dumps({"code": code})
    phone = f"86{ALICE_PHONE}"
    words = {"OutId": number, "TemplateCode": template, "TemplateParam": said}
    return {**words, "PhoneNumbers": phone}


def stored() -> list[str]:
    return list(photos.keys_of(timezone.now().date()))


def run(statement: str) -> None:
    """Change rows as no verb would: without triggers and foreign keys."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = DEFAULT")


def test_nothing_is_wrong_after_what_people_do(booked):
    assert wrong(booked, taken=delivered(booked)) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE slots_slot SET taken = 0 WHERE taken = 1", "slots hold what their claims take: 1"),
        ("DELETE FROM slots_claim", "confirmed: 0 claims"),
        (
            CLAIM + "SELECT max(id), gen_random_uuid() FROM slots_slot",
            "nobody : 1 claims",
        ),
        (
            CLAIM + "SELECT max(slot.id), booking.id FROM slots_slot AS slot,"
            " bookings_booking AS booking WHERE booking.state = 'cancelled' GROUP BY 2",
            "cancelled: 1 claims",
        ),
        (
            "UPDATE bookings_booking SET state = 'in_review' WHERE state = 'confirmed'",
            "was told confirmed, is in_review after held, confirmed",
        ),
        (
            "DELETE FROM bookings_bookingevent WHERE to_state = 'cancelled'",
            "was told confirmed, cancelled, is cancelled after held, confirmed",
        ),
        ("UPDATE notifications_notice SET state = 'failed'", "booking_confirmed is failed"),
        ("DELETE FROM notifications_notice", "is of no notice"),
        (
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name LIKE 'notif%'",
            "failed",
        ),
        (
            "UPDATE procrastinate_events SET at = now() - interval '2 minutes'",
            "notifications.deliver todo",
        ),
        ("UPDATE recognition_document SET photo = '2026/04/07/a'", "2026/04/07/a is gone"),
    ],
)
def test_a_row_that_is_wrong(booked, statement: str, said: str):
    taken = delivered(booked)

    run(statement)

    assert said in " ".join(wrong(booked, taken=taken))


def test_a_hold_that_no_timer_gave_back(booked):
    taken = delivered(booked)
    slot = publish_slots(open_outlet("别处", slots_needed=1))[0]
    service = slot.outlet.services.get()
    held = hold(Wish(slot.pk, service.pk), owner=owner_with("13900000003"), now=NOW)
    Booking.objects.filter(pk=held.pk).update(held_until=timezone.now() - LATE)

    assert wrong(booked, taken=taken) == [f"holds that are over: {held.code}"]


def test_a_booking_that_its_owner_was_not_told_of(booked):
    taken = delivered(booked)
    code = next(code for code, told in booked.items() if told.moves == ("confirmed",))
    known = {other: told for other, told in booked.items() if other != code}

    assert f"bookings that nobody was told of: {code} is confirmed" in wrong(known, taken=taken)


def test_a_notice_that_is_noted_as_sent_and_is_not_with_the_vendor(booked):
    lost, *taken = delivered(booked)

    assert f"{lost['OutId']} booking_confirmed never went out" in " ".join(
        wrong(booked, taken=taken)
    )


def test_a_photo_that_lost_its_row_is_swept_up_and_told(booked):
    taken = delivered(booked)
    alice = Owner.objects.get()
    agree(alice)
    a_document(alice, now=timezone.now()).delete()

    assert "has no row" in " ".join(wrong(booked, taken=taken))
    assert wrong(booked, taken=taken, swept=swept()) == [
        "photos that were swept up: 1 were left by 0 sendings that were cut off"
    ]
