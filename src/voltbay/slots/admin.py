"""The back office's outlets, whose changes are published at once, and a look at their slots."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from voltbay.back_office.filters import DaysFilter, PickFilter, WordsFilter, having
from voltbay.back_office.lists import ListAdmin
from voltbay.core import clock
from voltbay.core.local_time import begin_of_day, local
from voltbay.directory.admin import OutletAdmin
from voltbay.directory.models import Outlet
from voltbay.slots.models import Slot
from voltbay.slots.publish import Published, publish_ahead

SHOWN = 8  # times in one message; the list of bookings has the rest


@admin.register(Outlet)
class PublishingOutletAdmin(OutletAdmin):
    """Publishes slots in the transaction that saves hours, closures or the grid."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: Any) -> None:
        """Save, publish, and tell what changed and which booked times no longer fit."""
        super().save_related(request, form, formsets, change)
        now = clock.now()  # noqa: TID251  # a door reads the clock
        _tell(request, publish_ahead(form.instance, now=now))


def _tell(request: HttpRequest, published: Published) -> None:
    if published.added or published.changed or published.removed:
        said = _("Slots published: %(added)s added, %(changed)s changed, %(removed)s removed.")
        counts = {
            "added": published.added,
            "changed": published.changed,
            "removed": published.removed,
        }
        messages.info(request, said % counts)
    if published.outside:
        said = ngettext(
            "%(count)s booked time is outside the hours now: %(times)s. It keeps its booking; "
            "call the owner or move it.",
            "%(count)s booked times are outside the hours now: %(times)s. They keep their "
            "bookings; call the owners or move them.",
            len(published.outside),
        )
        messages.warning(request, said % _times(published.outside))
    if published.overfull:
        said = ngettext(
            "%(count)s time has more bookings than staffed bays: %(times)s.",
            "%(count)s times have more bookings than staffed bays: %(times)s.",
            len(published.overfull),
        )
        messages.warning(request, said % _times(published.overfull))
    if published.unattended:
        said = ngettext(
            "%(count)s time has more bookings than certified technicians: %(times)s.",
            "%(count)s times have more bookings than certified technicians: %(times)s.",
            len(published.unattended),
        )
        messages.warning(request, said % _times(published.unattended))


def _times(starts: Sequence[datetime]) -> dict[str, object]:
    named = [f"{local(start):%Y-%m-%d %H:%M}" for start in starts[:SHOWN]]
    more = "…" if len(starts) > SHOWN else ""
    return {"count": len(starts), "times": ", ".join(named) + more}


@admin.register(Slot)
class SlotAdmin(ListAdmin):
    """Slots are made by publishing and taken by booking; here they are only looked at."""

    list_display = ["begin", "outlet", "capacity", "taken", "left", "technicians", "for_owners"]
    list_display_links = None
    list_filter = [("starts_at", DaysFilter), ("outlet__city", WordsFilter), ("outlet", PickFilter)]
    list_select_related = ["outlet"]
    ordering = ["starts_at", "outlet__name"]
    search_fields = ["outlet__name"]

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Slot]":
        """Leave out the days that are over: nobody looks for a place there."""
        today = begin_of_day(clock.now())  # noqa: TID251  # a door
        found: QuerySet[Slot] = super().get_queryset(request)
        return found.filter(starts_at__gte=today)

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: "QuerySet[Slot]",
        search_term: str,
    ) -> "tuple[QuerySet[Slot], bool]":
        """Find the outlet by its name, then its slots."""
        found = having(queryset, "outlet__name", search_term) if search_term else queryset
        return found, False

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002
        """Hours make slots."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Hours change slots."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        """Hours remove slots."""
        return False

    @admin.display(description=gettext_lazy("begins"), ordering="starts_at")
    def begin(self, slot: Slot) -> str:
        """Show the time in the mainland."""
        return f"{local(slot.starts_at):%Y-%m-%d %H:%M}–{local(slot.ends_at):%H:%M}"

    @admin.display(description=gettext_lazy("places left"))
    def left(self, slot: Slot) -> int:
        """Show what can still be booked."""
        return slot.capacity - slot.taken
