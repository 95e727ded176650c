import base64
import json
from datetime import timedelta

import pytest

from tests.api.signing_in import solve
from tests.kept import over
from tests.places import NOW
from voltbay.accounts.models import SpentChallenge
from voltbay.accounts.owners.captcha import LASTS, new_challenge, spend
from voltbay.accounts.owners.errors import CaptchaExpired, CaptchaMalformed, CaptchaWrong


def packed(**entries):
    return base64.b64encode(json.dumps(entries).encode()).decode()


def unpacked(answer):
    return json.loads(base64.b64decode(answer))


@pytest.fixture
def answer():
    return solve(new_challenge(now=NOW))


def test_a_challenge_has_the_classic_form():
    challenge = new_challenge(now=NOW)

    assert challenge.keys() == {"algorithm", "challenge", "maxnumber", "salt", "signature"}
    assert challenge["algorithm"] == "SHA-256"


@pytest.mark.django_db
def test_a_solved_challenge_is_accepted_once(answer):
    spend(answer, now=NOW)

    with pytest.raises(CaptchaExpired):
        spend(answer, now=NOW)


@pytest.mark.django_db
def test_a_challenge_ends_after_ten_minutes(answer):
    with pytest.raises(CaptchaExpired):
        spend(answer, now=NOW + LASTS)


@pytest.mark.django_db
def test_a_longer_life_cannot_be_written_into_the_salt(answer):
    entries = unpacked(answer)
    until = int((NOW + timedelta(days=1)).timestamp())
    entries["salt"] = entries["salt"].split("?")[0] + f"?expires={until}&"

    with pytest.raises(CaptchaWrong):
        spend(packed(**entries), now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("entry", "value"),
    [("number", -1), ("signature", "0" * 64), ("challenge", "0" * 64), ("algorithm", "SHA-1")],
)
def test_a_changed_entry_is_wrong(answer, entry, value):
    with pytest.raises(CaptchaWrong):
        spend(packed(**{**unpacked(answer), entry: value}), now=NOW)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "not base64!",
        "\ud800",
        base64.b64encode(b"not json").decode(),
        base64.b64encode(b"[1]").decode(),
        base64.b64encode(b"[" * 1500).decode(),
        packed(algorithm="SHA-256"),
        packed(algorithm="SHA-256", challenge="", number="1", salt="", signature=""),
        packed(algorithm="SHA-256", challenge="", number=True, salt="", signature=""),
        packed(algorithm=["SHA-256"], challenge="", number=1, salt="", signature=""),
        "A" * 100_000,
    ],
)
def test_what_no_client_sends_is_malformed(answer):
    with pytest.raises(CaptchaMalformed):
        spend(answer, now=NOW)


@pytest.mark.django_db
def test_spent_challenges_are_forgotten_once_they_are_useless(answer):
    spend(answer, now=NOW)

    assert over("accounts.challenges", now=NOW) == 0
    assert over("accounts.challenges", now=NOW + LASTS + timedelta(seconds=1)) == 1
    assert not SpentChallenge.objects.exists()
