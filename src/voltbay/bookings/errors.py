"""Refusals about bookings."""

from voltbay.core.errors import Conflict, Invalid, NotFound
from voltbay.limits.errors import LimitReached


class BookingUnknown(NotFound):
    """There is no such booking, or it belongs to somebody else."""

    code = "booking_unknown"


class ServiceUnknown(NotFound):
    """There is no such service, or it is not offered any more."""

    code = "service_unknown"


class NotBookable(Conflict):
    """The slot has begun or lies beyond the days that can be booked ahead."""

    code = "slot_not_bookable"


class TooSoon(Conflict):
    """The slot begins before the outlet could prepare for it: owners book `hours` ahead."""

    code = "too_soon"


class OutletFull(Conflict):
    """The outlet's store is full, so it gives no new places until batteries have left."""

    code = "outlet_full"


class TooManyHolds(Conflict):
    """This owner already holds as many places as one may hold at a time."""

    code = "too_many_holds"


class HeldTooOften(LimitReached):
    """This owner held places and let them go so often today that others go first for a while."""

    code = "held_too_often"


class DangerAsked(Conflict):
    """The owner told this outlet of a dangerous battery: it calls before the car is moved."""

    code = "danger_asked"


class KeyReused(Conflict):
    """The idempotency key came before with another request."""

    code = "idempotency_key_reused"


class HoldLapsed(Conflict):
    """The fifteen minutes are over; the places have been given back."""

    code = "hold_lapsed"


class WrongState(Conflict):
    """The booking has moved on; this cannot be done in the state it is in now."""

    code = "booking_wrong_state"


class TooLate(Conflict):
    """So shortly before the appointment only the outlet can change it."""

    code = "too_late"


class SameTime(Conflict):
    """The booking is at this time already."""

    code = "same_time"


class VehicleAlreadyBooked(Conflict):
    """This car has a live booking; it cannot be taken apart twice."""

    code = "vehicle_already_booked"


class DocumentNotReady(Conflict):
    """A document is still being read."""

    code = "document_still_reading"


class DocumentRefused(Conflict):
    """A document was not recognised, so it cannot confirm a booking."""

    code = "document_not_recognised"


class DocumentUnknown(NotFound):
    """There is no such document of this kind, or it belongs to somebody else."""

    code = "document_unknown"


class DocumentsDisagree(Invalid):
    """What was typed and what was read do not belong to the same person."""

    code = "documents_disagree"


class AnotherPerson(Conflict):
    """The account's appointments were for somebody else so far; its number may be new to this one.

    `question` answers it for this card and this hold; it is no part of the data that may be logged.
    Nothing is said of who that was.
    """

    code = "another_person"

    def __init__(self, question: str) -> None:
        """Ask, with what the answer has to bring back."""
        super().__init__()
        self.question = question


class AnotherPersonUnasked(Conflict):
    """Nobody asked whether the number is new, or another card was read since."""

    code = "another_person_unasked"


class TooEarlyToCheckIn(Conflict):
    """The appointment is on a later day; move it to today first."""

    code = "too_early_to_check_in"


class NotYetMissed(Conflict):
    """The appointment has not begun, so nobody has missed it."""

    code = "not_yet_missed"


class NotInReview(Conflict):
    """Nobody has to look at this booking, or somebody else has just done so."""

    code = "booking_not_in_review"


class NotCompared(Invalid):
    """The owner typed fields that nobody could read; each is compared before the booking stands."""

    code = "typed_not_compared"


class OriginalsNotSeen(Conflict):
    """Nobody has decided about this booking: the papers are seen before the car is taken."""

    code = "originals_not_seen"


class OriginalsMissing(Invalid):
    """A paper that this booking rests on was not seen at the desk."""

    code = "originals_missing"


class OriginalsInTheWay(Conflict):
    """A paper that this booking rests on was not seen, differs or is missing."""

    code = "originals_in_the_way"


class PaperNoteMissing(Invalid):
    """A paper differs from the booking, and nobody said in what."""

    code = "paper_note_missing"


class NothingInTheWay(Conflict):
    """Every paper agrees already, or none was looked at: there is nothing to let pass."""

    code = "originals_not_in_the_way"


class IncompleteNotTold(Invalid):
    """The owner was not told that the car will count as incomplete when it is scrapped."""

    code = "incomplete_not_told"


class ReasonMissing(Invalid):
    """The owner is owed a reason, and none was given."""

    code = "reason_missing"


class ChangedMeanwhile(Conflict):
    """Somebody else changed the booking after it was looked at; nothing was overwritten."""

    code = "booking_changed_meanwhile"


class DeskKeyReused(Conflict):
    """The key of this entry came before with another entry."""

    code = "desk_key_reused"


class OpeningEdited(Conflict):
    """Somebody else changed the outlet's opening after this was opened; nothing was overwritten."""

    code = "opening_edited"


class OpeningChanged(Conflict):
    """Bookings or free times changed after the preview; nothing was done."""

    code = "opening_changed"


class PetrolCar(Conflict):
    """The car has no power battery, by its papers or its owner's word."""

    code = "petrol_car"


class FuelNotTold(Invalid):
    """The papers do not say what drives the car, so its owner is asked."""

    code = "fuel_not_told"


class ServiceDoesNotFit(Conflict):
    """The service does not take this car, and another one of the outlet does."""

    code = "service_does_not_fit"


class SameService(Conflict):
    """The booking is for this service and time already."""

    code = "same_service"


class FitWhyMissing(Invalid):
    """The car does not fit the service, and nobody said why the booking stands all the same."""

    code = "fit_why_missing"


class BlockNotMoved(Conflict):
    """A car of a block is not moved alone: cancel it there and book it again."""

    code = "block_not_moved"


class NotFleets(Conflict):
    """The booking is not of a company's account, so there is no authorisation to remember."""

    code = "booking_not_fleets"


class HoldReasonMissing(Invalid):
    """Whoever places a legal hold says why."""

    code = "hold_reason_missing"


class HoldTooLong(Invalid):
    """A legal hold ends after today, and within three years."""

    code = "hold_too_long"


class HoldPlaced(Conflict):
    """The booking is under a legal hold already."""

    code = "hold_placed"


class HoldMissing(NotFound):
    """The legal hold was lifted meanwhile, or its time is over."""

    code = "hold_missing"
