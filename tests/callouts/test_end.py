"""Ends without the outlet: by the owner, by time, with the account."""

from datetime import timedelta

import pytest

from tests.kept import over
from tests.places import NINE, NOW
from voltbay.bookings.close_account import close_account
from voltbay.bookings.new_holder import release
from voltbay.callouts.answer import accept, decline
from voltbay.callouts.end import run_out, withdraw
from voltbay.callouts.errors import CallOutOver
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Window
from voltbay.core.personal import disclosed, emptied
from voltbay.notifications.models import Notice

WINDOW = Window(NINE, NINE + timedelta(hours=2))


def says_nothing(call_out):
    """Tell whether nothing personal is left of a row."""
    call_out.refresh_from_db()
    kept = [getattr(call_out, name) for name in emptied(CallOut)]
    return not any(kept) and not call_out.photo


def test_an_owner_takes_it_back_more_than_once(asked):
    withdraw(asked, now=NOW)
    withdraw(asked, now=NINE)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == ("withdrawn", NOW)


def test_also_what_was_promised_is_taken_back(asked, bob):
    accept(asked, window=WINDOW, message="", staff=bob, now=NOW)

    withdraw(asked, now=NOW)

    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_what_was_declined_cannot_be_taken_back(asked, bob):
    decline(asked, message="今天没有车", staff=bob, now=NOW)

    with pytest.raises(CallOutOver):
        withdraw(asked, now=NOW)


def test_a_danger_that_nobody_answers_lapses_after_two_hours_and_its_owner_is_told(in_danger):
    assert run_out(now=NOW + timedelta(minutes=119)) == 0

    assert run_out(now=NOW + timedelta(hours=2)) == 1

    in_danger.refresh_from_db()
    assert in_danger.state == "lapsed"
    assert Notice.objects.get().template == "danger_lapsed"
    assert run_out(now=NOW + timedelta(hours=2)) == 0


def test_a_tow_that_nobody_answers_lapses_with_its_day(asked):
    assert run_out(now=asked.until) == 1

    assert Notice.objects.get().template == "call_out_lapsed"


def test_a_promise_is_over_a_day_later_without_a_word(asked, bob):
    accept(asked, window=WINDOW, message="", staff=bob, now=NOW)
    Notice.objects.all().delete()

    assert run_out(now=WINDOW.ends_at) == 0
    assert run_out(now=WINDOW.ends_at + timedelta(days=1)) == 1

    asked.refresh_from_db()
    assert asked.state == "done"
    assert not Notice.objects.exists()


def test_thirty_days_later_place_and_person_are_forgotten(asked):
    withdraw(asked, now=NOW)

    assert over("callouts.call_outs", now=NOW + timedelta(days=29)) == 0
    assert disclosed(CallOut.objects.get())["place"]
    assert over("callouts.call_outs", now=NOW + timedelta(days=30)) == 1

    assert says_nothing(asked)
    assert over("callouts.call_outs", now=NOW + timedelta(days=31)) == 0


def test_what_is_live_is_not_forgotten(asked):
    assert over("callouts.call_outs", now=NOW + timedelta(days=300)) == 0


def test_closing_the_account_takes_back_and_empties_everything(asked, alice):
    close_account(owner=alice, now=NOW)

    assert says_nothing(asked)
    assert asked.state == "withdrawn"


def test_who_loses_the_phone_is_called_by_nobody(in_danger, alice):
    release(alice, now=NOW)

    assert says_nothing(in_danger)
    assert in_danger.state == "withdrawn"
