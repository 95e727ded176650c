"""Managing staff: made, changed, reset and disabled by who manages them, never by themselves."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.places import open_elsewhere
from tests.staff import let_in, staff_with
from voltbay.accounts.models import KnownDevice, Role, SecondFactor, StaffUser
from voltbay.accounts.staff.devices import remember_device
from voltbay.accounts.staff.second_factor import new_secret
from voltbay.audit.models import AuditEntry
from voltbay.audit.view import view_booking
from voltbay.directory.models import Outlet

NEW = reverse("console:staff-new")


@pytest.fixture
def dora(outlet):
    """Manage the company."""
    return staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora")


@pytest.fixture
def eve(db):
    """Operate the platform."""
    return staff_with(Role.OPERATOR, name="eve")


@pytest.fixture
def at_company(client, dora):
    return let_in(client, dora)


@pytest.fixture
def office(eve):
    return let_in(Client(), eve)


@pytest.fixture
def elsewhere(outlet):
    return open_elsewhere().outlet


def where(staff):
    return reverse("console:staff-member", kwargs={"staff_id": staff.pk})


def entry(outlet, **changes):
    first = {"username": "frank", "first_name": "方远", "role": "outlet_staff"}
    return {**first, "outlets": [str(outlet.pk)], **changes}


def saved(by, staff, **changes):
    """Send the form of a member of staff with some entries changed."""
    shown = by.get(where(staff)).context
    now = {name: shown["form"][name].value() for name in shown["form"].fields}
    sent = {
        "action": "save",
        "seen": shown["seen"],
        "first_name": now["first_name"],
        "role": now["role"],
        "company": now.get("company") or "",
        "outlets": [str(each) for each in now["outlets"]],
        "is_active": "on",
    }
    sent |= changes
    return by.post(where(staff), {key: value for key, value in sent.items() if value is not None})


def test_a_company_manager_adds_staff_whose_password_is_shown_once(at_company, outlet, dora):
    answer = at_company.post(NEW, entry(outlet))

    frank = StaffUser.objects.get(username="frank")
    password = answer.context["password"]
    assert password in answer.content.decode()
    assert authenticate(username="frank", password=password) == frank
    assert frank.must_change_password
    assert list(frank.outlets.all()) == [outlet]
    assert frank.company == outlet.company
    assert not AuditEntry.objects.filter(after__icontains=password).exists()
    assert password not in at_company.get(where(frank)).content.decode()


@pytest.mark.parametrize("role", [Role.COMPANY_MANAGER, Role.OPERATOR, Role.AUDITOR, "king"])
def test_a_company_manager_gives_nobody_a_role_beyond_the_outlets(at_company, outlet, role):
    answer = at_company.post(NEW, entry(outlet, role=role))

    assert answer.status_code == 403
    assert answer.context["form"]["first_name"].value() == "方远", "what was typed is kept"
    assert not StaffUser.objects.filter(username="frank").exists()


def test_a_company_manager_puts_nobody_to_another_companys_outlet(at_company, elsewhere):
    assert at_company.post(NEW, entry(elsewhere)).status_code == 403
    assert not StaffUser.objects.filter(username="frank").exists()


def test_a_company_manager_sees_own_outlets_staff_and_nobody_else(at_company, bob, eve, elsewhere):
    stranger = staff_with(Role.OUTLET_MANAGER, outlet=elsewhere, name="stranger")
    both = staff_with(Role.OUTLET_STAFF, outlet=elsewhere, name="both")
    both.outlets.add(bob.outlets.get())

    listed = {each.username for each in at_company.get(reverse("console:staff")).context["pages"]}

    assert listed == {"bob"}
    for other in (stranger, both, eve):
        assert at_company.get(where(other)).status_code == 404
        assert at_company.post(where(other), {"action": "password"}).status_code == 404


def test_nobody_raises_disables_or_resets_themselves(office, eve):
    before = eve.password

    assert saved(office, eve, role="auditor").status_code == 403
    assert saved(office, eve, is_active=None).status_code == 403
    assert office.post(where(eve), {"action": "password"}).status_code == 403
    assert office.post(where(eve), {"action": "factor"}).status_code == 403

    eve.refresh_from_db()
    assert (eve.role, eve.is_active, eve.password) == (Role.OPERATOR, True, before)


def test_an_operators_rights_in_the_back_office_come_and_go_with_the_role(office, bob, outlet):
    saved(office, bob, role="operator")
    bob.refresh_from_db()
    assert (bob.is_staff, bob.is_superuser, bob.outlets.count()) == (True, True, 0)

    saved(office, bob, role="outlet_staff", outlets=[str(outlet.pk)])
    bob.refresh_from_db()
    assert (bob.is_staff, bob.is_superuser) == (False, False)


def test_whoever_is_disabled_is_out_at_once(office, bob):
    desk = let_in(Client(), bob)
    assert desk.get("/console/outlets/").status_code in (200, 302)

    saved(office, bob, is_active=None)

    assert desk.get("/console/outlets/").url.startswith("/console/sign-in/")


def test_a_new_password_ends_the_sessions_and_lasts_for_one_sign_in(office, bob):
    bob.set_password("old horse battery")
    bob.save()
    desk = let_in(Client(), bob)

    password = office.post(where(bob), {"action": "password"}).context["password"]

    bob.refresh_from_db()
    assert bob.check_password(password)
    assert bob.must_change_password
    assert desk.get("/console/outlets/").url.startswith("/console/sign-in/")


def test_a_lost_second_factor_is_forgotten(office, bob, soon):
    SecondFactor.objects.create(staff=bob, secret=new_secret(), created_at=soon, confirmed_at=soon)

    office.post(where(bob), {"action": "factor"})

    assert not SecondFactor.objects.exists()


def test_of_two_managers_the_second_is_told(office, bob):
    seen = office.get(where(bob)).context["seen"]
    saved(office, bob, first_name="鲍勃")

    answer = saved(office, bob, first_name="别名", seen=seen)

    assert answer.status_code == 409
    bob.refresh_from_db()
    assert bob.first_name == "鲍勃"


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"username": "bob"}, 409),
        ({"username": "BOB"}, 409),
        ({"username": "no spaces"}, 422),
        ({"username": ""}, 422),
        ({"outlets": []}, 422),
        ({"role": "company_manager", "company": ""}, 422),
    ],
)
def test_a_wrong_entry_is_refused_and_kept(office, bob, outlet, changes, status):
    answer = office.post(NEW, entry(outlet, **changes))

    assert answer.status_code == status
    assert answer.context["refusal"]
    assert answer.context["form"]["first_name"].value() == "方远"


def test_everything_that_was_typed_stays_after_a_refusal(office, outlet):
    form = office.post(NEW, entry(outlet, username="no spaces")).context["form"]

    kept = {name: form[name].value() for name in ("username", "first_name", "role", "outlets")}
    assert kept == entry(outlet, username="no spaces")


def test_an_action_that_nobody_knows_changes_nothing(office, bob):
    before = bob.password

    assert office.post(where(bob), {"action": "burn"}).status_code == 422

    bob.refresh_from_db()
    assert bob.password == before


def test_the_list_takes_a_fixed_number_of_statements(office, outlet, django_assert_max_num_queries):
    for n in range(30):
        staff_with(Role.OUTLET_STAFF, outlet=outlet, name=f"staff{n}")

    with django_assert_max_num_queries(10):
        office.get(reverse("console:staff"))
    with django_assert_max_num_queries(15):
        office.get(where(StaffUser.objects.get(username="staff0")))


def test_in_the_back_office_too_nobody_changes_their_own_role(office, eve):
    path = reverse("admin:accounts_staffuser_change", args=[eve.pk])

    office.post(path, {"username": "eve", "role": "auditor", "first_name": "Eve"})

    eve.refresh_from_db()
    assert eve.role == Role.OPERATOR
    assert Outlet.objects.count() == 0


def test_a_manager_sees_where_somebody_is_known_and_can_end_it(at_company, bob):
    remember_device(bob, token="", client="Firefox at the desk", now=timezone.now())
    assert "Firefox at the desk" in at_company.get(where(bob)).content.decode()

    at_company.post(where(bob), {"action": "devices"})

    assert not KnownDevice.objects.exists()


def test_who_may_not_sign_in_any_more_is_known_nowhere(at_company, bob):
    remember_device(bob, token="", client="Firefox", now=timezone.now())

    saved(at_company, bob, is_active="")

    assert not KnownDevice.objects.exists()


def test_who_was_away_for_long_rests_until_a_manager_wakes_them(office, outlet, settings):
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    bob.set_password("eine-lange-Zeile-7")
    bob.date_joined = bob.last_login = timezone.now() - timedelta(days=91)
    bob.save()
    typed = {"username": "bob", "password": "eine-lange-Zeile-7"}
    door = reverse("console:sign-in")

    rests = Client().post(door, typed)
    wrong = Client().post(door, {**typed, "password": "falsch"})
    assert rests.status_code == 403
    assert "90 天" in rests.text
    assert "90 天" not in wrong.text, "said only to who knows the password"
    assert "唤醒账号" in office.get(where(bob)).text
    settings.VOLTBAY_STAFF_DORMANT_DAYS = 0
    assert Client().post(door, typed).status_code == 302
    StaffUser.objects.filter(pk=bob.pk).update(last_login=bob.last_login)
    settings.VOLTBAY_STAFF_DORMANT_DAYS = 90

    office.post(where(bob), {"action": "wake"})

    assert Client().post(door, typed).status_code == 302
    call_command("wake_staff", "bob")
    with pytest.raises(CommandError):
        call_command("wake_staff", "nobody")


def test_a_manager_ends_every_session_of_one_and_reads_what_that_one_looked_at(office, outlet):
    bob = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")
    desk, tablet = let_in(Client(), bob), let_in(Client(), bob)
    for who in (bob, StaffUser.objects.get(username="eve")):
        view_booking(f"VB{who.pk}", outlet_id=outlet.pk, staff=who, why="x", now=timezone.now())

    office.post(where(bob), {"action": "sessions"})

    for each in (desk, tablet):
        assert each.get(reverse("console:home")).url.startswith(reverse("console:sign-in"))
    seen = office.get(reverse("console:views"), {"staff": "bob"})
    assert seen.status_code == 200
    assert f"VB{bob.pk}" in seen.text
    assert seen.text.count('<td class="time">') == 1
