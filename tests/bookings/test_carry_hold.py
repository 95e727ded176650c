"""Charlie came in with a code, as Alice was here within 90 days; his card says who he is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.accounts.inbox import another, last_code
from tests.api.signing_in import seed
from tests.people import ALICE_PHONE, recognised
from tests.places import NOW
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Device, Owner, Session, WechatAccount
from voltbay.accounts.owners.devices import remember_device
from voltbay.accounts.owners.errors import CodeWrong
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.sessions import open_session, owner_of
from voltbay.bookings.carry_hold import Answer, Caller, begin_anew_with_hold
from voltbay.bookings.errors import AnotherPerson, AnotherPersonUnasked, HoldLapsed
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.errors import Unauthenticated
from voltbay.recognition.models import Document

AGREED = {"terms": VERSION, "privacy": VERSION}


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


@pytest.fixture
def session(alice):
    return open_session(alice, client="Charlie's phone", now=NOW)[0]


@pytest.fixture
def held_again(confirmed, service, slots, alice):
    return hold(Wish(slots[2].pk, service.pk, "a key"), owner=alice, now=NOW)


@pytest.fixture
def his(form, alice):
    card = recognised(alice, Document.Kind.IDENTITY_CARD, name="李雷", number="110105199003070011")
    licence = recognised(
        alice, Document.Kind.VEHICLE_LICENCE, owner="李雷", vin="LGXCE6DB7J0999999"
    )
    return replace(form, name="李雷", identity_card=card.pk, vehicle_licence=licence.pk)


@pytest.fixture
def answer(held_again, his):
    with pytest.raises(AnotherPerson) as asked:
        confirm(held_again, his, now=NOW)
    issue_code(phone=ALICE_PHONE, address="203.0.113.7", now=NOW)
    return Answer(
        question=asked.value.question,
        identity_card=his.identity_card,
        vehicle_licence=his.vehicle_licence,
        code=last_code(ALICE_PHONE),
        agreements=AGREED,
    )


def begin(booking, answer, session, *, now=NOW):
    owner = Owner.objects.get(pk=booking.owner_id)
    return begin_anew_with_hold(
        booking, answer, owner=owner, caller=Caller(session, "Charlie's phone"), now=now
    )


def test_hold_documents_and_phone_go_to_a_new_account(held_again, answer, session, his, alice):
    opened = begin(held_again, answer, session)

    assert opened.owner != alice
    assert owner_of(token=opened.token, now=NOW).phone == ALICE_PHONE
    confirm(Booking.objects.get(pk=held_again.pk), his, now=NOW)
    assert Booking.objects.get(owner=opened.owner).state == "confirmed"
    assert set(Document.objects.filter(owner=opened.owner).values_list("pk", flat=True)) == {
        his.identity_card,
        his.vehicle_licence,
    }
    agreed = opened.owner.consents.order_by("id")
    assert [consent.agreement.kind for consent in agreed] == list(AGREED)


def test_the_old_account_keeps_all_but_its_phone(held_again, answer, session, alice, confirmed):
    begin(held_again, answer, session)

    alice.refresh_from_db()
    confirmed.refresh_from_db()
    assert (alice.phone, alice.closed_at) == (None, None)
    assert (confirmed.owner, confirmed.state, confirmed.phone) == (alice, "confirmed", None)


def test_every_way_into_the_old_account_ends(held_again, answer, session, alice):
    other, _ = open_session(alice, client="another phone", now=NOW)
    remember_device(alice, token="", client="", now=NOW)
    link_wechat("openid-somebody", owner=alice, now=NOW)

    opened = begin(held_again, answer, session)

    for token in (other, session):  # the session here has a new token, so a copy opens nothing
        with pytest.raises(Unauthenticated):
            owner_of(token=token, now=NOW)
    assert Session.objects.get().owner == opened.owner
    assert Device.objects.get().owner == opened.owner
    assert not WechatAccount.objects.exists()


def test_the_wechat_user_who_is_here_goes_along(held_again, answer, alice):
    wechat = link_wechat("openid-charlie", owner=alice, now=NOW)
    session, _ = open_session(alice, client="", now=NOW, wechat_account=wechat)

    opened = begin(held_again, answer, session)

    assert WechatAccount.objects.get().owner == opened.owner
    assert opened.session.wechat_account == wechat


def test_a_session_alone_takes_no_number(held_again, answer, session, alice):
    guessed = replace(answer, code=another(answer.code))

    with pytest.raises(CodeWrong):
        begin(held_again, guessed, session)

    assert Owner.objects.get().phone == ALICE_PHONE
    assert owner_of(token=session, now=NOW) == alice


def test_nobody_begins_anew_who_was_not_asked(held_again, answer, session, form):
    alices = replace(answer, identity_card=form.identity_card)

    for unasked in (alices, replace(answer, question="A" * 43)):
        with pytest.raises(AnotherPersonUnasked):
            begin(held_again, unasked, session)
    assert Owner.objects.count() == 1


def test_a_hold_that_lapsed_costs_no_code(held_again, answer, session):
    with pytest.raises(HoldLapsed):
        begin(held_again, answer, session, now=NOW + timedelta(minutes=16))

    assert begin(held_again, answer, session, now=NOW).owner.phone == ALICE_PHONE


def test_if_the_session_has_just_ended_all_stays_as_it_was(held_again, answer, session, alice):
    Session.objects.all().delete()

    with pytest.raises(Unauthenticated):
        begin(held_again, answer, session)

    assert Owner.objects.get().phone == ALICE_PHONE
    assert Booking.objects.get(pk=held_again.pk).owner == alice
