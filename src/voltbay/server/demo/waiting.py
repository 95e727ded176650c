"""An owner of a demo who waits for a time that is full, so that both sides see the line."""

from datetime import datetime, time, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.bookings.models import WaitlistEntry
from voltbay.bookings.waitlist.join import join
from voltbay.bookings.waitlist.rules import Window
from voltbay.core.errors import Refusal
from voltbay.core.local_time import at, local_date
from voltbay.directory.models import Outlet
from voltbay.server.demo.money import OUTLET
from voltbay.server.demo.outlets_day import MODEL
from voltbay.server.demo.work import HALF_HOUR, Car, booked, checked_vin, first_service
from voltbay.slots.models import Slot

PHONE = "13800001501"
AHEAD = timedelta(days=7)
FULL = time(10)
NAMES = ("邓子轩", "叶秀兰", "潘建华", "袁丽君", "蒋文杰", "蔡淑芬", "余志刚", "杜雪梅")


def load(*, now: datetime) -> None:
    """Fill a time of next week and stand in line for it, unless somebody waits there already."""
    if WaitlistEntry.objects.filter(state=WaitlistEntry.State.WAITING).exists():
        return
    outlet = Outlet.objects.select_related("company").get(name=OUTLET)
    desk = StaffUser.objects.get(username="desk")
    slot = _open_slot(outlet, now=now)
    if slot is None:
        return
    try:
        for number in range(slot.capacity - slot.taken):
            booked(_car(number, now=now), outlet, desk, slot.starts_at, now=now)
        window = Window(slot.starts_at, slot.starts_at + HALF_HOUR)
        owner = find_or_make_owner(PHONE, now=now)
        join(service_id=first_service(outlet).pk, window=window, owner=owner, now=now)
    except Refusal:  # whoever tries the demo has closed that day, or let its bays be fewer
        return


def _open_slot(outlet: Outlet, *, now: datetime) -> Slot | None:
    """Return next week's first slot from ten o'clock on that has as few bays as can be filled."""
    first = at(local_date(now + AHEAD), FULL)
    ahead = outlet.slots.filter(starts_at__gte=first, capacity__lte=len(NAMES))
    return ahead.order_by("starts_at").first()


def _car(number: int, *, now: datetime) -> Car:
    day = local_date(now).toordinal() % 1000
    vin = checked_vin(f"LGXCE6DB0J5{day:03}{number}00")
    return Car(NAMES[number], f"134{day:03}{number}0000", f"沪CE{day:03}{number}", vin, MODEL)
