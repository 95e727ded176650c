"""Owners read words in both languages for every code that the server writes about a booking."""

import ast
import re
from pathlib import Path

import pytest

from voltbay.bookings.desk.book import TELEPHONE, WALK_IN
from voltbay.bookings.desk.change import Why
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, WaitlistEntry

ROOT = Path(__file__).parents[2]
LANGUAGES = ("zh-Hans", "en")
MOVERS = ("bookings", "removals")


def words(language: str) -> set[str]:
    """Return the keys that the client has words for."""
    text = (ROOT / f"client/src/i18n/{language}.ts").read_text()
    return set(re.findall(r"^  '([\w.]+)':", text, re.MULTILINE))


def literals(tree: ast.AST) -> set[str]:
    """Return the codes written as they are, also where one of two is chosen."""
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    }


def reasons() -> set[str]:
    """Return every `why` that a move of a booking is made with."""
    found = {WALK_IN, TELEPHONE, *Why}
    for package in MOVERS:
        for path in (ROOT / "src/voltbay" / package).rglob("*.py"):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Move":
                    found |= {
                        code
                        for keyword in call.keywords
                        if keyword.arg == "why"
                        for code in literals(keyword.value)
                    }
    return found


def test_the_reasons_in_the_sources_are_found():
    assert {"rescheduled", "accepted", "refused", "dropped", "cancelled"} <= reasons()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_of_a_move_has_words(language):
    assert {f"why.{code}" for code in reasons()} <= words(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_and_choice_of_a_booking_has_words(language):
    codes = {f"state.{state}" for state in State}
    codes |= {f"relation.{relation}" for relation in Booking.Relation.values if relation}
    codes |= {f"car_after.{after}" for after in Booking.CarAfter.values if after}
    codes |= {f"wish.{state}" for state in WaitlistEntry.State.values}

    assert codes <= words(language)
