"""When a code may be sent, how often it may be guessed at, and what asking costs.

Source: Aliyun's rules for verification codes: 1 a minute, 5 an hour, 10 a day. Its minutes and
hours are clock windows, so a rolling one of the same length is at least as strict.

A stranger is whoever asks without a device on which the phone's owner has signed in before. Of one
code strangers get TRIES + JOINS * TRIES_OF_A_JOIN tries with a nonce and TRIES without: 26. Of a
phone they get ten times as many a day, 260 in a million.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

CODE = re.compile(r"[0-9]{6}")
CODE_LASTS = timedelta(minutes=5)
TRIES = 5
TRIES_ELSEWHERE = 3  # of them, without a nonce and from another network than asked
PER_PHONE = (
    (1, timedelta(seconds=60)),
    (5, timedelta(hours=1)),
    (10, timedelta(days=1)),
)
# Of these, what strangers may use up: the rest is for the owner's known devices.
FOR_STRANGERS = ((4, timedelta(hours=1)), (8, timedelta(days=1)))
# And one network, so that a single stranger leaves something to a new owner elsewhere.
FOR_A_NETWORK = ((3, timedelta(hours=1)), (5, timedelta(days=1)))

# Joining a code that was sent a moment ago, whoever had it sent: it lies on the owner's phone.
JOINS = 8  # by strangers, a code
TRIES_OF_A_JOIN = 2  # the message is there already; a slip of the finger is forgiven once
ASKS_OF_A_NETWORK = 5  # a code: the rest is for those elsewhere
JOINS_OF_KNOWN_DEVICES = 3  # besides, with TRIES each

WRONG_CODES_AN_HOUR = 30  # from one network, of tries without a nonce

# How many times the smallest proof of work asking may cost: some five seconds on a phone.
DEAREST = 16
ASKS_A_STEP = 5  # of one network: so many in vain double the price
LONGEST_WINDOW = timedelta(days=1)


def next_send_at(
    sent: Sequence[datetime], *, limits: Sequence[tuple[int, timedelta]], now: datetime
) -> datetime:
    """Return when the next code may be sent: `now`, or when the fullest window has room again.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 4, 2, 12, tzinfo=UTC)
    >>> str(next_send_at([noon], limits=PER_PHONE, now=noon + timedelta(seconds=20)))
    '2026-04-02 12:01:00+00:00'
    """
    newest_first = sorted(sent, reverse=True)
    free_at = [
        newest_first[most - 1] + window for most, window in limits if len(newest_first) >= most
    ]
    return max([now, *free_at])


def seconds_until(moment: datetime, *, now: datetime) -> int:
    """Return whole seconds, rounded up, so that waiting them is enough."""
    return -int((now - moment) // timedelta(seconds=1))


def price_of_phone(in_vain: int) -> int:
    """Return the price of asking for a phone that was asked for in vain so often in a day.

    >>> [price_of_phone(asks) for asks in (0, 1, 2, 3, 100)]
    [1, 1, 2, 4, 16]
    """
    return _doubled(in_vain - 1)


def price_of_network(in_vain: int, *, spent: int) -> int:
    """Return the price of asking from a network, by its last hour.

    Each ask that led to a sign-in makes up for one in vain: thousands of honest people behind one
    address of a mobile network pay nothing more.

    >>> price_of_network(400, spent=1000), price_of_network(5, spent=0)
    (1, 2)
    """
    return _doubled((in_vain - spent) // ASKS_A_STEP)


def _doubled(times: int) -> int:
    return DEAREST if times >= DEAREST.bit_length() else min(DEAREST, 2 ** max(0, times))
