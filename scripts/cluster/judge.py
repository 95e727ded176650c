"""Whether all that owners were told is so, whatever broke meanwhile.

Compares three accounts of the same time: what owners were answered, what the database and the photo
store hold, and what the vendor delivered.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.cluster.samples import Booked

# By what a booking became: the vendor's code of the message that tells it, as deploy/environment.
TOLD = {"confirmed": "SMS_0003", "in_review": "SMS_0004", "cancelled": "SMS_0005"}
CODE = "SMS_0001"
PREFIX = "live/"  # of the photo store in its bucket
NOT_BOOKED = ("held", "expired")  # nobody was told that these are theirs


@dataclass
class Verdict:
    """What was looked at, how much of it, and what is wrong."""

    looked_at: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, what: str, found: Iterable[str], *, of: int, least: int = 1) -> None:
        """Keep one look: what is wrong, of how many. Fewer than the least say nothing."""
        bad = list(found) or ["nothing was there to look at"] * (of < least)
        self.looked_at[what] = f"{of}, {len(bad)} wrong" if bad else f"{of}, none wrong"
        self.wrong += [f"{what}: {each}" for each in bad[:10]]


@dataclass(frozen=True)
class Account:
    """What owners were answered."""

    booked: Mapping[str, Booked]  # by code
    unsure: Iterable[str] = ()  # codes of which a change was asked and never answered
    asked: Iterable[str] = ()  # phones that were promised a code
    cut_off: int = 0  # sendings of a photo without an answer


def judge(
    account: Account,
    *,
    facts: Mapping[str, Any],
    taken: list[dict[str, str]],
    objects: Iterable[str],
) -> Verdict:
    """Compare them; `taken` is the vendor's list, `objects` what the photo store's bucket has."""
    verdict, booked = Verdict(), account.booked
    _judge_bookings(verdict, account, facts)
    verdict.note("their messages", wrong_messages(booked, taken), of=len(booked))
    phones = list(account.asked)
    verdict.note("codes that were promised", lost_codes(phones, taken), of=len(phones))
    verdict.note("messages that went out twice", doubled(taken), of=len(taken))
    notices = facts["notices"]
    verdict.note("notices sent, as the vendor has them", untold(notices, taken), of=len(notices))
    stuck = [f"{count} {task} {status}" for status, task, count in facts["jobs"]]
    verdict.note("jobs that are stuck or given up", stuck, of=facts["counts"]["jobs"])
    _judge_photos(verdict, facts, objects, cut_off=account.cut_off)
    return verdict


def _judge_bookings(verdict: Verdict, account: Account, facts: Mapping[str, Any]) -> None:
    counts, moves = facts["counts"], facts["moves"]
    unequal = [f"{name}: {count}" for name, count in facts["broken"].items()]
    verdict.note("places: claims, counters, capacity", unequal, of=counts["claims"])
    claims = [f"{code} {state}: {count} claims" for code, state, count in facts["claims"]]
    verdict.note("claims of bookings, one while they live", claims, of=counts["bookings"])
    verdict.note("holds that are over", facts["overdue"], of=counts["bookings"])
    told = wrong_bookings(account.booked, moves)
    verdict.note("bookings as they were told", told, of=len(account.booked))
    known = {*account.booked, *account.unsure}
    nobodys = [
        f"{code} is {there['state']}"
        for code, there in moves.items()
        if there["state"] not in NOT_BOOKED and code not in known
    ]
    verdict.note("bookings that nobody was told of", nobodys, of=len(moves))


def _judge_photos(
    verdict: Verdict, facts: Mapping[str, Any], objects: Iterable[str], *, cut_off: int
) -> None:
    """Every owner's photos may be read and erased by now: there need not be any."""
    rows, there = set(facts["photos"]), {each.removeprefix(PREFIX) for each in objects}
    verdict.note(
        "photos of rows", (f"{key} is gone" for key in rows - there), of=len(rows), least=0
    )
    strange = (f"{key} has no row" for key in there - rows)
    verdict.note("photos in S3", strange, of=len(there), least=0)
    swept = facts["swept"]
    # A sending that was cut off may leave its photo; more than that were to be erased and were not.
    left = [f"{swept} were left by {cut_off} sendings that were cut off"] * (swept > cut_off)
    verdict.note("photos that were swept up", left, of=swept, least=0)


def wrong_bookings(booked: Mapping[str, Booked], moves: Mapping[str, Any]) -> list[str]:
    """Return what is not there as its owner was told, with each move once and in order.

    >>> wrong_bookings({"VB1": Booked("VB1", ("confirmed",), "")},
    ...     {"VB1": {"state": "held", "moves": ["held"]}})
    ['VB1 was told confirmed, is held after held']
    """
    found = []
    for code, told in booked.items():
        there = moves.get(code, {"state": "nowhere", "moves": []})
        if (there["state"], there["moves"]) != (told.moves[-1], ["held", *told.moves]):
            was, words = ", ".join(there["moves"]), ", ".join(told.moves)
            found.append(f"{code} was told {words}, is {there['state']} after {was}")
    return found


def wrong_messages(booked: Mapping[str, Booked], taken: list[dict[str, str]]) -> list[str]:
    """Return bookings whose owner did not get, exactly once, the message of each move."""
    got: Counter[tuple[str, str, str]] = Counter()
    for each in taken:
        if each["TemplateCode"] in TOLD.values():
            code = json.loads(each["TemplateParam"])["code"]
            got[each["TemplateCode"], code, each["PhoneNumbers"][-11:]] += 1
    counted = (
        (code, state, got[TOLD[state], code, told.phone])
        for code, told in booked.items()
        for state in told.moves
    )
    return [f"{code} {state}: {count} messages" for code, state, count in counted if count != 1]


def lost_codes(asked: Iterable[str], taken: list[dict[str, str]]) -> list[str]:
    """Return phones that were promised a code and never got one."""
    got = {each["PhoneNumbers"][-11:] for each in taken if each["TemplateCode"] == CODE}
    return [f"…{phone[-4:]} got none" for phone in asked if phone not in got]


def doubled(taken: list[dict[str, str]]) -> list[str]:
    """Return messages that the vendor delivered more than once, by the number that we gave them."""
    times = Counter(each["OutId"] for each in taken)
    return [f"{number} {count} times" for number, count in times.items() if count > 1]


def untold(notices: Mapping[str, list[str]], taken: list[dict[str, str]]) -> list[str]:
    """Return notices that were not sent, or are noted as sent and are not with the vendor.

    >>> untold({"7": ["sign_in_code", "sent"], "8": ["sign_in_code", "queued"]}, [{"OutId": "9"}])
    ['8 sign_in_code is queued', '7 sign_in_code never went out', '9 is of no notice']
    """
    numbers = {each["OutId"] for each in taken}
    queued = [f"{n} {of} is {state}" for n, (of, state) in notices.items() if state != "sent"]
    lost = [
        f"{n} {of} never went out"
        for n, (of, state) in notices.items()
        if state == "sent" and n not in numbers
    ]
    return [*queued, *lost, *(f"{n} is of no notice" for n in sorted(numbers - notices.keys()))]
