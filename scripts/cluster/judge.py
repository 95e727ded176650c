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


@dataclass
class Verdict:
    """What was looked at, how much of it, and what is wrong."""

    looked_at: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, what: str, found: Iterable[str], *, of: int) -> None:
        """Keep one look: what is wrong, of how many."""
        bad = list(found)
        self.looked_at[what] = f"{of}, {len(bad)} wrong" if bad else f"{of}, none wrong"
        self.wrong += [f"{what}: {each}" for each in bad[:10]]


def judge(
    *,
    booked: Mapping[str, Booked],
    asked: Iterable[str],
    facts: Mapping[str, Any],
    taken: list[dict[str, str]],
    objects: Iterable[str],
) -> Verdict:
    """Compare them; `asked` are phones that were promised a code, `taken` is the vendor's list."""
    verdict = Verdict()
    claims, counters, bookings = facts["claims"]
    unequal = [] if claims == counters else [f"{claims} claimed, {counters} counted"]
    unequal += [f"{name}: {count}" for name, count in facts["broken"].items()]
    verdict.note("places: claims, counters, capacity", unequal, of=int(claims))
    verdict.note("live bookings have a claim each", _unclaimed(claims, bookings), of=bookings)
    moves = facts["moves"]
    verdict.note("bookings as they were told", wrong_bookings(booked, moves), of=len(booked))
    messages = wrong_messages(booked, taken)
    verdict.note("their messages", messages, of=len(booked))
    phones = list(asked)
    verdict.note("codes that were promised", lost_codes(phones, taken), of=len(phones))
    verdict.note("messages that went out twice", doubled(taken), of=len(taken))
    unsent = [
        f"{count} {kind} {state}" for kind, state, count in facts["notices"] if state != "sent"
    ]
    verdict.note("notices sent", unsent, of=sum(row[2] for row in facts["notices"]))
    stuck = [f"{count} {task} {status}" for status, task, count in facts["jobs"]]
    verdict.note("jobs that are stuck or given up", stuck, of=len(stuck))
    rows, there = set(facts["photos"]), {each.removeprefix(PREFIX) for each in objects}
    verdict.note("photos of rows", (f"{key} is gone" for key in rows - there), of=len(rows))
    verdict.note("photos in S3", (f"{key} has no row" for key in there - rows), of=len(there))
    return verdict


def _unclaimed(claims: int, bookings: int) -> list[str]:
    return [] if claims == bookings else [f"{bookings} live bookings, {claims} places claimed"]


def wrong_bookings(booked: Mapping[str, Booked], moves: Mapping[str, Any]) -> list[str]:
    """Return what is not there as its owner was told, with each move once and in order.

    >>> wrong_bookings({"VB1": Booked("VB1", "confirmed", "")},
    ...     {"VB1": {"state": "held", "moves": ["held"]}})
    ['VB1 was told confirmed, is held after held']
    """
    found = []
    for code, told in booked.items():
        there = moves.get(code, {"state": "nowhere", "moves": []})
        whole = ["held", told.state]
        if told.state == "cancelled":
            whole = ["held", there["moves"][1] if len(there["moves"]) == 3 else "", "cancelled"]
        if (there["state"], there["moves"]) != (told.state, whole):
            was = ", ".join(there["moves"])
            found.append(f"{code} was told {told.state}, is {there['state']} after {was}")
    return found


def wrong_messages(booked: Mapping[str, Booked], taken: list[dict[str, str]]) -> list[str]:
    """Return bookings whose owner did not get the message of it exactly once."""
    got: Counter[tuple[str, str]] = Counter()
    for each in taken:
        if each["TemplateCode"] in TOLD.values():
            got[each["TemplateCode"], json.loads(each["TemplateParam"])["code"]] += 1
    counted = ((code, told, got[TOLD[told.state], code]) for code, told in booked.items())
    return [f"{code} {told.state}: {count} messages" for code, told, count in counted if count != 1]


def lost_codes(asked: Iterable[str], taken: list[dict[str, str]]) -> list[str]:
    """Return phones that were promised a code and never got one."""
    got = {each["PhoneNumbers"][-11:] for each in taken if each["TemplateCode"] == CODE}
    return [f"…{phone[-4:]} got none" for phone in asked if phone not in got]


def doubled(taken: list[dict[str, str]]) -> list[str]:
    """Return messages that the vendor delivered more than once, by the number that we gave them."""
    times = Counter(each["OutId"] for each in taken)
    return [f"{number} {count} times" for number, count in times.items() if count > 1]
