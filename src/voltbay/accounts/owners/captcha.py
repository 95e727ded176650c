"""Proof of work before a code is sent: ALTCHA, first version of its format.

The challenge is signed and names its own end, so nothing is stored until it is spent.
"""

import base64
import json
from datetime import datetime, timedelta
from typing import cast

from altcha.v1 import (
    SHA256,
    ChallengeOptions,
    PayloadType,
    create_challenge,
    extract_params,
    verify_solution,
)
from django.conf import settings
from django.db import connection

from voltbay.accounts.owners.errors import CaptchaExpired, CaptchaMalformed, CaptchaWrong
from voltbay.core.keys import keyring

LASTS = timedelta(minutes=10)  # from opening the page to having typed the phone number
WORK = "work"
LONGEST = 2_000  # characters of an answer; a real one has about 350
# One statement; the ORM would take four, as it cannot say whether a row was there.
SPEND = """
INSERT INTO accounts_spentchallenge (fingerprint, expires_at) VALUES (%s, %s)
ON CONFLICT DO NOTHING
"""
ENTRIES = {"algorithm": str, "challenge": str, "number": int, "salt": str, "signature": str}


def new_challenge(*, now: datetime, price: int = 1) -> dict[str, str | int]:
    """Return a challenge in the form that ALTCHA's clients solve, `price` times the smallest.

    Its size stands in the salt, which the signature covers, so that `spend` can tell it.
    """
    work = work_of(price)
    challenge = create_challenge(
        ChallengeOptions(
            algorithm=SHA256,
            max_number=work,
            hmac_key=_key(),
            expires=now + LASTS,
            params={WORK: str(work)},
        )
    )
    return {
        "algorithm": challenge.algorithm,
        "challenge": challenge.challenge,
        "maxnumber": challenge.max_number,
        "salt": challenge.salt,
        "signature": challenge.signature,
    }


def work_of(price: int) -> int:
    """Return the largest number that has to be tried, half of which is tried on average."""
    return int(settings.VOLTBAY_CAPTCHA_MAX_NUMBER) * price


def spend(answer: str, *, now: datetime) -> int:
    """Accept a solved challenge, once, and return its size as `work_of` counts it.

    Raises CaptchaMalformed, CaptchaWrong or CaptchaExpired.
    """
    payload = _payload(answer)
    # We compare the end ourselves: this library reads the clock, our callers pass the time.
    solved, _ = verify_solution(payload, _key(), check_expires=False)
    if not solved or payload["algorithm"] != SHA256:
        raise CaptchaWrong(fields={"captcha": CaptchaWrong.code})
    expires_at = _expiry(payload, now=now)
    if expires_at <= now or not _first_time(payload["signature"], expires_at):
        raise CaptchaExpired(fields={"captcha": CaptchaExpired.code})
    return int(extract_params(payload).get(WORK, ["0"])[0])


def _payload(answer: str) -> PayloadType:
    """Read base64 of JSON with exactly the entries we know, each of its type."""
    try:
        payload = json.loads(base64.b64decode(answer[: LONGEST + 1], validate=True))
    except (ValueError, RecursionError) as unreadable:
        raise CaptchaMalformed(fields={"captcha": CaptchaMalformed.code}) from unreadable
    if not (
        isinstance(payload, dict)
        and all(type(payload.get(name)) is kind for name, kind in ENTRIES.items())
    ):
        raise CaptchaMalformed(fields={"captcha": CaptchaMalformed.code})
    return cast(PayloadType, payload)


def _expiry(payload: PayloadType, *, now: datetime) -> datetime:
    """Read the end from the salt: it is ours, as the signature covers it."""
    expires = extract_params(payload).get("expires", ["0"])[0]
    return datetime.fromtimestamp(int(expires), tz=now.tzinfo)


def _first_time(signature: str, expires_at: datetime) -> bool:
    """Mark the challenge as spent; the primary key lets one of several at once win."""
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [bytes.fromhex(signature), expires_at])
        return bool(cursor.rowcount)


def _key() -> str:
    return keyring().fingerprint("altcha", purpose="captcha.key").hex()
