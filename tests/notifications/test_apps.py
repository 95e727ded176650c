import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from voltbay.notifications.templates import TEMPLATES


def start():
    apps.get_app_config("notifications").ready()


def test_a_channel_that_does_not_exist_stops_the_start(settings):
    settings.VOLTBAY_SMS_CHANNEL = "pigeon"

    with pytest.raises(ImproperlyConfigured, match="pigeon"):
        start()


def test_a_message_without_template_code_stops_the_start(settings):
    settings.VOLTBAY_SMS_CHANNEL = "aliyun_sms"
    settings.VOLTBAY_SMS_TEMPLATES = dict.fromkeys(TEMPLATES.keys() - {"sign_in_code"}, "SMS_1")

    with pytest.raises(ImproperlyConfigured, match="sign_in_code"):
        start()


def test_the_screen_needs_no_codes(settings):
    settings.VOLTBAY_SMS_CHANNEL = "screen"
    settings.VOLTBAY_SMS_TEMPLATES = {}

    assert start() is None


def test_a_code_for_a_message_that_nothing_sends_stops_the_start(settings):
    settings.VOLTBAY_SMS_TEMPLATES = {"bookng_confirmed": "SMS_1"}

    with pytest.raises(ImproperlyConfigured, match="bookng_confirmed"):
        start()


@pytest.mark.parametrize(
    "wrong",
    [
        {"nothing": "ID thing1=outlet"},
        {"booking_confirmed": "ID thing1=price"},
        {"booking_confirmed": "ID thing1"},
    ],
)
def test_a_subscribe_template_that_cannot_be_filled_stops_the_start(settings, wrong):
    settings.VOLTBAY_WECHAT_TEMPLATES = wrong

    with pytest.raises(ImproperlyConfigured, match="VOLTBAY_WECHAT_TEMPLATES"):
        start()
