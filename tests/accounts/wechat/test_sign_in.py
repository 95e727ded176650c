"""Signing in from the mini-program, against a server that speaks WeChat's format."""

from datetime import timedelta

import pytest

from tests.api.signing_in import BROWSER
from tests.notifications.wechat_server import set_up
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.agreements.errors import AgreementMissing
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner, Session, WechatAccount
from voltbay.accounts.owners.change_details import change_name
from voltbay.accounts.owners.change_phone import Here, move_phone
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.accounts.owners.prove_account import Caller, prove_account
from voltbay.accounts.phones.errors import PhoneInQuestion
from voltbay.accounts.phones.remembered import Remembered
from voltbay.accounts.wechat.errors import (
    WechatBlocked,
    WechatCodeWrong,
    WechatNotOffered,
    WechatPhoneCodeWrong,
    WechatPhoneNeeded,
    WechatTooOften,
    WechatUnavailable,
)
from voltbay.accounts.wechat.sign_in import sign_in_with_wechat
from voltbay.identifiers.phone import PhoneMalformed

LATER = NOW + timedelta(days=91)
BOTH = {"terms": VERSION, "privacy": VERSION}
SESSION, TOKEN = "/sns/jscode2session", "/cgi-bin/token"
PHONE = "/wxa/business/getuserphonenumber"


@pytest.fixture
def wechat(settings, texts):
    with set_up(settings) as running:
        running.users = {"first": "openid-alice", "second": "openid-alice", "bob": "openid-bob"}
        running.share_phone("phone", ALICE_PHONE)
        yield running


def enter(code="first", phone_code="phone", *, agreements=BOTH, now=NOW):
    return sign_in_with_wechat(
        code=code, phone_code=phone_code, agreements=agreements, client=BROWSER, now=now
    )


def test_the_first_sign_in_makes_the_owner_of_the_shared_phone(wechat):
    opened = enter()

    assert opened.owner == Owner.objects.get()
    assert opened.owner.phone == ALICE_PHONE
    assert Session.objects.get().owner == opened.owner
    assert Consent.objects.filter(owner=opened.owner).count() == 2
    linked = WechatAccount.objects.get()
    assert (linked.owner, linked.openid) == (opened.owner, "openid-alice")


def test_the_second_sign_in_needs_no_phone(wechat):
    owner = enter().owner

    assert enter("second", None).owner == owner
    assert wechat.asked.count(PHONE) == 1


def test_who_signed_in_by_sms_before_is_the_same_owner(wechat, alice):
    assert enter().owner == alice


def test_somebody_new_has_to_share_a_phone(wechat):
    with pytest.raises(WechatPhoneNeeded):
        enter(phone_code=None)

    assert not Owner.objects.exists()


def test_without_agreements_no_code_is_spent(wechat):
    with pytest.raises(AgreementMissing):
        enter(agreements={})

    assert wechat.asked == []


def test_where_no_mini_program_is_set_up_it_is_not_offered(texts):
    with pytest.raises(WechatNotOffered):
        enter()


@pytest.mark.parametrize(
    ("errcode", "refusal"),
    [
        (40029, WechatCodeWrong),
        (40163, WechatCodeWrong),
        (45011, WechatTooOften),
        (40226, WechatBlocked),
        (40013, WechatUnavailable),
        (99999, WechatUnavailable),
    ],
)
def test_what_wechat_refuses_has_a_name(wechat, errcode, refusal):
    wechat.refuse(SESSION, errcode)

    with pytest.raises(refusal):
        enter()

    assert wechat.asked == [SESSION]


def test_a_busy_wechat_is_asked_again(wechat):
    wechat.refuse(SESSION, -1, -1)

    assert enter().owner.phone == ALICE_PHONE


def test_a_wechat_that_stays_busy_is_unavailable(wechat):
    wechat.refuse(SESSION, -1, -1, -1)

    with pytest.raises(WechatUnavailable):
        enter()


def test_a_wechat_that_breaks_is_unavailable(wechat):
    wechat.broken = True

    with pytest.raises(WechatUnavailable):
        enter()


