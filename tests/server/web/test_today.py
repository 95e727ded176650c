"""The back office opens with what waits for people, and with whether bookings can be made."""

import pytest
from django.utils import timezone
from django.utils.translation import override

from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell
from voltbay.server.web.today import today

pytestmark = pytest.mark.django_db
LINK = "https://example.com"


def unsent() -> None:
    params = {"outlet": "浦东金桥", "serial": "VR260408-7K3M9Q2T", "link": LINK}
    told = tell(
        phone="13800138000", template="receipt_issued", params=params, dedupe_key="x",
        now=timezone.now(),
    )  # fmt: skip
    Notice.objects.filter(pk=told.pk).update(state="failed", error_code="REFUSED")


def test_what_waits_is_counted_and_leads_to_where_it_is_done(client, settings):
    unsent()
    outlet = open_outlet().outlet

    page = let_in(client, staff_with(Role.OPERATOR, outlet=outlet)).get("/admin/").content.decode()

    assert "今日待办" in page
    assert page.index("未发出的消息") < page.index("待审核预约"), "what is empty comes last"
    assert 'href="/console/messages/unsent/"' in page
    assert page.index("今日待办") < page.index("procrastinate"), "tables of the queue come last"


def test_where_no_worker_lives_it_says_so():
    with override("en"):
        found = today(None, {})

        held = {str(part["says"]): part["holds"] for part in found["parts"]}

    assert not found["is_ready"]
    assert held["The database answers"]
    assert not held["Workers are alive for every queue"]
