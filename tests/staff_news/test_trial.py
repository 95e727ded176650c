"""Trying whether messages arrive, and sending once more what did not."""

import pytest
from django.core import mail

from tests.places import NINE, NOW
from tests.staff_news.conftest import pass_on, robot_of, wants
from voltbay.staff_news.errors import NowhereToTry, TooManyTrials
from voltbay.staff_news.models import Delivery
from voltbay.staff_news.trial import in_trouble, send_again, try_addresses, try_robot


def test_a_trial_goes_to_each_confirmed_address_at_any_hour(bob):
    wants(bob, "email", "digest", "new")

    assert try_addresses(bob, now=NOW) == 1
    pass_on()

    assert mail.outbox[0].subject == "【电池拆卸预约】 试发消息：收到即表示设置正确，04-07 09:00"


def test_without_an_address_there_is_nothing_to_try(bob):
    with pytest.raises(NowhereToTry):
        try_addresses(bob, now=NOW)


def test_trials_are_few(bob):
    wants(bob, "email", "now", "new")
    for _ in range(6):
        try_addresses(bob, now=NOW)

    with pytest.raises(TooManyTrials):
        try_addresses(bob, now=NOW)


def test_what_was_refused_is_shown_and_sent_again_once_it_is_put_right(outlet, vendors):
    robot = robot_of(outlet, secret="wrong")
    try_robot(robot, now=NOW)
    pass_on()
    assert [each.error_code for each in in_trouble(Delivery.objects.all(), now=NOW)] == ["310000"]

    robot.secret = "SEC-only-for-this-test"
    robot.save()
    assert send_again(Delivery.objects.all(), now=NOW) == 1
    pass_on()

    assert len(vendors.said) == 1
    assert send_again(Delivery.objects.all(), now=NINE) == 0
