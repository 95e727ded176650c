"""Counting tries to sign in as staff, so that nobody guesses and nobody is shut out by others.

1. A known device has a limit of its own and passes all others, whatever strangers try.
2. A stranger's try is counted by name and address together: what one caller does under a name
   stops that caller under that name.
3. Then by address alone, and by the network that an IPv6 address was cut from: wide, as an outlet's
   computers share an address. Last by name over all addresses: what many callers guess together.

A try is counted before anything dear is done: who is refused costs no argon2. What turns out to be
right is given back, so that an outlet that comes in at eight does not use up its own address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voltbay.accounts.staff.devices import known_key
from voltbay.accounts.staff.errors import StaffLocked
from voltbay.core.callers import network_of, site_of
from voltbay.limits.errors import LimitReached
from voltbay.limits.spend import Limit, clear, refund, spend, spend_all

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)

Counted = list[tuple[Limit, str]]


def _limit(kind: str, most: int, window: timedelta) -> Limit:
    return Limit(f"staff {kind}", most, window, StaffLocked)


BY_ADDRESS = _limit("address", 60, QUARTER)
BY_SITE = _limit("site", 240, QUARTER)
NOTED = Limit("staff refusal noted", 5, QUARTER)


@dataclass(frozen=True)
class Step:
    """A step of the way in with its limits: nobody who fails at one uses up the other's."""

    name: str
    by_device: Sequence[Limit]
    by_caller: Limit
    by_name: Sequence[Limit]


# A hundred guesses a day find no password that is not among the commonest, which are refused.
PASSWORD = Step(
    "password",
    (_limit("password device", 10, QUARTER), _limit("password device a day", 60, DAY)),
    _limit("password caller", 5, QUARTER),
    (_limit("password name", 20, HOUR), _limit("password name a day", 100, DAY)),
)
# Three of a million codes are right at any time: thirty guesses a day by one who knows the
# password find one in thirty years.
CODE = Step(
    "code",
    (_limit("code device", 10, QUARTER), _limit("code device a day", 60, DAY)),
    _limit("code caller", 5, QUARTER),
    (_limit("code name", 10, HOUR), _limit("code name a day", 30, DAY)),
)


@dataclass(frozen=True)
class Origin:
    """From where somebody signs in: the address, and the token of a device that may be known."""

    address: str
    device: str = ""


@dataclass(frozen=True)
class Attempt:
    """A try that was counted."""

    of_strangers: Counted
    of_caller: Counted

    def was_right(self) -> None:
        """Give back what it took of the limits that many share."""
        for limit, who in self.of_strangers:
            refund(limit, who)

    def was_none(self) -> None:
        """Give all of it back: nothing was looked at."""
        for limit, who in [*self.of_strangers, *self.of_caller]:
            refund(limit, who)


def begin_attempt(
    step: Step, name: str, *, origin: Origin, now: datetime, password: str = ""
) -> Attempt:
    """Count a try that is about to be made. Raises StaffLocked with how long to wait."""
    name = name.strip()
    key = known_key(name, [origin.device, password], now=now)
    if key:
        spend_all([(limit, f"{name} {key.hex()}") for limit in step.by_device], now=now)
        return Attempt([], [])
    by_caller, shared = (step.by_caller, _caller(name, origin)), _shared(step, name, origin)
    spend_all([by_caller, *shared], now=now)
    return Attempt(shared, [by_caller])


def clear_attempts_from(origin: Origin, *, name: str) -> None:
    """Let the caller begin anew, after a sign-in that was done."""
    for step in (PASSWORD, CODE):
        clear(step.by_caller, _caller(name.strip(), origin))


def clear_attempts_of(name: str) -> None:
    """Let the name begin anew, as its password changed: who knew the old one knows nothing."""
    for step in (PASSWORD, CODE):
        for limit in step.by_name:
            clear(limit, name.strip().casefold())


def is_worth_noting(*, origin: Origin, now: datetime) -> bool:
    """Tell whether a try that nobody looked at goes into the log: a flood must not fill it."""
    try:
        spend(NOTED, network_of(origin.address), now=now)
    except LimitReached:
        return False
    return True


def _caller(name: str, origin: Origin) -> str:
    return f"{name.casefold()} {network_of(origin.address)}"


def _shared(step: Step, name: str, origin: Origin) -> Counted:
    """Return what many share, so that who is refused by one leaves those behind it alone."""
    network, site = network_of(origin.address), site_of(origin.address)
    by_network = [(BY_ADDRESS, network)] + ([(BY_SITE, site)] if site != network else [])
    return [*by_network, *((limit, name.casefold()) for limit in step.by_name)]
