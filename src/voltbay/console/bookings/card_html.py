"""The board's lines and the cars' cards on it, as HTML.

Written here and not as a template: a board has thirty cards and draws them again whenever one car
moves on, and a template took a quarter of a millisecond for each. Of what fills it in, texts are
made `safe`; times, states and codes have nothing to escape.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voltbay.bookings.desk.lanes import Kind
from voltbay.console.bookings.cards import Act, Card
from voltbay.console.bookings.day_view import DayView
from voltbay.console.filled import safe

NONE = "–"

EMPTY_SAYS = {
    Kind.FREE: gettext_noop("free"),
    Kind.CLOSED: gettext_noop("not staffed"),
    Kind.HELD: gettext_noop("is being booked"),
    Kind.CLEANING: gettext_noop("cleaning"),
}
SEEN = (Kind.HELD, Kind.CLEANING)  # the others are said to those alone who do not see the grid


@dataclass(frozen=True)
class Around:
    """What is the same for all cards of a board.

    `home` is the path that all others begin with; `key` sends nothing twice; `token` gives CSRF's,
    and its cookie with it, where there is a form. `word` translates, each word once.
    """

    view: DayView
    home: str
    key: str
    token: Callable[[], str]
    word: Callable[[str], str] = field(default_factory=lambda: cache(_word))


def line_of(
    begins: str, cells: Sequence[SafeString], *, css: str, hour: bool, at: str
) -> SafeString:
    """Return a line of the grid; `at` is the time now, in the line that it falls into."""
    on_the_hour = ' class="hour"' if hour else ""
    now = f'<span class="at">{at}</span>' if at else ""
    head = f'<th scope="row"{on_the_hour}>{begins}{now}</th>'
    return SafeString(f'<tr class="{css}">{head}{"".join(cells)}</tr>\n')


def empty_of(kind: Kind, around: Around, *, span: str) -> SafeString:
    """Return a place of the grid without a car."""
    words = around.word(EMPTY_SAYS[kind])
    said = f"<small>{words}</small>" if kind in SEEN else f'<span class="hidden">{words}</span>'
    return SafeString(f'<td class="{kind}"{span}>{said}</td>')


def cell_of(card: Card, around: Around, *, span: str) -> SafeString:
    """Return a card in its place of the grid, which is as high and wide as `span` says."""
    row = card.row
    act = _next(card, around) if around.view == DayView.WALL else _act(card, around)
    return SafeString(
        f'<td class="{_classes(card)}"{span}><div class="inside">'
        f'<span class="hours"><span class="time">{row.begins}–{row.ends}</span> '
        f'<span class="state {row.state}">{safe(row.state_name)}</span></span> '
        f"{_plate(card, around)}{_company(card)}{_marks(card)}{act}</div></td>"
    )


@cache
def span_of(*, lines: int, bays: int) -> str:
    """Return the attributes of a place that is so many lines high and bays wide."""
    spans = (("rowspan", lines), ("colspan", bays))
    return "".join(f' {name}="{many}"' for name, many in spans if many > 1)


def _word(text: str) -> str:
    return safe(_(text))


def _classes(card: Card) -> str:
    words = ["car", card.row.state]
    words += ["unsafe"] if card.is_unsafe else []
    return " ".join([*words, "late"] if card.late or card.over else words)


def _plate(card: Card, around: Around) -> str:
    code, plate = card.row.code, card.row.plate
    if around.view == DayView.WALL:
        return f'<strong class="plate">{safe(plate or NONE)}</strong>'
    path = f"{around.home}bookings/{code}/"
    return f'<a class="plate" id="car-{code}" href="{path}">{safe(plate or code)}</a>'


def _company(card: Card) -> str:
    company = card.row.company
    return f' <span class="company">{safe(company)}</span>' if company else ""


def _marks(card: Card) -> str:
    marks = [f'<span class="mark {kind}">{safe(words)}</span>' for kind, words in card.marks]
    return f' <span class="marks">{"".join(marks)}</span>' if marks else ""


def _next(card: Card, around: Around) -> str:
    """Return what comes next, for a screen on which nothing can be pressed."""
    if not card.step:
        return ""
    words = f"{around.word(gettext_noop('Next:'))} {safe(card.step)}"
    return f' <span class="marks"><span class="mark">{words}</span></span>'


def _act(card: Card, around: Around) -> str:
    """Return the button for what is done next."""
    code = card.row.code
    if card.act == Act.BEGIN:
        return _begin(card, around)
    if card.act == Act.CHECK_IN:
        return _go(card, around, f"bookings/{code}/#receive", around.word(gettext_noop("Check in")))
    if card.act == Act.REVIEW:
        return _go(
            card, around, f"review/{code}/", around.word(gettext_noop("Review")), css=" second"
        )
    if card.act == Act.GO_ON:
        words = safe(card.step) or around.word(gettext_noop("Finish"))
        return _go(card, around, f"bookings/{code}/removal/", words)
    return ""


def _go(card: Card, around: Around, path: str, words: str, *, css: str = "") -> str:
    return (
        f' <a class="button act{css}" id="act-{card.row.code}" href="{around.home}{path}">'
        f"{words}{_hidden(card)}</a>"
    )


def _begin(card: Card, around: Around) -> str:
    code, words = card.row.code, around.word(gettext_noop("Start the removal"))
    return (
        f' <form method="post" action="{around.home}bookings/{code}/removal/work/" data-outbox>'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{around.token()}">'
        f'<input type="hidden" name="key" value="{around.key}">'
        f'<input type="hidden" name="seen" value="{card.seen}">'
        f'<button type="submit" class="act" id="act-{code}" name="action" value="begin">{words}'
        f"{_hidden(card)}</button></form>"
    )


def _hidden(card: Card) -> str:
    return f'<span class="hidden"> {safe(card.row.plate)}</span>'