def test_a_wrong_account_of_ours_makes_noise(wechat, settings, caplog):
    settings.VOLTBAY_WECHAT_SECRET = "old"

    with pytest.raises(WechatUnavailable):
        enter()

    assert "errcode 40013" in caplog.text
    assert "old" not in caplog.text


def test_a_login_code_is_no_phone_code(wechat):
    with pytest.raises(WechatPhoneCodeWrong):
        enter(phone_code="second")


def test_a_number_shared_with_another_program_is_refused(wechat):
    wechat.share_phone("stolen", BOB_PHONE, watermark={"timestamp": 1, "appid": "wxother"})

    with pytest.raises(WechatPhoneCodeWrong):
        enter(phone_code="stolen")


def test_the_country_may_be_a_number_and_must_be_the_mainland(wechat):
    wechat.share_phone("number", BOB_PHONE, countryCode=86)
    wechat.share_phone("abroad", "91234567", countryCode="852")

    assert enter(phone_code="number").owner.phone == BOB_PHONE
    with pytest.raises(PhoneMalformed):
        enter("second", "abroad")


def test_the_access_token_is_fetched_once_for_all(wechat):
    wechat.share_phone("other", BOB_PHONE)
    enter()
    enter("bob", "other")

    assert wechat.asked.count(TOKEN) == 1


def test_an_access_token_is_renewed_before_it_expires(wechat):
    wechat.share_phone("other", BOB_PHONE)
    enter()
    enter("bob", "other", now=NOW + timedelta(minutes=116))

    assert wechat.asked.count(TOKEN) == 2


@pytest.mark.parametrize("errcode", [40001, 42001])
def test_a_stale_access_token_is_renewed_at_once(wechat, errcode):
    wechat.share_phone("other", BOB_PHONE)
    enter()
    wechat.refuse(PHONE, errcode)

    assert enter("bob", "other").owner.phone == BOB_PHONE
    assert wechat.asked.count(TOKEN) == 2


def test_a_wechat_user_who_shares_another_phone_moves_to_its_owner(wechat):
    enter()
    wechat.share_phone("other", BOB_PHONE)

    bob = enter("second", "other").owner

    assert bob.phone == BOB_PHONE
    assert WechatAccount.objects.get().owner == bob


def test_only_a_phone_that_was_shared_now_counts_as_proven(wechat):
    assert enter().owner.phone_proven_at == NOW
    assert enter("second", None, now=NOW + timedelta(days=1)).owner.phone_proven_at == NOW


def test_a_changed_phone_keeps_the_wechat_user_who_changed_it(wechat):
    opened = enter()
    move_phone(opened.owner, BOB_PHONE, here=Here(session=opened.token), now=NOW)

    assert enter("second", None).owner.phone == BOB_PHONE


def test_a_phone_that_was_changed_elsewhere_asks_the_wechat_user_for_it(wechat):
    move_phone(enter().owner, BOB_PHONE, here=Here(), now=NOW)

    with pytest.raises(WechatPhoneNeeded):
        enter("second", None)


def test_a_phone_that_nobody_proved_for_long_opens_no_account_by_wechat(wechat, alice):
    change_name(owner=alice, name="王小燕")

    with pytest.raises(PhoneInQuestion) as refusal:
        enter(now=LATER)
    assert not Session.objects.exists()
    assert not WechatAccount.objects.exists()

    prove_account(
        question=refusal.value.question,
        proof="王小燕",
        remember=lambda owner: Remembered(frozenset({"王小燕"})),
        caller=Caller(BROWSER),
        now=LATER,
    )
    assert WechatAccount.objects.get().owner == alice
    assert Session.objects.get().wechat_account == WechatAccount.objects.get()


def test_a_wechat_user_whom_we_know_is_not_asked_about_a_phone(wechat):
    owner = enter().owner

    assert enter("second", None, now=LATER).owner == owner
    assert Owner.objects.get().phone_proven_at == NOW


def test_closing_the_account_forgets_the_wechat_user(wechat):
    erase_owner(owner=enter().owner, now=NOW)

    assert not WechatAccount.objects.exists()
    with pytest.raises(WechatPhoneNeeded):
        enter("second", None)
