"""E-mail by a real conversation with a server of our own, refusals included."""

from email import message_from_bytes, policy

import pytest

from tests.staff_news.smtp_server import serving
from voltbay.staff_news.channels.mail import send
from voltbay.staff_news.channels.refusals import NotSent

LETTER = {"to": "bob@example.test", "subject": "晨报", "text": "- 新预约，沪AD12345"}


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False  # the loopback has no certificate
    with serving() as running:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
        yield running


def refusal():
    with pytest.raises(NotSent) as refused:
        send(**LETTER)
    assert "bob" not in str(refused.value)
    return refused.value.code, refused.value.is_final


def test_a_letter_arrives_as_it_was_written(server):
    send(**LETTER)

    ((recipient, raw),) = server.letters
    letter = message_from_bytes(raw, policy=policy.default)
    assert recipient == letter["To"] == "bob@example.test"
    assert letter["From"] == "voltbay@example.test"
    assert letter["Subject"] == "晨报"
    assert letter.get_content().strip() == "- 新预约，沪AD12345"


def test_a_mailbox_that_does_not_exist_is_final(server):
    server.to_recipient = "550 no such user bob@example.test"

    assert refusal() == ("smtp 550", True)


def test_a_full_mailbox_and_a_busy_server_are_tried_again(server):
    server.to_recipient = "452 mailbox full"
    assert refusal() == ("smtp 452", False)

    server.to_recipient, server.to_letter = "250 ok", "451 try later"
    assert refusal() == ("smtp 451", False)


def test_a_server_that_is_away_is_tried_again(server, settings):
    settings.EMAIL_PORT = 9

    assert refusal() == ("unreachable", False)


def test_nothing_is_sent_where_no_mail_is_set_up(server, settings):
    settings.VOLTBAY_EMAIL_FROM = ""

    assert refusal() == ("email_off", True)
