"""What staff type about a call-out: when they come, and what the owner reads."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django import forms

from voltbay.audit.view import LONGEST_REASON
from voltbay.bookings.desk.promise import Seat
from voltbay.callouts.errors import BayMissing, WindowWrong
from voltbay.callouts.rules import DAYS_AHEAD, Window
from voltbay.console.entries import Day, EntryForm, Refused, Words
from voltbay.core.local_time import at, local

# Times grouped by service, as a choice of a form takes them.
Choices = Sequence[tuple[str, Sequence[tuple[str, str]]]]
CLOCK = forms.TimeInput({"type": "time", "step": 900}, format="%H:%M")


class AcceptForm(EntryForm):
    """When somebody comes, all three or none; the place for the car, and a word to the owner."""

    seat = forms.CharField(required=False, max_length=60, widget=forms.Select)
    day = Day(required=False)
    begins = forms.TimeField(required=False, widget=CLOCK)
    ends = forms.TimeField(required=False, widget=CLOCK)
    message = Words(most=LONGEST_REASON, widget=forms.Textarea({"rows": 2}))

    def offering(self, seats: Choices) -> Self:
        """Return this with places to choose from; what was sent is not bound to them.

        One that went meanwhile is refused as such when it is held.
        """
        self.fields["seat"].widget.choices = [("", "–"), *seats]
        return self

    def clean(self) -> dict[str, Any]:
        """Bring the window together."""
        cleaned = super().clean() or self.cleaned_data
        parts = [cleaned.get(name) for name in ("day", "begins", "ends")]
        if any(parts) and not all(part is not None for part in parts):
            raise Refused(WindowWrong(days=2 * DAYS_AHEAD))
        return cleaned

    @property
    def window(self) -> Window | None:
        """Return when somebody comes, or None if no day was entered."""
        entered = self.cleaned_data
        if entered["day"] is None:
            return None
        return Window(at(entered["day"], entered["begins"]), at(entered["day"], entered["ends"]))

    @property
    def place(self) -> Seat:
        """Return the place that is to be held. Raises BayMissing."""
        service, _, slot = self.cleaned_data["seat"].partition(":")
        if not (service.isdecimal() and slot.isdecimal()):
            raise BayMissing(fields={"seat": BayMissing.code})
        return Seat(int(service), int(slot))


class DeclineForm(EntryForm):
    """Why nobody comes, as the owner reads it."""

    message = Words(most=LONGEST_REASON, widget=forms.Textarea({"rows": 2, "required": True}))


def offered(starts_at: datetime | None, ends_at: datetime | None) -> dict[str, Any]:
    """Return what the form begins with: what the owner wishes for."""
    if starts_at is None or ends_at is None:
        return {}
    begins, ends = local(starts_at), local(ends_at)
    return {"day": begins.date(), "begins": begins.time(), "ends": ends.time()}
