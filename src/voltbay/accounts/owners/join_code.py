"""Joining the code that was sent to a phone a moment ago, whoever had it sent.

It lies on the phone of its owner, so somebody else's asking never keeps the owner from using it.
Joins are few and have few tries, so that strangers do not get many guesses by them.
"""

from datetime import timedelta

from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.asking import Asked, Asking
from voltbay.accounts.owners.errors import CodesTooOften, CodesUsedUp
from voltbay.accounts.rules import (
    ASKS_OF_A_NETWORK,
    JOINS,
    JOINS_OF_KNOWN_DEVICES,
    TRIES,
    TRIES_OF_A_JOIN,
)


def join_code(asking: Asking, *, or_else: CodesTooOften | CodesUsedUp) -> Asked:
    """Give a nonce for the open code. Raises `or_else` if there is none, or no room to join it.

    Call it in line with the phone's other askers, who might take the last room meanwhile.
    """
    code = asking.open_code()
    if code is None:
        raise or_else
    resend_at = asking.now + timedelta(seconds=or_else.retry_after_seconds)
    if asking.asked_for(code):  # a page that was loaded anew
        return Asked(attempt=asking.attempt, code=code, joined=True, resend_at=resend_at)
    if not _has_room(code, asking):
        raise or_else
    attempt = asking.note(code, tries=TRIES if asking.known else TRIES_OF_A_JOIN)
    return Asked(attempt=attempt, code=code, joined=True, resend_at=resend_at)


def _has_room(code: SignInCode, asking: Asking) -> bool:
    """Leave room for known devices whatever strangers do, and for those of other networks."""
    asks = list(code.asks.values_list("by_known_device", "address_fingerprint"))
    if asking.known:
        by_owner = sum(known for known, _ in asks)
        return by_owner < JOINS_OF_KNOWN_DEVICES + code.for_known_device
    networks = [bytes(address) for known, address in asks if not known]
    had_it_sent = not code.for_known_device
    return (
        len(networks) < JOINS + had_it_sent and networks.count(asking.network) < ASKS_OF_A_NETWORK
    )
