"""A judge who notices each thing that may be wrong, and nothing else."""

import json
from typing import Any

import pytest

from scripts.cluster.judge import Verdict, judge
from scripts.cluster.samples import Booked

BOOKED = {
    "VB1": Booked("VB1", "confirmed", "13900000001"),
    "VB2": Booked("VB2", "cancelled", "13900000002"),
}
FACTS: dict[str, Any] = {
    "broken": {},
    "claims": [1, 1, 1],
    "jobs": [],
    "moves": {
        "VB1": {"state": "confirmed", "moves": ["held", "confirmed"]},
        "VB2": {"state": "cancelled", "moves": ["held", "confirmed", "cancelled"]},
    },
    "notices": [["booking_confirmed", "sent", 2]],
    "photos": ["2026/04/07/a"],
    "swept": 0,
}


def message(number: str, template: str, code: str, phone: str = "8613900000001") -> dict[str, str]:
    said = json.dumps({"code": code})
    return {
        "OutId": number,
        "TemplateCode": template,
        "TemplateParam": said,
        "PhoneNumbers": phone,
    }


TAKEN = [
    message("1", "SMS_0001", "123456"),
    message("2", "SMS_0003", "VB1"),
    message("3", "SMS_0003", "VB2"),
    message("4", "SMS_0005", "VB2"),
]


def judged(**other: Any) -> Verdict:
    """Judge what is right but for what is given."""
    right: dict[str, Any] = {
        "booked": BOOKED,
        "asked": ["13900000001"],
        "facts": FACTS,
        "taken": TAKEN,
        "objects": ["live/2026/04/07/a"],
    }
    return judge(**{**right, **other})


def test_nothing_is_wrong_where_all_agree():
    assert judged().wrong == []


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"claims": [2, 1, 1]}, "2 claimed, 1 counted"),
        ({"broken": {"no slot is overbooked": 1}}, "no slot is overbooked"),
        ({"claims": [1, 1, 2]}, "2 live bookings, 1 places claimed"),
        ({"moves": {**FACTS["moves"], "VB1": {"state": "held", "moves": ["held"]}}}, "VB1 was"),
        ({"moves": {"VB2": FACTS["moves"]["VB2"]}}, "VB1 was told confirmed, is nowhere"),
        ({"notices": [["sign_in_code", "queued", 1]]}, "1 sign_in_code queued"),
        ({"jobs": [["failed", "notifications.deliver", 1]]}, "1 notifications.deliver failed"),
        ({"photos": ["2026/04/07/a", "2026/04/07/b"]}, "2026/04/07/b is gone"),
        ({"photos": []}, "2026/04/07/a has no row"),
    ],
)
def test_what_the_database_holds_otherwise(facts: dict[str, Any], said: str):
    assert said in " ".join(judged(facts={**FACTS, **facts}).wrong)


def test_a_move_that_was_made_twice():
    twice = {"state": "confirmed", "moves": ["held", "confirmed", "confirmed"]}

    wrong = judged(facts={**FACTS, "moves": {**FACTS["moves"], "VB1": twice}}).wrong

    assert wrong[0].endswith(
        "VB1 was told confirmed, is confirmed after held, confirmed, confirmed"
    )


def test_a_message_that_never_came():
    assert "VB1 confirmed: 0 messages" in judged(taken=[TAKEN[0], *TAKEN[2:]]).wrong[0]


def test_a_message_that_came_twice():
    wrong = judged(taken=[*TAKEN, TAKEN[0]]).wrong

    assert wrong == ["messages that went out twice: 1 2 times"]


def test_a_code_that_was_promised_and_never_came():
    assert "…0009 got none" in judged(asked=["13900000009"]).wrong[0]
