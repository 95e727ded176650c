import json

import pytest

from tests.notifications.aliyun_server import BUSINESS_LIMIT
from tests.notifications.conftest import BOOKED, CODE
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications.channels.aliyun_sms import send
from voltbay.notifications.deliver import deliver
from voltbay.notifications.errors import Advice, NotSent


def test_a_code_goes_out_signed_and_the_vendor_s_number_is_kept(tell_alice, vendor):
    notice = tell_alice("sign_in_code", CODE)

    deliver(notice_id=notice.pk, now=NOW)

    sent = vendor.messages[0]
    assert sent["PhoneNumbers"] == ALICE_PHONE
    assert sent["SignName"] == "电池拆卸预约"
    assert sent["TemplateCode"] == "SMS_sign_in_code"
    assert json.loads(sent["TemplateParam"]) == CODE
    assert sent["OutId"] == str(notice.pk)
    notice.refresh_from_db()
    assert (notice.state, notice.channel) == ("sent", "aliyun_sms")
    assert notice.receipt == "900619746936498441^0"


def test_chinese_words_survive_the_signature(tell_alice, vendor):
    send(tell_alice("booking_confirmed", BOOKED))

    assert json.loads(vendor.messages[0]["TemplateParam"])["outlet"] == BOOKED["outlet"]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (BUSINESS_LIMIT[0], Advice.GIVE_UP),
        ("isv.MOBILE_NUMBER_ILLEGAL", Advice.GIVE_UP),
        ("isp.SYSTEM_ERROR", Advice.RETRY_ONCE),
        ("isv.AMOUNT_NOT_ENOUGH", Advice.ALARM),
        ("isv.DAY_LIMIT_CONTROL", Advice.ALARM),
        ("isv.SMS_SIGNATURE_ILLEGAL", Advice.ALARM),
        ("isv.SMS_TEMPLATE_ILLEGAL", Advice.ALARM),
        ("isv.SOMETHING_NEW", Advice.ALARM),
    ],
)
def test_each_business_refusal_has_its_advice(tell_alice, vendor, code, advice):
    vendor.refuse(code)

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == (code, advice)


def test_flow_control_ends_the_notice_and_keeps_the_reason(tell_alice, vendor):
    vendor.refuse(*BUSINESS_LIMIT)
    notice = tell_alice()

    assert deliver(notice_id=notice.pk, now=NOW) is None

    notice.refresh_from_db()
    assert (notice.state, notice.error_code) == ("failed", BUSINESS_LIMIT[0])
    assert len(vendor.messages) == 1


def test_a_wrong_secret_is_for_a_person_to_look_at(tell_alice, vendor, settings):
    settings.VOLTBAY_ALIYUN_KEY_SECRET = "another"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert refusal.value.code == "SignatureDoesNotMatch"
    assert refusal.value.advice is Advice.ALARM
    assert not vendor.messages


def test_an_unknown_key_is_for_a_person_to_look_at(tell_alice, vendor, settings):
    settings.VOLTBAY_ALIYUN_KEY_ID = "LTAI-unknown"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert refusal.value.code == "InvalidAccessKeyId.NotFound"
    assert refusal.value.advice is Advice.ALARM


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, {"Code": "InternalError", "Message": "", "RequestId": "R-1"}),
        (503, {"Code": "ServiceUnavailable", "Message": "", "RequestId": "R-1"}),
        (502, "<html>Bad Gateway</html>"),
        (200, "not json"),
    ],
)
def test_a_vendor_who_is_broken_is_asked_again(tell_alice, vendor, status, body):
    vendor.fail(status, body)

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert refusal.value.advice is Advice.RETRY


def test_a_vendor_who_does_not_answer_is_asked_again(tell_alice, vendor, settings):
    settings.VOLTBAY_SMS_ENDPOINT = "127.0.0.1:9"  # the discard port: nobody listens

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == ("unreachable", Advice.RETRY)


def test_a_refusal_carries_neither_phone_nor_code(tell_alice, vendor):
    vendor.fail(500, {"Code": "InternalError", "Message": "x", "RequestId": "R-1"})

    with pytest.raises(NotSent) as refusal:
        send(tell_alice("sign_in_code", CODE))
    assert ALICE_PHONE not in repr(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
