"""What is taken back ends at once, also what a worker is about to do."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import ALICE_PHONE
from tests.places import NINE, NOW
from voltbay.accounts.models import Choice, Owner, Session, WechatAccount
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.purposes.agree import agree
from voltbay.bookings.purposes.errors import PurposeNeedsWechat, PurposeUnknown
from voltbay.bookings.purposes.queries import purposes_of, words_of
from voltbay.bookings.purposes.withdraw import withdraw
from voltbay.bookings.remind import remind
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice, ScreenMessage, WechatAccept
from voltbay.notifications.wechat.accepts import add_accept

EVE = NINE - timedelta(hours=20)
REMINDER = "booking_tomorrow"


def take_back(owner, purpose="reminders"):
    withdraw(purpose, owner=owner, client="tests", now=EVE)


def is_on(owner, name: str) -> bool:
    return {each.name: each.is_on for each in purposes_of(owner, now=EVE)}[name]


def test_a_reminder_that_is_queued_is_not_sent_once_reminders_are_taken_back(alice, confirmed):
    assert remind(now=EVE) == 1
    queued = Notice.objects.get(template=REMINDER)
    others = Notice.objects.exclude(pk=queued.pk).count()

    take_back(alice)
    deliver(notice_id=queued.pk, now=EVE)  # its job is still there

    assert not ScreenMessage.objects.exists()
    assert Notice.objects.count() == others, "what is no reminder still goes out"
    assert remind(now=EVE) == 0
    assert not is_on(alice, "reminders")
    agree("reminders", version="", owner=alice, client="tests", now=EVE)
    assert remind(now=EVE) == 1
    assert Notice.objects.get(template=REMINDER).state == "queued"
    assert [(word.name, word.action) for word in words_of(alice)] == [
        ("reminders", "given"),
        ("reminders", "withdrawn"),
    ]


def test_without_wechat_nobody_is_known_there_and_what_is_queued_goes_by_sms(alice, confirmed):
    linked = link_wechat("oAlice", owner=alice, now=NOW)
    open_session(alice, client="mini-program", now=NOW, wechat_account=linked)
    open_session(alice, client="browser", now=NOW)
    add_accept("booking_confirmed", phone=ALICE_PHONE, openid="oAlice")
    assert is_on(alice, "wechat")

    take_back(alice, "wechat")
    for notice in Notice.objects.all():
        deliver(notice_id=notice.pk, now=NOW)

    assert not WechatAccount.objects.exists()
    assert not WechatAccept.objects.exists()
    assert [session.client for session in Session.objects.all()] == ["browser"]
    assert {notice.channel for notice in Notice.objects.all()} == {"screen"}
    with pytest.raises(PurposeNeedsWechat):
        agree("wechat", version="", owner=alice, client="tests", now=NOW)
    link_wechat("oAlice", owner=alice, now=NINE)
    assert [word.action for word in words_of(alice)] == ["given", "withdrawn", "given"]


def test_what_nobody_asks_for_is_refused_and_a_word_stays_as_it_was_said(alice):
    with pytest.raises(PurposeUnknown):
        take_back(alice, "advertising")
    take_back(alice)
    take_back(alice)

    assert Choice.objects.count() == 1
    with pytest.raises(IntegrityError, match="cannot change"), transaction.atomic():
        Choice.objects.update(action="given")


@pytest.mark.django_db(transaction=True)
def test_no_reminder_slips_in_beside_the_one_who_takes_them_back(confirmed):
    """The worker asks while the owner's no is written and not yet there for all to see."""
    alice = Owner.objects.get()
    asked = threading.Thread(target=_ask_and_close)

    with transaction.atomic():
        take_back(alice)
        asked.start()
        asked.join(0.5)
        assert asked.is_alive(), "the worker waits for the owner's word"
    asked.join(10)

    assert not Notice.objects.filter(template=REMINDER).exists()


def _ask_and_close() -> None:
    remind(now=EVE)
    connection.close()
