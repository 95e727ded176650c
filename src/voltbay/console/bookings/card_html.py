"""The board's lines and the cars' cards on it, as HTML.

Written here and not as a template: a board has thirty cards and draws them again whenever one car
moves on, and a template took a quarter of a millisecond for each, six times of this.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voltbay.bookings.desk.lanes import Kind
from voltbay.console.bookings.cards import Act, Card
from voltbay.console.bookings.day_view import DayView
from voltbay.console.filled import NOTHING, filled, joined

NONE = "–"

LINE = SafeString('<tr class="{css}"><th scope="row"{hour}>{begins}{now}</th>{cells}</tr>\n')
HOUR = SafeString(' class="hour"')
NOW = SafeString('<span class="at">{at}</span>')
EMPTY = SafeString('<td class="{kind}"{span}>{said}</td>')
UNSEEN = SafeString('<span class="hidden">{words}</span>')
SEEN = SafeString("<small>{words}</small>")
CELL = SafeString(
    '<td class="{css}"{span}><div class="inside">'
    '<span class="hours"><span class="time">{begins}–{ends}</span> '
    '<span class="state {state}">{state_name}</span></span> '
    "{plate}{company}{marks}{act}</div></td>"
)
PLATE_ON_WALL = SafeString('<strong class="plate">{plate}</strong>')
PLATE = SafeString('<a class="plate" id="car-{code}" href="{home}bookings/{code}/">{plate}</a>')
COMPANY = SafeString(' <span class="company">{company}</span>')
MARKS = SafeString(' <span class="marks">{marks}</span>')
MARK = SafeString('<span class="mark {kind}">{words}</span>')
NEXT = SafeString(' <span class="marks"><span class="mark">{next} {step}</span></span>')
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


EMPTY_SAYS = {
    Kind.FREE: (UNSEEN, gettext_noop("free")),
    Kind.CLOSED: (UNSEEN, gettext_noop("not staffed")),
    Kind.HELD: (SEEN, gettext_noop("is being booked")),
    Kind.CLEANING: (SEEN, gettext_noop("cleaning")),
}


@dataclass(frozen=True)
class Around:
    """What is the same for all cards of a board.

    `home` is the path that all others begin with; `key` sends nothing twice; `token` gives CSRF's,
    and its cookie with it, where there is a form.
    """

    view: DayView
    home: str
    key: str
    token: Callable[[], str]


def line_of(
    begins: str, cells: Sequence[SafeString], *, css: str, hour: bool, at: str
) -> SafeString:
    """Return a line of the grid; `at` is the time now, in the line that it falls into."""
    return filled(
        LINE,
        css=css,
        hour=HOUR if hour else NOTHING,
        begins=begins,
        now=filled(NOW, at=at) if at else NOTHING,
        cells=joined(cells),
    )


def empty_of(kind: Kind, *, span: SafeString) -> SafeString:
    """Return a place of the grid without a car."""
    form, words = EMPTY_SAYS[kind]
    return filled(EMPTY, kind=kind, span=span, said=filled(form, words=_(words)))


def cell_of(card: Card, around: Around, *, span: SafeString) -> SafeString:
    """Return a card in its place of the grid, which is as high and wide as `span` says."""
    row = card.row
    return filled(
        CELL,
        css=_classes(card),
        span=span,
        begins=row.begins,
        ends=row.ends,
        state=row.state,
        state_name=row.state_name,
        plate=_plate(card, around),
        company=filled(COMPANY, company=row.company) if row.company else NOTHING,
        marks=_marks(card),
        act=_next(card) if around.view == DayView.WALL else _act(card, around),
    )


@cache
def span_of(*, lines: int, bays: int) -> SafeString:
    """Return the attributes of a place that is so many lines high and bays wide."""
    spans = (("rowspan", lines), ("colspan", bays))
    return SafeString("".join(f' {name}="{many}"' for name, many in spans if many > 1))


def _classes(card: Card) -> str:
    words = ["car", card.row.state]
    words += ["unsafe"] if card.is_unsafe else []
    return " ".join([*words, "late"] if card.late or card.over else words)


def _plate(card: Card, around: Around) -> SafeString:
    code, plate = card.row.code, card.row.plate
    if around.view == DayView.WALL:
        return filled(PLATE_ON_WALL, plate=plate or NONE)
    return filled(PLATE, code=code, home=around.home, plate=plate or code)


def _marks(card: Card) -> SafeString:
    marks = [filled(MARK, kind=kind, words=words) for kind, words in card.marks]
    return filled(MARKS, marks=joined(marks)) if marks else NOTHING


def _next(card: Card) -> SafeString:
    """Return what comes next, for a screen on which nothing can be pressed."""
    return filled(NEXT, next=_("Next:"), step=card.step) if card.step else NOTHING


def _act(card: Card, around: Around) -> SafeString:
    """Return the button for what is done next."""
    code = card.row.code
    said = {"code": code, "home": around.home, "plate": card.row.plate}
    if card.act == Act.BEGIN:
        sent = {"token": around.token(), "key": around.key, "seen": str(card.seen)}
        return filled(BEGIN, words=_("Start the removal"), **said, **sent)
    if card.act == Act.CHECK_IN:
        path = f"bookings/{code}/#receive"
        return filled(GO, second="", path=path, words=_("Check in"), **said)
    if card.act == Act.REVIEW:
        return filled(GO, second=" second", path=f"review/{code}/", words=_("Review"), **said)
    if card.act == Act.GO_ON:
        path = f"bookings/{code}/removal/"
        return filled(GO, second="", path=path, words=card.step or _("Finish"), **said)
    return NOTHING
