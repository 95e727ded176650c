"""What an outlet answers, and what the owner is told."""

from datetime import timedelta

import pytest

from tests.places import NINE, NOW
from voltbay.callouts.answer import accept, decline, finish
from voltbay.callouts.end import withdraw
from voltbay.callouts.errors import CallOutOver, MessageMissing, WindowWrong
from voltbay.callouts.rules import Window
from voltbay.notifications.models import Notice

WINDOW = Window(NINE, NINE + timedelta(hours=2))


def test_an_outlet_promises_to_come_and_the_owner_is_told_when(asked, bob):
    accept(asked, window=WINDOW, message="请备好钥匙", staff=bob, now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.message, asked.answered_by) == ("accepted", "请备好钥匙", bob)
    assert (asked.agreed_from, asked.until) == (NINE, NINE + timedelta(hours=26))
    notice = Notice.objects.get()
    assert notice.template == "call_out_accepted"
    assert notice.params["time"] == "04-08 09:00–11:00"


def test_a_tow_is_not_promised_without_a_time(asked, bob):
    with pytest.raises(WindowWrong):
        accept(asked, window=None, message="", staff=bob, now=NOW)


@pytest.mark.parametrize(
    ("starts_in", "ends_in"),
    [
        (timedelta(hours=-3), timedelta(hours=-1)),
        (timedelta(hours=2), timedelta(hours=1)),
        (timedelta(days=40), timedelta(days=41)),
    ],
)
def test_a_window_is_ahead_and_ends_after_it_begins(asked, bob, starts_in, ends_in):
    with pytest.raises(WindowWrong):
        accept(asked, window=Window(NOW + starts_in, NOW + ends_in), message="", staff=bob, now=NOW)


def test_about_a_danger_the_outlet_may_just_call(in_danger, bob):
    accept(in_danger, window=None, message="", staff=bob, now=NOW)

    in_danger.refresh_from_db()
    assert (in_danger.state, in_danger.agreed_from) == ("accepted", None)
    assert Notice.objects.get().template == "danger_answered"


def test_no_is_said_with_a_reason(asked, bob):
    with pytest.raises(MessageMissing):
        decline(asked, message="", staff=bob, now=NOW)

    decline(asked, message="车库限高，拖车进不去，请联系安亭网点", staff=bob, now=NOW)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == ("declined", NOW)
    assert Notice.objects.get().template == "call_out_declined"


def test_of_two_answers_the_first_stands(asked, bob):
    accept(asked, window=WINDOW, message="", staff=bob, now=NOW)

    with pytest.raises(CallOutOver):
        decline(asked, message="不行", staff=bob, now=NOW)
    asked.refresh_from_db()
    assert asked.state == "accepted"
    assert Notice.objects.count() == 1


def test_what_was_taken_back_is_not_answered(asked, bob):
    withdraw(asked, now=NOW)

    with pytest.raises(CallOutOver):
        accept(asked, window=WINDOW, message="", staff=bob, now=NOW)


def test_what_was_promised_is_done_once_and_nothing_else_is(asked, bob):
    with pytest.raises(CallOutOver):
        finish(asked, now=NOW)
    accept(asked, window=WINDOW, message="", staff=bob, now=NOW)

    finish(asked, now=NINE)
    finish(asked, now=NINE)

    asked.refresh_from_db()
    assert (asked.state, asked.ended_at) == ("done", NINE)
