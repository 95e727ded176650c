"""Nobody guesses, and nobody is shut out by what others try."""

from datetime import timedelta
from itertools import count

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connections

from tests.places import NOW
from tests.staff import staff_with
from voltbay.accounts.models import Role, SecondFactor
from voltbay.accounts.staff import attempts
from voltbay.accounts.staff.attempts import CODE, PASSWORD, Origin, begin_attempt
from voltbay.accounts.staff.devices import remember_device
from voltbay.accounts.staff.errors import (
    SecondFactorWrong,
    SignInBusy,
    StaffLocked,
    StaffSignInWrong,
)
from voltbay.accounts.staff.manage import reset_password
from voltbay.accounts.staff.second_factor import check_code
from voltbay.accounts.staff.sign_in import AT_ONCE, check_password, choose_password, signed_in

PASSWORD_TEXT = "correct horse battery"
OUTLET = Origin("203.0.113.7")  # the one address of all an outlet's computers


@pytest.fixture
def carol(db):
    carol = staff_with(Role.AUDITOR, name="carol")
    carol.set_password(PASSWORD_TEXT)
    carol.save()
    return carol


@pytest.fixture
def boss(db):
    return staff_with(Role.OPERATOR, name="boss")


@pytest.fixture
def hashed(monkeypatch):
    """Count argon2, and do without its tenth of a second."""
    seen: list[str] = []
    monkeypatch.setattr(
        Argon2PasswordHasher, "encode", lambda _self, password, _salt: seen.append(password) or "x"
    )
    monkeypatch.setattr(
        Argon2PasswordHasher,
        "verify",
        lambda _self, typed, _: bool(seen.append(typed)),
    )
    return seen


def tries(origins, *, step=PASSWORD, names=None, now=NOW, most=1000) -> int:
    """Count how many tries pass until one is refused."""
    names = names or iter(lambda: "carol", None)
    for passed, origin, name in zip(range(most), origins, names, strict=False):
        try:
            begin_attempt(step, name, origin=origin, now=now)
        except StaffLocked:
            return passed
    return most


def one_caller(origin=OUTLET):
    return iter(lambda: origin, None)


def botnet():
    """Give an address of another network each time."""
    return (Origin(f"2001:db8:{n:x}::1") for n in count())


def known(carol, *, origin=OUTLET) -> Origin:
    token = remember_device(carol, token="", client="Firefox", now=NOW)
    return Origin(origin.address, token)


def enter(name="carol", *, password=PASSWORD_TEXT, origin=OUTLET, now=NOW):
    return check_password(name, password=password, origin=origin, now=now)


def test_a_caller_guesses_five_times_and_then_waits(carol):
    assert tries(one_caller()) == 5

    with pytest.raises(StaffLocked) as locked:
        enter()
    assert locked.value.data == {"retry_after_seconds": 180, "retry_after_minutes": 3}
    enter(now=NOW + timedelta(minutes=3))


def test_a_stranger_elsewhere_does_not_stop_her(carol):
    assert tries(one_caller(Origin("198.51.100.9"))) == 5

    assert enter() == carol


def test_a_colleague_at_the_same_address_does_not_stop_her(carol):
    assert tries(one_caller(), names=iter(lambda: "dave", None)) == 5

    assert enter() == carol


def test_whoever_owns_a_whole_ipv6_network_is_one_caller(carol):
    home = (Origin(f"2001:db8:1:2::{n:x}") for n in count(1))

    assert tries(home) == 5


def test_whoever_hops_between_the_networks_of_a_provider_is_stopped_as_well(carol, boss):
    rented = (Origin(f"2001:db8:1:{n:x}::1") for n in count(1))
    names = (f"nobody{n}" for n in count())

    assert tries(rented, names=names) == attempts.BY_SITE.most


def test_an_address_that_tries_many_names_waits(carol):
    assert tries(one_caller(), names=(f"nobody{n}" for n in count())) == 60


def test_a_botnet_guesses_a_hundred_a_day_at_most(carol):
    guesses = sum(tries(botnet(), now=NOW + timedelta(hours=hour)) for hour in range(24))

    assert guesses <= 2 * 100, "as many as are saved up, and a day's"
    assert guesses / 24 < 20


def test_a_known_device_passes_whatever_a_botnet_tries(carol):
    device = known(carol)
    tries(botnet())
    with pytest.raises(StaffLocked):
        enter(origin=Origin("192.0.2.44"))

    assert enter(origin=device) == carol


def test_a_known_device_passes_where_a_crowd_has_used_up_its_address(carol):
    device = known(carol)
    tries(one_caller(), names=(f"nobody{n}" for n in count()))
    with pytest.raises(StaffLocked):
        enter(origin=OUTLET)

    assert enter(origin=device) == carol


def test_a_known_device_is_not_free_to_guess_either(carol):
    assert tries(one_caller(known(carol))) == 10


def test_a_device_is_known_for_its_own_people_only(carol, boss):
    device = known(boss)
    tries(botnet())

    with pytest.raises(StaffLocked):
        enter(origin=device)


