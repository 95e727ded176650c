"""What is typed about an outlet's opening: a form for each change, and for what is decided then."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from voltbay.bookings.errors import OpeningChanged
from voltbay.bookings.opening.apply import Decision
from voltbay.bookings.opening.preview import Choice, Do, Hit, Kind
from voltbay.console.entries import Day, EntryForm, Refused, Words
from voltbay.core.errors import Invalid, Refusal
from voltbay.core.local_time import local
from voltbay.directory.errors import ClosureIncomplete, OpenDayWrong
from voltbay.directory.models import OpeningHours, Outlet
from voltbay.directory.opening import Change, CloseDays, DropOpenDay, OpenOn, Reopen

LONGEST_REASON = 120  # characters; owners read it
LONGEST_CANCELLATION = 200  # likewise
# What is sent with a change and is not of it.
NOT_TYPED = ("csrfmiddlewaretoken", "action", "key", "seen", "cancel_reason")
DECIDED = "do-"  # before a booking's code


class ChangeUnknown(Invalid):
    """No such change of an outlet's opening."""

    code = "action_unknown"


class ChangeForm(EntryForm):
    """A change of the opening as it is typed; `refusal` is said if it cannot be read."""

    refusal: type[Refusal] = ChangeUnknown
    change = forms.CharField(required=False)
    action = forms.CharField(required=False)
    version = forms.CharField(required=False)

    def __init__(self, outlet: Outlet, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.outlet = outlet
        for name in self.fields:
            if isinstance(self.fields[name], forms.DateField):
                self.fields[name].widget.attrs["min"] = today.isoformat()

    @property
    def kind(self) -> str:
        """What kind of change it says it is."""
        return str(self["change"].value() or "")

    @property
    def asks_for(self) -> str:
        """What the button says that sent it."""
        return str(self["action"].value() or "")

    @property
    def seen_version(self) -> str:
        """The opening that it was typed over."""
        return str(self["version"].value() or "")

    def clean(self) -> dict[str, Any]:
        """Refuse what cannot be read by what the change is refused by."""
        if self.errors:
            raise Refused(self.refusal())
        return self.cleaned_data

    def read(self) -> Change:
        """Return the change."""
        raise ChangeUnknown

    def kept(self) -> list[tuple[str, str]]:
        """Return what has to be sent again with a decision about it."""
        sent = cast("QueryDict", self.data)  # some of a list share one name
        return [
            (name, value)
            for name in sent
            if name not in NOT_TYPED and not name.startswith(DECIDED)
            for value in sent.getlist(name)
        ]


class UnknownForm(ChangeForm):
    """A change that nobody knows."""

    def clean(self) -> dict[str, Any]:
        """Refuse it."""
        raise Refused(self.refusal())


class CloseForm(ChangeForm):
    """Shut for some days."""

    refusal = ClosureIncomplete
    first, last = Day(), Day()
    reason = Words(most=LONGEST_REASON, widget=forms.TextInput({"required": True}))
    reason_en = Words(most=LONGEST_REASON, widget=forms.TextInput({"lang": "en"}))

    def read(self) -> Change:
        """Return the closure."""
        typed = self.cleaned_data
        return CloseDays(typed["first"], typed["last"], typed["reason"], typed["reason_en"])


class OpenOnForm(ChangeForm):
    """Work on a day as on a weekday."""

    refusal = OpenDayWrong
    day = Day()
    works_as = forms.TypedChoiceField(coerce=int, choices=OpeningHours.Weekday.choices)

    def read(self) -> Change:
        """Return the extra opening day."""
        return OpenOn(self.cleaned_data["day"], self.cleaned_data["works_as"])


class ReopenForm(ChangeForm):
    """Take a closure back."""

    id = forms.IntegerField(min_value=0)

    def read(self) -> Change:
        """Return what is taken back."""
        return Reopen(self.cleaned_data["id"])


class DropOpenDayForm(ReopenForm):
    """Take an extra opening day back."""

    def read(self) -> Change:
        """Return what is taken back."""
        return DropOpenDay(self.cleaned_data["id"])


class DecisionForm(EntryForm):
    """What becomes of each booking that a change hits; what stands first is done unless decided."""

    seen = forms.CharField(required=False)
    cancel_reason = Words(most=LONGEST_CANCELLATION)

    def __init__(self, *args: Any, hits: Iterable[Hit] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for hit in hits:
            self.fields[f"{DECIDED}{hit.booking.code}"] = _choice_for(hit)

    def clean(self) -> dict[str, Any]:
        """Read what was decided, also for bookings that are not hit any more."""
        self.cleaned_data["choices"] = {
            name.removeprefix(DECIDED): _read_choice(value)
            for name, value in self.data.items()
            if name.startswith(DECIDED)
        }
        return self.cleaned_data

    def decision(self) -> Decision:
        """Return what was seen and decided, as the verb takes it."""
        typed = self.cleaned_data
        return Decision(typed["seen"], typed["choices"], typed["cancel_reason"])


def _choice_for(hit: Hit) -> forms.ChoiceField:
    moves = [
        (start.isoformat(), _("Move to %(words)s") % {"words": shown_time(start)})
        for start in hit.starts
    ]
    keep = _("Keep all the same; we will be there")
    if stays(hit):
        keep = _("Keep; nothing changes for the owner")
    choices = [*moves, (Do.KEEP, keep), (Do.CANCEL, _("Cancel with the reason below"))]
    label = f"{_('Decision')} {hit.booking.code}"
    widget = forms.Select({"class": "decision", "aria-label": label})
    return forms.ChoiceField(required=False, choices=choices, widget=widget)


def _read_choice(text: str) -> Choice:
    try:
        if text in (Do.KEEP, Do.CANCEL):
            return Choice(Do(text))
        return Choice(Do.MOVE, datetime.fromisoformat(text))
    except ValueError as unknown:
        raise Refused(OpeningChanged()) from unknown


def stays(hit: Hit) -> bool:
    """Tell whether a booking may stay at its time as if nothing had changed."""
    return hit.kind is not Kind.NO_PLACE


def shown_time(at: datetime) -> str:
    """Return a day and time in the mainland."""
    return f"{local(at):%Y-%m-%d %H:%M}"
