"""Who looked at one's data: by role and purpose, never by name."""

import pytest
from django.utils import timezone

from tests.api.session import signed_in
from tests.api.test_bookings import confirm, hold
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.view import view_booking, view_owner, view_search

pytestmark = pytest.mark.django_db
API = "/api/v1"
WORDS = "车主的邻居李四来电"


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def looked(phone, alice, service):
    """Bob of the outlet looked at her booking, then an operator at her account."""
    slots = publish_slots(service, starts_at=in_days(1), count=8)
    code = hold(phone, slots[0], service).json()["code"]
    assert confirm(phone, code, alice).status_code == 200
    now, outlet = timezone.now(), service.outlet
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    carol = staff_with(Role.OPERATOR, name="carol")
    view_booking(code, outlet_id=outlet.pk, staff=bob, purpose=Purpose.CONTACT, why=WORDS, now=now)
    view_owner(alice, staff=carol, purpose=Purpose.ACCOUNT, why=WORDS, now=now)
    view_search("phone", found=1, outlet_id=outlet.pk, staff=bob, now=now)
    return code


def test_an_owner_reads_which_role_looked_where_why_and_at_which_booking(phone, looked, service):
    answer = phone.get(f"{API}/me/views")

    at_account, at_booking = answer.json()["items"]
    assert {name: at_booking[name] for name in ("what", "who", "outlet", "why", "booking")} == {
        "what": "完整姓名和号码",
        "who": "网点员工",
        "outlet": service.outlet.name,
        "why": "就预约与车主联系",
        "booking": looked,
    }
    assert (at_account["who"], at_account["outlet"]) == ("平台运营", None)
    assert (at_account["what"], at_account["booking"]) == ("完整姓名和手机号", None)


def test_who_it_was_and_what_they_wrote_is_not_told(phone, looked):
    told = phone.get(f"{API}/me/views").content.decode()
    copied = phone.get(f"{API}/me/data").content.decode()

    for text in (told, copied):
        assert "bob" not in text
        assert "carol" not in text
        assert WORDS not in text


def test_it_is_told_in_english_too(phone, looked):
    answer = phone.get(f"{API}/me/views", {"Accept-Language": "en"})

    assert [each["why"] for each in answer.json()["items"]] == [
        "restoring or correcting the account",
        "contact about the booking",
    ]


def test_a_role_is_told_as_it_was_then(phone, looked):
    StaffUser.objects.filter(username="bob").update(role=Role.OUTLET_MANAGER)

    assert phone.get(f"{API}/me/views").json()["items"][1]["who"] == "网点员工"


def test_the_copy_of_ones_data_has_the_looks(phone, looked):
    looks = phone.get(f"{API}/me/data").json()["views"]

    assert [(each["of"], each["role"], each["purpose"]) for each in looks] == [
        ("owner", "operator", "account"),
        ("booking", "outlet_staff", "contact"),
    ]


def test_nobody_reads_who_looked_at_another(looked):
    bob = signed_in(owner_with(BOB_PHONE))

    assert bob.get(f"{API}/me/views").json() == {"items": []}


def test_no_stranger_reads_it(client):
    assert client.get(f"{API}/me/views").status_code == 401
