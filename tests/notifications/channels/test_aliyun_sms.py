import json
from datetime import UTC, datetime, timedelta

import pytest

from tests.notifications.aliyun_server import BUSINESS_LIMIT
from tests.notifications.conftest import BOOKED, CODE
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications.channels.aliyun_sms import find, out_id, send
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
    assert sent["OutId"] == out_id(notice)
    notice.refresh_from_db()
    assert (notice.state, notice.channel) == ("sent", "aliyun_sms")
    assert notice.receipt == "900619746936498441^0"


def test_chinese_words_survive_the_signature(tell_alice, vendor):
    send(tell_alice("booking_confirmed", BOOKED))

    assert json.loads(vendor.messages[0]["TemplateParam"])["outlet"] == BOOKED["outlet"]


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (BUSINESS_LIMIT[0], Advice.PHONE_FULL),
        ("isv.MOBILE_NUMBER_ILLEGAL", Advice.NUMBER),
        ("isp.SYSTEM_ERROR", Advice.RETRY),
        ("isp.GATEWAY_ERROR", Advice.RETRY),
        ("isv.AMOUNT_NOT_ENOUGH", Advice.ACCOUNT),
        ("isv.OUT_OF_SERVICE", Advice.ACCOUNT),
        ("isv.DAY_LIMIT_CONTROL", Advice.ACCOUNT),
        ("isv.SECURITY_FROZEN_ACCOUNT", Advice.ACCOUNT),
        ("isv.SMS_SIGNATURE_ILLEGAL", Advice.ACCOUNT),
        ("isp.RAM_PERMISSION_DENY", Advice.ACCOUNT),
        ("isv.SMS_TEMPLATE_ILLEGAL", Advice.KIND),
        ("isv.SMS_TEST_NUMBER_LIMIT", Advice.KIND),
        ("isv.PARAM_LENGTH_LIMIT", Advice.TEXT),
        ("isv.UNSUPPORTED_CONTENT", Advice.TEXT),
    ],
)
def test_each_business_refusal_has_its_advice(tell_alice, vendor, code, advice):
    vendor.refuse(code)

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == (code, advice)
    assert not refusal.value.maybe


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (400, "SignatureDoesNotMatch", Advice.ACCOUNT),
        (400, "InvalidTimeStamp.Expired", Advice.ACCOUNT),
        (403, "InvalidAccessKeyId.Inactive", Advice.ACCOUNT),
        (403, "InvalidSecurityToken.Expired", Advice.ACCOUNT),
        (403, "Forbidden.RAM", Advice.ACCOUNT),
        (403, "NoPermission", Advice.ACCOUNT),
        (400, "Throttling.User", Advice.RETRY),
        (429, "Throttling.Api", Advice.RETRY),
        (503, "Throttling", Advice.RETRY),
    ],
)
def test_each_refusal_of_its_gateway_has_its_advice(tell_alice, vendor, status, code, advice):
    vendor.fail(status, {"Code": code, "Message": "", "RequestId": "R-1"})

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == (code, advice)
    assert not refusal.value.maybe


@pytest.mark.parametrize(
    ("status", "code"),
    [(200, "isv.SOMETHING_NEW"), (400, "SomethingNew.Here"), (400, "SignatureNonceUsed")],
)
def test_behind_a_code_that_we_do_not_know_may_lie_a_message_that_was_taken(
    tell_alice, vendor, status, code
):
    vendor.fail(status, {"Code": code, "Message": "", "RequestId": "R-1"})

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == (code, Advice.TEXT)
    assert refusal.value.maybe


def test_a_wrong_secret_is_for_a_person_to_look_at(tell_alice, vendor, settings):
    settings.VOLTBAY_ALIYUN_KEY_SECRET = "another"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert refusal.value.code == "SignatureDoesNotMatch"
    assert refusal.value.advice is Advice.ACCOUNT
    assert not vendor.messages


def test_an_unknown_key_is_for_a_person_to_look_at(tell_alice, vendor, settings):
    settings.VOLTBAY_ALIYUN_KEY_ID = "LTAI-unknown"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert refusal.value.code == "InvalidAccessKeyId.NotFound"
    assert refusal.value.advice is Advice.ACCOUNT


