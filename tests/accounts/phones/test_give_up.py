import pytest

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, Session
from voltbay.accounts.owners.sessions import open_session, owner_of
from voltbay.accounts.phones.errors import QuestionExpired
from voltbay.accounts.phones.give_up import give_up_phone
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell
from voltbay.notifications.wechat.accepts import accepts_left, add_accept


def test_the_phone_is_free_at_once(alice):
    assert give_up_phone(alice, now=NOW) == ALICE_PHONE

    left = Owner.objects.get(pk=alice.pk)
    assert (left.phone, left.phone_fingerprint, left.phone_end_fingerprint) == (None, None, None)
    assert left.phone_lost_at == NOW
    assert owner_with(ALICE_PHONE) != alice


def test_who_is_signed_in_stays_so(alice):
    token, _ = open_session(alice, client="", now=NOW)

    give_up_phone(alice, now=NOW)

    assert owner_of(token=token, now=NOW) == alice
    assert Session.objects.count() == 1


def test_nothing_more_is_told_to_it_nor_for_it_in_wechat(alice):
    params = {
        "code": "VB7K2M9QXA",
        "time": "04-08 09:00",
        "outlet": "浦东金桥",
        "link": "https://example.test/b/VB7K2M9QXA",
    }
    for phone in (ALICE_PHONE, BOB_PHONE):
        tell(phone=phone, template="booking_tomorrow", params=params, now=NOW, appointment=NOW)
        add_accept("booking_tomorrow", phone=phone, openid="openid")

    give_up_phone(alice, now=NOW)

    assert [notice.phone for notice in Notice.objects.all()] == [BOB_PHONE]
    assert accepts_left(ALICE_PHONE) == {}
    assert accepts_left(BOB_PHONE) == {"booking_tomorrow": 1}


def test_a_phone_is_given_up_once(alice):
    give_up_phone(alice, now=NOW)

    with pytest.raises(QuestionExpired):
        give_up_phone(alice, now=NOW)
