"""A robot's message bears its vendor's signature, and goes to its vendor alone."""

from datetime import UTC, datetime

import pytest

from tests.places import NOW
from tests.staff_news.conftest import robot_of
from tests.staff_news.robot_server import DINGTALK
from voltbay.staff_news.channels.refusals import NotSent
from voltbay.staff_news.channels.robots import say, signed
from voltbay.staff_news.models import Robot

STAMP = datetime(2020, 9, 6, 2, 21, 13, tzinfo=UTC)  # 1599358873


def test_dingtalk_signs_by_the_secret_in_the_query(openssl):
    robot = Robot(vendor="dingtalk", secret="this is secret", webhook=DINGTALK)

    query, body = signed(robot, "好", now=STAMP)

    assert query["timestamp"] == "1599358873000"
    assert query["sign"] == openssl("1599358873000\nthis is secret", key="this is secret")
    assert body == {"msgtype": "text", "text": {"content": "好"}}


def test_feishu_signs_nothing_by_stamp_and_secret_in_the_body(openssl):
    query, body = signed(Robot(vendor="feishu", secret="this is secret"), "好", now=STAMP)

    assert query == {}
    assert body == {
        "msg_type": "text",
        "content": {"text": "好"},
        "timestamp": "1599358873",
        "sign": openssl("", key="1599358873\nthis is secret"),
    }


def test_wecom_has_no_signature():
    query, body = signed(Robot(vendor="wecom"), "好", now=STAMP)

    assert (query, body) == ({}, {"msgtype": "text", "text": {"content": "好"}})


@pytest.mark.parametrize("vendor", ["wecom", "dingtalk", "feishu"])
def test_each_vendor_takes_what_is_signed(outlet, vendors, vendor):
    say(robot_of(outlet, vendor), "新预约", now=NOW)

    assert vendors.said == [(vendor, "新预约")]


@pytest.mark.parametrize(("vendor", "code"), [("dingtalk", "310000"), ("feishu", "19021")])
def test_another_secret_is_refused_with_http_200(outlet, vendors, vendor, code):
    with pytest.raises(NotSent) as refused:
        say(robot_of(outlet, vendor, secret="another"), "新预约", now=NOW)

    assert (refused.value.code, refused.value.is_final) == (code, True)


@pytest.mark.parametrize("vendor", ["dingtalk", "feishu"])
def test_an_old_stamp_is_refused(outlet, vendors, vendor):
    vendors.now += 7200

    with pytest.raises(NotSent):
        say(robot_of(outlet, vendor), "新预约", now=NOW)


@pytest.mark.parametrize(
    ("vendor", "answer", "wait"),
    [
        ("wecom", {"errcode": 45009, "errmsg": "api freq out of limit"}, 60),
        ("dingtalk", {"errcode": 660026, "errmsg": "too fast"}, 600),
        ("feishu", {"code": 11232, "msg": "frequency limited"}, 60),
    ],
)
def test_too_many_is_waited_out(outlet, vendors, vendor, answer, wait):
    vendors.refusals.append(answer)

    with pytest.raises(NotSent) as refused:
        say(robot_of(outlet, vendor), "新预约", now=NOW)

    assert (refused.value.is_final, refused.value.wait_seconds) == (False, wait)


def test_nobody_is_followed_elsewhere(outlet, vendors):
    vendors.status = 302

    with pytest.raises(NotSent) as refused:
        say(robot_of(outlet), "新预约", now=NOW)

    assert (refused.value.code, refused.value.is_final) == ("http 302", True)
    assert vendors.asked == ["/robot/send"]


def test_an_answer_without_a_number_is_none(outlet, vendors):
    vendors.refusals.append({"ok": True})

    with pytest.raises(NotSent) as refused:
        say(robot_of(outlet), "新预约", now=NOW)

    assert (refused.value.code, refused.value.is_final) == ("no_answer", False)


def test_an_address_that_was_changed_in_the_table_is_not_asked(outlet, vendors):
    robot = robot_of(outlet, webhook="https://127.0.0.1/robot/send?access_token=1")

    with pytest.raises(NotSent):
        say(robot, "新预约", now=NOW)

    assert vendors.asked == []


def test_a_vendor_out_of_reach_says_nothing_of_the_address(outlet, settings):
    settings.VOLTBAY_ROBOT_ENDPOINTS = {"dingtalk": "http://127.0.0.1:9"}

    with pytest.raises(NotSent) as refused:
        say(robot_of(outlet), "新预约", now=NOW)

    assert (refused.value.code, refused.value.__cause__) == ("unreachable", None)