@pytest.mark.parametrize(
    ("status", "body", "maybe"),
    [
        (500, {"Code": "InternalError", "Message": "", "RequestId": "R-1"}, True),
        (503, {"Code": "ServiceUnavailable", "Message": "", "RequestId": "R-1"}, False),
    ],
)
def test_a_vendor_who_is_broken_is_asked_again(tell_alice, vendor, status, body, maybe):
    vendor.fail(status, body)

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.advice, refusal.value.maybe) == (Advice.RETRY, maybe)


@pytest.mark.parametrize("status", [200, 302, 403, 407, 429, 502, 503, 504])
@pytest.mark.parametrize("body", ["<html>Proxy</html>", "", "null", "[]", "{}"])
def test_what_a_proxy_answers_in_its_place_is_no_answer(tell_alice, vendor, status, body):
    vendor.fail(status, body)

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == ("no_answer", Advice.RETRY)
    assert refusal.value.maybe


def test_a_vendor_who_cannot_be_reached_has_taken_nothing(tell_alice, vendor, settings):
    settings.VOLTBAY_SMS_ENDPOINT = "127.0.0.1:9"  # the discard port: nobody listens

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == ("unreachable", Advice.RETRY)
    assert not refusal.value.maybe


def test_a_name_that_nobody_knows_is_a_vendor_out_of_reach(tell_alice, vendor, settings):
    settings.VOLTBAY_SMS_ENDPOINT = "vendor.invalid"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.maybe) == ("unreachable", False)


def test_who_does_not_speak_tls_is_asked_what_it_took(tell_alice, vendor, settings):
    settings.VOLTBAY_SMS_PROTOCOL = "HTTPS"

    with pytest.raises(NotSent) as refusal:
        send(tell_alice())
    assert (refusal.value.code, refusal.value.advice) == ("no_answer", Advice.RETRY)
    assert refusal.value.maybe


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("isp.RAM_PERMISSION_DENY", Advice.TEXT),
        ("Forbidden.RAM", Advice.TEXT),
        ("InvalidAccessKeyId.Inactive", Advice.ACCOUNT),
        ("isv.OUT_OF_SERVICE", Advice.ACCOUNT),
    ],
)
def test_a_key_that_may_only_send_holds_up_nobody(tell_alice, vendor, code, advice):
    vendor.listed = lambda _: (200, {"Code": code, "Message": "", "RequestId": "R-1"})

    with pytest.raises(NotSent) as refusal:
        find(tell_alice(), NOW)
    assert refusal.value.advice is advice


def test_a_vendor_who_hangs_up_may_have_taken_it_and_says_so_when_asked(tell_alice, vendor):
    notice, other = tell_alice(), tell_alice()
    vendor.trouble = vendor.ANSWER_LOST

    with pytest.raises(NotSent) as refusal:
        send(notice)

    assert (refusal.value.code, refusal.value.maybe) == ("no_answer", True)
    assert find(notice, NOW) == out_id(notice)
    assert find(other, NOW) is None


def test_what_it_took_is_looked_for_on_every_page_and_past_midnight(tell_alice, vendor):
    midnight = datetime(2026, 4, 7, 16, 0, tzinfo=UTC)
    notice, vendor.day = tell_alice(), "20260408"
    others = [{"OutId": str(number)} for number in range(60)]
    vendor.taken = [
        {"PhoneNumbers": ALICE_PHONE, "TemplateCode": "SMS_1", **each}
        for each in [*others, {"OutId": out_id(notice)}]
    ]

    assert find(notice, midnight - timedelta(seconds=10)) == out_id(notice)
    assert find(notice, midnight - timedelta(minutes=5)) is None


def test_a_refusal_carries_neither_phone_nor_code(tell_alice, vendor):
    vendor.fail(500, {"Code": "InternalError", "Message": "x", "RequestId": "R-1"})

    with pytest.raises(NotSent) as refusal:
        send(tell_alice("sign_in_code", CODE))
    assert ALICE_PHONE not in repr(refusal.value)
    assert refusal.value.__cause__ is None
    assert refusal.value.__suppress_context__
