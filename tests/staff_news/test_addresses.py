"""An address is told nothing before its holder has confirmed it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from tests.places import NOW
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.notifications.models import Notice
from voltbay.staff_news.addresses import addresses_of, confirm, enter, give_up
from voltbay.staff_news.errors import AddressWrong, ConfirmationOver, EmailOff, TooManyTrials

DAY = timedelta(days=1)


def ask(staff, channel="email", value="bob@example.test", now=NOW):
    return enter(staff, channel, value, language="zh-Hans", now=now)


def token_in(text):
    return re.search(r"/console/hear/confirm/([^/]+)/", text)[1]


def test_a_mailbox_is_confirmed_by_the_link_in_a_letter(bob):
    ask(bob)
    assert addresses_of(bob)["email"].confirmed_at is None

    (letter,) = mail.outbox
    assert letter.to == ["bob@example.test"]
    confirm(bob, token_in(letter.body), now=NOW + DAY / 2)

    assert addresses_of(bob)["email"].confirmed_at == NOW + DAY / 2


def test_a_phone_is_confirmed_by_the_link_in_an_sms(bob):
    ask(bob, "sms", "137 0013 7000")

    notice = Notice.objects.get(template="staff_confirm")
    assert notice.phone == "13700137000"
    confirm(bob, token_in(notice.params["link"]), now=NOW)
    assert addresses_of(bob)["sms"].confirmed_at == NOW


def test_a_link_is_good_once_for_a_day_and_for_its_own_person(bob, outlet):
    ask(bob)
    token = token_in(mail.outbox[0].body)
    eve = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="eve")

    with pytest.raises(ConfirmationOver):
        confirm(eve, token, now=NOW)
    with pytest.raises(ConfirmationOver):
        confirm(bob, token, now=NOW + DAY)
    confirm(bob, token, now=NOW)
    with pytest.raises(ConfirmationOver):
        confirm(bob, token, now=NOW)


def test_another_address_must_be_confirmed_anew_and_ends_the_link_before(bob):
    ask(bob)
    ask(bob, value="bob@elsewhere.test")

    with pytest.raises(ConfirmationOver):
        confirm(bob, token_in(mail.outbox[0].body), now=NOW)
    assert addresses_of(bob)["email"].confirmed_at is None


def test_neither_the_address_nor_the_link_can_be_read_in_the_table(bob):
    ask(bob)

    with connection.cursor() as cursor:
        cursor.execute("SELECT value, token_fingerprint FROM staff_news_address")
        stored = b"".join(bytes(each) for each in cursor.fetchone())
    assert b"example" not in stored
    assert token_in(mail.outbox[0].body).encode() not in stored


@pytest.mark.parametrize(
    ("channel", "value"),
    [
        ("email", "bob"),
        ("email", "bob@example"),
        ("email", "bob@example.test\nBcc: eve@example.test"),
        ("email", "a" * 300 + "@example.test"),
        ("sms", "021-50001234"),
        ("robots", "bob@example.test"),
        ("", ""),
    ],
)
def test_what_is_no_address_is_refused(bob, channel, value):
    with pytest.raises(AddressWrong):
        ask(bob, channel, value)


def test_no_mailbox_is_taken_where_no_mail_is_sent(bob, settings):
    settings.VOLTBAY_EMAIL_FROM = ""

    with pytest.raises(EmailOff):
        ask(bob)


def test_nobody_has_letters_sent_to_strangers_all_day(bob):
    for number in range(5):
        ask(bob, value=f"stranger{number}@example.test")

    with pytest.raises(TooManyTrials):
        ask(bob, value="another@example.test")


def test_an_address_that_is_given_up_is_gone(bob):
    ask(bob)
    give_up(bob, "email")
    give_up(bob, "email")

    assert addresses_of(bob) == {}
