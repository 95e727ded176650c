"""How staff come in."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_otp.oath import TOTP

from tests.staff import let_in, staff_with
from voltbay.accounts.models import KnownDevice, Role, SecondFactor, StaffUser
from voltbay.audit.models import AuditEntry
from voltbay.console.access.sign_in import DEVICE
from voltbay.limits.models import Spent

PASSWORD = "correct horse battery"
SIGN_IN, FACTOR = "/console/sign-in/", "/console/second-factor/"


@pytest.fixture
def carol(outlet):
    carol = staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol")
    carol.set_password(PASSWORD)
    carol.save()
    return carol


def code_now(staff, *, steps=0):
    import base64

    secret = SecondFactor.objects.get(staff=staff).secret
    clock = TOTP(base64.b32decode(secret))
    clock.time = timezone.now().timestamp() + 30 * steps
    return f"{clock.token():06}"


def enter(client, password=PASSWORD, name="carol", **more):
    return client.post(SIGN_IN, {"username": name, "password": password, **more})


def sign_in_wholly(client, carol):
    enter(client)
    client.get(FACTOR)
    return client.post(FACTOR, {"code": code_now(carol)})


def test_the_first_sign_in_enrols_an_authenticator(client, carol):
    assert enter(client).url == FACTOR

    page = client.get(FACTOR).content.decode()

    assert "<svg" in page
    assert SecondFactor.objects.get(staff=carol).secret in page
    answer = client.post(FACTOR, {"code": code_now(carol)})
    assert answer.url == "/console/"
    assert client.get("/console/").status_code == 302


def test_an_enrolled_secret_is_never_shown_again(client, carol):
    sign_in_wholly(client, carol)
    client.post("/console/sign-out/")
    enter(client)

    page = client.get(FACTOR).content.decode()

    assert "<svg" not in page
    assert SecondFactor.objects.get(staff=carol).secret not in page


def test_the_secret_cannot_be_read_in_the_table(client, carol):
    from django.db import connection

    sign_in_wholly(client, carol)

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM accounts_secondfactor")
        stored = bytes(cursor.fetchone()[0])
    assert SecondFactor.objects.get().secret.encode() not in stored


def test_the_password_alone_opens_nothing(client, carol):
    enter(client)

    answer = client.get("/console/outlets/")

    assert answer.url.startswith(SIGN_IN)


def test_a_code_opens_one_door_once(client, carol):
    sign_in_wholly(client, carol)
    used = code_now(carol)
    client.post("/console/sign-out/")
    enter(client)

    answer = client.post(FACTOR, {"code": used})

    assert answer.status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６"])
def test_what_is_no_code_is_refused(client, carol, code):
    enter(client)
    client.get(FACTOR)

    assert client.post(FACTOR, {"code": code}).status_code == 422


def test_what_was_typed_comes_back_but_never_a_password_or_a_code(client, carol):
    refused = enter(client, password="wrong horse", next="/console/week/").content.decode()

    assert 'value="carol"' in refused
    assert 'value="/console/week/"' in refused
    assert "wrong horse" not in refused
    enter(client)
    client.get(FACTOR)
    assert "987654" not in client.post(FACTOR, {"code": "987654"}).content.decode()


def test_two_new_passwords_that_differ_change_nothing(client, carol):
    let_in(client, carol)
    entries = {"old": PASSWORD, "new": "another good word", "again": "another good wort"}

    answer = client.post("/console/password/", entries)

    assert answer.status_code == 422
    assert "两次输入的新密码不一致" in answer.content.decode()
    carol.refresh_from_db()
    assert carol.check_password(PASSWORD)


def test_a_name_that_no_database_can_hold_is_refused(client, carol):
    assert enter(client, name="carol\0").status_code == 400


def test_five_wrong_passwords_from_one_place_and_one_is_told_how_long_and_what_to_do(client, carol):
    for _ in range(5):
        assert enter(client, password="wrong").status_code == 422

    locked = enter(client)

    assert locked.status_code == 429
    assert 170 < int(locked["Retry-After"]) <= 180
    assert "请在 3 分钟后重试" in locked.content.decode()
    assert "新密码立即可用" in locked.content.decode()
    Spent.objects.update(free_at=timezone.now())
    assert enter(client).status_code == 302


def test_outsiders_lock_nobody_out_of_her_own_computer(client, carol):
    sign_in_wholly(client, carol)
    client.post("/console/sign-out/")
    for n in range(70):  # by many, some of them behind her own address
        where = "127.0.0.1" if n % 2 else f"198.51.100.{n}"
        Client().post(SIGN_IN, {"username": "carol", "password": ""}, REMOTE_ADDR=where)

    assert enter(Client(), name="carol").status_code == 429, "strangers wait"
    assert enter(client).url == FACTOR


def test_a_computer_is_known_by_a_cookie_that_no_script_reads(client, carol):
    enter(client)
    assert DEVICE not in client.cookies, "the password alone makes nothing known"
    client.get(FACTOR)
    client.post(FACTOR, {"code": code_now(carol)})

    cookie = client.cookies[DEVICE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 90 * 86400
    assert KnownDevice.objects.get().staff == carol


def test_after_a_new_password_only_the_computer_at_hand_is_known(client, carol):
    sign_in_wholly(client, carol)
    elsewhere = client.cookies[DEVICE].value
    entries = {"old": PASSWORD, "new": "another good word", "again": "another good word"}

    client.post("/console/password/", entries)

    assert client.cookies[DEVICE].value != elsewhere
    assert KnownDevice.objects.count() == 1


def test_a_new_password_shuts_out_who_was_asked_for_the_code_meanwhile(client, carol):
    enter(client)
    client.get(FACTOR)
    carol.set_password("another good word")
    carol.save()

    assert client.post(FACTOR, {"code": code_now(carol)}).url.startswith(SIGN_IN)


def test_a_flood_does_not_fill_the_log(client, carol):
    for _ in range(30):
        enter(client, password="")

    refused = AuditEntry.objects.filter(what="sign-in-refused")
    assert refused.count() < 15, "five that were looked at, and five that were not"


def test_wrong_codes_lock_as_well(client, carol):
    enter(client)
    client.get(FACTOR)
    wrong = [client.post(FACTOR, {"code": "000000"}).status_code for _ in range(6)]

    assert wrong == [422, 422, 422, 422, 422, 429]
    assert enter(client).status_code == 302


def test_an_unknown_name_and_a_wrong_password_look_the_same(client, carol):
    wrong = enter(client, password="wrong").content.decode()
    unknown = enter(client, name="dave").content.decode()

    assert "用户名或密码不正确" in wrong
    assert "用户名或密码不正确" in unknown


def test_the_first_password_must_be_changed_before_anything_else(client, outlet):
    dave = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="dave")
    dave.set_password(PASSWORD)
    dave.must_change_password = True
    dave.save()
    let_in(client, dave)

    assert client.get("/console/").url.startswith("/console/password/")
    for old, new in [("wrong", "a new long word 1"), (PASSWORD, "short"), (PASSWORD, PASSWORD)]:
        answer = client.post("/console/password/", {"old": old, "new": new, "again": new})
        assert answer.status_code == 422
    entries = {"old": PASSWORD, "new": "another good word", "again": "another good word"}
    assert client.post("/console/password/", entries).status_code == 302
    assert client.get("/console/").url.startswith("/console/outlets/")


def test_new_staff_must_change_their_password(db):
    assert StaffUser.objects.create_user("erin", password=PASSWORD).must_change_password


def test_without_the_setting_nobody_is_asked_for_a_code_who_has_none(client, carol, settings):
    settings.VOLTBAY_STAFF_TOTP = False

    assert enter(client).url == "/console/"

    client.post("/console/enrol/")
    client.get(FACTOR)
    client.post(FACTOR, {"code": code_now(carol)})
    client.post("/console/sign-out/")
    assert enter(client).url == FACTOR, "whoever enrolled is asked"


def test_a_session_from_before_the_setting_does_not_count_after_it(client, carol, settings):
    settings.VOLTBAY_STAFF_TOTP = False
    enter(client)
    settings.VOLTBAY_STAFF_TOTP = True

    assert client.get("/console/").url.startswith(SIGN_IN)


def test_one_is_led_to_where_one_wanted_to_go_but_never_elsewhere(client, carol, settings):
    settings.VOLTBAY_STAFF_TOTP = False

    assert enter(client, next="/console/week/").url == "/console/week/"
    client.post("/console/sign-out/")
    assert enter(client, next="https://evil.example/").url == "/console/"


def test_a_script_that_sends_a_form_is_told_where_to_go(client, carol, outlet):
    scan = f"/console/outlets/{outlet.pk}/scan/"

    answer = client.post(scan, {"code": "x"}, headers={"X-Outbox": "1"})

    assert answer.status_code == 401
    assert answer.json()["to"].startswith(SIGN_IN)


def test_signing_in_and_failing_to_is_noted(client, carol):
    enter(client, password="wrong")
    sign_in_wholly(client, carol)

    noted = AuditEntry.objects.filter(what__contains="sign-in").order_by("id")
    assert list(noted.values_list("what", flat=True)) == ["sign-in-refused", "sign-in"]


def test_a_closed_account_ends_its_sessions(client, carol):
    let_in(client, carol)
    StaffUser.objects.update(is_active=False)

    assert client.get("/console/").url.startswith(SIGN_IN)


class TestTheAdmin:
    def test_it_uses_the_same_way_in(self, client, db):
        answer = client.get("/admin/", follow=True)

        assert "员工登录" in answer.content.decode()

    def test_an_operator_without_the_second_factor_does_not_get_in(self, client, db):
        client.force_login(StaffUser.objects.create_superuser("platform"))

        assert client.get("/admin/").url.startswith(SIGN_IN)

    def test_an_operator_gets_in(self, client, db):
        let_in(client, StaffUser.objects.create_superuser("platform"))

        assert client.get("/admin/").status_code == 200

    @pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATOR])
    def test_other_roles_do_not_whatever_rights_they_have(self, client, outlet, role):
        staff = staff_with(role, outlet=outlet)
        StaffUser.objects.update(is_staff=True, is_superuser=True)
        let_in(client, staff)

        assert client.get(reverse("admin:directory_company_changelist")).status_code == 403
