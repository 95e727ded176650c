"""The card is of nobody that the account knows: is the number new?"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import ALICE_NAME, recognised
from tests.places import NOW, publish_slots
from voltbay.accounts.models import Owner
from voltbay.bookings.errors import AnotherPerson
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.recognition.models import Document

CARD, LICENCE = Document.Kind.IDENTITY_CARD, Document.Kind.VEHICLE_LICENCE
CHARLIE = {"name": "李雷", "number": "110105199003070011"}
DAVID = {"name": "韩梅", "number": "110105199003070038"}


@pytest.fixture
def again(confirmed, service, slots, alice):
    """Alice's account holds a second time."""
    return hold(Wish(slots[2].pk, service.pk), owner=alice, now=NOW)


@pytest.fixture
def later(service):
    return publish_slots(service, starts_at=NOW + timedelta(days=2))[0]


def of(person, form, alice, *, vin="LGXCE6DB7J0999999", **changes):
    """Return the form as this person fills it in."""
    card = recognised(alice, CARD, **person)
    licence = recognised(alice, LICENCE, owner=person["name"], vin=vin, plate="沪BD54321")
    columns = {"name": person["name"], "identity_card": card.pk, "vehicle_licence": licence.pk}
    return replace(form, **{**columns, **changes})


def asked(booking, form):
    with pytest.raises(AnotherPerson) as refused:
        confirm(booking, form, now=NOW)
    return refused.value.question


def test_another_person_is_asked_and_nothing_is_told_or_done(again, form, alice):
    with pytest.raises(AnotherPerson) as refused:
        confirm(again, of(CHARLIE, form, alice), now=NOW)

    assert (refused.value.data, refused.value.fields) == ({}, {})
    again.refresh_from_db()
    assert (again.state, again.name) == ("held", None)


def test_the_same_person_is_not_asked(again, form, alice):
    same = {"name": ALICE_NAME, "number": "310101198506150024"}

    confirm(again, of(same, form, alice), now=NOW)

    assert again.state == "confirmed"


def test_who_books_for_another_says_so_once(again, form, alice, service, later):
    theirs = of(CHARLIE, form, alice)
    confirm(again, replace(theirs, question=asked(again, theirs)), now=NOW)
    third = hold(Wish(later.pk, service.pk), owner=alice, now=NOW)

    confirm(third, of(CHARLIE, form, alice, vin="LGXCE6DB7J0888888"), now=NOW)

    assert (again.state, third.state) == ("confirmed", "confirmed")


def test_an_answer_is_for_one_card_and_one_hold(again, form, alice, service, later):
    question = asked(again, of(CHARLIE, form, alice))
    third = hold(Wish(later.pk, service.pk), owner=alice, now=NOW)
    charlie = of(CHARLIE, form, alice, question=question)

    assert asked(again, of(DAVID, form, alice, question=question)) != question
    assert asked(third, charlie) != question


def test_a_namesake_is_another_person(again, form, alice):
    namesake = {**CHARLIE, "name": ALICE_NAME}

    assert asked(again, of(namesake, form, alice))


def test_what_a_desk_entered_before_the_phone_was_proven_counts_by_name(again, form, alice):
    Booking.objects.exclude(pk=again.pk).update(identity_number=None)
    Owner.objects.update(phone_proven_at=NOW)

    assert asked(again, of(CHARLIE, form, alice))
    confirm(again, of({**CHARLIE, "name": ALICE_NAME}, form, alice), now=NOW)


def test_what_a_desk_entered_later_neither_asks_nor_answers(again, form, alice):
    desk = Booking.objects.exclude(pk=again.pk)
    desk.update(identity_number=None, created_at=NOW + timedelta(minutes=1))
    Owner.objects.update(phone_proven_at=NOW)

    confirm(again, of(CHARLIE, form, alice), now=NOW)

    assert again.state == "confirmed"


def test_people_of_one_company_come_in_turn(again, form, alice):
    Booking.objects.exclude(pk=again.pk).update(relation="company", licence_owner="某某物流")
    licence = recognised(alice, LICENCE, owner="某某物流", vin="LGXCE6DB7J0999999").pk
    driver = of(CHARLIE, form, alice, relation="company", vehicle_licence=licence)

    confirm(again, driver, now=NOW)

    assert again.state == "in_review"


def test_an_account_without_a_phone_has_no_number_to_lose(again, form, alice):
    Owner.objects.update(phone=None, phone_fingerprint=None, phone_lost_at=NOW)

    confirm(again, of(CHARLIE, form, alice), now=NOW)

    assert again.state == "confirmed"


def test_it_costs_one_statement(again, form, alice, django_assert_num_queries):
    from voltbay.bookings.owner.another_person import check_person
    from voltbay.bookings.owner.documents import find_recognised

    documents = find_recognised(again, form.identity_card, form.vehicle_licence)
    with django_assert_num_queries(1):
        check_person(
            again, documents, identity_card=form.identity_card, relation="self", question=""
        )
