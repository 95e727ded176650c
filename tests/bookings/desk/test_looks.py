"""Looks at originals: who saw what, what stops a car, and what a manager lets pass."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.places import NINE, NOW
from voltbay.bookings.close_account import close_account
from voltbay.bookings.desk.check_in import check_in
from voltbay.bookings.desk.looks import Finding, all_agree, missing_of, write_looks
from voltbay.bookings.desk.receive import receive, receive_all_the_same
from voltbay.bookings.errors import (
    NothingInTheWay,
    OriginalsInTheWay,
    OriginalsMissing,
    PaperNoteMissing,
    ReasonMissing,
)
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent, OriginalLook
from voltbay.bookings.move import Actor
from voltbay.bookings.originals import Original, Verdict

STAFF = Actor(BookingEvent.Actor.STAFF, "7")
MANAGER = Actor(BookingEvent.Actor.STAFF, "8")
DIFFERS = {Original.VEHICLE_LICENCE: Finding(Verdict.DIFFERS, "所有人是她的父亲")}


def received(booking, **changed):
    looks = all_agree(booking) | {Original(name): found for name, found in changed.items()}
    receive(booking, looks=looks, by=STAFF, now=NINE)
    booking.refresh_from_db()
    return booking


def test_who_saw_which_paper_is_kept_with_the_check_in(confirmed):
    received(confirmed)

    looks = confirmed.looks.order_by("paper").values_list("paper", "verdict", "staff_id", "at")
    assert confirmed.state == State.CHECKED_IN
    assert list(looks) == [
        ("identity_card", "agrees", "7", NINE),
        ("vehicle_licence", "agrees", "7", NINE),
    ]


@pytest.mark.parametrize(
    "found", [Finding(Verdict.DIFFERS, "姓名少一个字"), Finding(Verdict.MISSING)]
)
def test_a_paper_that_does_not_agree_stops_the_car_and_the_look_is_kept(confirmed, found):
    received(confirmed, identity_card=found)

    assert confirmed.state == State.CONFIRMED
    assert missing_of(confirmed) == [Original.IDENTITY_CARD]
    assert confirmed.looks.get(paper="identity_card").note == (found.note or None)


def test_a_paper_fetched_from_home_is_looked_at_again(confirmed):
    received(confirmed, identity_card=Finding(Verdict.MISSING))
    again = {Original.IDENTITY_CARD: Finding(Verdict.AGREES)}

    receive(confirmed, looks=again, by=STAFF, now=NINE + timedelta(hours=1))

    assert confirmed.state == State.CHECKED_IN
    assert confirmed.looks.count() == 3


def test_a_manager_lets_a_car_in_with_a_reason(confirmed):
    received(confirmed, **DIFFERS)

    receive_all_the_same(confirmed, reason="户口本证明父女", by=MANAGER, now=NINE)

    passed = confirmed.looks.get(verdict="let_pass")
    assert confirmed.state == State.CHECKED_IN
    assert (passed.paper, passed.staff_id, passed.note) == (
        "vehicle_licence",
        "8",
        "户口本证明父女",
    )


def test_nothing_is_let_pass_without_reason_or_before_a_look(confirmed):
    with pytest.raises(NothingInTheWay):
        receive_all_the_same(confirmed, reason="熟人", by=MANAGER, now=NINE)
    received(confirmed, **DIFFERS)
    with pytest.raises(ReasonMissing):
        receive_all_the_same(confirmed, reason=" ", by=MANAGER, now=NINE)


def test_what_differs_is_said_and_every_paper_is_looked_at(confirmed):
    with pytest.raises(PaperNoteMissing):
        received(confirmed, identity_card=Finding(Verdict.DIFFERS, " "))
    with pytest.raises(OriginalsMissing) as refused:
        receive(confirmed, looks=DIFFERS, by=STAFF, now=NINE)

    assert refused.value.fields == {"identity_card": "originals_missing"}
    assert not OriginalLook.objects.exists()


def test_nobody_is_checked_in_unseen(confirmed):
    with pytest.raises(OriginalsInTheWay):
        check_in(confirmed, by=STAFF, now=NINE)


def refused_by_the_database(do):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        do()
    return str(refused.value)


def test_the_database_lets_no_car_in_unseen(confirmed):
    mine = Booking.objects.filter(pk=confirmed.pk)
    unseen = refused_by_the_database(lambda: mine.update(state="checked_in"))
    write_looks(confirmed, all_agree(confirmed) | DIFFERS, by=STAFF, now=NINE)
    differs = refused_by_the_database(lambda: mine.update(state="checked_in"))

    assert "were not seen" in unseen
    assert "does not agree" in differs


def test_the_database_keeps_looks_as_they_were(confirmed):
    received(confirmed, **DIFFERS)
    looks = OriginalLook.objects.all()

    assert "only added to" in refused_by_the_database(lambda: looks.update(verdict="agrees"))
    assert "only added to" in refused_by_the_database(looks.delete)


def test_a_note_goes_with_its_owner(confirmed, alice):
    received(confirmed, **DIFFERS)

    close_account(owner=alice, now=NOW)

    assert OriginalLook.objects.filter(verdict="differs", note=None).count() == 1


@pytest.mark.parametrize(
    "columns",
    [
        {"plate": None},
        {"no_plate": "not_plated", "plate": None},
        {"no_plate": "deregistered", "certificate_number": "310012345678"},
        {"no_plate": "temporary", "plate": None},
        {"no_plate": "not_plated", "plate": None, "certificate_number": "3100123", "vin": None},
    ],
)
def test_the_database_knows_a_live_booking_by_plate_or_by_why_not(confirmed, columns):
    said = refused_by_the_database(lambda: Booking.objects.update(**columns))

    assert "booking_has_plate_or_says_why" in said


def test_an_identity_number_says_which_paper_it_is_of(confirmed):
    said = refused_by_the_database(lambda: Booking.objects.update(identity_kind=""))

    assert confirmed.identity_kind == "identity_card"
    assert "booking_number_says_of_what" in said
