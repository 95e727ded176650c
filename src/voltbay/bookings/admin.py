"""A look at bookings in the back office: masked, and nothing can be changed there."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline

from voltbay.back_office.filters import DaysFilter, PickFilter, ValueFilter, WordsFilter
from voltbay.back_office.lists import ListAdmin
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.words import ACTORS, STATES, when_of
from voltbay.core.local_time import local
from voltbay.core.masking import mask_name, mask_phone, mask_plate, mask_vin

HOLDS = (State.HELD, State.EXPIRED)  # as the index `booking_figures` has it


class LookedAtOnly:
    """Nobody adds, changes or deletes."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Owners book, through the API."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Only the verbs move a booking."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Keep it: a booking is evidence."""
        return False


class StateFilter(ValueFilter):
    """Bookings by state, in words; at first what somebody booked, without mere holds.

    A hold that nobody confirmed is no booking, and there are more of them. Whoever looks for a
    code finds them all the same.
    """

    title = _("state")
    parameter_name = "state"
    all_option = ["", _("all but holds")]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:  # noqa: ARG002
        """Offer every state."""
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Keep the chosen state."""
        if self.value():
            return queryset.filter(state=self.value())
        return queryset if request.GET.get(SEARCH_VAR) else queryset.exclude(state__in=HOLDS)


class EventInline(LookedAtOnly, TabularInline):
    model = BookingEvent
    extra = 0
    ordering = ["id"]
    fields = ["when", "what", "who"]
    readonly_fields = fields
    hide_title = True

    @admin.display(description=_("moved at"))
    def when(self, event: BookingEvent) -> str:
        """Show the time in the mainland."""
        return f"{local(event.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=_("move"))
    def what(self, event: BookingEvent) -> str:
        """Show the states before and after."""
        before = STATES[event.from_state] if event.from_state else "–"
        return f"{before} → {STATES[event.to_state]}"

    @admin.display(description=_("moved by"))
    def who(self, event: BookingEvent) -> str:
        """Show what kind of person moved it."""
        return str(ACTORS[event.actor])


@admin.register(Booking)
class BookingAdmin(LookedAtOnly, ListAdmin):
    """Personal data is masked: full values are for the outlet's console, where looks are logged."""

    list_display = ["code_shown", "appointment", "outlet_name", "service_name", "state_name"]
    list_display += ["name_masked", "phone_masked", "plate_masked"]
    list_filter = [StateFilter, ("starts_at", DaysFilter)]
    list_filter += [("outlet__city", WordsFilter), ("outlet", PickFilter)]
    list_select_related = ["outlet", "service"]
    search_fields = ["=code"]
    search_help_text = _("code of a booking")
    ordering = ["-starts_at", "-created_at"]
    inlines = [EventInline]
    fields = ["code_shown", "state_name", "outlet_name", "service_name", "appointment"]
    fields += ["name_masked", "phone_masked", "plate_masked", "vin_masked", "made"]
    readonly_fields = fields

    @admin.display(description=_("code of a booking"), ordering="code")
    def code_shown(self, booking: Booking) -> str:
        """Show the code that the owner reads out."""
        return booking.code

    @admin.display(description=_("outlet"), ordering="outlet__name")
    def outlet_name(self, booking: Booking) -> str:
        """Show where."""
        return booking.outlet.name

    @admin.display(description=_("service"))
    def service_name(self, booking: Booking) -> str:
        """Show what is to be done."""
        return booking.service.name

    @admin.display(description=_("made"))
    def made(self, booking: Booking) -> str:
        """Show when it was made, in the mainland."""
        return f"{local(booking.created_at):%Y-%m-%d %H:%M}"

    @admin.display(description=_("appointment"), ordering="starts_at")
    def appointment(self, booking: Booking) -> str:
        """Show the time in the mainland."""
        return when_of(booking)

    @admin.display(description=_("state"), ordering="state")
    def state_name(self, booking: Booking) -> str:
        """Show the state in words."""
        return str(STATES[booking.state])

    @admin.display(description=_("name"))
    def name_masked(self, booking: Booking) -> str:
        """Show the family name only."""
        return _masked(booking.name, mask_name)

    @admin.display(description=_("mobile number"))
    def phone_masked(self, booking: Booking) -> str:
        """Show the ends of the number."""
        return _masked(booking.phone, mask_phone)

    @admin.display(description=_("plate"))
    def plate_masked(self, booking: Booking) -> str:
        """Show the ends of the plate."""
        return _masked(booking.plate, mask_plate)

    @admin.display(description="VIN")
    def vin_masked(self, booking: Booking) -> str:
        """Show the ends of the VIN."""
        return _masked(booking.vin, mask_vin)


def _masked(value: str | None, mask: Callable[[str], str]) -> str:
    return mask(value) if value else "–"
