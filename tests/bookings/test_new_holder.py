"""Charlie has the number that Alice gave up half a year ago."""

from datetime import timedelta

import pytest

from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, Session, WechatAccount
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.errors import PhoneTaken
from voltbay.accounts.owners.export_data import export_account
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.prove_account import Caller
from voltbay.accounts.owners.sessions import open_session, owner_of
from voltbay.accounts.phones.errors import QuestionExpired
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.bookings.desk.book import TELEPHONE, DeskForm, book_at_desk
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_tomorrow
from voltbay.bookings.models import Booking, BookingEvent, WaitlistEntry
from voltbay.bookings.move import Actor
from voltbay.bookings.new_holder import begin_anew, take_over
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.notifications.models import Notice

CALLER = Caller("a phone")
LATER = NOW + timedelta(days=200)


def begin(owner, *, now=LATER, **waiting):
    return begin_anew(
        question=ask(owner, Waiting(**waiting), now=now).question, caller=CALLER, now=now
    )


def test_the_new_holder_gets_an_empty_account(confirmed, alice):
    charlie = begin(alice).owner

    assert charlie != alice
    assert (charlie.phone, charlie.phone_proven_at) == (ALICE_PHONE, LATER)
    assert not any(export_bookings(charlie).values())
    mine = export_account(charlie)
    assert (mine["messages"], mine["vehicles"], mine["account"]["name"]) == ([], [], None)


def test_the_appointment_stands_and_its_places_stay_taken(confirmed, alice, slots):
    begin(alice)

    left = Booking.objects.get()
    assert (left.state, left.owner) == (State.CONFIRMED, alice)
    slots[0].refresh_from_db()
    assert slots[0].taken == 1


def test_nothing_of_it_is_told_to_the_new_holder(confirmed, alice):
    begin(alice)

    tell_tomorrow(Booking.objects.get(), now=LATER)

    assert not Notice.objects.exists()
    assert (Booking.objects.get().phone, Booking.objects.get().phone_fingerprint) == (None, None)


def test_another_number_that_was_given_for_it_stays(confirmed, alice):
    Booking.objects.update(phone=BOB_PHONE, phone_fingerprint=b"another")

    begin(alice)

    assert Booking.objects.get().phone == BOB_PHONE


def test_the_owner_of_old_goes_on_where_signed_in_and_is_told_there_again(confirmed, alice):
    token, _ = open_session(alice, client="", now=LATER)
    begin(alice)

    found = owner_of(token=token, now=LATER)
    move_phone(found, BOB_PHONE, here=Here(session=token), now=LATER)
    tell_tomorrow(Booking.objects.get(), now=LATER)

    assert Owner.objects.get(pk=alice.pk).phone_lost_at is None
    assert [notice.phone for notice in Notice.objects.all()] == [BOB_PHONE]


def test_the_owner_of_old_comes_back_by_wechat(alice):
    link_wechat("openid-alice", owner=alice, now=NOW)

    begin(alice)

    assert WechatAccount.objects.get().owner == alice


def test_the_new_holder_s_wechat_is_the_new_account_s(alice):
    charlie = begin(alice, openid="openid-charlie").owner

    assert WechatAccount.objects.get().owner == charlie


def test_nobody_waits_in_line_for_an_owner_who_cannot_be_told(alice, service):
    WaitlistEntry.objects.create(
        owner=alice,
        outlet=service.outlet,
        service=service,
        starts_from=LATER,
        starts_before=LATER + timedelta(days=1),
        ordinal=1,
        created_at=LATER,
    )

    begin(alice)

    assert WaitlistEntry.objects.get().state == WaitlistEntry.State.LEFT


def test_the_question_is_answered_once(alice):
    question = ask(alice, Waiting(), now=LATER).question
    begin_anew(question=question, caller=CALLER, now=LATER)

    with pytest.raises(QuestionExpired):
        begin_anew(question=question, caller=CALLER, now=LATER)
    assert Session.objects.count() == 1


def test_who_is_signed_in_takes_the_number_over_and_the_own_old_one_is_told(confirmed, alice):
    bob = owner_with(BOB_PHONE)
    token, _ = open_session(bob, client="", now=LATER)
    question = ask(alice, Waiting(mover=bob), now=LATER).question

    take_over(question=question, owner=bob, here=Here(session=token), now=LATER)

    assert Owner.objects.get(pk=bob.pk).phone == ALICE_PHONE
    assert Owner.objects.get(pk=alice.pk).phone is None
    told = Notice.objects.get()
    assert (told.phone, told.template) == (BOB_PHONE, "phone_changed")


def test_another_s_question_takes_nothing_over(alice):
    bob, charlie = owner_with(BOB_PHONE), owner_with("13700137000")
    question = ask(alice, Waiting(mover=bob), now=LATER).question

    with pytest.raises(QuestionExpired):
        take_over(question=question, owner=charlie, here=Here(), now=LATER)
    assert Owner.objects.get(pk=alice.pk).phone == ALICE_PHONE


def test_a_take_over_that_fails_leaves_all_as_it_was(alice, monkeypatch):
    bob = owner_with(BOB_PHONE)
    question = ask(alice, Waiting(mover=bob), now=LATER).question

    def taken(*_, **__):
        raise PhoneTaken

    monkeypatch.setattr("voltbay.bookings.new_holder.move_phone", taken)
    with pytest.raises(PhoneTaken):
        take_over(question=question, owner=bob, here=Here(), now=LATER)
    assert Owner.objects.get(pk=alice.pk).phone == ALICE_PHONE


@pytest.fixture
def by_telephone(alice, service, slots):
    """What a desk entered for a caller from Alice's old number, long after her last visit."""

    def entered(*, name="李雷", plate="沪BD54321", now=LATER - timedelta(days=1)):
        form = DeskForm(
            slot_id=slots[2].pk,
            service_id=service.pk,
            channel=TELEPHONE,
            name=name,
            phone=ALICE_PHONE,
            plate=plate,
            vin="LGXCE6DB7J0999999",
            idempotency_key="desk",
        )
        booking = book_at_desk(form, by=Actor(BookingEvent.Actor.STAFF, "1"), now=NOW)
        Booking.objects.filter(pk=booking.pk).update(created_at=now)
        return booking

    return entered


def test_what_the_new_holder_booked_by_telephone_goes_along(confirmed, alice, by_telephone):
    booking = by_telephone()

    charlie = begin(alice).owner

    booking.refresh_from_db()
    assert (booking.owner, booking.phone) == (charlie, ALICE_PHONE)
    assert Booking.objects.get(owner=alice) == confirmed


@pytest.mark.parametrize(
    "entered",
    [
        {"name": ALICE_NAME},  # who said the number of old
        {"plate": "沪AD12345"},
        {"now": NOW + timedelta(days=89)},  # nobody else can have had it yet
    ],
)
def test_what_may_be_the_old_owner_s_stays(confirmed, alice, by_telephone, entered):
    booking = by_telephone(**entered)

    begin(alice)

    booking.refresh_from_db()
    assert (booking.owner, booking.phone) == (alice, None)


def test_it_goes_along_to_who_takes_the_number_over(alice, by_telephone):
    booking, bob = by_telephone(), owner_with(BOB_PHONE)
    token, _ = open_session(bob, client="", now=LATER)
    question = ask(alice, Waiting(mover=bob), now=LATER).question

    take_over(question=question, owner=bob, here=Here(session=token), now=LATER)

    booking.refresh_from_db()
    assert booking.owner == bob
