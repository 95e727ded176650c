"""What asking costs: a proof of work that grows for those who ask and never sign in."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.accounts.inbox import last_code
from tests.api.signing_in import solve
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import CodeAsk
from voltbay.accounts.owners import captcha
from voltbay.accounts.owners.ask_for_code import ask_for_code, challenge_for
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.code_hash import address_fingerprint
from voltbay.accounts.owners.devices import remember_device
from voltbay.accounts.owners.errors import (
    AddressTooBusy,
    CaptchaExpired,
    CaptchaTooSmall,
    CodesTooOften,
)
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.accounts.rules import DEAREST

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "203.0.113.7", "198.51.100.1"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def small_proofs(settings):
    settings.VOLTBAY_CAPTCHA_MAX_NUMBER = 10


def ask(phone=ALICE_PHONE, *, address=HERE, device="", now=NOW, price=1):
    """Ask with a proof of this price."""
    answer = solve(captcha.new_challenge(now=now, price=price))
    return ask_for_code(
        phone=phone, answer=answer, asker=Asker(address=address, device=device), now=now
    )


def price_of(**asker):
    """Ask with the smallest proof; return the price of what is asked for instead."""
    try:
        ask(**asker)
    except CaptchaTooSmall as refusal:
        return refusal.data["challenge"]["maxnumber"] // 10
    return 1


def asked_in_vain(times, *, address=HERE, phone=ALICE_PHONE, now=NOW):
    """Ask at any price, as an attacker with a fast computer does."""
    for number in range(times):
        try:
            ask(phone, address=address, now=now + number * MINUTE, price=DEAREST)
        except CodesTooOften:
            continue


def test_asking_for_a_phone_in_vain_grows_dear_and_stays_payable():
    prices = []
    for number in range(7):
        prices.append(price_of(address=f"198.51.100.{number}"))
        asked_in_vain(1, address=f"198.51.100.{number + 100}")

    assert prices == sorted(prices)
    assert (prices[0], prices[-1]) == (1, DEAREST)


def test_the_harder_challenge_that_a_refusal_brings_is_enough():
    asked_in_vain(3)
    with pytest.raises(CaptchaTooSmall) as refusal:
        ask(address=ELSEWHERE)

    answer = solve(refusal.value.data["challenge"])
    asker = Asker(address=ELSEWHERE)
    assert ask_for_code(phone=ALICE_PHONE, answer=answer, asker=asker, now=NOW + 3 * MINUTE)


def test_a_proof_that_was_too_small_is_spent_all_the_same():
    asked_in_vain(3)
    answer = solve(captcha.new_challenge(now=NOW))
    again = {"phone": ALICE_PHONE, "answer": answer, "asker": Asker(address=HERE), "now": NOW}
    with pytest.raises(CaptchaTooSmall):
        ask_for_code(**again)

    with pytest.raises(CaptchaExpired):
        ask_for_code(**again)


def test_a_known_device_pays_nothing_more_for_what_strangers_did(alice):
    device = remember_device(alice, token="", client="", now=NOW)
    asked_in_vain(12)

    assert ask(device=device, now=NOW + 20 * MINUTE)


def test_a_device_of_another_owner_is_a_stranger_s():
    device = remember_device(owner_with(BOB_PHONE), token="", client="", now=NOW)
    asked_in_vain(12)

    with pytest.raises(CaptchaTooSmall):
        ask(device=device, now=NOW + 20 * MINUTE)


def test_signing_in_sets_the_price_back():
    asked_in_vain(3)
    code = last_code(ALICE_PHONE)
    assert price_of(now=NOW + 3 * MINUTE) > 1

    spend_code(phone=ALICE_PHONE, code=code, now=NOW + 3 * MINUTE, asker=Asker(address=HERE))

    assert price_of(now=NOW + 120 * MINUTE) == 1


def asks_of(address, *, spent, in_vain):
    """Write what a network asked for in the last minutes, each for another phone."""
    code = ask(BOB_PHONE, address=ELSEWHERE).code
    for number in range(spent + in_vain):
        print_ = number.to_bytes(32, "big")
        CodeAsk.objects.create(
            code=code,
            nonce_hash=print_,
            phone_fingerprint=print_,
            address_fingerprint=address_fingerprint(address),
            tries_left=5,
            created_at=NOW - MINUTE,
            spent_at=NOW if number < spent else None,
        )


def test_a_network_that_only_asks_is_given_larger_challenges():
    asks_of(HERE, spent=0, in_vain=10)

    assert challenge_for(HERE, now=NOW)["maxnumber"] == 40
    assert challenge_for("192.0.2.9", now=NOW)["maxnumber"] == 10
    assert price_of() == 4


def test_a_crowd_behind_one_address_that_signs_in_pays_nothing_more():
    asks_of(HERE, spent=60, in_vain=40)

    assert challenge_for(HERE, now=NOW)["maxnumber"] == 10
    assert price_of() == 1


def test_a_network_that_asks_in_vain_for_many_phones_waits(settings):
    settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = 2
    ask("13800000001")
    ask("13800000002", now=NOW + MINUTE)

    with pytest.raises(AddressTooBusy) as refusal:
        ask("13800000003", now=NOW + 10 * MINUTE)
    assert refusal.value.retry_after_seconds == 50 * 60
    assert ask("13800000003", now=NOW + 10 * MINUTE, address=ELSEWHERE)


def test_a_day_has_its_own_limit_for_a_network(settings):
    settings.VOLTBAY_CODES_A_DAY_PER_ADDRESS = 2
    ask("13800000001")
    ask("13800000002", now=NOW + 120 * MINUTE)

    with pytest.raises(AddressTooBusy):
        ask("13800000003", now=NOW + 240 * MINUTE)


def test_a_network_that_signs_in_does_not_wait(settings):
    settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = 2
    for number in range(5):
        phone = f"1380000000{number}"
        ask(phone)
        spend_code(phone=phone, code=last_code(phone), now=NOW, asker=Asker(address=HERE))

    assert ask()


def test_a_known_device_does_not_wait_for_its_neighbours(alice, settings):
    settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = 1
    device = remember_device(alice, token="", client="", now=NOW)
    ask("13800000001")

    assert ask(device=device)


def statements_of_asking_for(phone):
    answer = solve(captcha.new_challenge(now=NOW))
    with CaptureQueriesContext(connection) as statements:
        ask_for_code(phone=phone, answer=answer, asker=Asker(address=HERE), now=NOW)
    return [each["sql"] for each in statements]


def test_a_stranger_is_not_told_whether_a_phone_has_an_account(alice):
    owner_s, nobody_s = map(statements_of_asking_for, (ALICE_PHONE, BOB_PHONE))

    assert len(owner_s) == len(nobody_s)
    assert "accounts_owner" not in "".join(owner_s)
