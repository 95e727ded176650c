"""A car's card on the board, as HTML.

Written here and not as a template: a board has thirty of them and draws them again whenever one car
moves on, and a template took a quarter of a millisecond for each, six times of this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from voltbay.console.bookings.cards import Act, Card
from voltbay.console.bookings.day_view import DayView

NONE = "–"
NOTHING = SafeString("")

CELL = SafeString(
    '<td class="{css}"{span}><div class="inside">'
    '<span class="hours"><span class="time">{begins}–{ends}</span> '
    '<span class="state {state}">{state_name}</span></span> '
    "{plate}{company}{marks}{act}</div></td>"
)
PLATE_ON_WALL = SafeString('<strong class="plate">{}</strong>')
PLATE = SafeString('<a class="plate" id="car-{code}" href="{home}bookings/{code}/">{plate}</a>')
COMPANY = SafeString(' <span class="company">{}</span>')
MARKS = SafeString(' <span class="marks">{}</span>')
MARK = SafeString('<span class="mark {}">{}</span>')
NEXT = SafeString(' <span class="marks"><span class="mark">{} {}</span></span>')
GO = SafeString(
    ' <a class="button act{second}" id="act-{code}" href="{home}{path}">{words}'
    '<span class="hidden"> {plate}</span></a>'
)
BEGIN = SafeString(
    ' <form method="post" action="{home}bookings/{code}/removal/work/" data-outbox>'
    '<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
    '<input type="hidden" name="key" value="{key}"><input type="hidden" name="seen" value="{seen}">'
    '<button type="submit" class="act" id="act-{code}" name="action" value="begin">{words}'
    '<span class="hidden"> {plate}</span></button></form>'
)


@dataclass(frozen=True)
class Around:
    """What is the same for all cards of a board.

    `home` is the path that all others begin with; `key` sends nothing twice; `token` gives CSRF's,
    and its cookie with it, where there is a form.
    """

    view: DayView
    home: str
    key: UUID
    token: Callable[[], str]


def cell_of(card: Card, around: Around, *, span: SafeString) -> SafeString:
    """Return a card in its place of the grid, which is as high and wide as `span` says."""
    row = card.row
    return format_html(
        CELL,
        css=_classes(card),
        span=span,
        begins=row.begins,
        ends=row.ends,
        state=row.state,
        state_name=row.state_name,
        plate=_plate(card, around),
        company=format_html(COMPANY, row.company) if row.company else NOTHING,
        marks=_marks(card),
        act=_next(card) if around.view == DayView.WALL else _act(card, around),
    )


def span_of(*, lines: int, bays: int) -> SafeString:
    """Return the attributes of a place that is so many lines high and bays wide."""
    spans = (("rowspan", lines), ("colspan", bays))
    return format_html_join("", ' {}="{}"', (each for each in spans if each[1] > 1))


def _classes(card: Card) -> str:
    words = ["car", card.row.state]
    words += ["unsafe"] if card.is_unsafe else []
    return " ".join([*words, "late"] if card.late or card.over else words)


def _plate(card: Card, around: Around) -> SafeString:
    code, plate = card.row.code, card.row.plate
    if around.view == DayView.WALL:
        return format_html(PLATE_ON_WALL, plate or NONE)
    return format_html(PLATE, code=code, home=around.home, plate=plate or code)


def _marks(card: Card) -> SafeString:
    marks = card.marks
    return format_html(MARKS, format_html_join("", MARK, marks)) if marks else NOTHING


def _next(card: Card) -> SafeString:
    """Return what comes next, for a screen on which nothing can be pressed."""
    return format_html(NEXT, _("Next:"), card.step) if card.step else NOTHING


def _act(card: Card, around: Around) -> SafeString:
    """Return the button for what is done next."""
    if card.act == Act.NOTHING:
        return NOTHING
    code, home, plate = card.row.code, around.home, card.row.plate
    if card.act == Act.BEGIN:
        words = _("Start the removal")
        sent = {"token": around.token(), "key": around.key, "seen": card.seen}
        return format_html(BEGIN, code=code, home=home, plate=plate, words=words, **sent)
    second, path, words = {
        Act.CHECK_IN: ("", f"bookings/{code}/#receive", _("Check in")),
        Act.REVIEW: (" second", f"review/{code}/", _("Review")),
        Act.GO_ON: ("", f"bookings/{code}/removal/", card.step or _("Finish")),
    }[card.act]
    return format_html(GO, second=second, code=code, home=home, path=path, words=words, plate=plate)
