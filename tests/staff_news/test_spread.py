"""Who hears of what: those who see the outlet and want to, when they want to."""

from datetime import time, timedelta

import pytest

from tests.places import NINE, NOW, open_outlet
from tests.staff import staff_with
from tests.staff_news.conftest import book, robot_of, wants
from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.move import by
from voltbay.directory.models import Company
from voltbay.staff_news.gather import gather
from voltbay.staff_news.models import Address, Delivery, News
from voltbay.staff_news.spread import spread

pytestmark = pytest.mark.usefixtures("listening")
NIGHT = NOW + timedelta(hours=13)  # ten in the evening
MORNING = NINE - timedelta(hours=1)


@pytest.fixture
def elsewhere(db):
    return open_outlet("徐汇回收服务网点").outlet


def happens(outlet, kind="new", *, now=NOW, actor=None):
    params = {"plate": "沪AD12345", "at": NINE.isoformat()}
    news = News.objects.create(
        kind=kind,
        dedupe_key=f"{kind}:{now}",
        outlet=outlet,
        params=params,
        made_at=now,
        actor=actor,
    )
    spread(now=now)
    return news


def heard():
    return sorted(Delivery.objects.values_list("staff__username", flat=True))


def test_only_who_sees_the_outlet_hears_of_it(outlet, elsewhere):
    for role, where in [
        (Role.OUTLET_STAFF, outlet),
        (Role.OUTLET_MANAGER, elsewhere),
        (Role.COMPANY_MANAGER, outlet),
        (Role.OPERATOR, None),
        (Role.AUDITOR, None),
    ]:
        wants(staff_with(role, outlet=where), "email", "now", "new")

    happens(outlet)

    assert heard() == ["company_manager", "operator", "outlet_staff"]


def test_a_company_manager_may_hear_of_some_outlets_only(outlet, elsewhere):
    carol = staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol")
    wants(carol, "email", "now", "new").outlets.add(elsewhere)

    happens(outlet)
    assert heard() == []
    happens(elsewhere, now=NOW + timedelta(minutes=1))
    assert heard() == ["carol"]


def test_what_managers_alone_may_see_is_told_to_them_alone(outlet, bob):
    wants(bob, "email", "now", "certificate")
    wants(staff_with(Role.OUTLET_STAFF, outlet=outlet), "email", "now", "certificate")

    happens(outlet, "certificate")

    assert heard() == ["bob"]


def test_nobody_hears_what_they_did_themselves(service, slots, bob):
    wants(bob, "email", "now", "new")
    wants(staff_with(Role.OUTLET_STAFF, outlet=service.outlet, name="dan"), "email", "now", "new")
    book(service, slots[0], by=by(bob))

    gather(now=NOW)
    spread(now=NOW)

    assert heard() == ["dan"]


def test_an_address_that_nobody_confirmed_is_told_nothing(outlet, bob):
    wants(bob, "email", "now", "new")
    Address.objects.update(confirmed_at=None)

    happens(outlet)

    assert heard() == []


def test_who_wants_nothing_of_a_kind_hears_nothing_of_it(outlet, bob):
    wants(bob, "email", "now", "cancelled")

    happens(outlet)

    assert heard() == []


@pytest.mark.parametrize(
    ("when", "now", "due_at", "is_digest"),
    [
        ("now", NOW, NOW, False),
        ("now", NIGHT, MORNING, True),
        ("digest", NOW, MORNING, True),
        ("digest", NIGHT, MORNING, True),
        ("digest", MORNING, MORNING + timedelta(days=1), True),
    ],
)
def test_quiet_hours_and_the_morning_are_kept(outlet, bob, when, now, due_at, is_digest):
    wants(bob, "email", when, "new")

    happens(outlet, now=now)

    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.is_digest) == (due_at, is_digest)


def test_quiet_hours_are_each_persons_own(outlet, bob):
    wants(bob, "email", "now", "new", quiet_from=time(23), quiet_until=time(6))

    happens(outlet, now=NIGHT)

    assert Delivery.objects.get().due_at == NIGHT


def test_a_digest_waits_for_who_sleeps_long(outlet, bob):
    wants(bob, "email", "digest", "new", quiet_until=time(9, 30))

    happens(outlet)

    assert Delivery.objects.get().due_at == MORNING + timedelta(minutes=90)


def test_a_dangerous_battery_passes_quiet_hours(outlet, bob):
    wants(bob, "email", "digest", "dangerous")

    happens(outlet, "dangerous", now=NIGHT)

    delivery = Delivery.objects.get()
    assert (delivery.due_at, delivery.is_digest) == (NIGHT, False)


def test_a_group_hears_once_and_soonest_however_many_managers_want_it(outlet, elsewhere, bob):
    wants(bob, "robots", "digest", "new")
    carol = staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol")
    wants(carol, "robots", "now", "new")
    ours, of_company, _others = robot_of(outlet), robot_of(outlet, "feishu"), robot_of(elsewhere)
    of_company.outlet = None
    of_company.save()

    happens(outlet)

    told = Delivery.objects.order_by("robot")
    assert [(each.robot, each.due_at) for each in told] == [(ours, NOW), (of_company, NOW)]


def test_only_who_leads_an_outlet_decides_what_its_groups_hear(outlet):
    robot_of(outlet)
    wants(staff_with(Role.OPERATOR), "robots", "now", "new")
    wants(staff_with(Role.OUTLET_STAFF, outlet=outlet), "robots", "now", "new")

    happens(outlet)

    assert not Delivery.objects.exists()


def test_news_is_spread_once(outlet, bob):
    wants(bob, "email", "now", "new")
    happens(outlet)

    assert spread(now=NOW) == 0
    assert heard() == ["bob"]


def test_what_is_a_companys_is_heard_by_its_manager_and_what_waits_by_the_platform(
    outlet, elsewhere
):
    other = Company.objects.create(name="别家", credit_code="1", city="北京", phone="10000")
    role = Role.COMPANY_MANAGER
    wants(StaffUser.objects.create(username="stranger", role=role, company=other))
    for role in (Role.OUTLET_MANAGER, Role.COMPANY_MANAGER, Role.OPERATOR):
        wants(staff_with(role, outlet=outlet))

    for kind in ("decided", "to_check", "certificate"):
        news = News.objects.create(
            kind=kind, dedupe_key=kind, company=outlet.company, params={}, made_at=NOW
        )
        spread(now=NOW)
        news.refresh_from_db()

    heard_of = dict.fromkeys(("decided", "to_check", "certificate"), ())
    for kind, name in Delivery.objects.values_list("news__kind", "staff__username"):
        heard_of[kind] = tuple(sorted((*heard_of[kind], name)))
    assert heard_of == {
        "decided": ("company_manager",),
        "to_check": ("operator",),
        "certificate": ("company_manager", "operator"),
    }
