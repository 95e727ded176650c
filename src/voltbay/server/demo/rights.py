"""What owners ask to have corrected, and what others ask in their place: a few to show."""

from datetime import datetime, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.rights.answer_request import answer_request
from voltbay.rights.ask_correction import ask_correction
from voltbay.rights.correct import Right, correct
from voltbay.rights.models import Correction, Field, Paper, RightsRequest
from voltbay.rights.take_request import Told, see_paper, take_request

ASKED_BEFORE = timedelta(days=3)


def load(*, now: datetime) -> None:
    """Add what is missing; safe at every start."""
    manager = StaffUser.objects.filter(username="manager").first()
    outlet = manager.outlets.first() if manager else None
    if manager is None or outlet is None or Correction.objects.exists():
        return
    booked = Booking.objects.filter(outlet=outlet, name__isnull=False, plate__isnull=False)
    ahead = booked.filter(state=State.CONFIRMED, no_plate="").order_by("starts_at", "code").first()
    if ahead is None:
        return
    then = now - ASKED_BEFORE
    right = Right(Field.NAME, f"{ahead.name}华", "登记时漏写一字", Paper.IDENTITY_CARD)
    correct(ahead, right, staff=manager, now=then)
    code, owner = ahead.code, ahead.owner
    ask_correction(Field.PLATE, "沪AD66886", why="末位看错", code=code, owner=owner, now=then)
    _requests(ahead, manager, then)


def _requests(ahead: Booking, manager: StaffUser, then: datetime) -> None:
    """Take down what a guardian asks, and what a representative was granted."""
    guardian = Told(
        relation=RightsRequest.Relation.GUARDIAN_OF_CHILD,
        asks=RightsRequest.Asks.TAKE_PART,
        asker="孙立",
        phone="13700000811",
        subject="孙小宝",
        words="车辆登记在孩子名下，由父亲代为预约拆卸",
    )
    take_request(guardian, outlet=ahead.outlet, staff=manager, now=then)
    representative = Told(
        relation=RightsRequest.Relation.REPRESENTATIVE,
        asks=RightsRequest.Asks.CORRECT,
        asker="何静",
        phone="13700000812",
        subject=f"{ahead.name}",
        words="受托更正姓名",
        booking=ahead,
    )
    taken = take_request(representative, outlet=ahead.outlet, staff=manager, now=then)
    see_paper(taken, Paper.POWER_OF_ATTORNEY, "", staff=manager, now=then)
    see_paper(taken, Paper.IDENTITY_CARD, "0024", staff=manager, now=then)
    answer_request(taken, is_granted=True, answer="已核对原件，已更正", staff=manager, now=then)