def test_an_outlet_whose_forty_people_come_in_at_eight_does_not_use_up_its_address(db, hashed):
    for n in range(40):
        staff = staff_with(Role.AUDITOR, name=f"worker{n}")
        wrong = begin_attempt(PASSWORD, staff.username, origin=OUTLET, now=NOW)  # with gloves on
        begin_attempt(PASSWORD, staff.username, origin=OUTLET, now=NOW).was_right()
        begin_attempt(CODE, staff.username, origin=OUTLET, now=NOW).was_right()
        signed_in(staff, origin=OUTLET, client="Firefox", now=NOW)
        assert wrong.of_strangers

    begin_attempt(PASSWORD, "worker0", origin=OUTLET, now=NOW)


def test_who_is_refused_costs_no_argon2(carol, hashed):
    for _ in range(5):
        with pytest.raises(StaffSignInWrong):
            enter(password="wrong")
    assert len(hashed) == 5

    for _ in range(20):
        with pytest.raises(StaffLocked):
            enter(password="wrong")

    assert len(hashed) == 5


def test_an_unknown_name_costs_as_much_as_a_known_one(carol, hashed):
    for name in ("carol", "nobody"):
        with pytest.raises(StaffSignInWrong):
            enter(name, password="wrong")

    assert hashed == ["wrong", "wrong"]


def test_a_flood_takes_two_processors_of_a_process_at_most_and_known_devices_wait_for_none(
    carol, hashed
):
    device = known(carol)
    with AT_ONCE, AT_ONCE:
        for _ in range(7):  # more than a caller may guess: what was not looked at is not counted
            with pytest.raises(SignInBusy):
                enter(origin=Origin("198.51.100.9"))
        assert hashed == []

        with pytest.raises(StaffSignInWrong):
            enter(password="wrong", origin=device)

    assert hashed == ["wrong"]


def test_nobody_waits_in_line_for_another_ones_try(transactional_db, carol):
    """One caller's try is being counted, slowly; another's is not held up by it."""
    other = connections.create_connection("default")
    with other.cursor() as slow:
        slow.execute("BEGIN")
        slow.execute("SELECT pg_advisory_xact_lock(hashtextextended('staff sign-in', 0))")
        slow.execute("INSERT INTO limits_spent VALUES ('\\x00', now())")

        with connections["default"].cursor() as cursor:
            cursor.execute("SET lock_timeout = '300ms'")
        assert tries(one_caller(), most=1) == 1
        slow.execute("ROLLBACK")
    other.close()


class TestTheCode:
    def test_who_knows_the_password_guesses_thirty_codes_a_day_at_most(self, carol):
        guesses = sum(
            tries(botnet(), step=CODE, now=NOW + timedelta(hours=hour)) for hour in range(24)
        )

        assert guesses <= 2 * 30

    def test_nor_stops_her_where_she_is_known(self, carol):
        SecondFactor.objects.create(staff=carol, secret="A" * 32, created_at=NOW, confirmed_at=NOW)
        tries(botnet(), step=CODE)

        with pytest.raises(SecondFactorWrong):
            check_code(carol, "000000", origin=known(carol), now=NOW)

    def test_nor_stops_her_password(self, carol):
        tries(botnet(), step=CODE)

        assert enter() == carol

    def test_a_new_password_lets_her_in_again(self, carol):
        tries(botnet(), step=CODE)
        with pytest.raises(StaffLocked):
            check_code(carol, "000000", origin=OUTLET, now=NOW)

        choose_password(carol, old=PASSWORD_TEXT, new="quite another one", now=NOW)

        with pytest.raises(SecondFactorWrong):
            check_code(carol, "000000", origin=OUTLET, now=NOW)


def test_what_a_manager_hands_over_works_at_once_whatever_a_botnet_tries(carol, boss):
    first = reset_password(carol, by=boss, now=NOW)
    tries(botnet())
    tries(one_caller())
    with pytest.raises(StaffLocked):
        enter(password="wrong")

    assert enter(password=first) == carol


def test_a_first_password_that_lay_for_a_week_passes_no_limit_any_more(carol, boss):
    first = reset_password(carol, by=boss, now=NOW)
    later = NOW + timedelta(days=8)
    tries(botnet(), now=later)

    with pytest.raises(StaffLocked):
        enter(password=first, origin=Origin("192.0.2.44"), now=later)


def test_an_open_session_is_no_place_to_guess_the_password_either(carol):
    for _ in range(10):
        with pytest.raises(StaffSignInWrong):
            choose_password(carol, old="wrong", new="quite another one", now=NOW)

    with pytest.raises(StaffLocked):
        choose_password(carol, old=PASSWORD_TEXT, new="quite another one", now=NOW)


def test_a_refused_flood_does_not_fill_the_log(db):
    noted = [attempts.is_worth_noting(origin=OUTLET, now=NOW) for _ in range(100)]

    assert sum(noted) == 5
