"""What is typed about an outlet's technicians and its time rules."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from voltbay.console.entries import Day, Refused, Words
from voltbay.console.opening.forms import ChangeForm
from voltbay.console.opening.row_forms import Row, RowsForm, a_tick, a_time
from voltbay.core.errors import Refusal
from voltbay.directory.crew import (
    MOST_KEPT_BACK,
    DropTechnician,
    GiveLeave,
    KeepTechnician,
    SetTimeRules,
    TakeLeaveBack,
    Turn,
)
from voltbay.directory.errors import (
    LeaveWrong,
    ShiftWrong,
    TechnicianUnknown,
    TechnicianWrong,
    TimeRulesWrong,
)
from voltbay.directory.models import MOST_NOTICE, OpeningHours, Outlet
from voltbay.directory.opening import Change

LONGEST_NAME, LONGEST_NUMBER = 40, 40
WORKDAYS = range(5)
BEGINS, ENDS = time(8), time(18)  # what a new row proposes


class TurnRow(Row):
    """A weekly shift."""

    weekday = forms.TypedChoiceField(
        coerce=int,
        choices=OpeningHours.Weekday.choices,
        widget=forms.Select({"aria-label": _("Weekday")}),
    )
    begins, ends = a_time(_("Begins")), a_time(_("Ends"))
    drop = a_tick(_("Remove"))

    @property
    def is_meant(self) -> bool:
        """Whether it has a time and is not to be removed."""
        return not self["drop"].value() and bool(self.typed("begins") or self.typed("ends"))

    def read(self) -> Turn:
        """Return the shift."""
        typed = self.cleaned_data
        return Turn(typed["weekday"], typed["begins"], typed["ends"])


class TechnicianForm(RowsForm):
    """Somebody new, or as they are to be; without an id it is somebody new."""

    row, wrong_row = TurnRow, ShiftWrong
    refusal: type[Refusal] = TechnicianWrong
    empty: Mapping[str, Any] = {}
    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = Words(most=LONGEST_NAME, widget=forms.TextInput({"required": True}))
    certificate = Words(most=LONGEST_NUMBER, widget=forms.TextInput({"autocomplete": "off"}))
    until = Day()

    def __init__(self, outlet: Outlet, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(outlet, today, *args, **kwargs)
        self.fields["until"].widget.attrs.pop("min", None)  # one that has expired is written too

    def in_force(self) -> Iterable[Mapping[str, Any]]:
        """Return the shifts of who is edited, or those of an ordinary week for somebody new."""
        known = self.initial.get("id")
        if known is None:
            return [{"weekday": day, "begins": BEGINS, "ends": ENDS} for day in WORKDAYS]
        shifts = self.outlet.technicians.get(pk=known).shifts.order_by("weekday", "starts_at")
        return [
            {"weekday": each.weekday, "begins": each.starts_at, "ends": each.ends_at}
            for each in shifts
        ]

    def read(self) -> Change:
        """Return the technician."""
        typed = self.cleaned_data
        turns = [row.read() for row in self.meant]
        return KeepTechnician(
            typed["id"], typed["name"], typed["certificate"], typed["until"], turns
        )


class DropTechnicianForm(ChangeForm):
    """Take somebody off the list."""

    refusal: type[Refusal] = TechnicianUnknown
    id = forms.IntegerField(min_value=0)

    def read(self) -> Change:
        """Return who goes."""
        return DropTechnician(self.cleaned_data["id"])


class TakeLeaveBackForm(DropTechnicianForm):
    """Have somebody back."""

    def read(self) -> Change:
        """Return the leave."""
        return TakeLeaveBack(self.cleaned_data["id"])


class LeaveForm(ChangeForm):
    """Be without somebody for some days."""

    refusal: type[Refusal] = LeaveWrong
    who = forms.TypedChoiceField(coerce=int)
    first, last = Day(), Day()

    def __init__(self, outlet: Outlet, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(outlet, today, *args, **kwargs)
        names = outlet.technicians.order_by("name").values_list("pk", "name")
        self.fields["who"].choices = list(names)  # type: ignore[attr-defined]  # a choice field

    def read(self) -> Change:
        """Return the leave."""
        typed = self.cleaned_data
        return GiveLeave(typed["who"], typed["first"], typed["last"])


class TimeRulesForm(ChangeForm):
    """Notice, bays kept for the desk, and whether technicians are counted."""

    notice_hours = forms.IntegerField(min_value=0, max_value=MOST_NOTICE)
    walk_in_bays = forms.IntegerField(min_value=0, max_value=MOST_KEPT_BACK)
    counts_technicians = forms.BooleanField(required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Show the rules as they are."""
        if field_name in ("notice_hours", "walk_in_bays", "counts_technicians"):
            return getattr(self.outlet, field_name)
        return super().get_initial_for_field(field, field_name)

    def clean(self) -> dict[str, Any]:
        """Refuse what is no number, and say between which it lies."""
        if self.errors:
            raise Refused(TimeRulesWrong(most_hours=MOST_NOTICE, most_bays=MOST_KEPT_BACK))
        return self.cleaned_data

    def read(self) -> Change:
        """Return the rules."""
        typed = self.cleaned_data
        return SetTimeRules(
            typed["notice_hours"], typed["walk_in_bays"], typed["counts_technicians"]
        )
