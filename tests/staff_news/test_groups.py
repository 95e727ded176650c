"""Robots are added with an address of their vendor's and a secret, and belong to their outlet."""

import pytest

from tests.places import NOW, open_outlet
from tests.staff_news.conftest import WEBHOOKS
from tests.staff_news.robot_server import DINGTALK, SECRET, WECOM
from voltbay.staff_news.errors import RobotUnknown, RobotWrong, TooManyRobots
from voltbay.staff_news.groups import NewRobot, add_robot, robots_at, take_off
from voltbay.staff_news.models import Robot


def add(outlet, vendor="dingtalk", **changes):
    entry = {"vendor": vendor, "name": "前台群", "webhook": WEBHOOKS.get(vendor), "secret": SECRET}
    return add_robot(outlet, NewRobot(**{**entry, **changes}), now=NOW)


@pytest.mark.parametrize("vendor", WEBHOOKS)
def test_each_vendors_robot_is_added(outlet, vendor):
    added = Robot.objects.get(pk=add(outlet, vendor).pk)

    assert added.webhook == WEBHOOKS[vendor]
    assert added.secret == (None if vendor == "wecom" else SECRET)


@pytest.mark.parametrize(
    "changes",
    [
        {"secret": ""},
        {"name": " "},
        {"webhook": WECOM},
        {"webhook": DINGTALK.replace("https", "http")},
        {"webhook": DINGTALK.replace("oapi.dingtalk.com", "127.0.0.1")},
        {"webhook": DINGTALK.replace("oapi.dingtalk.com", "oapi.dingtalk.com:8080")},
        {"webhook": DINGTALK.replace("oapi.dingtalk.com", "oapi.dingtalk.com.evil.test")},
        {"webhook": DINGTALK.replace("oapi", "eve@oapi")},
        {"webhook": DINGTALK.replace("/robot/send", "/robot/../topapi/send")},
        {"webhook": DINGTALK + "&next=1"},
        {"webhook": "https://[oapi.dingtalk.com/robot/send?access_token=1"},
        {"vendor": "slack", "webhook": "https://hooks.slack.com/1"},
    ],
)
def test_no_other_address_is_ever_asked(outlet, changes):
    with pytest.raises(RobotWrong):
        add(outlet, **changes)


def test_the_companys_robot_hears_of_each_outlet_and_only_the_company_takes_it_off(outlet):
    other = open_outlet("徐汇回收服务网点").outlet
    robot = add(other, of_company=True)

    assert list(robots_at(outlet)) == [robot]
    with pytest.raises(RobotUnknown):
        take_off(outlet, robot.pk, of_company=False)
    take_off(outlet, robot.pk, of_company=True)
    assert not Robot.objects.exists()


def test_a_robot_of_another_outlet_is_not_there(outlet):
    robot = add(open_outlet("徐汇回收服务网点").outlet)

    with pytest.raises(RobotUnknown):
        take_off(outlet, robot.pk, of_company=True)


def test_an_outlet_has_a_handful(outlet):
    for _ in range(10):
        add(outlet)

    with pytest.raises(TooManyRobots):
        add(outlet)
