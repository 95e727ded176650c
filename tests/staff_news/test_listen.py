"""What somebody may choose, and what is kept of it."""

from datetime import time

import pytest

from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.staff_news.errors import WishUnknown
from voltbay.staff_news.kinds import Channel, Kind, When
from voltbay.staff_news.listen import Choice, choose, chosen, offered


def choice(when, **changes):
    rest = {"quiet_from": time(21), "quiet_until": time(8), "outlets": (), "language": "zh-Hans"}
    return Choice(when=when, **{**rest, **changes})


def test_a_choice_replaces_the_one_before(bob):
    choose(bob, choice({(Kind.NEW, Channel.EMAIL): When.NOW}))
    choose(bob, choice({(Kind.MOVED, Channel.SMS): When.DIGEST}, quiet_from=time(22)))

    listener, wishes = chosen(bob)
    assert wishes == {("moved", "sms"): "digest"}
    assert listener.quiet_from == time(22)


def test_outlets_that_one_does_not_see_are_not_listened_to(bob, outlet):
    other = open_outlet("徐汇回收服务网点").outlet
    choose(bob, choice({}, outlets=[outlet.pk, other.pk]))

    assert list(chosen(bob)[0].outlets.all()) == [outlet]


def test_staff_are_offered_neither_groups_nor_what_managers_see(outlet):
    staff = staff_with(Role.OUTLET_STAFF, outlet=outlet)

    may = offered(staff)
    assert {channel for _, channel in may} == {Channel.SMS, Channel.EMAIL}
    assert Kind.CERTIFICATE not in {kind for kind, _ in may}
    with pytest.raises(WishUnknown):
        choose(staff, choice({(Kind.CERTIFICATE, Channel.EMAIL): When.NOW}))


def test_a_dangerous_battery_does_not_wait_for_the_morning(bob):
    with pytest.raises(WishUnknown):
        choose(bob, choice({(Kind.DANGEROUS, Channel.SMS): When.DIGEST}))
