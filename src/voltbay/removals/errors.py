"""Refusals about removals, packs, receipts and handovers."""

from voltbay.core.errors import Conflict, Invalid, NotFound


class RemovalUnknown(NotFound):
    """There is no such removal."""

    code = "removal_unknown"


class RemovalFinished(Conflict):
    """The removal is over; its record stays as it is."""

    code = "removal_finished"


class StepOutOfOrder(Conflict):
    """A step before this one is not done; `missing` names it."""

    code = "step_out_of_order"


class StepDone(Conflict):
    """A colleague has noted this step already."""

    code = "step_done"


class RemovalIncomplete(Conflict):
    """Something is missing before the removal can be finished; `missing` names all of it."""

    code = "removal_incomplete"


class NoPacks(Conflict):
    """No battery is recorded, so there is nothing to weigh or to give a receipt for."""

    code = "removal_without_packs"


class PacksRecorded(Conflict):
    """A battery of this car is recorded, so the removal is finished rather than abandoned."""

    code = "packs_recorded"


class NotWeighed(Conflict):
    """A battery has no mass yet; `pack` is its code."""

    code = "pack_not_weighed"


class NotContained(Conflict):
    """An unsafe battery is not secured yet; `pack` is its code."""

    code = "pack_not_contained"


class NothingToContain(Conflict):
    """The battery is safe, or it is secured already."""

    code = "pack_needs_no_containment"


class BatteryCodeInFuture(Invalid):
    """By its code the battery is made on a day that has not come; a character was misread."""

    code = "battery_code_future"


class MassOutOfRange(Invalid):
    """No battery weighs this; `least` and `most` are in kg."""

    code = "mass_out_of_range"


class EnergyOutOfRange(Invalid):
    """No battery stores this; `least` and `most` are in kWh."""

    code = "energy_out_of_range"


class NoCodeReasonUnknown(Invalid):
    """A battery is recorded without a code only with one of the listed reasons."""

    code = "no_code_reason_unknown"


class NoPhotoOfPack(Conflict):
    """A battery without a readable code has no photo of its own; `pack` is our number."""

    code = "pack_without_photo"


class CodeKnown(Conflict):
    """This battery's code is known already; `pack` is that code."""

    code = "pack_code_known"


class HazardUnknown(Invalid):
    """The condition is not one of the list."""

    code = "hazard_unknown"


class PackInStock(Conflict):
    """A battery with this code is in stock already."""

    code = "pack_in_stock"


class PackUnknown(NotFound):
    """There is no such battery here."""

    code = "pack_unknown"


class PackChanged(Conflict):
    """A colleague has changed this battery's record meanwhile."""

    code = "pack_changed"


class PackGone(Conflict):
    """A battery is not in this outlet's stock any more; nothing was handed over."""

    code = "pack_gone"


class NothingChosen(Invalid):
    """No battery was chosen."""

    code = "nothing_chosen"


class ReceiverNeedsReason(Invalid):
    """The receiver's credit code fails its check, and nobody has said why it is right."""

    code = "receiver_needs_reason"


class HandoverKeyReused(Conflict):
    """The key of this handover came before with another one."""

    code = "handover_key_reused"


class NothingToExport(Conflict):
    """In this range there is nothing to write."""

    code = "nothing_to_export"


class PhotoUnknown(NotFound):
    """There is no such photo of a removal."""

    code = "removal_photo_unknown"


class ReceiptUnknown(NotFound):
    """No receipt has this serial: it was mistyped, or the paper is not genuine."""

    code = "receipt_unknown"


class ReceiptReplaced(Conflict):
    """The receipt is void already: a colleague has issued another one; `serial` is that one's."""

    code = "receipt_replaced"


class CorrectionReasonMissing(Invalid):
    """A receipt is replaced only with a reason, which its owner reads."""

    code = "correction_reason_missing"


class PriceOutOfRange(Invalid):
    """No battery fetches this; `most` is in yuan."""

    code = "price_out_of_range"


class QuoteUnknown(NotFound):
    """There is no such quote, or it is another owner's."""

    code = "quote_unknown"


class QuoteAnswered(Conflict):
    """The quote does not wait for an answer any more: it was answered, replaced or withdrawn."""

    code = "quote_answered"


class QuoteOther(Conflict):
    """What was accepted is not what the quote says now."""

    code = "quote_other"


class QuoteOutdated(Conflict):
    """A battery was weighed anew, added or struck out since: another quote is needed."""

    code = "quote_outdated"


class QuoteWaiting(Conflict):
    """The owner has not answered the quote yet, so the removal is not finished."""

    code = "quote_waiting"


class QuoteRefused(Conflict):
    """The owner refused the last quote, so that the batteries are not the outlet's."""

    code = "quote_refused"


class QuoteReasonMissing(Invalid):
    """A quote is withdrawn only with a reason, which its owner reads."""

    code = "quote_reason_missing"


class DeductionWrong(Invalid):
    """A deduction is more than the battery fetches, or has no reason; `pack` names the battery."""

    code = "deduction_wrong"


class SignatureMissing(Invalid):
    """Nothing that could be a signature was drawn."""

    code = "signature_missing"


class SignerMissing(Invalid):
    """Nobody said whose signature it is."""

    code = "signer_missing"


class PaidAlready(Conflict):
    """What was agreed is paid: no other price can be proposed."""

    code = "paid_already"


class PayoutUnknown(NotFound):
    """There is no such payout here."""

    code = "payout_unknown"


class PayoutChanged(Conflict):
    """A colleague has changed this payout meanwhile."""

    code = "payout_changed"


class PayoutMoveWrong(Conflict):
    """A payout in this state cannot go into that one."""

    code = "payout_move_wrong"


class PayoutReasonMissing(Invalid):
    """A payout is changed only with a reason."""

    code = "payout_reason_missing"


class PayoutIncomplete(Invalid):
    """What is said to be paid was paid on some day, until now, in some way."""

    code = "payout_incomplete"


class DestinationWrong(Invalid):
    """Whom to pay and where is incomplete, or the way is not one of the list."""

    code = "destination_wrong"


class MonthWrong(Invalid):
    """A statement is of a month that has begun."""

    code = "statement_month_wrong"


class StatementReasonMissing(Invalid):
    """Names and accounts are written into a statement only with a reason."""

    code = "statement_reason_missing"
