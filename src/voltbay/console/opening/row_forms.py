"""The tables of the opening, the week and the services, typed row by row."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voltbay.console.entries import EntryForm, Refused, Words
from voltbay.console.opening.forms import ChangeForm
from voltbay.core.errors import Refusal
from voltbay.directory.errors import HoursWrong, ServiceWrong
from voltbay.directory.models import (
    CLASSES,
    FUELS,
    MOST_BUFFER,
    MOST_NOTICE,
    OpeningHours,
    electric_and_hybrid,
    passenger_cars,
)
from voltbay.directory.opening import (
    LONGEST_SERVICE,
    MOST_BAYS,
    Change,
    ServiceEntry,
    SetServices,
    SetWeek,
    Stretch,
)
from voltbay.directory.timetable import services_of_outlet, week_of_outlet

LONGEST_NAME = 60
LONGEST_ENGLISH_NAME = 120
MOST_ROWS = 100
MORE, MORE_ROWS = "more", 3  # the action that asks for further empty rows, and how many it brings


class Row(EntryForm):
    """A row of a table; one that is not `meant` may hold anything."""

    use_required_attribute = False  # rows may stay empty

    @property
    def is_meant(self) -> bool:
        """Whether somebody wants it to count."""
        raise NotImplementedError

    def read(self) -> Any:
        """Return what it says."""
        raise NotImplementedError

    def typed(self, name: str) -> str:
        """Return an entry as it was typed."""
        return str(self[name].value() or "").strip()


class RowsForm(ChangeForm):
    """A table of rows, some of them empty for what is new."""

    row: type[Row]
    wrong_row: type[Refusal]
    empty: Mapping[str, Any]
    spare = 1
    rows = forms.IntegerField(min_value=0)

    @cached_property
    def table(self) -> list[Row]:
        """The rows as they are, or as they were typed, with further ones for whoever asks."""
        if not self.is_bound:
            return self._fresh([*self.in_force(), *[self.empty] * self.spare])
        typed = self._typed
        more = min(MORE_ROWS, MOST_ROWS - len(typed)) if self.asks_for == MORE else 0
        return typed + self._fresh([self.empty] * more, first=len(typed))

    @property
    def meant(self) -> list[Row]:
        """The rows that count."""
        return [row for row in self._typed if row.is_meant]

    def in_force(self) -> Iterable[Mapping[str, Any]]:
        """Return the rows as they are now."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        """Refuse the first row that cannot be read, by its number among those that count."""
        for number, row in enumerate(self.meant, 1):
            if not row.is_valid():
                raise Refused(self.wrong_row(row=number))
        return super().clean()

    @cached_property
    def _typed(self) -> list[Row]:
        try:
            count = self.fields["rows"].clean(self["rows"].value())
        except ValidationError:
            return []
        return [self.row(self.data, prefix=f"row-{n}") for n in range(min(count, MOST_ROWS))]

    def _fresh(self, initial: Sequence[Mapping[str, Any]], first: int = 0) -> list[Row]:
        return [self.row(initial=each, prefix=f"row-{n}") for n, each in enumerate(initial, first)]


def _number(words: Any, *, most: int, least: int = 1, due: bool = True) -> forms.IntegerField:
    widget = forms.NumberInput({"aria-label": words})
    return forms.IntegerField(min_value=least, max_value=most, widget=widget, required=due)


def a_time(words: Any) -> forms.TimeField:
    """Return a field for a time of the day."""
    widget = forms.TimeInput({"type": "time", "aria-label": words}, format="%H:%M")
    return forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"], widget=widget)


def _some(words: Any, choices: Mapping[str, Any]) -> forms.MultipleChoiceField:
    widget = forms.CheckboxSelectMultiple({"aria-label": words})
    return forms.MultipleChoiceField(choices=list(choices.items()), widget=widget)


def a_tick(words: Any) -> forms.BooleanField:
    """Return a field for yes or no."""
    return forms.BooleanField(required=False, widget=forms.CheckboxInput({"aria-label": words}))


class HoursRow(Row):
    """Open time of a weekday."""

    weekday = forms.TypedChoiceField(
        coerce=int,
        choices=OpeningHours.Weekday.choices,
        widget=forms.Select({"aria-label": _("Weekday")}),
    )
    opens, closes = a_time(_("Opens")), a_time(_("Closes"))
    bays = _number(_("Staffed bays"), most=MOST_BAYS)
    drop = a_tick(_("Remove"))

    @property
    def is_meant(self) -> bool:
        """Whether it has a time and is not to be removed."""
        return not self["drop"].value() and bool(self.typed("opens") or self.typed("closes"))

    def read(self) -> Stretch:
        """Return the open time."""
        typed = self.cleaned_data
        return Stretch(typed["weekday"], typed["opens"], typed["closes"], typed["bays"])


class WeekForm(RowsForm):
    """Have other weekly hours."""

    row, wrong_row = HoursRow, HoursWrong
    empty, spare = {"bays": 1}, 3
    holidays = forms.BooleanField(required=False)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """Tick holidays if the outlet works on them."""
        if field_name == "holidays":
            return self.outlet.works_on_holidays
        return super().get_initial_for_field(field, field_name)

    def in_force(self) -> Iterable[Mapping[str, Any]]:
        """Return the hours of the week."""
        for each in week_of_outlet(self.outlet):
            times = {"opens": each.opens_at, "closes": each.closes_at}
            yield {"weekday": each.weekday, **times, "bays": each.bays}

    def read(self) -> Change:
        """Return the week."""
        return SetWeek([row.read() for row in self.meant], self.cleaned_data["holidays"])


class ServiceRow(Row):
    """A service; a new one has no id."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = Words(
        most=LONGEST_NAME, widget=forms.TextInput({"aria-label": _("Name of the service")})
    )
    name_en = Words(
        most=LONGEST_ENGLISH_NAME,
        widget=forms.TextInput({"aria-label": _("In English"), "lang": "en"}),
    )
    slots = _number(_("Duration"), most=LONGEST_SERVICE)
    places = _number(_("Bays at a time"), most=MOST_BAYS)
    technicians = _number(_("Technicians at a time"), most=MOST_BAYS, due=False)
    buffer = _number(_("Minutes for the bay afterwards"), most=MOST_BUFFER, least=0, due=False)
    notice = _number(_("Notice, hours"), most=MOST_NOTICE, least=0, due=False)
    offered = a_tick(_("Offered"))
    classes = _some(_("Which vehicles it takes"), CLASSES)
    fuels = _some(_("Which drives it takes"), FUELS)
    heaviest_kg = forms.IntegerField(
        min_value=500,
        max_value=100_000,
        required=False,
        widget=forms.NumberInput({"aria-label": _("Heaviest total mass, kg"), "step": 100}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.typed("id"):
            self.fields["name"].widget.attrs["placeholder"] = _("a new service")

    @property
    def is_meant(self) -> bool:
        """Whether it is there already, or has a name."""
        return bool(self.typed("id") or self.typed("name"))

    def read(self) -> ServiceEntry:
        """Return the service."""
        typed = self.cleaned_data
        return ServiceEntry(
            typed["id"],
            typed["name"],
            slots_needed=typed["slots"],
            places=typed["places"],
            is_offered=typed["offered"],
            vehicle_classes=typed["classes"],
            fuels=typed["fuels"],
            heaviest_kg=typed["heaviest_kg"],
            technicians=typed["technicians"] or 1,
            buffer_minutes=typed["buffer"] or 0,
            notice_hours=typed["notice"],
            name_en=typed["name_en"],
        )


class ServicesForm(RowsForm):
    """Have other services."""

    row, wrong_row = ServiceRow, ServiceWrong
    empty = {
        "slots": 2,
        "places": 1,
        "technicians": 1,
        "buffer": 0,
        "offered": True,
        "classes": passenger_cars,
        "fuels": electric_and_hybrid,
    }

    def in_force(self) -> Iterable[Mapping[str, Any]]:
        """Return the services."""
        for each in services_of_outlet(self.outlet):
            size = {
                "slots": each.slots_needed,
                "places": each.places,
                "technicians": each.technicians,
                "buffer": each.buffer_minutes,
                "notice": each.notice_hours,
            }
            takes = {"classes": each.vehicle_classes, "fuels": each.fuels}
            named = {"id": each.pk, "name": each.name, "name_en": each.name_en}
            rest = {"heaviest_kg": each.heaviest_kg, "offered": each.is_offered}
            yield {**named, **size, **takes, **rest}

    def read(self) -> Change:
        """Return the services."""
        return SetServices([row.read() for row in self.meant])
