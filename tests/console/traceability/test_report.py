"""One report: its file with full VINs leaves a view, and it may be taken back."""

from uuid import uuid4

import pytest
from django.utils import timezone

from tests.console.traceability.conftest import PACK, path
from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import View
from voltbay.traceability.models import Report
from voltbay.traceability.queries import Wanted
from voltbay.traceability.report_file import is_the_same
from voltbay.traceability.report_profile import find_profile
from voltbay.traceability.write_report import Asked, write_report

VIN = "LGXCE6DB7J0123456"


@pytest.fixture
def made(pack, bob):
    wanted = Wanted(
        [pack.outlet_id],
        find_profile("car_maker"),
        list_name="in",
        car_maker="比亚迪",
        company=pack.outlet.company_id,
    )
    return write_report(Asked(wanted, Report.Form.CSV), staff=bob, now=timezone.now())


def withdraw(client, made, why="平台退回", key=None):
    sent = {"why": why, "key": key or str(uuid4())}
    return client.post(path("trace-withdraw", report_id=made.pk), sent)


def test_it_is_shown_with_the_vin_masked(manager, made):
    page = manager.get(path("trace-made", report_id=made.pk)).content.decode()

    assert made.sha256 in page
    assert PACK in page
    assert VIN not in page
    assert "LGX" in page


def test_the_file_is_the_one_that_was_reported_and_leaves_a_view(manager, made):
    before = View.objects.count()

    answer = manager.post(path("trace-file", report_id=made.pk))

    assert is_the_same(made, answer.content)
    assert VIN in answer.content.decode()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert View.objects.count() == before + 1


def test_taken_back_it_stays_and_what_it_said_is_owed_again(manager, made):
    key = str(uuid4())

    answers = [withdraw(manager, made, key=key) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    page = manager.get(path("trace-made", report_id=made.pk)).content.decode()
    assert "平台退回" in page
    assert PACK in manager.get(path("trace")).content.decode()


def test_without_a_reason_or_twice_it_is_not_taken_back(manager, made):
    assert withdraw(manager, made, why=" ").status_code == 422
    withdraw(manager, made)
    assert withdraw(manager, made).status_code == 409


def test_another_companys_report_is_not_there(client, made):
    other = open_outlet("别家网点").outlet
    let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=other, name="otto"))

    for name in ("trace-file", "trace-withdraw"):
        assert client.post(path(name, report_id=made.pk)).status_code == 404
    assert client.get(path("trace-made", report_id=made.pk)).status_code == 404
