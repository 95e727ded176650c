from datetime import timedelta

import pytest

from tests.accounts.inbox import another
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, Support, WechatAccount
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.change_phone import Here, change_phone
from voltbay.accounts.owners.devices import known_device, remember_device
from voltbay.accounts.owners.errors import CodeWrong, PhoneTaken, PhoneUnchanged
from voltbay.accounts.owners.link_wechat import link_wechat
from voltbay.accounts.owners.sessions import close_session, open_session, owner_of
from voltbay.accounts.phones.errors import PhoneInQuestion, QuestionExpired
from voltbay.accounts.phones.question import Waiting, ask, take
from voltbay.core.errors import Unauthenticated
from voltbay.core.languages import EN
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint
from voltbay.notifications.texts import said
from voltbay.notifications.wechat.accepts import accepts_left, add_accept


def move(owner, code, *, phone=BOB_PHONE, now=NOW, **changes):
    return change_phone(owner=owner, phone=phone, code=code, now=now, **changes)


def test_a_code_sent_to_the_new_phone_moves_the_account(alice, send):
    move(alice, send(BOB_PHONE))

    moved = Owner.objects.get(phone_fingerprint=phone_fingerprint(BOB_PHONE))
    assert moved == alice
    assert moved.phone == BOB_PHONE


def test_the_old_phone_is_told_with_the_new_one_masked(alice, send):
    move(alice, send(BOB_PHONE))

    told = Notice.objects.get(template="phone_changed")
    assert told.phone == ALICE_PHONE
    assert told.params == {"phone": "139****9000", "service": "客服"}


def test_it_is_told_in_the_owner_s_language_and_whom_to_call(alice, send):
    Support.objects.create(number="400-820-8888")

    move(alice, send(BOB_PHONE), here=Here(language=EN))

    told = Notice.objects.get(template="phone_changed")
    words = said("phone_changed", language=told.language, params=told.params)
    assert words == (
        "[Voltbay] Your account now signs in with 139****9000; other devices were signed out. "
        "If you did not do this, call 400-820-8888 at once."
    )


def test_every_session_ends_but_the_one_that_asks(alice, send):
    here, _ = open_session(alice, client="a phone", now=NOW)
    other, _ = open_session(alice, client="a lost phone", now=NOW)

    move(alice, send(BOB_PHONE), here=Here(session=here))

    assert owner_of(token=here, now=NOW) == alice
    with pytest.raises(Unauthenticated):
        owner_of(token=other, now=NOW)


def test_another_owner_s_sessions_and_devices_are_left_alone(alice, send):
    charlie = owner_with("13700137000")
    token, _ = open_session(charlie, client="", now=NOW)
    device = remember_device(charlie, token="", client="", now=NOW)

    move(alice, send(BOB_PHONE))

    assert owner_of(token=token, now=NOW) == charlie
    assert known_device(phone="13700137000", token=device, now=NOW)


def test_no_device_is_known_any_more_but_the_one_that_asks(alice, send):
    here, other = (remember_device(alice, token="", client="", now=NOW) for _ in range(2))

    move(alice, send(BOB_PHONE), here=Here(asker=Asker(device=here)))

    assert known_device(phone=BOB_PHONE, token=here, now=NOW)
    assert not known_device(phone=BOB_PHONE, token=other, now=NOW)


def test_of_wechat_users_only_the_one_who_asks_stays(alice, send):
    mine = link_wechat("openid-alice", owner=alice, now=NOW)
    link_wechat("openid-ex", owner=alice, now=NOW)
    here, _ = open_session(alice, client="", now=NOW, wechat_account=mine)

    move(alice, send(BOB_PHONE), here=Here(session=here))

    assert WechatAccount.objects.get() == mine
    assert owner_of(token=here, now=NOW) == alice


def test_messages_in_wechat_move_along_with_their_user_only(alice, send):
    mine = link_wechat("openid-alice", owner=alice, now=NOW)
    here, _ = open_session(alice, client="", now=NOW, wechat_account=mine)
    add_accept("booking_tomorrow", phone=ALICE_PHONE, openid="openid-alice")
    add_accept("booking_confirmed", phone=ALICE_PHONE, openid="openid-ex")

    move(alice, send(BOB_PHONE), here=Here(session=here))

    assert accepts_left(BOB_PHONE) == {"booking_tomorrow": 1}
    assert accepts_left(ALICE_PHONE) == {}


def test_a_session_that_was_ended_from_elsewhere_moves_nothing(alice, send):
    stolen, _ = open_session(alice, client="a thief's", now=NOW)
    close_session(token=stolen)

    with pytest.raises(Unauthenticated):
        move(alice, send(BOB_PHONE), here=Here(session=stolen))
    assert Owner.objects.get().phone == ALICE_PHONE


def test_a_phone_that_was_another_s_long_ago_is_asked_about(alice, send):
    bob = owner_with(BOB_PHONE)
    later = NOW + timedelta(days=90)

    with pytest.raises(PhoneInQuestion):
        move(alice, send(BOB_PHONE, now=later), now=later)
    assert Owner.objects.get(pk=bob.pk).phone == BOB_PHONE
    assert Owner.objects.get(pk=alice.pk).phone == ALICE_PHONE


def test_what_was_asked_about_the_old_phone_is_void(alice, send):
    question = ask(alice, Waiting(), now=NOW).question

    move(alice, send(BOB_PHONE))

    with pytest.raises(QuestionExpired):
        take(question, now=NOW)


def test_a_code_sent_to_the_old_phone_proves_nothing(alice, send):
    code = send(ALICE_PHONE)
    send(BOB_PHONE)

    with pytest.raises(CodeWrong):
        move(alice, another(code))
    assert Owner.objects.get().phone == ALICE_PHONE


def test_a_phone_with_an_account_is_refused_to_who_holds_it(alice, send):
    owner_with(BOB_PHONE)

    with pytest.raises(PhoneTaken):
        move(alice, send(BOB_PHONE))
    assert Owner.objects.get(pk=alice.pk).phone == ALICE_PHONE


def test_whether_a_phone_has_an_account_is_not_told_without_its_code(alice, send):
    owner_with(BOB_PHONE)
    code = send(BOB_PHONE)

    with pytest.raises(CodeWrong):
        move(alice, another(code))


def test_moving_to_the_same_phone_is_refused_before_the_code_is_spent(alice, send):
    with pytest.raises(PhoneUnchanged):
        move(alice, send(ALICE_PHONE), phone=ALICE_PHONE)
