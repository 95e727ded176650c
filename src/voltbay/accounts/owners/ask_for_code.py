"""Asking for a code, with a proof of work.

1. The proof is spent, whatever comes of it: each look at what asking costs here costs one.
2. A known device pays the smallest price. Strangers pay for what was asked in vain: for this phone
   in a day, from their network in an hour. A proof that is too small is answered with a larger one.
3. A network from which far more is asked than signed in has to wait.
4. The code is sent, or the one that was sent a moment ago is joined: see `issue_code`.

Nothing here looks at the account of a phone, except that of the device that asks: a stranger's
answer cannot tell whether there is one.
"""

from datetime import datetime

from voltbay.accounts.models import CodeAsk
from voltbay.accounts.owners import captcha
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.asking import Asked
from voltbay.accounts.owners.code_hash import address_fingerprint
from voltbay.accounts.owners.devices import known_device
from voltbay.accounts.owners.errors import CaptchaTooSmall
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.network_load import HOUR, check_network, load_of
from voltbay.accounts.rules import LONGEST_WINDOW, price_of_network, price_of_phone
from voltbay.core.languages import ZH
from voltbay.identifiers.phone import parse_phone
from voltbay.notifications.tell import phone_fingerprint


def ask_for_code(
    *, phone: str, answer: str, asker: Asker, now: datetime, language: str = ZH
) -> Asked:
    """Have a code sent to a phone; `answer` is a solved challenge.

    Raises PhoneMalformed, CaptchaTooSmall, AddressTooBusy, or what captcha.spend and issue_code
    raise.
    """
    phone = parse_phone(phone)
    work = captcha.spend(answer, now=now)
    known = known_device(phone=phone, token=asker.device, now=now)
    if not known:
        _check_stranger(phone, asker.address, work, now=now)
    return issue_code(
        phone=phone,
        address=asker.address,
        known=known,
        attempt=asker.attempt,
        now=now,
        language=language,
    )


def challenge_for(address: str, *, now: datetime) -> dict[str, str | int]:
    """Return a challenge of the size that asking from this network costs now."""
    load = load_of(address_fingerprint(address), window=HOUR, now=now)
    price = price_of_network(load.in_vain, spent=load.spent)
    return captcha.new_challenge(now=now, price=price)


def _check_stranger(phone: str, address: str, work: int, *, now: datetime) -> None:
    network = address_fingerprint(address)
    of_hour = load_of(network, window=HOUR, now=now)
    price = max(
        price_of_phone(_asked_in_vain(phone, now=now)),
        price_of_network(of_hour.in_vain, spent=of_hour.spent),
    )
    if work < captcha.work_of(price):
        raise CaptchaTooSmall(challenge=captcha.new_challenge(now=now, price=price))
    check_network(network, of_hour=of_hour, now=now)


def _asked_in_vain(phone: str, *, now: datetime) -> int:
    """Count what strangers asked for this phone without signing in."""
    return CodeAsk.objects.filter(
        phone_fingerprint=phone_fingerprint(phone),
        created_at__gt=now - LONGEST_WINDOW,
        by_known_device=False,
        spent_at=None,
    ).count()
