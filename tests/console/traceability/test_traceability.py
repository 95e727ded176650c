"""The company-wide page: what is owed, late, incomplete and reported, and writing the files."""

import re
from uuid import uuid4

import pytest

from tests.console.traceability.conftest import PACK, give, path, take_out
from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import View
from voltbay.directory.models import Outlet
from voltbay.traceability.models import Report


def shown(client, **query):
    answer = client.get(path("trace"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def write(client, outlet, **changes):
    asked = {
        "key": str(uuid4()),
        "company": outlet.company_id,
        "profile": "car_maker",
        "list_name": "in",
        "car_maker": "比亚迪",
        "state": "owed",
        "form": "csv",
    }
    return client.post(path("trace-report"), asked | changes)


def test_what_is_owed_is_listed_with_its_deadline(manager, pack):
    page = shown(manager)

    assert PACK in page
    assert "剩 30 天" in page
    assert "比亚迪" in page
    assert "车企上报表" in page
    assert "国家溯源平台（待核对）" in page


def test_what_is_late_is_told_here_and_where_the_day_begins(manager, service, slots, bob):
    take_out(service, slots[0], bob, days_ago=33)

    assert "逾期 3 天" in shown(manager, state="late")
    for where in ("dashboard", "outlets"):
        assert "1 项上报已逾期" in manager.get(path(where)).content.decode()


def test_a_report_is_written_once_and_then_nothing_is_owed(manager, outlet, pack):
    key = str(uuid4())

    answers = [write(manager, outlet, key=key) for _ in range(2)]

    made = Report.objects.get()
    assert [answer.url for answer in answers] == [path("trace-made", report_id=made.pk)] * 2
    assert PACK not in shown(manager)
    assert PACK in shown(manager, state="reported")
    assert PACK in shown(manager, profile="national_platform")


def test_the_pages_own_buttons_write_the_report_and_enter_what_lacks(manager, outlet, pack):
    battery = manager.get(path("trace-battery", pack_id=pack.pk)).content.decode()
    typed = {"action": "car_maker", "key": key_on(battery), "car_maker": "荣威"}
    assert manager.post(path("trace-enter", pack_id=pack.pk), typed).status_code == 302

    answer = write(manager, outlet, key=key_on(shown(manager)), car_maker="荣威")

    assert answer.url == path("trace-made", report_id=Report.objects.get().pk)


def key_on(page: str) -> str:
    """Return the key of the first form that has one."""
    found = re.search(r'name="key" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_next_one_is_told_that_nothing_is_owed(manager, outlet, pack):
    write(manager, outlet)

    again = write(manager, outlet)

    assert again.status_code == 409
    assert "没有待上报的电池" in again.content.decode()


def test_what_is_missing_leads_to_where_it_is_entered(manager, service, slots, bob):
    pack = take_out(service, slots[0], bob, code="001PE01D8H0000777RP", model="")

    page = shown(manager, state="incomplete")

    battery = path("trace-battery", pack_id=pack.pk)
    assert f'href="{battery}#former_codes">原编码' in page
    assert f'href="{battery}#car_maker">整车企业' in page
    refused = write(manager, service.outlet, list_name="reused_in", car_maker="")
    assert refused.status_code == 409
    assert "整车企业" in refused.content.decode()


@pytest.mark.parametrize(
    ("wrong", "status"),
    [
        ({"company": "x"}, 404),
        ({"profile": "nobody"}, 404),
        ({"list_name": "sideways"}, 404),
        ({"form": "exe"}, 404),
        ({"state": "late"}, 404),
        ({"company": str(uuid4())}, 409),
    ],
)
def test_a_wrong_wish_writes_nothing(manager, outlet, pack, wrong, status):
    assert write(manager, outlet, **wrong).status_code == status
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("query", "status"),
    [({"outlet": str(uuid4())}, 404), ({"profile": "x"}, 404), ({"state": "x", "page": "9"}, 200)],
)
def test_a_wrong_filter_is_answered(manager, pack, query, status):
    assert manager.get(path("trace"), query).status_code == status


def test_another_companys_batteries_are_not_there(client, pack):
    other = open_outlet("别家网点").outlet
    let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=other, name="otto"))

    assert PACK not in shown(client)
    assert write(client, pack.outlet).status_code == 409
    assert client.get(path("trace-battery", pack_id=pack.pk)).status_code == 404
    assert Outlet.objects.count() == 2


def test_an_auditor_sees_all_and_reports_nothing(client, outlet, pack):
    let_in(client, staff_with(Role.AUDITOR, name="ada"))

    assert PACK in shown(client)
    assert write(client, outlet).status_code == 403


def test_at_the_desk_nobody_opens_it(desk, pack):
    assert desk.get(path("trace")).status_code == 403


def test_the_store_says_how_it_stands(manager, bob, pack):
    give(pack, bob)

    page = manager.get(path("stock", outlet_id=pack.outlet_id)).content.decode()

    assert f"state=owed&amp;outlet={pack.outlet_id}" in page
    assert View.objects.count() == 0


def test_it_speaks_english(manager, pack):
    manager.cookies["django_language"] = "en"

    page = shown(manager)

    for words in ("Car maker&#x27;s form", "30 days left", "Files to write", "taken in"):
        assert words in page
