"""Cards of the board as HTML: what somebody typed is text, and each word is in their language."""

import re

import pytest
from django.utils.translation import override

from voltbay.bookings.desk.lanes import Kind
from voltbay.console.bookings.board import Row
from voltbay.console.bookings.card_html import Around, cell_of, empty_of, line_of, span_of
from voltbay.console.bookings.cards import Act, Card
from voltbay.console.bookings.day_view import DayView

BAD = "<b>&'\""


def car(*, act=Act.NOTHING, step="", plate="沪AD12345", company="", state="confirmed"):
    row = Row(
        code="VB1234",
        day="2026-04-08",
        begins="09:00",
        ends="10:00",
        state=state,
        state_name=f"{state}{BAD}",
        name="",
        phone="",
        plate=plate,
        model="",
        service="",
        is_late=False,
        fits=True,
        bay="1",
        company=company,
    )
    return Card(row, act, seen=7, step=step, is_unsafe=False, late=0, over=0, waits=0)


def around(view=DayView.LANES):
    return Around(view, "/console/", "the-key", lambda: "the-token")


@pytest.mark.parametrize("view", [DayView.LANES, DayView.WALL])
@pytest.mark.parametrize("act", Act)
def test_no_text_is_html_whatever_is_done_next(view, act):
    card = car(act=act, step=BAD, plate=BAD, company=BAD)

    html = cell_of(card, around(view), span="")

    assert "<b>" not in html
    assert "&lt;b&gt;&amp;&#x27;&quot;" in html


@pytest.mark.parametrize(
    ("act", "to"),
    [
        (Act.REVIEW, 'href="/console/review/VB1234/"'),
        (Act.CHECK_IN, 'href="/console/bookings/VB1234/#receive"'),
        (Act.GO_ON, 'href="/console/bookings/VB1234/removal/"'),
        (Act.BEGIN, 'action="/console/bookings/VB1234/removal/work/"'),
    ],
)
def test_a_card_leads_to_what_is_done_next(act, to):
    assert to in cell_of(car(act=act), around(), span="")


def test_only_a_form_sends_its_token_once_and_what_was_seen():
    begins = cell_of(car(act=Act.BEGIN), around(), span="")
    others = [cell_of(car(act=act), around(), span="") for act in Act if act != Act.BEGIN]

    sent = dict(re.findall(r'name="(\w+)" value="([^"]+)"', begins))
    assert sent == {
        "csrfmiddlewaretoken": "the-token",
        "key": "the-key",
        "seen": "7",
        "action": "begin",
    }
    assert not [html for html in others if "the-token" in html]


def test_on_a_wall_there_is_a_plate_and_nothing_to_press():
    html = cell_of(car(act=Act.GO_ON, step="weigh"), around(DayView.WALL), span="")

    assert '<strong class="plate">沪AD12345</strong>' in html
    assert "href" not in html
    assert "weigh" in html


@pytest.mark.parametrize(("language", "word"), [("en", "Check in"), ("zh-hans", "到场签到")])
def test_each_board_speaks_its_own_language(language, word):
    with override(language):
        assert f">{word}<" in cell_of(car(act=Act.CHECK_IN), around(), span="")


@pytest.mark.parametrize("kind", [Kind.FREE, Kind.CLOSED, Kind.HELD, Kind.CLEANING])
def test_an_empty_place_says_why_it_is_empty(kind):
    with override("en"):
        html = empty_of(kind, around(), span=span_of(lines=2, bays=1))

    seen = {Kind.HELD: "<small>is being booked</small>", Kind.CLEANING: "<small>cleaning</small>"}
    assert html.startswith(f'<td class="{kind}" rowspan="2">')
    assert ('<span class="hidden">' in html) == (kind not in seen)
    assert seen.get(kind, "") in html


def test_a_line_says_its_time_and_where_in_it_it_is_now():
    cell = empty_of(Kind.FREE, around(), span="")

    now = line_of("09:00", [cell], css="now n3", hour=True, at="09:10")
    later = line_of("09:30", [cell], css="", hour=False, at="")

    assert now.startswith('<tr class="now n3"><th scope="row" class="hour">09:00<span class="at">')
    assert later == f'<tr class=""><th scope="row">09:30</th>{cell}</tr>\n'
