"""Confirming with two recognised documents."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.people import ALICE_NAME, BOB_PHONE, owner_with, recognised
from tests.places import NOW
from tests.taxis import a_fleet
from voltbay.bookings.errors import (
    DocumentNotReady,
    DocumentRefused,
    DocumentsDisagree,
    DocumentUnknown,
    HoldLapsed,
    VehicleAlreadyBooked,
    WrongState,
)
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document

CARD, LICENCE = Document.Kind.IDENTITY_CARD, Document.Kind.VEHICLE_LICENCE


def test_a_hold_with_two_recognised_documents_is_confirmed(held, form):
    confirm(held, form, now=NOW)

    held.refresh_from_db()
    assert held.state == "confirmed"
    assert (held.name, held.plate, held.vin) == (ALICE_NAME, "沪AD12345", "LGXCE6DB7J0123456")
    assert held.held_until is None


def test_what_is_stored_cannot_be_read_in_the_table(confirmed, django_db_blocker):
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT booking::text FROM bookings_booking AS booking")
        row = cursor.fetchone()[0]

    for secret in ("LGXCE6DB7J0123456", "王小燕", "13800138000", "310101198506150024", "沪AD12345"):
        assert secret not in row
        assert secret.encode().hex() not in row


def test_the_owner_is_told_once(confirmed, form):
    confirm(confirmed, form, now=NOW)

    assert [notice.template for notice in Notice.objects.all()] == ["booking_confirmed"]


def test_repeating_a_confirmation_changes_nothing(confirmed, form):
    confirm(confirmed, form, now=NOW + timedelta(hours=1))

    assert confirmed.events.count() == 2


def test_a_lapsed_hold_cannot_be_confirmed(held, form):
    with pytest.raises(HoldLapsed):
        confirm(held, form, now=NOW + timedelta(minutes=15))


def test_a_cancelled_booking_cannot_be_confirmed(held, form):
    Booking.objects.filter(pk=held.pk).update(state="completed")
    held.refresh_from_db()

    with pytest.raises(WrongState):
        confirm(held, form, now=NOW)


def test_the_typed_name_must_be_the_one_on_the_card(held, form):
    with pytest.raises(DocumentsDisagree) as refused:
        confirm(held, replace(form, name="王小雁"), now=NOW)

    assert refused.value.fields == {"name": "name_differs_from_card"}
    held.refresh_from_db()
    assert (held.state, held.name) == ("held", None)


def test_the_licence_must_name_the_same_person(held, form, alice):
    bobs = recognised(alice, LICENCE, owner="李雷").pk

    with pytest.raises(DocumentsDisagree) as refused:
        confirm(held, replace(form, vehicle_licence=bobs), now=NOW)

    assert refused.value.fields == {"vehicle_licence": "owner_differs_from_card"}


@pytest.mark.parametrize("relation", ["company", "relative"])
def test_somebody_elses_car_goes_to_review(held, form, alice, relation):
    theirs = recognised(alice, LICENCE, owner="上海某某物流有限公司").pk

    confirm(held, replace(form, vehicle_licence=theirs, relation=relation), now=NOW)

    assert held.state == "in_review"


@pytest.mark.parametrize(
    ("kind", "field"), [(CARD, "number"), (LICENCE, "vin"), (LICENCE, "plate")]
)
def test_a_doubtful_deciding_field_goes_to_review(held, form, alice, kind, field):
    doubtful = recognised(alice, kind, doubtful=(field,)).pk

    confirm(held, replace(form, **{kind.value: doubtful}), now=NOW)

    assert held.state == "in_review"


@pytest.mark.parametrize(("kind", "field"), [(CARD, "number"), (LICENCE, "vin")])
def test_a_doubt_is_settled_by_the_owner_who_compared(held, form, alice, kind, field):
    doubtful = recognised(alice, kind, doubtful=(field,)).pk
    compared = replace(form, **{kind.value: doubtful}, checked=frozenset({field}))

    confirm(held, compared, now=NOW)

    assert held.state == "confirmed"
    assert held.events.last().details == {"checked": [field]}


def test_one_settled_doubt_does_not_settle_another(held, form, alice):
    doubtful = recognised(alice, LICENCE, doubtful=("vin", "plate")).pk

    confirm(held, replace(form, vehicle_licence=doubtful, checked=frozenset({"vin"})), now=NOW)

    assert held.state == "in_review"


def test_a_doubtful_name_is_settled_by_the_typed_one(held, form, alice):
    doubtful = recognised(alice, CARD, doubtful=("name",)).pk

    confirm(held, replace(form, identity_card=doubtful), now=NOW)

    assert held.state == "confirmed"


def test_a_name_that_may_be_misread_goes_to_review_under_the_typed_one(held, form, alice):
    misread = recognised(alice, CARD, name="王铉", doubtful=("name",)).pk
    licence = recognised(alice, LICENCE, owner="王铉", doubtful=("owner",)).pk
    typed = replace(form, name="王𬭎", identity_card=misread, vehicle_licence=licence)

    confirm(held, typed, now=NOW)

    held.refresh_from_db()
    assert (held.state, held.name, held.licence_owner) == ("in_review", "王𬭎", "王铉")
    assert held.events.last().details == {"differing": ["name"]}


@pytest.mark.parametrize("relation", ["company", "relative"])
def test_so_does_the_name_of_who_brings_somebody_elses_car(held, form, alice, relation):
    misread = recognised(alice, CARD, name="王小雁", doubtful=("name",)).pk

    confirm(held, replace(form, identity_card=misread, relation=relation), now=NOW)

    assert (held.state, held.name) == ("in_review", ALICE_NAME)


def test_a_doubtful_owner_of_the_licence_goes_to_review(held, form, alice):
    doubtful = recognised(alice, LICENCE, owner="王小雁", doubtful=("owner",)).pk

    confirm(held, replace(form, vehicle_licence=doubtful), now=NOW)

    assert held.state == "in_review"


def test_a_name_that_no_network_can_write_is_never_refused_for_its_reading(held, form, alice):
    certain = recognised(alice, CARD, name="王铉").pk
    licence = recognised(alice, LICENCE, owner="王铉").pk
    typed = replace(form, name="王𬭎", identity_card=certain, vehicle_licence=licence)

    confirm(held, typed, now=NOW)

    assert (held.state, held.name) == ("in_review", "王𬭎")


def test_another_name_with_such_a_character_is_refused(held, form, alice):
    certain = recognised(alice, CARD, name="李铉").pk

    with pytest.raises(DocumentsDisagree):
        confirm(held, replace(form, name="王𬭎", identity_card=certain), now=NOW)


def foreigners(alice):
    card = recognised(alice, CARD, name="MUELLER, HANS", number="KAZ110090123105")
    Document.objects.filter(pk=card.pk).update(kind="foreigner_card")
    return card.pk


@pytest.mark.parametrize("typed", ["Mueller Hans", "MUELLER, HANS", "hans mueller"])
def test_a_foreigner_books_with_the_name_as_printed(held, form, alice, typed):
    licence = recognised(alice, LICENCE, owner="MUELLERHANS").pk

    confirm(
        held,
        replace(form, name=typed, identity_card=foreigners(alice), vehicle_licence=licence),
        now=NOW,
    )

    assert (held.state, held.name) == ("confirmed", "MUELLER, HANS")
    assert held.identity_number == "KAZ110090123105"
    assert held.events.last().details == {"notes": ["foreigner_card"]}


def test_a_temporary_card_is_noted_for_staff(held, form):
    Document.objects.filter(pk=form.identity_card).update(notes=["temporary_identity_card"])

    confirm(held, form, now=NOW)

    assert held.state == "confirmed"
    assert held.events.last().details == {"notes": ["temporary_identity_card"]}


def test_what_the_owner_typed_goes_to_review_whatever_was_compared(held, form):
    Document.objects.filter(pk=form.identity_card).update(state="by_hand")

    confirm(held, replace(form, checked=frozenset({"number", "vin", "plate"})), now=NOW)

    assert held.state == "in_review"
    assert held.events.last().details == {"by_hand": ["identity_card"]}


def test_one_car_has_one_live_booking(confirmed, form, service, slots):
    bob = owner_with(BOB_PHONE)
    again = hold(Wish(slots[2].pk, service.pk), owner=bob, now=NOW)
    his = replace(
        form,
        identity_card=recognised(bob, CARD).pk,
        vehicle_licence=recognised(bob, LICENCE).pk,
    )

    with pytest.raises(VehicleAlreadyBooked):
        confirm(again, his, now=NOW)

    again.refresh_from_db()
    assert again.state == "held"


def test_another_owners_document_does_not_exist(held, form):
    bobs = recognised(owner_with(BOB_PHONE), CARD).pk

    with pytest.raises(DocumentUnknown):
        confirm(held, replace(form, identity_card=bobs), now=NOW)


def test_documents_cannot_be_swapped(held, form):
    swapped = replace(form, identity_card=form.vehicle_licence, vehicle_licence=form.identity_card)

    with pytest.raises(DocumentUnknown):
        confirm(held, swapped, now=NOW)


def test_an_unknown_document_is_refused(held, form):
    with pytest.raises(DocumentUnknown):
        confirm(held, replace(form, identity_card=uuid4()), now=NOW)


@pytest.mark.parametrize(
    ("columns", "refusal"),
    [
        ({"state": "reading", "photo": "sealed/1", "read_at": None}, DocumentNotReady),
        ({"state": "refused", "problems": [{"code": "too_blurred"}], "photo": ""}, DocumentRefused),
    ],
)
def test_only_a_recognised_document_confirms(held, form, columns, refusal):
    Document.objects.filter(pk=form.identity_card).update(**columns, fields=None)

    with pytest.raises(refusal) as refused:
        confirm(held, form, now=NOW)

    assert list(refused.value.fields) == ["identity_card"]


def test_a_member_who_brings_the_fleets_car_needs_no_review(held, form, alice):
    mine = a_fleet(alice, name="申通出租汽车（上海）有限公司")
    licence = recognised(alice, LICENCE, owner="申通出租汽车(上海)有限公司").pk

    confirm(held, replace(form, relation="company", vehicle_licence=licence), now=NOW)

    held.refresh_from_db()
    assert (held.state, held.fleet) == ("confirmed", mine.fleet)


def test_a_company_that_the_licence_does_not_name_is_reviewed(held, form, alice):
    a_fleet(alice)
    licence = recognised(alice, LICENCE, owner="绿城物流有限公司").pk

    confirm(held, replace(form, relation="company", vehicle_licence=licence), now=NOW)

    held.refresh_from_db()
    assert (held.state, held.fleet) == ("in_review", None)
