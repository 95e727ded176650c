"""A judge who notices each thing that may be wrong, and nothing else.

`test_facts` shows the same of rows that are wrong in a real database.
"""

import json
from typing import Any

import pytest

from scripts.cluster.judge import Account, Verdict, judge
from scripts.cluster.samples import Booked

ALICE, BOB = "13900000001", "13900000002"
BOOKED = {
    "VB1": Booked("VB1", ("confirmed",), ALICE),
    "VB2": Booked("VB2", ("in_review", "cancelled"), BOB),
}
FACTS: dict[str, Any] = {
    "counts": {"jobs": 9, "bookings": 2, "claims": 1},
    "broken": {},
    "claims": [],
    "overdue": [],
    "jobs": [],
    "moves": {
        "VB1": {"state": "confirmed", "moves": ["held", "confirmed"]},
        "VB2": {"state": "cancelled", "moves": ["held", "in_review", "cancelled"]},
    },
    "notices": {
        "1": ["sign_in_code", "sent"],
        "2": ["booking_confirmed", "sent"],
        "3": ["booking_in_review", "sent"],
        "4": ["booking_cancelled", "sent"],
    },
    "photos": ["2026/04/07/a"],
    "swept": 1,
}


def message(number: str, template: str, code: str, phone: str = ALICE) -> dict[str, str]:
    return {
        "OutId": number,
        "TemplateCode": template,
        "TemplateParam": json.dumps({"code": code}),
        "PhoneNumbers": f"86{phone}",
    }


TAKEN = [
    message("1", "SMS_0001", "123456"),
    message("2", "SMS_0003", "VB1"),
    message("3", "SMS_0004", "VB2", BOB),
    message("4", "SMS_0005", "VB2", BOB),
]


def judged(*, facts: dict[str, Any] | None = None, **other: Any) -> Verdict:
    """Judge what is right but for what is given."""
    told = {"booked": BOOKED, "asked": [ALICE], "unsure": [], "cut_off": 1}
    account = {name: other.pop(name, value) for name, value in told.items()}
    right: dict[str, Any] = {"taken": TAKEN, "objects": ["live/2026/04/07/a"], **other}
    return judge(Account(**account), facts={**FACTS, **(facts or {})}, **right)


def test_nothing_is_wrong_where_all_agree():
    verdict = judged()

    assert verdict.wrong == []
    assert all(found.endswith(", none wrong") for found in verdict.looked_at.values())


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"broken": {"no slot is overbooked": 1}}, "places: claims, counters, capacity: no slot"),
        ({"claims": [["VB1", "confirmed", 0]]}, "VB1 confirmed: 0 claims"),
        ({"overdue": ["VB3"]}, "holds that are over: VB3"),
        ({"moves": {**FACTS["moves"], "VB1": {"state": "held", "moves": ["held"]}}}, "VB1 was"),
        ({"moves": {"VB2": FACTS["moves"]["VB2"]}}, "VB1 was told confirmed, is nowhere"),
        ({"notices": {**FACTS["notices"], "5": ["sign_in_code", "failed"]}}, "5 sign_in_code is"),
        ({"notices": {**FACTS["notices"], "5": ["sign_in_code", "sent"]}}, "5 sign_in_code never"),
        ({"jobs": [["failed", "notifications.deliver", 1]]}, "1 notifications.deliver failed"),
        ({"photos": ["2026/04/07/a", "2026/04/07/b"]}, "2026/04/07/b is gone"),
        ({"photos": []}, "2026/04/07/a has no row"),
        ({"swept": 2}, "2 were left by 1 sendings that were cut off"),
        ({"counts": {"jobs": 0, "bookings": 2, "claims": 1}}, "nothing was there to look at"),
    ],
)
def test_what_the_database_holds_otherwise(facts: dict[str, Any], said: str):
    (wrong,) = judged(facts=facts).wrong

    assert said in wrong


@pytest.mark.parametrize(
    "moves",
    [
        ["held", "confirmed", "confirmed"],
        ["confirmed"],
        ["held", "in_review", "confirmed"],
    ],
)
def test_a_booking_that_was_moved_otherwise_than_told(moves: list[str]):
    there = {**FACTS["moves"], "VB1": {"state": "confirmed", "moves": moves}}

    (wrong,) = judged(facts={"moves": there}).wrong

    assert wrong.endswith(f"VB1 was told confirmed, is confirmed after {', '.join(moves)}")


def test_a_booking_that_was_cancelled_after_something_else_than_its_owner_was_told():
    there = {"state": "cancelled", "moves": ["held", "confirmed", "cancelled"]}

    assert "VB2 was told" in judged(facts={"moves": {**FACTS["moves"], "VB2": there}}).wrong[0]


def test_a_booking_that_nobody_was_told_of():
    there = {**FACTS["moves"], "VB3": {"state": "confirmed", "moves": ["held", "confirmed"]}}

    assert judged(facts={"moves": there}).wrong == [
        "bookings that nobody was told of: VB3 is confirmed"
    ]
    assert judged(facts={"moves": there}, unsure=["VB3"]).wrong == []


def test_a_message_that_never_came():
    wrong = judged(taken=[TAKEN[0], *TAKEN[2:]]).wrong

    assert "their messages: VB1 confirmed: 0 messages" in wrong


def test_a_message_that_came_to_somebody_else():
    astray = message("2", "SMS_0003", "VB1", BOB)

    assert judged(taken=[TAKEN[0], astray, *TAKEN[2:]]).wrong == [
        "their messages: VB1 confirmed: 0 messages"
    ]


def test_the_message_before_the_last_counts_too():
    assert "VB2 in_review: 0 messages" in judged(taken=[*TAKEN[:2], TAKEN[3]]).wrong[0]


def test_two_messages_of_the_same_booking():
    again = message("5", "SMS_0003", "VB1")
    notices = {**FACTS["notices"], "5": ["booking_confirmed", "sent"]}

    assert judged(taken=[*TAKEN, again], facts={"notices": notices}).wrong == [
        "their messages: VB1 confirmed: 2 messages"
    ]


def test_a_message_that_came_twice():
    wrong = judged(taken=[*TAKEN, TAKEN[0]]).wrong

    assert wrong == ["messages that went out twice: 1 2 times"]


def test_a_message_of_no_notice():
    stray = message("6", "SMS_0001", "654321")

    assert judged(taken=[*TAKEN, stray]).wrong == [
        "notices sent, as the vendor has them: 6 is of no notice"
    ]


def test_a_code_that_was_promised_and_never_came():
    assert "…0009 got none" in judged(asked=["13900000009"]).wrong[0]


def test_where_nobody_booked_there_is_nothing_to_judge():
    wrong = judged(booked={}).wrong

    assert "bookings as they were told: nothing was there to look at" in wrong
    assert "their messages: nothing was there to look at" in wrong
