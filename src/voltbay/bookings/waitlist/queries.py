"""Reading the waitlist, always of one owner."""

from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import Owner
from voltbay.bookings.models import WaitlistEntry
from voltbay.bookings.waitlist.errors import EntryUnknown
from voltbay.bookings.waitlist.rules import Window
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot


def entries_of(owner: Owner) -> QuerySet[WaitlistEntry]:
    """Return an owner's entries, ended ones too, newest first."""
    mine = WaitlistEntry.objects.filter(owner=owner).order_by("-created_at", "-id")
    return mine.select_related("outlet", "service", "offer")


def live_entries(owner: Owner) -> QuerySet[WaitlistEntry]:
    """Return what an owner waits for or is offered, oldest first."""
    return entries_of(owner).filter(state__in=WaitlistEntry.LIVE).order_by("created_at", "id")


def find_entry(entry_id: UUID, *, owner: Owner) -> WaitlistEntry:
    """Return an owner's entry. Raises EntryUnknown, for other owners' as well."""
    entry = entries_of(owner).filter(pk=entry_id).first()
    if entry is None:
        raise EntryUnknown
    return entry


def place_in_line(entry: WaitlistEntry) -> int:
    """Return how many wait for the same service before this entry, and one."""
    before = WaitlistEntry.objects.filter(
        service_id=entry.service_id,
        state=WaitlistEntry.State.WAITING,
        created_at__lt=entry.created_at,
    )
    return before.count() + 1


def window_of_slot(slot_id: int, *, service_id: int) -> Window:
    """Return a slot's time, which is waited for even if the grid changes meanwhile.

    Raises SlotUnknown, also for a slot of an outlet that does not have the service.
    """
    slot = Slot.objects.filter(pk=slot_id, outlet__services=service_id).first()
    if slot is None:
        raise SlotUnknown
    return Window(slot.starts_at, slot.ends_at)
